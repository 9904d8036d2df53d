#include "unit.h"

#include "app/fuzzy.h"
#include "app/pattern.h"
#include "app/pick.h"
#include "base/clock.h"
#include "small_model.h"

static void the_smallest_are_picked_in_order(void **state)
{
	enum { N = 5000 };
	uint32_t *rows = xcalloc(N, sizeof(*rows)), out[64];

	(void)state;
	for (uint32_t i = 0; i < N; i++)
		rows[i] = (i * 7919u) % N; /* a permutation */
	for (size_t k = 0; k <= 64; k++) {
		assert_int_equal(pick_smallest(rows, N, out, k), k);
		for (size_t i = 0; i < k; i++)
			assert_int_equal(out[i], i);
	}
	assert_int_equal(pick_smallest(rows, 3, out, 64), 3);
	assert_true(out[0] < out[1] && out[1] < out[2]);
	assert_int_equal(pick_smallest(rows, 0, out, 64), 0);
	free(rows);
}

static void tiers_follow_the_rules(void **state)
{
	static const struct {
		const char *needle, *word;
		enum fuzzy_tier tier;
	} cases[] = {
		{ "queen", "queen", FUZZY_EQUAL },
		{ "queen", "queens", FUZZY_PREFIX },
		{ "queen", "thequeen", FUZZY_INSIDE },
		{ "quen", "queen", FUZZY_LETTERS },
		{ "kween", "queen", FUZZY_EDITS },
		{ "recieve", "receive", FUZZY_EDITS },
		{ "queen", "zebra", FUZZY_TIERS },
		{ "kee", "acknowledge-entirely", FUZZY_TIERS },
		{ "abc", "xyz", FUZZY_TIERS },
		{ "x", "xy", FUZZY_PREFIX },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		enum fuzzy_tier got = fuzzy_tier(cases[i].needle, strlen(cases[i].needle),
						 cases[i].word, strlen(cases[i].word));

		if (got != cases[i].tier)
			fail_msg("%s in %s is tier %d, not %d", cases[i].needle, cases[i].word,
				 (int)got, (int)cases[i].tier);
	}
}

static const char *const words[] = { "the",	 "Queens", "queen", "été",   "ete",
				     "thequeen", "quen",   "reine", "kween", "unable" };

static void fuzzy_ignores_case_and_accents(void **state)
{
	static const uint32_t expected[] = { 2, 1, 5, 6, 8 };
	struct model *m = small_model("small", words, ARRAY_LEN(words));
	struct fuzzy_options opt = { 0, NULL, 16 };
	uint32_t rows[16];
	struct fuzzy_found found = { rows, 0, 0 };
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(fuzzy_find(m->vocab, "Queen", &opt, &found, NULL, &err), ST_OK);
	assert_int_equal(found.count, ARRAY_LEN(expected));
	assert_int_equal(found.total, found.count);
	assert_memory_equal(rows, expected, sizeof(expected));
	assert_int_equal(fuzzy_find(m->vocab, "ÉTE", &opt, &found, NULL, &err), ST_OK);
	assert_int_equal(found.count, 2);
	assert_int_equal(rows[0], 3);
	assert_int_equal(rows[1], 4);
	opt.max = 1;
	assert_int_equal(fuzzy_find(m->vocab, "queen", &opt, &found, NULL, &err), ST_OK);
	assert_int_equal(found.count, 1);
	assert_int_equal(found.total, 5);
	model_unref(m);
}

struct rows {
	uint32_t row[16];
	size_t n;
};

static void collect(void *ctx, uint32_t row)
{
	struct rows *r = ctx;

	r->row[r->n++] = row;
}

static void patterns_are_posix_extended(void **state)
{
	struct model *m = small_model("small", words, ARRAY_LEN(words));
	struct rows got = { { 0 }, 0 };
	struct pattern_scan scan = { "^(un|th)[a-e]+(le)?$", 0, NULL, collect, &got };
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(pattern_each(m->vocab, &scan, NULL, &err), ST_OK);
	assert_int_equal(got.n, 2);
	assert_int_equal(got.row[0], 0);
	assert_int_equal(got.row[1], 9);
	scan.limit = 5;
	got.n = 0;
	assert_int_equal(pattern_each(m->vocab, &scan, NULL, &err), ST_OK);
	assert_int_equal(got.n, 1);
	model_unref(m);
}

static void bad_and_costly_patterns_are_refused(void **state)
{
	static const struct {
		const char *pattern, *says;
	} cases[] = {
		{ "^(a)\\1", "back-reference" },	  { "^a[", "no POSIX extended expression" },
		{ "(a{200}){200}", "repeats more than" }, { "a{99999999999999999999}", "repeats" },
		{ "(", "no POSIX extended expression" },
	};
	struct model *m = small_model("small", words, ARRAY_LEN(words));

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct rows got = { { 0 }, 0 };
		struct pattern_scan scan = { cases[i].pattern, 0, NULL, collect, &got };
		struct error err = ERROR_INIT;

		assert_int_equal(pattern_each(m->vocab, &scan, NULL, &err), ST_USAGE);
		if (!strstr(err.text, cases[i].says))
			fail_msg("%s: %s", cases[i].pattern, err.text);
	}
	model_unref(m);
}

/* Alternatives inside repetitions make a backtracking matcher explode. */
static void slow_patterns_come_to_an_end(void **state)
{
	enum { N = 20000 };
	char **many = xcalloc(N, sizeof(*many));
	struct rows got = { { 0 }, 0 };
	struct pattern_scan scan = { "^(a|aa|aaa|ab?)*(a|b|ab)*c$", 0, NULL, collect, &got };
	struct error err = ERROR_INIT;
	uint64_t start;
	struct model *m;

	(void)state;
	for (size_t i = 0; i < N; i++)
		many[i] =
			xasprintf("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%zu", i);
	m = small_model("many", (const char *const *)many, N);
	start = clock_ns();
	pattern_each(m->vocab, &scan, NULL, &err);
	assert_true(clock_ns() - start < (uint64_t)(PATTERN_SECONDS + 1) * 1000000000u);
	model_unref(m);
	for (size_t i = 0; i < N; i++)
		free(many[i]);
	free(many);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_smallest_are_picked_in_order),
		cmocka_unit_test(tiers_follow_the_rules),
		cmocka_unit_test(fuzzy_ignores_case_and_accents),
		cmocka_unit_test(patterns_are_posix_extended),
		cmocka_unit_test(bad_and_costly_patterns_are_refused),
		cmocka_unit_test(slow_patterns_come_to_an_end),
	};

	return cmocka_run_group_tests_name("app/find", tests, NULL, NULL);
}
