#include "unit.h"

#include "app/call.h"
#include "small_model.h"

static const char *const words[] = { "the",    "king", "queen", "near",	    "new_york",
				     "e-mail", "=",    "'s",	"san jose", "help" };

static int open_session(void **state)
{
	struct session *s = xcalloc(1, sizeof(*s));

	session_init(s);
	session_add_model(s, small_model("small", words, ARRAY_LEN(words)));
	*state = s;
	return 0;
}

static int close_session(void **state)
{
	session_release(*state);
	free(*state);
	return 0;
}

static void lines_mean_what_the_rules_say(void **state)
{
	static const struct {
		const char *line, *verb, *rest;
	} cases[] = {
		{ "near king", "near", " king" },
		{ ".near king", "near", " king" },
		{ ":nn king", "near", " king" },
		{ "king", "near", "king" },
		{ "king -n 5", "near", "king -n 5" },
		{ "king - queen", "near", "king - queen" },
		{ "near - king", "near", "near - king" },
		{ "king : queen :: the", "analogy", "king : queen :: the" },
		{ "=near", "near", "near" },
		{ "=help + king", "near", "help + king" },
		{ "=king : queen :: the", "analogy", "king : queen :: the" },
		{ "=", "near", "=" },
		{ "e-mail", "near", "e-mail" },
		{ "\"help\"", "near", "\"help\"" },
		{ "new york", "near", "'new york'" },
		{ "new york -n 3", "near", "'new york' --count=3" },
		{ "san jose", "near", "'san jose'" },
		{ "help near", "help", " near" },
		{ "(king - queen) * 2", "near", "(king - queen) * 2" },
		{ "- king + queen", "near", "- king + queen" },
		{ "-", "near", "-" },
		{ "0.5*king + queen", "near", "0.5*king + queen" },
		{ "train -", "train", " -" },
		{ "train - --epochs 3", "train", " - --epochs 3" },
		{ "train - car", "near", "train - car" },
		{ "open - man", "near", "open - man" },
	};
	const struct session *s = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct command *cmd = NULL;
		char *rest = NULL;
		struct error err = ERROR_INIT;

		if (call_resolve(s, cases[i].line, &cmd, &rest, &err) != ST_OK)
			fail_msg("\"%s\": %s", cases[i].line, err.text);
		assert_string_equal(cmd->name, cases[i].verb);
		assert_string_equal(rest, cases[i].rest);
		free(rest);
	}
}

static void blank_lines_and_comments_are_nothing(void **state)
{
	static const char *const lines[] = { "", "   ", "\t", "# near king", "  #x" };

	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		assert_null(call_run(*state, lines[i], NULL));
}

static void says(struct session *s, const char *line, enum status status, const char *part)
{
	struct call *c = call_run(s, line, NULL);

	assert_non_null(c);
	assert_int_equal(c->status, status);
	if (!strstr(c->err.text, part))
		fail_msg("\"%s\" says: %s", line, c->err.text);
	call_free(c);
}

static void mistakes_get_one_sentence(void **state)
{
	struct session *s = *state;

	says(s, "neer king", ST_USAGE, "did you mean \"near\"");
	says(s, "several bare words", ST_FAILED, "neither a command nor one word of small");
	says(s, "near", ST_USAGE, "=near asks for the word");
	says(s, "king -n none", ST_USAGE, "whole number");
	says(s, "zoom 2", ST_FAILED, "needs the screen");
	says(s, "sim king nothing-like-it", ST_FAILED, "nothing-like-it");
	session_close_model(s, "small");
	says(s, "near king", ST_FAILED, "needs a model");
}

static void the_last_answer_is_kept(void **state)
{
	struct session *s = *state;

	call_free(call_run(s, "near king -n 2", NULL));
	assert_string_equal(s->last_command, "near king -n 2");
	assert_int_equal(s->last.rows, 2);
	call_free(call_run(s, "set count 3", NULL));
	assert_string_equal(s->last_command, "near king -n 2");
	call_free(call_run(s, "king", NULL));
	assert_int_equal(s->last.rows, 3);
}

static size_t history_count(struct session *s)
{
	struct hist_filter filter = { 0 };
	struct hist_list list;
	size_t n;

	assert_int_equal(hist_search(s->hist, &filter, &list, NULL), ST_OK);
	n = list.count;
	hist_list_release(&list);
	return n;
}

static void only_what_may_be_kept_is_kept(void **state)
{
	struct session *s = *state;

	call_free(call_run(s, "near king", NULL));
	assert_int_equal(history_count(s), 1);
	call_free(call_run(s, " near queen", NULL));
	call_free(call_run(s, "help", NULL));
	assert_int_equal(history_count(s), 1);
	call_free(call_run(s, "near nothing-like-it", NULL));
	assert_int_equal(history_count(s), 2);
	call_free(call_run(s, " set history off", NULL));
	call_free(call_run(s, "near king", NULL));
	assert_int_equal(history_count(s), 2);
}

static bool stop(void *ctx, uint64_t done, uint64_t total)
{
	(void)ctx, (void)done, (void)total;
	return false;
}

static void work_can_be_cancelled(void **state)
{
	const struct progress progress = { stop, NULL };
	struct call *c = call_run(*state, "find ^k", &progress);

	assert_int_equal(c->status, ST_CANCELLED);
	call_free(c);
}

static void models_get_their_own_names(void **state)
{
	struct session *s = *state;

	session_add_model(s, small_model("small", words, 2));
	assert_string_equal(session_model(s)->name, "small-2");
	assert_true(session_use_model(s, "small"));
	assert_int_equal(model_rows(session_model(s)), ARRAY_LEN(words));
	assert_true(session_close_model(s, "small"));
	assert_string_equal(session_model(s)->name, "small-2");
	assert_false(session_close_model(s, "small"));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_session, close_session)
	const struct CMUnitTest tests[] = {
		T(lines_mean_what_the_rules_say), T(blank_lines_and_comments_are_nothing),
		T(mistakes_get_one_sentence),	  T(the_last_answer_is_kept),
		T(only_what_may_be_kept_is_kept), T(work_can_be_cancelled),
		T(models_get_their_own_names),
	};

	return cmocka_run_group_tests_name("app/call", tests, NULL, NULL);
}
