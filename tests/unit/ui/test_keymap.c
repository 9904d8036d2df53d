#include "unit.h"

#include "app/command.h"
#include "ui/keymap.h"

static struct keymap parsed(const char *text)
{
	struct keymap map = { 0 };
	struct error err = ERROR_INIT;

	if (keymap_add(&map, text, "test.conf", &err) != ST_OK)
		fail_msg("%s", err.text);
	return map;
}

static struct key key_of(const char *text)
{
	struct key key;
	size_t used;

	assert_int_equal(key_parse(text, &key, &used, NULL), ST_OK);
	return key;
}

static void test_parse(void **state)
{
	struct keymap map = parsed("# comment\n[Map]\nkeys  +  zoom 1.25  # {zoom|+/-} zoom in\n"
				   "list <CR> follow # not a note\n");
	struct key plus = key_of("+"), enter = key_of("<CR>");
	const struct binding *b = keymap_find(&map, "keys", &plus);

	(void)state;
	assert_non_null(b);
	assert_string_equal(b->command, "zoom 1.25");
	assert_string_equal(b->label, "zoom");
	assert_string_equal(b->shown, "+/-");
	assert_string_equal(b->note, "zoom in");
	assert_string_equal(b->group, "Map");
	b = keymap_find(&map, "list", &enter);
	assert_string_equal(b->command, "follow # not a note");
	assert_null(keymap_find(&map, "map", &plus));
	keymap_release(&map);
}

static void test_later_lines_win_and_remove(void **state)
{
	struct keymap map = parsed("keys a back\nkeys b forward\nkeys a forward\nkeys b -\n");
	struct key a = key_of("a"), b = key_of("b");

	(void)state;
	assert_string_equal(keymap_find(&map, "keys", &a)->command, "forward");
	assert_null(keymap_find(&map, "keys", &b));
	assert_int_equal(map.replaced, 1);
	keymap_release(&map);
}

static void test_bad_lines(void **state)
{
	static const char *const bad[] = { "keys", "keys a", "keys <Foo> back", "keys aback" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct keymap map = { 0 };
		struct error err = ERROR_INIT;
		char *text = NULL;

		assert_true(asprintf(&text, "[X]\n%s\n", bad[i]) > 0);
		assert_int_not_equal(keymap_add(&map, text, "test.conf", &err), ST_OK);
		assert_non_null(strstr(err.text, "test.conf:2"));
		keymap_release(&map);
		free(text);
	}
}

static void test_shown_names(void **state)
{
	static const char *const names[][3] = {
		{ "<C-p>", "Ctrl-P", "Ctrl-P" },
		{ "<BS>", "⌫", "BS" },
		{ "<M-Left>", "Alt-←", "Alt-Left" },
		{ "x", "x", "x" },
		{ "<F8>", "F8", "F8" },
		{ "<Space>", "Space", "Space" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct key key = key_of(names[i][0]);

		for (int ascii = 0; ascii < 2; ascii++) {
			struct strbuf sb = STRBUF_INIT;

			keymap_show_key(&key, ascii, &sb);
			assert_string_equal(sb.buf, names[i][1 + ascii]);
			strbuf_release(&sb);
		}
	}
}

/* The shipped table: no key twice in a context, every command exists, every key has a note. */
static void test_shipped_keys(void **state)
{
	struct keymap map = parsed(keys_conf_text);

	(void)state;
	assert_int_equal(map.replaced, 0);
	assert_true(map.count > 60);
	for (size_t i = 0; i < map.count; i++) {
		const struct binding *b = &map.items[i];
		char verb[32] = "";

		assert_true(b->note[0] != '\0');
		if (b->command[0] == '@' || b->command[0] == '{')
			continue;
		sscanf(b->command, "%31s", verb);
		if (!command_find(verb) && strcmp(verb, "pin") != 0)
			fail_msg("keys.conf:%zu: no command \"%s\"", b->line, verb);
	}
	keymap_release(&map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_later_lines_win_and_remove),
		cmocka_unit_test(test_bad_lines),
		cmocka_unit_test(test_shown_names),
		cmocka_unit_test(test_shipped_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
