/* The map in the hand: boxes drawn by keys and by the mouse. */
#include "screen.h"

#include <math.h>

#include "model/cluster.h"

static const char words_path[] = "tests/data/words.vec";

static int open_rig(void **state)
{
	struct rig *r = xmalloc(sizeof(*r));

	rig_open(r, 24, 80, false);
	rig_open_words(r, words_path);
	rig_keys(r, "near king<CR><Esc>");
	*state = r;
	return 0;
}

static bool is_marked(const struct rig *r, const char *word)
{
	for (size_t i = 0; i < r->session.mark_count; i++)
		if (strcmp(r->session.marks[i], word) == 0)
			return true;
	return false;
}

/* Every word, however hostile, goes through the line that is echoed. */
static void test_box_of_everything(void **state)
{
	struct rig *r = *state;
	const struct vocab *vocab = session_model(&r->session)->vocab;
	size_t n;

	rig_keys(r, "<C-Mouse:press,0,2><C-Mouse:drag,49,20>");
	assert_shows(r, "box of 64 words");
	assert_int_equal(r->session.mark_count, 0);
	rig_keys(r, "<C-Mouse:release,49,20>");
	assert_int_equal(r->session.mark_count, 64);
	for (uint32_t row = 0; row < 64; row++)
		assert_true(is_marked(r, vocab_word(vocab, row, &n)));
	assert_shows(r, "marked 64, 64 in all · mark the of");
	assert_hides(r, "box of");
}

static void test_box_is_dropped(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "<Mouse:press,0,2,3><Mouse:drag,49,20,3>");
	assert_shows(r, "box of");
	rig_keys(r, "<Esc>");
	assert_hides(r, "box of");
	rig_keys(r, "<Mouse:release,49,20,3>");
	assert_int_equal(r->session.mark_count, 0);
	/* a click is no box, and the right button alone does nothing */
	rig_keys(r, "<Mouse:press,5,5,3><Mouse:release,5,5,3>");
	rig_keys(r, "<C-Mouse:press,5,5><C-Mouse:release,5,5>");
	assert_hides(r, "box of");
	assert_int_equal(r->session.mark_count, 0);
	/* an empty one says so and stays */
	rig_keys(r, "<C-Mouse:press,0,20><C-Mouse:drag,2,20><C-Mouse:release,2,20>");
	assert_shows(r, "box of 0 words");
	assert_shows(r, "nothing is selected here");
	rig_keys(r, "<Esc>0");
	assert_shows(r, "zoom fit");
}

/* Where a corner of the frame is drawn; false: it is hidden behind a word. */
static bool find_glyph(struct rig *r, const char *glyph, int *row, int *col)
{
	for (*row = 2; *row < 21; ++*row)
		for (*col = 0; *col < 50; ++*col)
			if (strcmp(surface_cell(&r->surface, *row, *col)->text, glyph) == 0)
				return true;
	return false;
}

/* A box grown by keys takes the same words as one drawn with the mouse over the same cells. */
static void test_keys_do_what_the_mouse_does(void **state)
{
	struct rig *r = *state;
	char keys[160], **marks;
	int row[2], col[2];
	size_t count;

	rig_keys(r, "bLlJk<Left>");
	assert_true(find_glyph(r, "◉", &row[1], &col[1]));
	rig_keys(r, "o");
	assert_true(find_glyph(r, "◉", &row[0], &col[0]));
	assert_true(row[0] < row[1] && col[0] < col[1]);
	rig_keys(r, "<CR>");
	count = r->session.mark_count;
	assert_in_range(count, 2, 40);
	marks = xcalloc(count, sizeof(*marks));
	for (size_t i = 0; i < count; i++)
		marks[i] = xstrdup(r->session.marks[i]);
	rig_keys(r, "V");
	assert_int_equal(r->session.mark_count, 0);
	/* the answer is where it was: marks do not move the map */
	snprintf(keys, sizeof(keys),
		 "<Mouse:press,%d,%d,3><Mouse:drag,%d,%d,3><Mouse:release,%d,%d,3>", col[1], row[1],
		 col[0], row[0], col[0], row[0]);
	rig_keys(r, keys);
	assert_int_equal(r->session.mark_count, count);
	for (size_t i = 0; i < count; i++) {
		assert_true(is_marked(r, marks[i]));
		free(marks[i]);
	}
	free(marks);
}

/* --- colours by cluster --- */

/* The colour of what stands on the map as this word; -1 = it has no name there. */
static int role_of_word(struct rig *r, const char *word)
{
	for (int row = 2; row < 19; row++)
		for (int col = 1; col < 49 - (int)strlen(word); col++) {
			size_t n = 0;

			while (word[n] &&
			       surface_cell(&r->surface, row, col + (int)n)->text[0] == word[n])
				n++;
			if (word[n] || surface_cell(&r->surface, row, col + (int)n)->text[0] ||
			    surface_cell(&r->surface, row, col - 1)->text[0])
				continue;
			return surface_cell(&r->surface, row, col)->role;
		}
	return -1;
}

/* Every plain word that the map names has the colour of its cluster; returns how many are named. */
static size_t check_colours(struct rig *r, size_t k)
{
	struct model *m = session_model(&r->session);
	const float *rows[64];
	struct cluster_vectors vectors = { rows, 64, model_dims(m) };
	uint64_t seed = (uint64_t)r->session.settings.seed;
	size_t named = 0;
	struct clusters c;

	for (uint32_t i = 0; i < 64; i++)
		rows[i] = model_row(m, i);
	assert_int_equal(cluster_vectors(&c, &vectors, k, seed, NULL, NULL), ST_OK);
	assert_int_equal(c.k, k);
	for (uint32_t i = 0; i < 64; i++) {
		size_t n;
		int role = role_of_word(r, vocab_word(m->vocab, i, &n));

		if (role < ROLE_GROUP0)
			continue;
		assert_int_equal(role, ROLE_GROUP0 + (int)c.of[i]);
		named++;
	}
	clusters_release(&c);
	return named;
}

static void test_colours_are_those_of_clusters(void **state)
{
	struct rig *r = *state;

	rig_keys(r, ":labels many<CR>:colour cluster 3<CR><Esc>");
	assert_shows(r, " · 3 clusters");
	assert_shows(r, " 1 ");
	assert_hides(r, " 4 clusters");
	assert_true(check_colours(r, 3) >= 5);
	/* what is one group stays one in another projection, and others are found when asked for */
	rig_keys(r, "p");
	assert_shows(r, " · 3 clusters");
	assert_true(check_colours(r, 3) >= 3);
	rig_keys(r, ":colour cluster 5<CR>");
	assert_shows(r, " · 5 clusters");
	assert_true(check_colours(r, 5) >= 3);
	rig_keys(r, ":colour cluster 8<CR>");
	assert_shows(r, "2 to 7 clusters");
	rig_keys(r, ":colour density 3<CR>");
	assert_shows(r, "a number goes with cluster");
}

static void test_colours_take_turns(void **state)
{
	struct rig *r = *state;
	char *plain = xstrdup(rig_dump(r));

	rig_keys(r, "D");
	assert_shows(r, " · density");
	rig_keys(r, "D");
	assert_shows(r, " · 7 clusters");
	rig_keys(r, "D");
	assert_hides(r, " clusters");
	rig_keys(r, "u");
	assert_shows(r, " · 7 clusters");
	rig_keys(r, "u");
	assert_shows(r, " · density");
	rig_keys(r, ":density<CR>:colour plain<CR><Esc>");
	rig_keys(r, "u"); /* it was plain: nothing to take back but density */
	assert_shows(r, " · density");
	free(plain);
}

/* Where there are no colours the dots are numbers, and a meaning still goes before them. */
static void test_numbers_where_there_are_no_colours(void **state)
{
	struct rig *r = *state;
	int row, col;

	rig_keys(r, ":set theme mono<CR>:colour cluster 2<CR><Esc>");
	assert_true(find_glyph(r, "1", &row, &col));
	assert_true(find_glyph(r, "2", &row, &col));
	assert_true(find_glyph(r, "●", &row, &col));
	assert_true(find_glyph(r, "○", &row, &col));
	assert_false(find_glyph(r, "3", &row, &col));
	rig_keys(r, ":set theme dark<CR>");
	assert_true(find_glyph(r, "1", &row, &col) && row == 20); /* below, with the names */
}

/* --- directions as axes --- */

/* Where a word's point stands on a map of few words: beside its name. */
static void find_point(struct rig *r, const char *word, int *row, int *col)
{
	size_t n = strlen(word);

	rig_dump(r);
	for (*row = 2; *row < 57; ++*row)
		for (*col = 1; *col < 120; ++*col) {
			size_t at = 0;

			while (at < n &&
			       surface_cell(&r->surface, *row, *col + (int)at)->text[0] == word[at])
				at++;
			if (at < n || surface_cell(&r->surface, *row, *col - 1)->text[0] ||
			    surface_cell(&r->surface, *row, *col + (int)n)->text[0])
				continue;
			if (strcmp(surface_cell(&r->surface, *row, *col - 2)->text, "·") == 0)
				*col -= 2;
			else
				*col += (int)n + 1;
			return;
		}
	fail_msg("%s is not on the map:\n%s", word, r->text.buf);
}

/* cos of a word with a sum of weighted words, each at length 1. */
static double along(const struct model *m, const char *word, const char *const plus[2],
		    const char *const minus[2])
{
	const float *x = model_row(m, vocab_find(m->vocab, word, strlen(word)));
	double sum = 0, length = 0;

	for (size_t j = 0; j < model_dims(m); j++) {
		double axis = 0;

		for (int k = 0; k < 2; k++) {
			uint32_t p = plus[k] ? vocab_find(m->vocab, plus[k], strlen(plus[k]))
					     : VOCAB_NONE;
			uint32_t q = minus[k] ? vocab_find(m->vocab, minus[k], strlen(minus[k]))
					      : VOCAB_NONE;

			axis += p == VOCAB_NONE ? 0
						: (double)model_row(m, p)[j] / (double)m->norms[p];
			axis -= q == VOCAB_NONE ? 0
						: (double)model_row(m, q)[j] / (double)m->norms[q];
		}
		sum += axis * (double)x[j];
		length += (double)x[j] * (double)x[j];
	}
	return sum / sqrt(length);
}

/* An expression goes across, a named axis up: every pair of words lies as the numbers say. */
static void test_directions_as_axes(void **state)
{
	static const char *const words[] = { "king", "bread", "dog", "paris", "run", "woman" };
	static const char *const across[2][2] = { { "queen", NULL }, { "man", NULL } };
	static const char *const up[2][2] = { { "rome", "london" }, { "soup", "cat" } };
	struct rig rig, *r = &rig;
	const struct model *m;
	int row[6], col[6];

	(void)state;
	rig_open(r, 60, 200, false);
	rig_open_words(r, words_path);
	m = session_model(&r->session);
	rig_keys(r, ":axis far = soup:rome, cat:london<CR>");
	/* from the axis screen it goes to the map */
	rig_keys(r, ":project axes 'queen - man' far king bread dog paris run woman<CR>");
	assert_shows(r, "queen - man × far");
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		find_point(r, words[i], &row[i], &col[i]);
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		for (size_t k = 0; k < i; k++) {
			double dx = along(m, words[i], across[0], across[1]) -
				    along(m, words[k], across[0], across[1]);
			double dy =
				along(m, words[i], up[0], up[1]) - along(m, words[k], up[0], up[1]);

			if (fabs(dx) > 0.2)
				assert_int_equal(col[i] > col[k], dx > 0);
			if (fabs(dy) > 0.2)
				assert_int_equal(row[i]<row[k], dy> 0);
		}
	rig_keys(r, ":project axes 'queen - man' rome<CR>");
	assert_shows(r, "write two directions");
	rig_keys(r, ":project axes 'queen - man' 'nosuchword - rome'<CR>");
	assert_shows(r, "nosuchword");
	assert_shows(r, "queen - man × far"); /* the map before stays */
	rig_keys(r, ":use words<CR><Esc>p");
	assert_hides(r, "queen - man");
	rig_close(r);
}

/* Once a box is begun by a key, the left button draws it too. */
static void test_select_mode(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "b<Mouse:press,0,2><Mouse:drag,49,20><Mouse:release,49,20>");
	assert_int_equal(r->session.mark_count, 64);
	rig_keys(r, "<C-Mouse:press,0,2><C-Mouse:drag,49,20>x<C-Mouse:release,49,20>");
	assert_int_equal(r->session.mark_count, 0);
	assert_shows(r, "unmarked 64, 0 left · unmark the of");
	/* without one it pans */
	rig_keys(r, "<Mouse:press,0,2><Mouse:drag,9,9><Mouse:release,9,9>");
	assert_int_equal(r->session.mark_count, 0);
}

/* u takes back what was marked, in turn with what was done to the view. */
static void test_undo_of_marks(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "j<Space>");
	assert_int_equal(r->session.mark_count, 1);
	assert_true(is_marked(r, "royal"));
	rig_keys(r, "<C-Mouse:press,0,2><C-Mouse:drag,49,20><C-Mouse:release,49,20>");
	assert_int_equal(r->session.mark_count, 64);
	rig_keys(r, "++V");
	assert_int_equal(r->session.mark_count, 0);
	assert_shows(r, "zoom 1.6×");
	rig_keys(r, "u");
	assert_int_equal(r->session.mark_count, 64);
	assert_shows(r, "★");
	rig_keys(r, "u");
	assert_shows(r, "zoom 1.2×");
	rig_keys(r, "uu");
	assert_shows(r, "zoom 1.0×");
	assert_int_equal(r->session.mark_count, 1);
	assert_true(is_marked(r, "royal"));
	rig_keys(r, "u");
	assert_int_equal(r->session.mark_count, 0);
	assert_hides(r, "★");
	rig_keys(r, "u");
	assert_shows(r, "there is nothing to undo");
}

/* Ctrl and an arrow select as a click does: the next named word that way. */
static void test_steps_over_the_map(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "<S-Tab><C-Right>");
	assert_shows(r, "step right");
	assert_shows(r, "Word  royal");
	rig_keys(r, "<C-Left>");
	assert_hides(r, "Word  royal");
	rig_keys(r, "<C-Right>");
	assert_shows(r, "Word  royal");
	for (int i = 0; i < 30; i++)
		rig_keys(r, "<C-Up>");
	assert_shows(r, "no named word lies that way");
	rig_keys(r, "<CR>");
	assert_shows(r, "Nearest to england");
	rig_keys(r, ":step sideways<CR>");
	assert_shows(r, "✗");
}

/* While one moves over words, those near to each show beside it; of what was asked the list has them. */
static void test_close_words(void **state)
{
	struct rig *r = *state;
	struct key down = { .code = KEY_CHAR_, .cp = 'j' };

	assert_hides(r, "near    ");
	rig_keys(r, "/dog<CR><Esc>:near king<CR><Esc>/dog");
	assert_shows(r, "Word  dog");
	assert_shows(r, "near    犬, cat");
	rig_keys(r, "<Esc>");
	assert_hides(r, "near    ");
	/* many steps at once: those of the last word */
	for (int i = 0; i < 8; i++)
		rig_key(r, &down);
	rig_settle(r);
	assert_shows(r, "near    ");
	rig_open_words(r, "tests/data/later.vec");
	assert_hides(r, "near    ");
}

static void test_box_as_a_command(void **state)
{
	struct rig *r = *state;

	rig_keys(r, ":box<CR>");
	assert_shows(r, "box of");
	rig_keys(r, ":box 10 3<CR>:box other<CR>:box drop<CR>");
	assert_hides(r, "box of");
	rig_keys(r, ":box sideways<CR>");
	assert_shows(r, "write box, box RIGHT DOWN in cells, box other or box drop");
	rig_keys(r, ":box 1000 1000<CR>");
	assert_shows(r, "there is no map here that a box could stand on");
}

/* However large the box and however small the pane gets, it stays within. */
static void test_box_and_sizes(void **state)
{
	static const char *const sizes[] = { "40x12", "80x24", "41x10", "200x60", "20x4", "80x20" };
	struct rig *r = *state;
	char keys[64];

	rig_keys(r, "bLLLLLLJJJJJJ");
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		snprintf(keys, sizeof(keys), "<Resize:%s>LLLJJJ", sizes[i]);
		rig_keys(r, keys);
	}
	rig_keys(r, "oHHHHHHHHHHHHHHHHHHKKKKKKKKKKK<CR>");
	assert_int_equal(r->session.mark_count, 64);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_rig, close_rig)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_box_of_everything),
		CASE(test_box_is_dropped),
		CASE(test_keys_do_what_the_mouse_does),
		CASE(test_select_mode),
		CASE(test_undo_of_marks),
		CASE(test_steps_over_the_map),
		CASE(test_close_words),
		CASE(test_box_as_a_command),
		CASE(test_box_and_sizes),
		cmocka_unit_test(test_directions_as_axes),
		CASE(test_colours_are_those_of_clusters),
		CASE(test_colours_take_turns),
		CASE(test_numbers_where_there_are_no_colours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
