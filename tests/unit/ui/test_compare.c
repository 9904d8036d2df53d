/* The screen of two models: what moved between them, on one map. */
#include "screen.h"

#include <unistd.h>

static int open_rig(void **state)
{
	struct rig *r = xmalloc(sizeof(*r));

	rig_open(r, 24, 80, false);
	rig_open_words(r, "tests/data/words.vec");
	rig_open_words(r, "tests/data/later.vec");
	rig_keys(r, "use words<CR>");
	*state = r;
	return 0;
}

/* The colour of what stands on the map (left of the list) as that text; -1 = it is not there. */
static int role_on_map(struct rig *r, const char *text)
{
	for (int row = 2; row < 21; row++)
		for (int col = 0; col < 50; col++) {
			size_t at = 0;

			while (text[at] && col + (int)at < 50 &&
			       surface_cell(&r->surface, row, col + (int)at)->text[0] == text[at] &&
			       !surface_cell(&r->surface, row, col + (int)at)->text[1])
				at++;
			if (!text[at])
				return surface_cell(&r->surface, row, col)->role;
		}
	return -1;
}

static void test_what_moved(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "drift -n 6<CR><Esc>");
	assert_shows(r, "[4Compare]");
	assert_shows(r, "○ words → ● later");
	assert_shows(r, "What moved most");
	/* the list's line is the way that stands out */
	assert_int_equal(role_on_map(r, "apple"), ROLE_SELECTED);
	assert_int_equal(role_on_map(r, "soup"), ROLE_NEIGHBOUR);
	rig_keys(r, "j");
	assert_int_equal(role_on_map(r, "soup"), ROLE_SELECTED);
	assert_int_equal(role_on_map(r, "apple"), ROLE_NEIGHBOUR);
	/* what did not move is ground */
	assert_int_equal(role_on_map(r, "throne"), ROLE_LABEL);
	rig_keys(r, "<CR>");
	assert_shows(r, "soup in words and in later");
	rig_keys(r, "d");
	assert_shows(r, "What moved most");
}

/* The map answers to keys and to the mouse, and goes back. */
static void test_moving_over_it(void **state)
{
	struct rig *r = *state;
	char *before;

	rig_keys(r, "<Resize:100x32>drift -n 6<CR><Esc><S-Tab>");
	before = xstrdup(rig_dump(r));
	rig_keys(r, "+");
	assert_shows(r, "zoom 1.2×");
	rig_keys(r, "llj");
	assert_string_not_equal(rig_dump(r), before);
	rig_keys(r, "uuuu");
	assert_shows(r, "zoom 1.0×");
	rig_keys(r, "<Mouse:wheelup,20,10>");
	assert_shows(r, "zoom 1.2×");
	rig_keys(r, "0");
	assert_shows(r, "zoom 1.0×");
	rig_keys(r, "<Mouse:press,20,10><Mouse:drag,30,12>");
	assert_string_not_equal(rig_dump(r), before);
	free(before);
}

static void test_click_selects(void **state)
{
	struct rig *r = *state;
	char key[48];

	rig_keys(r, "drift -n 6<CR><Esc>");
	for (int row = 2; row < 21; row++)
		for (int col = 0; col < 46; col++)
			if (strcmp(surface_cell(&r->surface, row, col)->text, "h") == 0 &&
			    strcmp(surface_cell(&r->surface, row, col + 1)->text, "o") == 0) {
				snprintf(key, sizeof(key), "<Mouse:press,%d,%d>", col, row);
				rig_keys(r, key);
				assert_int_equal(role_on_map(r, "horse"), ROLE_SELECTED);
				assert_shows(r, "▸  4 horse");
				return;
			}
	fail_msg("horse is not on the map:\n%s", rig_dump(r));
}

/* A model that is closed takes the map with it; going back to an older question is no danger. */
static void test_closing(void **state)
{
	struct rig *r = *state;

	rig_keys(r, "near king<CR>drift -n 6<CR>compare king<CR>drift<CR>");
	assert_shows(r, "What moved most");
	rig_keys(r, "use later<CR><F5>");
	assert_shows(r, "○ words → ● later");
	rig_keys(r, "close words<CR><F5>");
	assert_hides(r, "● later");
	rig_keys(r, "<Esc><BS><BS><BS>+hj0u<CR>");
	assert_shows(r, "later");
}

/* The figure of a paper says what it shows. */
static void test_figure(void **state)
{
	struct rig *r = *state;
	char folder[] = "/tmp/vecscope-moves-XXXXXX", line[96], path[64];
	static const char *const holds[] = { "From ○ words to ● later", "orthogonal Procrustes",
					     "of the moves", ">apple</text>", "</svg>" };
	char buffer[65536];
	FILE *f;

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/moves.svg", folder);
	snprintf(line, sizeof(line), "drift -n 6<CR>write %s<CR>", path);
	rig_keys(r, line);
	f = fopen(path, "r");
	assert_non_null(f);
	buffer[fread(buffer, 1, sizeof(buffer) - 1, f)] = '\0';
	fclose(f);
	for (size_t i = 0; i < ARRAY_LEN(holds); i++)
		if (!strstr(buffer, holds[i]))
			fail_msg("no \"%s\" in the figure", holds[i]);
	unlink(path);
	rmdir(folder);
}

/* Where the ends of the ways stand, as text to compare. */
static char *ends_on_map(struct rig *r)
{
	struct strbuf out = STRBUF_INIT;

	ui_draw(r->ui, &r->surface);
	for (int row = 2; row < 21; row++)
		for (int col = 0; col < 50; col++)
			if (strcmp(surface_cell(&r->surface, row, col)->text, "●") == 0)
				strbuf_addf(&out, "%d,%d ", row, col);
	return strbuf_detach(&out, NULL);
}

/* The question, and frame by frame what is drawn until the screen is at rest; returns how many
 * different pictures of the ways there were. */
static size_t watch_ways(struct rig *r, char **first, char **last)
{
	uint64_t begin = clock_ns();
	size_t different = 0;

	*first = *last = NULL;
	ui_submit(r->ui, "drift -n 6");
	do {
		struct pollfd fd = { .fd = job_queue_fd(r->jobs), .events = POLLIN };
		char *now;

		job_queue_drain(r->jobs);
		r->now += 50000000u;
		ui_tick(r->ui, r->now);
		now = ends_on_map(r);
		if (*now && (!*last || strcmp(now, *last) != 0)) {
			different++;
			if (!*first)
				*first = xstrdup(now);
			free(*last);
			*last = now;
			now = NULL;
		}
		free(now);
		poll(&fd, 1, 5);
	} while (!ui_is_idle(r->ui) && clock_ns() - begin < 20000000000u);
	return different;
}

/* Words go from where they stood to where they stand, if the user likes that. */
static void test_what_moved_glides(void **state)
{
	struct rig *r = *state;
	char *first, *still, *last;

	r->session.fixed_clock_ms = -1;
	assert_int_equal(watch_ways(r, &first, &still), 1);
	free(first);
	r->session.settings.animate = true;
	/* another answer in between, so that the same ways come anew */
	ui_submit(r->ui, "compare king");
	rig_settle(r);
	assert_in_range(watch_ways(r, &first, &last), 2, 100);
	assert_string_not_equal(first, still);
	assert_string_equal(last, still);
	free(first);
	free(last);
	free(still);
}

static void test_sizes(void **state)
{
	static const char *const sizes[] = { "100x32", "40x12", "20x4", "200x60", "19x3", "80x20" };
	struct rig *r = *state;
	char keys[64];

	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		snprintf(keys, sizeof(keys), "<Resize:%s>:compare apple<CR>", sizes[i]);
		rig_keys(r, keys);
		snprintf(keys, sizeof(keys), "drift<CR><Esc><Tab>++ll");
		rig_keys(r, keys);
	}
	assert_shows(r, "○ words → ● later");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_rig, close_rig)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_what_moved),	      CASE(test_moving_over_it), CASE(test_click_selects),
		CASE(test_closing),	      CASE(test_figure),	 CASE(test_sizes),
		CASE(test_what_moved_glides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
