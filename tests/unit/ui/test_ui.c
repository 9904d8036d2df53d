#include "screen.h"

#include <unistd.h>

static const char words_path[] = "tests/data/words.vec";

static int open_rig(void **state)
{
	struct rig *r = xmalloc(sizeof(*r));

	rig_open(r, 24, 80, false);
	rig_open_words(r, words_path);
	*state = r;
	return 0;
}

/* A click on the tab with that name. */
static void click_tab(struct rig *r, const char *tab)
{
	const char *top = rig_dump(r), *at = strstr(top, tab);
	char key[64];

	if (!at || at > strchr(top, '\n'))
		fail_msg("there is no tab \"%s\"", tab);
	snprintf(key, sizeof(key), "<Mouse:press,%d,0>", (int)(at - top));
	rig_keys(r, key);
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
	click_tab(r, "7History");
	assert_shows(r, "[7History]");
	click_tab(r, "1Map");
	assert_shows(r, "[1Map]");
	rig_keys(r, "m");
	click_tab(r, "7History");
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
	ui_resize(r->ui, 4, 20); /* the answer, in place of its title a second line of it */
	assert_shows(r, "▸  1 国王");
	assert_shows(r, "2 royal");
	ui_resize(r->ui, 6, 20);
	assert_shows(r, "Nearest");
	assert_shows(r, "3 throne");
	ui_resize(r->ui, 24, 80);
	assert_shows(r, "Nearest to king");
}

/* At 20 × 4 every pane is a key away, and what opens over them has no frame to fill the screen. */
static void test_smallest_screen(void **state)
{
	static const char *const hints[][2] = {
		{ "2", "king" },       { "3", "axis" },	      { "4", "open FILE" },
		{ "5", "train FILE" }, { "7", "open tests" }, { "8", "words" },
		{ "9", "vec king" },   { "C", "cluster" },    { "M", "words" },
	};
	struct rig *r = *state;

	ui_resize(r->ui, 4, 20);
	rig_keys(r, "<Esc>");
	for (size_t i = 0; i < ARRAY_LEN(hints); i++) {
		rig_keys(r, hints[i][0]);
		assert_shows(r, hints[i][1]);
	}
	rig_keys(r, "1:near king<CR><Esc>");
	assert_shows(r, "1 国王");
	rig_keys(r, "<Tab>");
	assert_shows(r, "rank");
	rig_keys(r, "<Tab>");
	assert_shows(r, "● king"); /* the map, with the word and what is near */
	assert_shows(r, "○");
	rig_keys(r, "<Tab>");
	assert_shows(r, "1 国王");
	rig_keys(r, "p"); /* the projection asked for comes to the front */
	assert_shows(r, "● king");
	rig_keys(r, ":near dog<CR><Esc>"); /* and an answer again */
	assert_shows(r, "▸  1 ");
	rig_keys(r, "?");
	assert_shows(r, "Explore");
	assert_shows(r, "Enter");
	assert_hides(r, "type to filter");
	rig_keys(r, "<Down><Esc><C-p>marks-only");
	assert_shows(r, "▸ marks-only");
	rig_keys(r, "<Mouse:press,3,0>");
	assert_shows(r, "▸ marks-only");
	rig_keys(r, "<Esc>");
}

/* What a box says is said to the end, in a box of any width. */
static void test_help_is_whole(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "help project<CR>");
	assert_shows(r, "the next one, or the one that");
	assert_shows(r, "is named.");
	ui_resize(r->ui, 12, 40);
	assert_shows(r, "project: Which projection the map");
	assert_shows(r, "shows: the next one, or the one that");
	assert_shows(r, "is named.");
	ui_resize(r->ui, 4, 20);
	assert_shows(r, "projection the map");
	rig_keys(r, "<Esc>");
	ui_resize(r->ui, 24, 80);
	assert_hides(r, "is named.");
}

static void test_analogy_screen(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "<F3>");
	assert_shows(r, "[2Analogy]");
	assert_shows(r, "king - man + woman"); /* says what to try */
	rig_keys(r, "king - man + woman<CR>");
	assert_shows(r, "[2Analogy]");
	assert_shows(r, "computed");
	assert_shows(r, "woman − man");
	rig_keys(r, "<Esc>x");
	assert_shows(r, "left out without --keep-inputs"); /* now they are not */
	rig_keys(r, "xm");
	assert_shows(r, "ranked by 3CosMul");
	rig_keys(r, ":near dog<CR>"); /* no analogy: the map */
	assert_shows(r, "[1Map]");
	rig_keys(r, ":mark paris france rome<CR><Esc>a");
	assert_shows(r, "paris : france :: rome");
	rig_keys(r, "2");
	assert_shows(r, "france − paris");
}

static void test_projections(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "near king<CR><Esc>p");
	assert_shows(r, "PCA 1×3");
	rig_keys(r, "pp");
	assert_shows(r, "t-SNE · trust");
	assert_shows(r, "●");
	rig_keys(r, "p");
	assert_shows(r, "UMAP · trust");
	rig_keys(r, "p");
	assert_shows(r, "random axes keeps");
	rig_keys(r, "p");
	assert_shows(r, "PCA 1×2");
	rig_keys(r, "rr");
	assert_shows(r, "PCA 1×2×3 turned");
	rig_keys(r, "R");
	assert_shows(r, "PCA 1×2 keeps");
	rig_keys(r, ":project dims 2 5<CR>");
	assert_shows(r, "dimensions 2×5");
	rig_keys(r, "project axes man woman dog king<CR>");
	assert_shows(r, "man→woman × dog→king");
	rig_keys(r, "project dims 2 500<CR>");
	assert_shows(r, "two dimensions from 1 to 8");
	rig_keys(r, "project tsne --neighbours 5<CR>");
	assert_shows(r, "--neighbours belongs to umap");
	rig_keys(r, "project umap --min-dist 2<CR>");
	assert_shows(r, "--min-dist is a number from 0 to 1");
	rig_keys(r, "project umap --neighbours 5 --min-dist 0.5<CR>");
	assert_shows(r, "UMAP · trust");
	rig_keys(r, "project axes man woman dog<CR>");
	assert_shows(r, "two pairs of words");
	rig_keys(r, "project pca --of answer<CR>");
	assert_shows(r, "of the answer");
	rig_keys(r, "project pca --of marks<CR>"); /* none: the map before stays */
	assert_shows(r, "a map needs at least");
	assert_shows(r, "●");
	rig_keys(r, "mark dog wolf king<CR>project pca --of marks<CR>");
	assert_shows(r, "of the marks");
}

static void test_axis_screen(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "<F4>");
	assert_shows(r, "[3Axis]");
	assert_shows(r, "axis he she : nurse"); /* says what to try */
	rig_keys(r, "axis man woman : dog king queen<CR><Esc>");
	assert_shows(r, "Between man and woman");
	assert_shows(r, "by place");
	rig_keys(r, "o");
	assert_shows(r, "by surprise");
	rig_keys(r, ":near dog<CR>");
	assert_shows(r, "[1Map]");
	rig_keys(r, "<F4>"); /* it is still there */
	assert_shows(r, "Between man and woman");
	rig_keys(r, "mark red blue<CR><Esc>x");
	assert_shows(r, "Between red and blue");
}

static void test_compare_screen(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "<F5>");
	assert_shows(r, "open a second one first");
	rig_keys(r, "open tests/data/words.vec as second<CR>compare king<CR><Esc>");
	assert_shows(r, "king in second and in words");
	assert_shows(r, "50 of 50 in both");
	rig_keys(r, "o");
	assert_shows(r, "differences");
	assert_hides(r, "royal");
	rig_keys(r, "oj<CR>");
	assert_shows(r, "royal in second and in words");
	rig_keys(r, ":close words<CR>");
	assert_shows(r, "[4Compare]"); /* what was compared stays */
}

static void test_clusters_screen(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "screen clusters<CR>");
	assert_shows(r, "cluster -k 12");
	rig_keys(r, "cluster king queen paris rome dog cat -k 3<CR><Esc>");
	assert_shows(r, "cat, dog");
	rig_keys(r, "jj<CR>");
	assert_shows(r, "[1Map]");
}

static void expect_file(const char *path, const char *holds)
{
	char bytes[65536];
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	bytes[fread(bytes, 1, sizeof(bytes) - 1, f)] = '\0';
	fclose(f);
	if (!strstr(bytes, holds))
		fail_msg("\"%s\" is not in %s:\n%s", holds, path, bytes);
}

static void test_write_the_screen(void **state)
{
	struct rig *r = *state;
	char folder[] = "/tmp/vecscope-shot-XXXXXX", line[128], path[64];
	static const char *const names[] = { "a.svg", "a.html", "a.txt", "a.csv" };
	static const char *const holds[] = { "</svg>", "computed", "[2Analogy]", "royal" };

	assert_non_null(mkdtemp(folder));
	rig_keys(r, "<F3>king - man + woman<CR>");
	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		snprintf(line, sizeof(line), "write %s%s<CR>", path, i == 2 ? " --screen" : "");
		rig_keys(r, line);
		assert_shows(r, "written to");
		expect_file(path, holds[i]);
		unlink(path);
	}
	rmdir(folder);
}

static void test_matrix_screen(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "sim king paris queen<CR><Esc>");
	assert_shows(r, "as asked");
	assert_shows(r, "king     paris    queen");
	rig_keys(r, "o");
	assert_shows(r, "like beside like");
	assert_shows(r, "king     queen    paris");
	rig_keys(r, "o");
	assert_shows(r, "king     paris    queen");
	rig_keys(r, "jj<CR>"); /* follow the selected word */
	assert_shows(r, "[queen]");
}

static void test_vector_screen(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "vec king - queen<CR>");
	assert_shows(r, "cosine 0.724");
	assert_shows(r, "1st−2nd");
	rig_keys(r, "mark dog<CR>");
	assert_shows(r, " dog ");
	rig_keys(r, "<Esc>o");
	assert_shows(r, "the largest share");
	rig_keys(r, ":close<CR>");
	assert_shows(r, "No model is open");
}

static void test_models_screen(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "open tests/data/wide.txt as second<CR>models<CR>");
	assert_shows(r, "● second");
	rig_keys(r, "<Esc>k<CR>");
	assert_shows(r, "● words");
	rig_keys(r, ":close words<CR>");
	assert_hides(r, "● words");
	assert_shows(r, "● second");
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

/* Words, sets, files, everything; axes of one set with another shown on them. */
static void test_chosen_words(void **state)
{
	struct rig *r = *state;
	char *dir = temp_dir_make(),
	     *path = temp_file(dir, "list.txt", "king\ndog\nparis\nnot\n", 19);
	char line[512];

	rig_keys(r, "project pca dog wolf king paris<CR>");
	assert_shows(r, "PCA 1×2 of words keeps");
	assert_hides(r, "bread");
	rig_keys(r, "let pets = {dog, cat, wolf}<CR>project pca @pets king<CR>");
	assert_shows(r, "of words keeps");
	assert_shows(r, "· wolf");
	rig_keys(r, "project umap --of @pets<CR>"); /* three are too few: the map before stays */
	assert_shows(r, "at least four words");
	assert_shows(r, "· wolf");
	rig_keys(r, "project pca --of @pets<CR>");
	assert_shows(r, "of pets keeps");
	snprintf(line, sizeof(line), "project pca --of %s<CR>", path);
	rig_keys(r, line);
	assert_shows(r, "of list.txt keeps");
	assert_shows(r, "paris");
	rig_keys(r, "project pca --fit @pets --of everything<CR>");
	assert_shows(r, "of everything on pets keeps");
	rig_keys(r, "project pca dog king paris --fit frequent<CR>");
	assert_shows(r, "of words on frequent keeps");
	rig_keys(r, "<Esc>:project axes man woman dog king paris rome cat<CR>");
	assert_shows(r, "man→woman × dog→king of words");
	rig_keys(r, "project dims 2 5 cat dog rome<CR>");
	assert_shows(r, "dimensions 2×5 of words");
	rig_keys(r, "project pca dog wolf --of marks<CR>");
	assert_shows(r, "either words or --of");
	rig_keys(r, "project pca --of -<CR>");
	assert_shows(r, "write the words into a file");
	rig_keys(r, "project random --fit marks<CR>");
	assert_shows(r, "--fit goes with pca");
	rig_keys(r, "project pca dog wolfff cat<CR>");
	assert_shows(r, "no word");
	temp_dir_remove(dir);
	free(path);
}

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
		CASE(test_smallest_screen),
		CASE(test_help_is_whole),
		CASE(test_analogy_screen),
		CASE(test_projections),
		CASE(test_chosen_words),
		CASE(test_axis_screen),
		CASE(test_compare_screen),
		CASE(test_clusters_screen),
		CASE(test_write_the_screen),
		CASE(test_matrix_screen),
		CASE(test_vector_screen),
		CASE(test_models_screen),
		cmocka_unit_test(test_start_screen),
		CASE(test_user_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
