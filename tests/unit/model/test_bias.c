/* Axes and WEAT, against a plain reading of their definitions. */
#include "unit.h"

#include <math.h>

#include "base/compiler.h"
#include "model/bias.h"
#include "model/search.h"
#include "toy_model.h"

static struct model *random_model(size_t rows, size_t dims)
{
	struct model *m = toy_model_new(rows, dims);
	uint64_t seed = 5;

	for (uint32_t r = 0; r < rows; r++)
		for (size_t i = 0; i < dims; i++)
			toy_row(m, r)[i] = (float)toy_normal(&seed);
	toy_model_finish(m);
	return m;
}

/* s(w) of the definition */
static double association(const struct model *m, uint32_t w, const uint32_t *a, const uint32_t *b,
			  size_t n)
{
	double s = 0;

	for (size_t i = 0; i < n; i++)
		s += (search_cosine(m, w, a[i]) - search_cosine(m, w, b[i])) / (double)n;
	return s;
}

/* All 2^6 sets of 3 of the 6 targets by brute force. */
static void weat_equals_its_definition(void **state)
{
	static const uint32_t x[] = { 0, 1, 2 }, y[] = { 3, 4, 5 }, a[] = { 6, 7 }, b[] = { 8, 9 };
	const struct bias_words targets[] = { { x, 3 }, { y, 3 } }, with[] = { { a, 2 }, { b, 2 } };
	struct model *m = random_model(10, 7);
	double s[6], mean = 0, square = 0, reached = 0;
	size_t as_high = 0;
	struct weat w;

	(void)state;
	assert_int_equal(weat_run(&w, m, targets, with, 1, NULL, NULL), ST_OK);
	for (uint32_t i = 0; i < 6; i++) {
		s[i] = association(m, i, a, b, 2);
		mean += s[i] / 6;
		reached += i < 3 ? s[i] : 0;
	}
	for (size_t i = 0; i < 6; i++)
		square += (s[i] - mean) * (s[i] - mean) / 5;
	for (unsigned set = 0; set < 64; set++) {
		double sum = 0;

		for (size_t i = 0; i < 6; i++)
			sum += set >> i & 1 ? s[i] : 0;
		as_high += __builtin_popcount(set) == 3 && sum >= reached - 1e-12;
	}
	assert_true(w.exact);
	assert_int_equal(w.divisions, 20);
	assert_true(fabs(w.p - (double)as_high / 20) < 1e-12);
	assert_true(fabs(w.effect - (2 * reached - 6 * mean) / 3 / sqrt(square)) < 1e-12);
	toy_model_free(m);
}

/* More divisions than are tried: the sample is the same for the same seed, and near the truth. */
static void weat_samples_what_it_cannot_count(void **state)
{
	uint32_t rows[44];
	const struct bias_words targets[] = { { rows, 20 }, { rows + 20, 20 } };
	const struct bias_words with[] = { { rows + 40, 2 }, { rows + 42, 2 } };
	struct model *m = random_model(44, 9);
	struct weat w[3];

	(void)state;
	for (uint32_t i = 0; i < 44; i++)
		rows[i] = i;
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(weat_run(&w[i], m, targets, with, i / 2, NULL, NULL), ST_OK);
	assert_true(!w[0].exact && w[0].divisions == 100000);
	assert_true(w[0].p == w[1].p && w[0].p != w[2].p);
	assert_true(fabs(w[0].p - w[2].p) < 0.01);
	/* p of the normal approximation: the effect of n = 40 is near t / √10 */
	assert_true(fabs(w[0].p - 0.5 * erfc(w[0].effect * sqrt(40) / 2 / sqrt(2))) < 0.02);
	toy_model_free(m);
}

static void an_axis_is_the_mean_of_its_pairs(void **state)
{
	static const float rows[][2] = { { 2, 0 }, { 0, 3 }, { 1, 1 }, { -5, 5 }, { 0, 0 } };
	struct model *m = toy_model_new(5, 2);
	const struct bias_pair pairs[] = { { rows[0], rows[1] }, { rows[2], rows[3] } };
	const struct bias_pair same[] = { { rows[0], rows[0] }, { rows[4], rows[1] } };
	const float *asked[] = { rows[0], rows[3] };
	double axis[2], spread[2];

	(void)state;
	for (size_t i = 0; i < 5; i++)
		memcpy(toy_row(m, i), rows[i], sizeof(rows[i]));
	toy_model_finish(m);
	assert_int_equal(axis_direction(axis, 2, pairs, 1, NULL), ST_OK);
	assert_true(fabs(axis[0] + sqrt(0.5)) < 1e-12 && fabs(axis[1] - sqrt(0.5)) < 1e-12);
	/* (−1, 1)/√2 and (−1, 0): their sum points to 157.5° */
	assert_int_equal(axis_direction(axis, 2, pairs, 2, NULL), ST_OK);
	assert_true(fabs(axis[0] - cos(2.748893571891069)) < 1e-7);
	assert_true(fabs(axis_position(axis, rows[0], 2) - axis[0]) < 1e-12);
	assert_true(fabs(axis_position(axis, rows[3], 2) - cos(0.39269908169872414)) < 1e-7);
	assert_int_equal(axis_direction(axis, 2, same, 2, NULL), ST_FAILED);
	assert_int_equal(axis_spread(spread, m, asked, 2, 1, NULL), ST_OK);
	assert_true(spread[0] > 0.3 && spread[0] < 1);
	toy_model_free(m);
}

/* In d dimensions a random direction has cos² = 1/d in the mean. */
static void random_axes_spread_by_one_over_the_root_of_the_dimensions(void **state)
{
	struct model *m = random_model(3000, 50);
	const float *rows[40];
	double spread[40], mean = 0;

	(void)state;
	for (size_t i = 0; i < 40; i++)
		rows[i] = model_row(m, (uint32_t)i * 70);
	assert_int_equal(axis_spread(spread, m, rows, 40, 3, NULL), ST_OK);
	for (size_t i = 0; i < 40; i++)
		mean += spread[i] / 40;
	assert_true(fabs(mean - sqrt(1.0 / 50)) < 0.005);
	toy_model_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weat_equals_its_definition),
		cmocka_unit_test(weat_samples_what_it_cannot_count),
		cmocka_unit_test(an_axis_is_the_mean_of_its_pairs),
		cmocka_unit_test(random_axes_spread_by_one_over_the_root_of_the_dimensions),
	};

	return cmocka_run_group_tests_name("model/bias", tests, NULL, NULL);
}
