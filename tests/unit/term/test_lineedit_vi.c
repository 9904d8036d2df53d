/* vi mode comes from the user's inputrc, which readline reads once: a program of its own. */
#include "unit.h"

#include "base/mem.h"
#include "base/strbuf.h"
#include "term/lineedit.h"

static int open_editor(void **state)
{
	static const char rc[] =
		"set editing-mode vi\n$if vecscope\n\"\\C-g\": \"kings\"\n$endif\n";
	struct lineedit_hooks hooks = { .ctx = NULL };
	char *dir = temp_dir_make();
	char *path = temp_file(dir, "inputrc", rc, sizeof(rc) - 1);

	setenv("INPUTRC", path, 1);
	setenv("TERM", "xterm-256color", 1);
	lineedit_open(&hooks, "> ");
	free(path);
	temp_dir_remove(dir);
	(void)state;
	return 0;
}

static int close_editor(void **state)
{
	(void)state;
	lineedit_close();
	return 0;
}

static bool press(const char *keys)
{
	bool used = false;

	while (*keys) {
		struct error err = ERROR_INIT;
		struct key key;
		size_t n;

		if (key_parse(keys, &key, &n, &err) != ST_OK)
			fail_msg("%s", err.text);
		used = lineedit_key(&key);
		keys += n;
	}
	return used;
}

static void check_line(const char *expected)
{
	size_t len, cursor;
	const char *text = lineedit_text(&len, &cursor);
	char *got = xasprintf("%.*s|%.*s", (int)cursor, text, (int)(len - cursor), text + cursor);

	assert_string_equal(got, expected);
	free(got);
}

static void escape_switches_at_once_and_is_free_then(void **state)
{
	(void)state;
	assert_string_equal(lineedit_mode(), "[i]");
	press("near 王様");
	assert_true(press("<Esc>"));
	assert_string_equal(lineedit_mode(), "[n]");
	assert_false(press("<Esc>"));
	press("0dw");
	check_line("|王様");
	press("a!<Esc>");
	check_line("王|!様");
	press("A");
	assert_string_equal(lineedit_mode(), "[i]");
}

static void a_quick_key_behind_escape_is_a_key(void **state)
{
	(void)state;
	lineedit_cancel();
	press("i<BS>king queen<M-0>");
	assert_string_equal(lineedit_mode(), "[n]");
	check_line("|king queen");
	press("<Right><Del>");
	check_line("k|ng queen");
}

static void searches_in_command_mode(void **state)
{
	(void)state;
	lineedit_add_history("near 王様");
	lineedit_set_text("");
	press("<Esc>/王<CR>");
	check_line("|near 王様");
}

static void the_users_own_section_holds(void **state)
{
	(void)state;
	lineedit_set_text("");
	press("A<C-g>");
	check_line("kings|");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escape_switches_at_once_and_is_free_then),
		cmocka_unit_test(a_quick_key_behind_escape_is_a_key),
		cmocka_unit_test(searches_in_command_mode),
		cmocka_unit_test(the_users_own_section_holds),
	};

	return cmocka_run_group_tests(tests, open_editor, close_editor);
}
