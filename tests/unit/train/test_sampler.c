/* Negative samples and subsampling: probabilities against their definition; numbers against libm. */
#include "unit.h"

#include <math.h>

#include "base/compiler.h"
#include "train/numeric.h"
#include "train/sampler.h"
#include "toy_model.h"

static void fill_counts(uint64_t *counts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		counts[i] = 1000000 / (i + 1) + 1;
}

/* What the columns give each word, exactly. */
static void check_shares(const uint64_t *counts, size_t n, double exponent)
{
	struct sampler s;
	double *got = calloc(n, sizeof(*got)), total = 0;

	assert_int_equal(sampler_init(&s, counts, n, exponent, 0, NULL), ST_OK);
	for (size_t i = 0; i < n; i++) {
		double own = ((double)s.columns[i].threshold) / 0x1p32;

		total += pow((double)counts[i], exponent);
		got[i] += own / (double)n;
		assert_true(s.columns[i].other < n);
		got[s.columns[i].other] += (1 - own) / (double)n;
	}
	for (size_t i = 0; i < n; i++) {
		double want = pow((double)counts[i], exponent) / total;

		if (!(fabs(got[i] - want) <= 1e-9 + 1e-8 * want))
			fail_msg("word %zu of %zu, exponent %g: %.12g, not %.12g", i, n, exponent,
				 got[i], want);
	}
	sampler_release(&s);
	free(got);
}

static void columns_hold_each_word_s_share(void **unused)
{
	static const double exponents[] = { 0.75, 1, 0.5, 0, -0.5, 3 };
	static const size_t sizes[] = { 1, 2, 3, 10, 1000, 20000 };
	uint64_t *counts = calloc(20000, sizeof(*counts));

	(void)unused;
	fill_counts(counts, 20000);
	for (size_t e = 0; e < ARRAY_LEN(exponents); e++)
		for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
			check_shares(counts, sizes[i], exponents[e]);
	free(counts);
}

static void draws_follow_the_shares(void **unused)
{
	enum { WORDS = 50, DRAWS = 400000 };
	uint64_t counts[WORDS], drawn[WORDS] = { 0 };
	struct rng rng = rng_make(7, 0, 0);
	struct sampler s;
	double total = 0, chi = 0;

	(void)unused;
	fill_counts(counts, WORDS);
	assert_int_equal(sampler_init(&s, counts, WORDS, 0.75, 0, NULL), ST_OK);
	for (size_t i = 0; i < DRAWS; i++)
		drawn[sampler_draw(&s, &rng)]++;
	for (size_t i = 0; i < WORDS; i++)
		total += pow((double)counts[i], 0.75);
	for (size_t i = 0; i < WORDS; i++) {
		double want = DRAWS * pow((double)counts[i], 0.75) / total;

		chi += ((double)drawn[i] - want) * ((double)drawn[i] - want) / want;
	}
	/* 49 degrees of freedom: 99.99 % of all samples lie below 94 and above 17 */
	if (!(chi < 94 && chi > 17))
		fail_msg("chi square %.1f", chi);
	sampler_release(&s);
}

static void words_are_kept_by_the_formula_of_word2vec(void **unused)
{
	enum { WORDS = 30, DRAWS = 100000 };
	uint64_t counts[WORDS];
	struct rng rng = rng_make(3, 1, 2);
	struct sampler s;
	double total = 0;

	(void)unused;
	fill_counts(counts, WORDS);
	for (size_t i = 0; i < WORDS; i++)
		total += (double)counts[i];
	assert_int_equal(sampler_init(&s, counts, WORDS, 0.75, 0.02, NULL), ST_OK);
	for (size_t i = 0; i < WORDS; i++) {
		double f = (double)counts[i] / total, want = sqrt(0.02 / f) + 0.02 / f;
		size_t kept = 0;

		want = want > 1 ? 1 : want;
		for (size_t d = 0; d < DRAWS; d++)
			kept += sampler_keeps(&s, (uint32_t)i, &rng);
		if (!(fabs((double)kept / DRAWS - want) <= 5 * sqrt(want * (1 - want) / DRAWS)))
			fail_msg("word %zu kept %.5f, not %.5f", i, (double)kept / DRAWS, want);
	}
	sampler_release(&s);
	assert_int_equal(sampler_init(&s, counts, WORDS, 0.75, 0, NULL), ST_OK);
	for (size_t i = 0; i < WORDS; i++)
		assert_true(s.keep[i] == UINT32_MAX);
	sampler_release(&s);
}

static void own_functions_equal_libm(void **unused)
{
	uint64_t state = 5;

	(void)unused;
	for (size_t i = 0; i < 100000; i++) {
		double x = toy_normal(&state) * (i % 2 ? 100 : 1), y = exp(toy_normal(&state) * 50);

		assert_true(fabs(numeric_exp(x) / exp(x) - 1) <= 1e-14);
		assert_true(fabs(numeric_log(y) - log(y)) <= 1e-14 * (1 + fabs(log(y))));
		assert_true(fabs(numeric_softplus(x) - (fmax(x, 0) + log1p(exp(-fabs(x))))) <=
			    1e-14 * (1 + fabs(x)));
	}
	assert_true(numeric_pow(5, 0) == 1 && numeric_pow(0, 0.75) == 0);
	assert_true(fabs(numeric_pow(10, 0.75) - 5.623413251903491) < 1e-13);
	assert_true(numeric_exp(-1e9) == 0 && isinf(numeric_exp(1e9)));
	assert_true(isnan(numeric_exp((double)NAN)) && isnan(numeric_softplus((double)NAN)));
	assert_true(isinf(numeric_softplus((double)INFINITY)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_hold_each_word_s_share),
		cmocka_unit_test(draws_follow_the_shares),
		cmocka_unit_test(words_are_kept_by_the_formula_of_word2vec),
		cmocka_unit_test(own_functions_equal_libm),
	};

	return cmocka_run_group_tests_name("train/sampler", tests, NULL, NULL);
}
