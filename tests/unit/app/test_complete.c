#include "unit.h"

#include <sys/stat.h>

#include "app/complete.h"
#include "app/session.h"
#include "base/clock.h"
#include "small_model.h"

static const char *const words[] = { "queens", "queen", "new york", "near-miss", "quit-it", "qat" };

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

/* The candidates with a space between. */
static char *candidates(const struct session *s, const char *line, size_t *at)
{
	struct strbuf sb = STRBUF_INIT;
	struct completions c;

	complete_line(s, line, strlen(line), 50, &c);
	for (size_t i = 0; i < c.count; i++)
		strbuf_addf(&sb, "%s%s", i ? " " : "", c.items[i]);
	*at = c.token_at;
	completions_release(&c);
	return strbuf_detach(&sb, NULL);
}

static void each_place_has_its_source(void **state)
{
	static const struct {
		const char *line, *expected;
		size_t at;
	} cases[] = {
		{ "quee", "queens queen", 0 },
		{ "qui", "quit quit-it", 0 },
		{ ".qui", ".quit", 0 },
		{ "=quee", "=queens =queen", 0 },
		{ "near quee", "queens queen", 5 },
		{ "queen - quee", "queens queen", 8 },
		{ "0.5*quee", "0.5*queens 0.5*queen", 0 },
		{ "near queen + (qa", "(qat", 13 },
		{ "near 'new y", "'new york'", 5 },
		{ "near new", "'new york'", 5 },
		{ "near queen --met", "--metric", 11 },
		{ "near queen --metric ", "cosine euclidean dot", 20 },
		{ "near queen --metric=e", "--metric=euclidean", 11 },
		{ "near -m d", "dot", 8 },
		{ "set thre", "threads", 4 },
		{ "set labels n", "normal none", 11 },
		{ "plot --of mark", "marks", 10 },
		{ "project um", "umap", 8 },
		{ "project pca --fit ev", "everything", 18 },
		{ "use sm", "small", 4 },
		{ "help ana", "analogy", 5 },
		{ "mode t", "table tsv", 5 },
		{ "mark queen qa", "qat", 11 },
		{ "near nothing-like-it", "", 5 },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		size_t at;
		char *got = candidates(*state, cases[i].line, &at);

		if (strcmp(got, cases[i].expected))
			fail_msg("\"%s\" gives: %s", cases[i].line, got);
		assert_int_equal(at, cases[i].at);
		free(got);
	}
}

static void paths_end_in_a_slash_when_they_are_folders(void **state)
{
	char *dir = temp_dir_make(), *got, *line, *expected;
	char *file = temp_file(dir, "a file.txt", "x", 1), *folder = xasprintf("%s/abc", dir);
	size_t at;

	assert_int_equal(mkdir(folder, 0700), 0);
	line = xasprintf("open %s/a", dir);
	expected = xasprintf("'%s/a file.txt' %s/abc/", dir, dir);
	got = candidates(*state, line, &at);
	assert_string_equal(got, expected);
	free(got);
	free(line);
	free(expected);
	free(file);
	free(folder);
	temp_dir_remove(dir);
}

static void a_million_words_take_ten_milliseconds(void **state)
{
	struct session *s = *state;
	size_t n = 1000000;
	char **many = xcalloc(n, sizeof(*many));
	struct completions c;
	uint64_t best = UINT64_MAX;

	for (size_t i = 0; i < n; i++)
		many[i] = xasprintf("w%zu", (i * 7919) % n);
	session_add_model(s, small_model("many", (const char *const *)many, n));
	for (int run = 0; run < 5; run++) {
		uint64_t start;

		/* the sorted order is built in the first run */
		start = clock_ns();
		complete_line(s, "near w", 6, 200, &c);
		best = MIN(best, clock_ns() - start);
		assert_int_equal(c.count, 200);
		assert_int_equal(c.total, n);
		assert_string_equal(c.items[0], "w0");
		assert_string_equal(c.items[1], "w7919");
		completions_release(&c);
	}
	if (best > 10000000u)
		fail_msg("a completion took %.1f ms", (double)best / 1e6);
	for (size_t i = 0; i < n; i++)
		free(many[i]);
	free(many);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_session, close_session)
	const struct CMUnitTest tests[] = {
		T(each_place_has_its_source),
		T(paths_end_in_a_slash_when_they_are_folders),
		T(a_million_words_take_ten_milliseconds),
	};

	return cmocka_run_group_tests_name("app/complete", tests, NULL, NULL);
}
