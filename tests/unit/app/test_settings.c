#include "unit.h"

#include "app/session.h"
#include "app/settings.h"
#include "base/mem.h"

static void every_default_is_valid(void **state)
{
	struct settings s;

	(void)state;
	settings_init(&s);
	for (const struct setting *w = settings_table; w->name; w++) {
		struct strbuf value = STRBUF_INIT;
		struct error err = ERROR_INIT;

		settings_get(&s, w, &value);
		assert_string_equal(value.buf, w->fallback);
		assert_int_equal(settings_set(&s, w->name, w->fallback, &err), ST_OK);
		assert_non_null(w->help);
		strbuf_release(&value);
	}
}

static void every_choice_round_trips(void **state)
{
	struct settings s;

	(void)state;
	settings_init(&s);
	for (const struct setting *w = settings_table; w->name; w++) {
		for (const char *p = w->choices; p && *p;) {
			size_t n = strcspn(p, "|");
			char *choice = xstrndup(p, n);
			struct strbuf value = STRBUF_INIT;

			assert_int_equal(settings_set(&s, w->name, choice, NULL), ST_OK);
			settings_get(&s, w, &value);
			assert_string_equal(value.buf, choice);
			strbuf_release(&value);
			free(choice);
			p += n + (p[n] == '|');
		}
	}
}

static void bad_values_change_nothing(void **state)
{
	static const struct {
		const char *name, *value, *says;
	} cases[] = {
		{ "count", "0", "from 1 to" },	   { "count", "ten", "whole number" },
		{ "count", "10x", "not \"10x\"" }, { "metric", "manhattan", "one of cosine" },
		{ "timing", "maybe", "on|off" },   { "nonsense", "1", "there is no setting" },
		{ "theme", "", "one of auto" },
	};
	struct settings s, before;

	(void)state;
	settings_init(&s);
	before = s;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error err = ERROR_INIT;

		assert_int_equal(settings_set(&s, cases[i].name, cases[i].value, &err), ST_USAGE);
		if (!strstr(err.text, cases[i].says))
			fail_msg("set %s %s says: %s", cases[i].name, cases[i].value, err.text);
		assert_memory_equal(&s, &before, sizeof(s));
	}
}

static void switches_take_other_spellings(void **state)
{
	struct settings s;

	(void)state;
	settings_init(&s);
	assert_int_equal(settings_set(&s, "timing", "YES", NULL), ST_OK);
	assert_true(s.timing);
	assert_int_equal(settings_set(&s, "timing", "0", NULL), ST_OK);
	assert_false(s.timing);
}

static void pending_lines_keep_their_order(void **state)
{
	struct session s;
	static const char *const expected[] = { "one", "two", "three" };

	(void)state;
	session_init(&s);
	session_push_line(&s, "one");
	session_push_line(&s, "two");
	for (size_t i = 0; i < 3; i++) {
		char *line = session_take_line(&s);

		assert_string_equal(line, expected[i]);
		free(line);
		if (i == 1)
			session_push_line(&s, "three");
	}
	assert_null(session_take_line(&s));
	session_push_line(&s, "left over");
	session_release(&s);
}

static void marks_are_a_set(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	assert_true(session_mark(&s, "king"));
	assert_false(session_mark(&s, "king"));
	assert_true(session_mark(&s, "queen"));
	assert_true(session_unmark(&s, "king"));
	assert_false(session_unmark(&s, "king"));
	assert_int_equal(s.mark_count, 1);
	assert_string_equal(s.marks[0], "queen");
	session_release(&s);
}

static void intents_need_a_screen(void **state)
{
	struct session s;
	struct intent got;
	struct error err = ERROR_INIT;

	(void)state;
	session_init(&s);
	assert_int_equal(session_intend(&s, (struct intent){ .kind = INTENT_BACK }, &err),
			 ST_FAILED);
	assert_non_null(strstr(err.text, "needs the screen"));
	s.has_screen = true;
	session_intend(&s, (struct intent){ .kind = INTENT_BACK }, &err);
	session_intend(&s, (struct intent){ .kind = INTENT_FIND, .text = xstrdup("x") }, &err);
	assert_true(session_take_intent(&s, &got));
	assert_int_equal(got.kind, INTENT_BACK);
	assert_true(session_take_intent(&s, &got));
	assert_string_equal(got.text, "x");
	free(got.text);
	assert_false(session_take_intent(&s, &got));
	session_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_default_is_valid),
		cmocka_unit_test(every_choice_round_trips),
		cmocka_unit_test(bad_values_change_nothing),
		cmocka_unit_test(switches_take_other_spellings),
		cmocka_unit_test(pending_lines_keep_their_order),
		cmocka_unit_test(marks_are_a_set),
		cmocka_unit_test(intents_need_a_screen),
	};

	return cmocka_run_group_tests_name("app/settings", tests, NULL, NULL);
}
