/* Correlations against scipy 1.10 (pearsonr, spearmanr, t.sf). */
#include "unit.h"

#include <math.h>

#include "base/compiler.h"
#include "math/stats.h"

static void assert_close(double got, double want)
{
	if (!(fabs(got - want) <= 1e-11 * fabs(want)))
		fail_msg("%.17g instead of %.17g", got, want);
}

static void t_distribution_equals_scipy(void **state)
{
	static const double cases[][3] = {
		{ 0.0, 5.0, 1 },
		{ 0.1, 1.0, 0.93654896513889285 },
		{ 1.0, 1.0, 0.49999999999999956 },
		{ 2.5, 3.0, 0.087706647008065547 },
		{ -2.5, 3.0, 0.087706647008065547 },
		{ 1.96, 1000.0, 0.050273184955748708 },
		{ 10.0, 30.0, 4.5752514082296097e-11 },
		{ 30.0, 203.0, 1.5162837719519619e-76 },
		{ 60.0, 351.0, 1.3439242810666545e-186 },
		{ 1e-06, 8.0, 0.99999922660195806 },
		{ 200.0, 2.0, 2.4999062539060789e-05 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_close(stats_t_two_sided(cases[i][0], cases[i][1]), cases[i][2]);
}

static void correlations_equal_scipy(void **state)
{
	static const double x[] = { 1.29, 1.45, 0.07, -0.76, -1.09, 0.03,  -1.02, -1.44,
				    0.2,  0.13, 0.55, -0.91, 0.01,  -0.06, -1.51, 0.54,
				    0.32, 2.39, 0.2,  -0.14, 1.23,  0.2,   0.91,  -0.37,
				    0.22, 1.02, 0.7,  0.13,  -1.08, 0.45 };
	static const double y[] = { 0.7, 1.4,  0.3, 0.7,  -0.6, 0.2,  0.2, -1.8, -0.3, -0.4,
				    2.3, -0.5, 0.7, 0.6,  -1.0, -1.3, 1.1, 0.8,	 0.8,  -1.4,
				    0.2, 1.4,  1.9, -1.5, -1.2, 0.5,  1.1, 0.2,	 -0.2, -0.8 };
	struct correlation c = stats_pearson(x, y, ARRAY_LEN(x));

	(void)state;
	assert_close(c.r, 0.50558621002418946);
	assert_close(c.p, 0.0043707922154411511);
	c = stats_spearman(x, y, ARRAY_LEN(x));
	assert_close(c.r, 0.54917533553539066);
	assert_close(c.p, 0.0016724645226816892);
}

static void ranks_share_ties(void **state)
{
	static const double x[] = { 3, 1, 3, 3, -5, 1 };
	double r[6];

	(void)state;
	stats_ranks(x, 6, r);
	assert_close(r[0], 5);
	assert_close(r[1], 2.5);
	assert_close(r[2], 5);
	assert_close(r[4], 1);
}

static void constant_sides_have_no_correlation(void **state)
{
	static const double x[] = { 1, 1, 1 }, y[] = { 1, 2, 3 };

	(void)state;
	assert_true(isnan(stats_pearson(x, y, 3).r));
	assert_true(isnan(stats_spearman(y, x, 3).p));
	assert_true(isnan(stats_pearson(x, y, 0).r));
	assert_true(stats_pearson(y, y, 3).r == 1 && stats_pearson(y, y, 3).p == 0);
	assert_true(stats_pearson(y, y, 2).p == 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(t_distribution_equals_scipy),
		cmocka_unit_test(correlations_equal_scipy),
		cmocka_unit_test(ranks_share_ties),
		cmocka_unit_test(constant_sides_have_no_correlation),
	};

	return cmocka_run_group_tests_name("math/stats", tests, NULL, NULL);
}
