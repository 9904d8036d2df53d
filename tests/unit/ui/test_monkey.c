/* Random keys, mouse and sizes: nothing crashes, the screen always has its size. Bounded. */
#include "screen.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

enum { STEPS = 1500, SEEDS = 4 };

static char words[PATH_MAX], later[PATH_MAX]; /* the small models, wherever the keys lead */

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static int below(uint64_t *state, int n)
{
	return (int)(next_random(state) % (uint64_t)n);
}

static struct key random_mouse(uint64_t *state)
{
	struct key key = { .code = KEY_MOUSE_ };

	key.mouse.action = (enum mouse_action)below(state, 5);
	key.mouse.button = 1 + below(state, 3);
	key.mods = below(state, 3) ? 0 : KEY_CTRL_;
	key.mouse.x = below(state, 170) - 2;
	key.mouse.y = below(state, 50) - 2;
	return key;
}

static struct key random_key(uint64_t *state)
{
	static const char letters[] = "jklhHJKL+-0/:?nNvVie EupDzZ17g pyw mabcqüx{}\"=*";
	struct key key = { 0 };
	int kind = below(state, 100);

	if (kind < 55) {
		key.code = KEY_CHAR_;
		key.cp = (unsigned char)letters[below(state, (int)sizeof(letters) - 1)];
	} else if (kind < 60) {
		key.code = KEY_CHAR_;
		key.mods = KEY_CTRL_;
		key.cp = (uint32_t)('a' + below(state, 26));
	} else if (kind < 85) {
		key.code = (enum key_code)(KEY_ENTER_ + below(state, KEY_PAGE_DOWN_ - KEY_ENTER_));
		key.mods = below(state, 8) ? 0 : KEY_SHIFT_;
	} else if (kind < 90) {
		key.code = KEY_FUNCTION_;
		key.cp = (uint32_t)(1 + below(state, 12));
	} else if (kind < 96) {
		key = random_mouse(state);
	} else {
		key.code = KEY_RESIZE_;
		key.mouse.x = 1 + below(state, 170);
		key.mouse.y = 1 + below(state, 50);
	}
	return key;
}

static void random_line(struct rig *r, uint64_t *state)
{
	static const char *const lines[] = {
		"near king",
		"king - man + woman",
		"sim king queen dog",
		"find k",
		"info",
		"help",
		"near nothere",
		"history",
		"models",
		"odd king dog cat",
		"mark king queen",
		"plot",
		"set labels few",
		"",
		"vec king",
		"open words",
		"open later",
		"drift -n 20",
		"compare king",
		"box",
		"project random",
		"cluster -k 3",
	};
	const char *line = lines[below(state, (int)ARRAY_LEN(lines))];

	if (strcmp(line, "open words") == 0)
		rig_open_words(r, words);
	else if (strcmp(line, "open later") == 0)
		rig_open_words(r, later);
	else
		ui_submit(r->ui, line);
}

static void run_monkey(uint64_t seed)
{
	uint64_t state = seed * 0x9E3779B97F4A7C15u + 1;
	struct rig r;

	rig_open(&r, 24, 80, seed % 2);
	rig_open_words(&r, words);
	for (int i = 0; i < STEPS; i++) {
		struct key key = random_key(&state);

		rig_key(&r, &key);
		if (below(&state, 20) == 0)
			random_line(&r, &state);
		if (below(&state, 4) == 0)
			rig_settle(&r);
		r.session.quit = false;
		assert_true(r.surface.cursor_row < r.surface.rows);
		assert_true(r.surface.cursor_col < r.surface.cols);
	}
	rig_settle(&r);
	rig_close(&r);
}

/* Keys may spell `write`: what they write goes into a folder that is removed. */
static void test_monkey(void **state)
{
	const char *more = getenv("VECSCOPE_MONKEY_SEEDS"); /* for a longer run than a test's */
	uint64_t seeds = more ? strtoul(more, NULL, 10) : SEEDS;
	char home[PATH_MAX], dir[] = "/tmp/vecscope-monkey-XXXXXX", *clean;

	(void)state;
	assert_non_null(realpath("tests/data/words.vec", words));
	assert_non_null(realpath("tests/data/later.vec", later));
	assert_non_null(getcwd(home, sizeof(home)));
	assert_non_null(mkdtemp(dir));
	assert_int_equal(chdir(dir), 0);
	for (uint64_t seed = 1; seed <= seeds; seed++)
		run_monkey(seed);
	assert_int_equal(chdir(home), 0);
	clean = xasprintf("rm -rf '%s'", dir);
	assert_int_equal(system(clean), 0);
	free(clean);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_monkey) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
