#include "screen.h"

static const char words_path[] = "tests/data/words.vec";

static int open_rig(void **state)
{
	struct rig *r = xmalloc(sizeof(*r));

	rig_open(r, 24, 80, false);
	rig_open_words(r, words_path);
	*state = r;
	return 0;
}

static int close_rig(void **state)
{
	rig_close(*state);
	free(*state);
	return 0;
}

static void assert_shows(struct rig *r, const char *text)
{
	if (!strstr(rig_dump(r), text))
		fail_msg("\"%s\" is not on the screen:\n%s", text, r->text.buf);
}

static void assert_hides(struct rig *r, const char *text)
{
	if (strstr(rig_dump(r), text))
		fail_msg("\"%s\" is on the screen:\n%s", text, r->text.buf);
}

static void test_question(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "near king<CR>");
	assert_shows(r, "Nearest to king");
	assert_shows(r, "royal");
	assert_shows(r, "[king]");
	assert_shows(r, "Word  king");
	assert_shows(r, "rank    4 of 64");
	assert_shows(r, "Enter run");
}

static void test_follow_back_forward(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "near paris<CR><Esc>j<CR>");
	assert_shows(r, "2 of 2");
	rig_keys(r, "<BS>");
	assert_shows(r, "[paris] ");
	assert_shows(r, "1 of 2");
	rig_keys(r, "<BS>");
	assert_shows(r, "this is the first question");
	rig_keys(r, "<M-Right>");
	assert_shows(r, "2 of 2");
	rig_keys(r, "<BS>:near dog<CR>");
	assert_shows(r, "paris › [dog]  2 of 2");
}

/* The whole sentence shows, however long, until the next key. */
static void test_error(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "near kingg<CR>");
	assert_shows(r, "✗ ");
	rig_keys(r, "<Esc>");
	assert_hides(r, "✗ ");
}

static void test_lines_queue(void **state)
{
	struct rig *r = *state;

	ui_submit(r->ui, "near king");
	ui_submit(r->ui, "near dog");
	ui_submit(r->ui, "near rice");
	rig_settle(r);
	assert_shows(r, "king › dog › [rice]  3 of 3");
}

static void test_table(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "sim king queen paris<CR>");
	assert_shows(r, "king   paris");
	rig_keys(r, "near king<CR>");
	assert_hides(r, "king   paris");
}

static void test_prose(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "help near<CR>");
	assert_shows(r, "Esc close");
	rig_keys(r, "<PgDn><Esc>");
	assert_hides(r, "Esc close");
}

static void test_help_filters_and_runs(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "near king<CR><Esc>?");
	assert_shows(r, "type to filter");
	assert_shows(r, "make the selected word the next question");
	rig_keys(r, "fit the whole");
	assert_hides(r, "make the selected word");
	rig_keys(r, "<BS><BS>");
	assert_shows(r, "/fit the who");
	rig_keys(r, "<CR>");
	assert_hides(r, "type to filter");
	assert_shows(r, "zoom fit");
	rig_keys(r, "??");
	assert_hides(r, "type to filter");
}

static void test_palette_prefills(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "<C-p>");
	assert_shows(r, "near <expression>");
	rig_keys(r, "odd<CR>");
	assert_string_equal(r->line.buf, "odd ");
	assert_shows(r, "Enter run");
}

static void test_find(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "near dog<CR><Esc>/qn");
	assert_shows(r, "Find /qn");
	assert_shows(r, "Word  queen");
	rig_keys(r, "<Esc>");
	assert_hides(r, "Find /");
	rig_keys(r, "/prin<Down>");
	assert_shows(r, "Word  princess");
	rig_keys(r, "<CR>");
	assert_shows(r, "dog › [princess]");
	rig_keys(r, "n");
	assert_shows(r, "Word  prince ");
	rig_keys(r, "/zzzz");
	assert_shows(r, "no word fits");
}

static void test_marks(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "near king<CR><Esc>j<Space>");
	assert_int_equal(r->session.mark_count, 1);
	assert_shows(r, "mark ");
	assert_shows(r, "★");
	rig_keys(r, "<Space>");
	assert_int_equal(r->session.mark_count, 0);
}

static void test_history_screen(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "near king<CR>near dog<CR>near wrongg<CR><F8>");
	assert_shows(r, "[7History]");
	assert_shows(r, "near king");
	rig_keys(r, "/near king<CR>");
	assert_hides(r, "near dog");
	assert_shows(r, "match /near king");
	rig_keys(r, "<CR>");
	assert_shows(r, "[1Map]");
	assert_shows(r, "dog › [king]");
	rig_keys(r, "7/<Esc>e");
	assert_string_equal(r->line.buf, "near king");
}

static void test_echo_teaches(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "<Esc>+");
	assert_shows(r, "zoom 1.25");
	rig_keys(r, "X");
	assert_shows(r, "X does nothing here");
}

static void test_prompt_and_keys(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "j");
	assert_string_equal(r->line.buf, "j");
	assert_true(r->surface.cursor_row == 22);
	rig_keys(r, "<Esc>j");
	assert_string_equal(r->line.buf, "j");
	rig_dump(r);
	assert_int_equal(r->surface.cursor_row, -1);
	rig_keys(r, "<C-c>:k");
	assert_string_equal(r->line.buf, "k");
}

static void test_words_that_are_verbs(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "red<CR>");
	assert_shows(r, "Nearest to red");
}

static void test_mouse(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "near king<CR><Mouse:press,60,4>");
	assert_shows(r, "Word  throne");
	assert_shows(r, "Enter follow");
	rig_keys(r, "<Mouse:press,60,4>");
	assert_shows(r, "king › [throne]");
	rig_keys(r, "<Mouse:press,28,0>");
	assert_shows(r, "[7History]");
	rig_keys(r, "<Mouse:press,3,0>");
	assert_shows(r, "[1Map]");
	rig_keys(r, "m<Mouse:press,28,0>");
	assert_shows(r, "[1Map]");
}

static void test_paste(void **state)
{
	struct rig *r = *state;
	char text[] = "near king";
	struct key key = { .code = KEY_PASTE_, .text = text };

	rig_keys(r, "<Esc>");
	rig_key(r, &key);
	assert_string_equal(r->line.buf, "near king");
	rig_keys(r, "<Esc>/");
	rig_key(r, &key);
	assert_shows(r, "Find /near king");
}

static void test_copy(void **state)
{
	struct rig *r = *state;
	struct strbuf text = STRBUF_INIT;

	rig_keys(r, "near king<CR><Esc>jy");
	assert_true(ui_take_copy(r->ui, &text));
	assert_string_equal(text.buf, "royal");
	assert_false(ui_take_copy(r->ui, &text));
	strbuf_release(&text);
}

static void test_zoomed_pane_and_inspector(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "near king<CR><Esc>i");
	assert_hides(r, "Nearest to");
	assert_shows(r, "strongest dimensions");
	rig_keys(r, "i");
	assert_shows(r, "Nearest to");
	rig_keys(r, "z");
	assert_hides(r, "strongest dimensions");
	rig_keys(r, "z<Tab>");
	assert_shows(r, "▸Word");
	rig_keys(r, "<S-Tab>");
	assert_shows(r, "▸Nearest");
}

static void test_wishes(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "<C-z>");
	assert_true(ui_take_suspend(r->ui));
	assert_false(ui_take_suspend(r->ui));
	rig_keys(r, "<C-l>");
	assert_true(ui_take_redraw(r->ui));
	assert_false(r->session.quit);
	rig_keys(r, "<Esc>q");
	assert_true(r->session.quit);
}

/* Nothing outside ASCII on any screen, whatever the words are. */
static void test_ascii(void **state)
{
	static const char *const scripts[] = { "near king<CR>",	      "<Esc>?",
					       "<Esc><C-p>",	      "<Esc>/",
					       "<Esc><F8>",	      "<F2>i",
					       "<Esc>:near kingg<CR>" };
	struct rig *r = *state;

	r->session.settings.ascii = true;
	for (size_t i = 0; i < ARRAY_LEN(scripts); i++) {
		rig_keys(r, scripts[i]);
		for (const char *p = rig_dump(r); *p; p++)
			if ((unsigned char)*p >= 0x80 || (*p < ' ' && *p != '\n'))
				fail_msg("after %s:\n%s", scripts[i], r->text.buf);
	}
}

/* No control byte of a word reaches the screen. */
static void test_hostile_words(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "near red<CR><F8><F2><C-p><Esc>");
	for (const char *p = rig_dump(r); *p; p++)
		assert_true(*p == '\n' || (unsigned char)*p >= ' ');
	rig_keys(r, "/title");
	assert_shows(r, "\\x1B]0;title\\x07");
	rig_keys(r, "<CR>");
	assert_shows(r, "[\\x1B]0;title\\x07]");
}

static size_t count_lines(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void test_sizes(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "near king<CR>");
	for (int rows = 1; rows <= 30; rows++) {
		for (int cols = 1; cols <= 120; cols += cols < 45 ? 1 : 9) {
			ui_resize(r->ui, rows, cols);
			assert_int_equal(count_lines(rig_dump(r)), rows);
		}
	}
	ui_resize(r->ui, 3, 40);
	assert_shows(r, "window too small");
	ui_resize(r->ui, 4, 20);
	assert_shows(r, "Nearest");
	ui_resize(r->ui, 24, 80);
	assert_shows(r, "Nearest to king");
}

static void test_start_screen(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80, true);
	assert_shows(&r, "explore how words become numbers");
	assert_shows(&r, "Or just type:");
	rig_keys(&r, "<Esc>:");
	rig_open_words(&r, words_path);
	assert_shows(&r, "[1Map]");
	rig_close(&r);
}

static void test_user_keys(void **state)
{
	static const char conf[] = "[Mine]\nkeys g near king  # {king} ask for king\nkeys u -\n";
	struct ui_options opt = { .keys_conf = conf };
	struct rig *r = *state;
	struct editor editor = { .ctx = r,
				 .key = rig_editor_key,
				 .prompt = rig_editor_prompt,
				 .text = rig_editor_text,
				 .set_text = rig_editor_set };
	struct ui *old = r->ui;

	r->ui = ui_new(&r->session, r->jobs, &editor, &opt);
	rig_keys(r, "<Esc>g");
	assert_shows(r, "Nearest to king");
	rig_keys(r, "u");
	assert_shows(r, "u does nothing here");
	ui_free(r->ui);
	r->ui = old;
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_rig, close_rig)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_question),
		CASE(test_follow_back_forward),
		CASE(test_error),
		CASE(test_lines_queue),
		CASE(test_table),
		CASE(test_prose),
		CASE(test_help_filters_and_runs),
		CASE(test_palette_prefills),
		CASE(test_find),
		CASE(test_marks),
		CASE(test_history_screen),
		CASE(test_echo_teaches),
		CASE(test_prompt_and_keys),
		CASE(test_words_that_are_verbs),
		CASE(test_mouse),
		CASE(test_paste),
		CASE(test_copy),
		CASE(test_zoomed_pane_and_inspector),
		CASE(test_wishes),
		CASE(test_ascii),
		CASE(test_hostile_words),
		CASE(test_sizes),
		cmocka_unit_test(test_start_screen),
		CASE(test_user_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
