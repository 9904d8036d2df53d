/*
 * What holds for every screen at every size in every theme: cells are whole, columns are straight
 * whatever the words are, the same state gives the same picture, themes change colours alone, and a
 * screen without anything to show says what to try.
 */
#include "screen.h"

#include "base/display.h"
#include "draw/svg.h"

struct screen_case {
	const char *name;
	const char *keys;  /* from the map with the small model open */
	const char *shows; /* at 80x24, or the keys did not lead there */
};

/* The words are wide, right-to-left, combining and hostile ones, wherever words are shown. */
static const struct screen_case cases[] = {
	{ "start", ":screen start<CR><Esc>", "Begin with" },
	{ "map", "near king -n 64<CR><Esc>e", "Nearest to king" },
	{ "map, marks", ":mark 国王 ملك नमस्ते café 犬<CR><Esc>v", "marks only" },
	{ "map, random",
	  "near 'a\xE2\x80\xAE"
	  "b'<CR>project random<CR><Esc>r",
	  "random axes turned" },
	{ "box", "near مלך<CR><Esc>:near queen<CR><Esc>bLJ", "box of" },
	{ "analogy", "<F3>king - man + 女王<CR><Esc>", "Parallelogram  plane" },
	{ "axis", "axis 犬 ملك : café don't ́ 👑 king<CR><Esc>", "▸Axis" },
	{ "axes", ":project axes king dog red 犬<CR><Esc>", "king→dog" },
	{ "compare", "open tests/data/later.vec<CR>compare 国王 -n 30<CR><Esc>", "in both" },
	{ "drift", "open tests/data/later.vec<CR>drift -n 64<CR><Esc>", "What moved most" },
	{ "train", "<F6>", "Nothing is being trained" },
	{ "lesson", "lesson 1<CR><Esc>", "step 1" },
	{ "lessons", "<F7>", "Lesson" },
	{ "history", "near 犬<CR>sim king ملك<CR><F8>", "▸History" },
	{ "matrix",
	  "sim king 国王 ملك नमस्ते 'don''t' a café<CR>sim king 国王 ملك नमस्ते café 👑<CR><Esc>",
	  "Matrix" },
	{ "vector", "vec 国王 - ملك<CR><Esc>", "rows at length 1" },
	{ "models", "open tests/data/later.vec<CR><Esc>M", "2 open" },
	{ "clusters", "cluster -k 4<CR><Esc>", "cluster" },
	{ "lab", "lab twins<CR><Esc>", "Lab" },
	{ "tree", "tree king 国王 ملك नमस्ते café<CR><Esc>j", "Tree  distance" },
	{ "help", "<Esc>?", "type to filter" },
	{ "palette", "<C-p>", "Commands" },
	{ "find", "<Esc>/e", "/e" },
	{ "table", "find .<CR>info<CR><Esc>", "fingerprint" },
	{ "inspector", "near \xE2\x80\x8D<CR>near 👑<CR><Esc>i", "Word" },
};

static const struct {
	int rows, cols;
} sizes[] = { { 24, 80 }, { 40, 120 }, { 60, 200 }, { 12, 40 }, { 4, 20 } };

static void fail_at(struct rig *r, const char *name, const char *what, int row, int col)
{
	fail_msg("%s at %dx%d: %s at row %d, column %d\n%s", name, r->surface.cols, r->surface.rows,
		 what, row, col, rig_dump(r));
}

/* Wide glyphs are never split, nothing invisible or wider than its cell is in one. */
static void check_cells(struct rig *r, const char *name)
{
	const struct surface *s = &r->surface;

	for (int row = 0; row < s->rows; row++)
		for (int col = 0; col < s->cols; col++) {
			const struct cell *c = surface_cell(s, row, col);

			if (c->role >= ROLE_COUNT || c->width > 2)
				fail_at(r, name, "no such cell", row, col);
			if (c->width == 2 && (col + 1 == s->cols || c[1].width != 0))
				fail_at(r, name, "half a wide glyph", row, col);
			if (c->width == 0 && (col == 0 || c[-1].width != 2))
				fail_at(r, name, "the other half of a wide glyph", row, col);
			if (c->text[0] && display_width(c->text, strlen(c->text)) != c->width)
				fail_at(r, name, "a glyph of another width", row, col);
			if ((unsigned char)c->text[0] < ' ' && c->text[0])
				fail_at(r, name, "a control character", row, col);
		}
}

/* The line between the panes stands in one column from top to bottom. */
static void check_divider(struct rig *r, const char *name)
{
	const struct surface *s = &r->surface;
	int col = 0;

	while (col < s->cols && strcmp(surface_cell(s, 1, col)->text, "┬") != 0)
		col++;
	if (col == s->cols)
		return;
	for (int row = 2; row < s->rows - 4; row++) {
		const char *text = surface_cell(s, row, col)->text;

		if (strcmp(text, "│") != 0 && strcmp(text, "├") != 0)
			fail_at(r, name, "the line between the panes is broken", row, col);
	}
}

static void draw_at(struct rig *r, int rows, int cols)
{
	ui_resize(r->ui, rows, cols);
	rig_settle(r);
	rig_dump(r);
	assert_int_equal(r->surface.rows, rows);
	assert_int_equal(r->surface.cols, cols);
	assert_true(r->surface.cursor_row < rows && r->surface.cursor_col < cols);
}

static bool is_covered(const char *name)
{
	return strcmp(name, "help") == 0 || strcmp(name, "palette") == 0;
}

/* Only colours differ: the same text, the page in the colour of the theme. */
static void check_themes(struct rig *r, const char *name)
{
	char *plain = xstrdup(rig_dump(r));

	for (const struct theme *const *t = theme_all(); *t; t++) {
		struct strbuf svg = STRBUF_INIT;
		char page[16];

		settings_set(&r->session.settings, "theme", (*t)->name, NULL);
		if (strcmp(rig_dump(r), plain) != 0)
			fail_msg("%s: theme %s changes the text", name, (*t)->name);
		svg_dump(&r->surface, ui_theme(r->ui), name, &svg);
		snprintf(page, sizeof(page), "#%06x", (unsigned)(*t)->page_bg);
		assert_non_null(strstr(svg.buf, page));
		strbuf_release(&svg);
	}
	settings_set(&r->session.settings, "theme", "dark", NULL);
	free(plain);
}

static void check_case(const struct screen_case *c)
{
	struct rig r;

	rig_open(&r, 24, 80, false);
	rig_open_words(&r, "tests/data/words.vec");
	rig_keys(&r, c->keys);
	if (!strstr(rig_dump(&r), c->shows))
		fail_msg("%s does not show \"%s\":\n%s", c->name, c->shows, r.text.buf);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		struct strbuf first = STRBUF_INIT;

		draw_at(&r, sizes[i].rows, sizes[i].cols);
		rig_dump(&r);
		strbuf_adds(&first, rig_dump(&r));
		check_cells(&r, c->name);
		if (!is_covered(c->name))
			check_divider(&r, c->name);
		if (strcmp(rig_dump(&r), first.buf) != 0)
			fail_msg("%s: drawn twice, it differs", c->name);
		check_themes(&r, c->name);
		strbuf_release(&first);
	}
	rig_close(&r);
}

static void test_every_screen(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		check_case(&cases[i]);
}

/* The same keys in ASCII: no byte beyond it, at any size. */
static void test_every_screen_in_ascii(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct rig r;

		rig_open(&r, 24, 80, false);
		settings_set(&r.session.settings, "ascii", "on", NULL);
		rig_open_words(&r, "tests/data/words.vec");
		rig_keys(&r, cases[i].keys);
		for (size_t k = 0; k < ARRAY_LEN(sizes); k++) {
			draw_at(&r, sizes[k].rows, sizes[k].cols);
			for (const char *p = r.text.buf; *p; p++)
				if ((unsigned char)*p >= 0x7F)
					fail_msg("%s in ASCII:\n%s", cases[i].name, r.text.buf);
		}
		rig_close(&r);
	}
}

/* Nothing was asked and no model is open: each screen has a line to try. */
static void test_empty_screens(void **state)
{
	static const struct {
		const char *name, *says;
	} empty[] = {
		{ "map", "open FILE" },	    { "analogy", "open FILE" }, { "axis", "axis" },
		{ "compare", "open FILE" }, { "train", "train" },	{ "learn", "lesson" },
		{ "history", "history" },   { "matrix", "sim" },	{ "vector", "vec" },
		{ "models", "open" },	    { "clusters", "cluster" },	{ "lab", "lab" },
		{ "tree", "tree" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(empty); i++) {
		struct rig r;
		char keys[64];

		rig_open(&r, 24, 80, false);
		snprintf(keys, sizeof(keys), "screen %s<CR><Esc>", empty[i].name);
		rig_keys(&r, keys);
		rig_keys(&r, "j");
		if (!strstr(rig_dump(&r), empty[i].says))
			fail_msg("%s is empty and does not say \"%s\":\n%s", empty[i].name,
				 empty[i].says, r.text.buf);
		check_cells(&r, empty[i].name);
		rig_close(&r);
	}
}

static const char *below_title(struct rig *r)
{
	const char *line = strchr(rig_dump(r), '\n') + 1;

	return strchr(line, '\n') + 1;
}

/* The line of the tree that ends with this word. */
static int tree_line(struct rig *r, const char *word)
{
	const char *line = below_title(r); /* which may name a word, too */

	for (int i = 0; *line; i++, line = strchr(line, '\n') + 1) {
		size_t n = strcspn(line, "\n");
		const char *at = memmem(line, n, word, strlen(word));

		if (at)
			return i;
	}
	fail_msg("%s is on no line:\n%s", word, r->text.buf);
	return -1;
}

/* Words that are near hang together, a word may be called as a group is, the cursor goes along. */
static void test_tree(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80, false);
	rig_open_words(&r, "tests/data/words.vec");
	rig_keys(&r, "tree king paris dog queen rome cat<CR><Esc>z");
	assert_shows(&r, "6 words");
	assert_int_equal(abs(tree_line(&r, " king") - tree_line(&r, " queen")), 1);
	assert_int_equal(abs(tree_line(&r, " paris") - tree_line(&r, " rome")), 1);
	assert_int_equal(abs(tree_line(&r, " dog") - tree_line(&r, " cat")), 1);
	rig_keys(&r, "z");
	for (int i = 0; i < 6; i++) {
		const char *word[] = { "king", "queen", "paris", "rome", "dog", "cat" };
		size_t seen = 0;

		for (size_t k = 0; k < ARRAY_LEN(word); k++) {
			char title[32];

			snprintf(title, sizeof(title), "Word  %s ", word[k]);
			seen += strstr(rig_dump(&r), title) != NULL;
		}
		assert_int_equal(seen, 1);
		rig_keys(&r, "j");
	}
	rig_keys(&r, "<CR>");
	assert_shows(&r, "Nearest to");
	rig_keys(&r, "T:open tests/data/later.vec<CR>"); /* another model: no tree of it */
	rig_keys(&r, ":screen tree<CR>");
	assert_shows(&r, "hang together");
	rig_close(&r);
}

/* Each screen by its key and from the palette by its command. */
static void test_reachable(void **state)
{
	static const struct {
		const char *key, *palette, *shows;
	} ways[] = {
		{ "1", "screen map", "Map" },	      { "2", "screen analogy", "Parallelogram" },
		{ "3", "screen axis", "Axis" },	      { "4", "screen compare", "Compare" },
		{ "5", "screen train", "train" },     { "6", "screen learn", "Lesson" },
		{ "7", "screen history", "History" }, { "8", "screen matrix", "Matrix" },
		{ "9", "screen vector", "vec" },      { "C", "screen clusters", "Clusters" },
		{ "M", "screen models", "Models" },   { "T", "screen tree", "Tree" },
	};
	char keys[64];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		struct rig r;
		char *by_key;

		rig_open(&r, 24, 80, false);
		rig_open_words(&r, "tests/data/words.vec");
		rig_keys(&r, "<Esc>");
		rig_keys(&r, ways[i].key);
		if (!strstr(rig_dump(&r), ways[i].shows))
			fail_msg("%s does not show %s:\n%s", ways[i].key, ways[i].shows,
				 r.text.buf);
		by_key = xstrndup(r.text.buf, strcspn(r.text.buf, "\n"));
		snprintf(keys, sizeof(keys), "1<C-p>%s<CR>", ways[i].palette);
		rig_keys(&r, keys);
		rig_dump(&r);
		if (strncmp(r.text.buf, by_key, strlen(by_key)) != 0)
			fail_msg("the palette's \"%s\" is another screen than %s:\n%s",
				 ways[i].palette, ways[i].key, r.text.buf);
		free(by_key);
		rig_close(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_screen),  cmocka_unit_test(test_every_screen_in_ascii),
		cmocka_unit_test(test_empty_screens), cmocka_unit_test(test_tree),
		cmocka_unit_test(test_reachable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
