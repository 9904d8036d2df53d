/* Transport against the linear programme solved by scipy (linprog, HiGHS), and by hand. */
#include "unit.h"

#include <math.h>

#include "base/compiler.h"
#include "math/emd.h"

/* What is moved leaves and arrives where it must, and costs what was said. */
static void check_flow(const double *a, size_t n, const double *b, size_t m, const double *cost,
		       double want)
{
	double flow[100], total = 0;

	assert_true(n * m <= ARRAY_LEN(flow));
	assert_int_equal(emd_transport(flow, a, n, b, m, cost, NULL), ST_OK);
	for (size_t i = 0; i < n; i++) {
		double sum = 0;

		for (size_t j = 0; j < m; j++)
			sum += flow[i * m + j];
		assert_true(fabs(sum - a[i]) < 1e-9);
	}
	for (size_t j = 0; j < m; j++) {
		double sum = 0;

		for (size_t i = 0; i < n; i++)
			sum += flow[i * m + j];
		assert_true(fabs(sum - b[j]) < 1e-9);
	}
	for (size_t i = 0; i < n * m; i++) {
		assert_true(flow[i] >= 0);
		total += flow[i] * cost[i];
	}
	assert_true(fabs(total - want) < 1e-9);
}

static void check(const double *a, size_t n, const double *b, size_t m, const double *cost,
		  double want)
{
	double got = -1;

	assert_int_equal(emd_distance(&got, a, n, b, m, cost, NULL), ST_OK);
	if (!(fabs(got - want) < 1e-9))
		fail_msg("%.12g instead of %.12g", got, want);
	check_flow(a, n, b, m, cost, want);
}

static void by_hand(void **state)
{
	static const double one[] = { 1 }, half[] = { 0.5, 0.5 }, uneven[] = { 0.75, 0.25 };
	static const double cost2[] = { 0, 1, 1, 0 }, cost1[] = { 2, 4 };

	(void)state;
	check(one, 1, half, 2, cost1, 3);
	check(half, 2, half, 2, cost2, 0);
	check(uneven, 2, half, 2, cost2, 0.25);
}

static void equals_a_linear_programme(void **state)
{
	(void)state;
	check((double[]){ 0.5, 0.16666666666666666, 0.33333333333333331 }, 3,
	      (double[]){ 0.5714285714285714, 0.14285714285714285, 0.14285714285714285,
			  0.14285714285714285 },
	      4,
	      (double[]){ 0.569, 0.437, 0.019, 0.041, 0.248, 0.094, 0.695, 0.145, 0.453, 0.216,
			  0.354, 0.493 },
	      0.28897619047619);
	check((double[]){ 0.25, 0.0625, 0.125, 0.25, 0.1875, 0.125 }, 6,
	      (double[]){ 0.090909090909090912, 0.27272727272727271, 0.18181818181818182,
			  0.18181818181818182, 0.27272727272727271 },
	      5, (double[]){ 0.693, 0.44,  0.157, 0.545, 0.78,	0.306, 0.222, 0.388, 0.936, 0.976,
			     0.672, 0.903, 0.846, 0.378, 0.092, 0.653, 0.558, 0.362, 0.225, 0.407,
			     0.469, 0.269, 0.292, 0.458, 0.861, 0.586, 0.283, 0.278, 0.455, 0.205 },
	      0.242210227272727);
	check((double[]){ 0.0625, 0.125, 0.125, 0.0625, 0.125, 0.0625, 0.1875, 0.1875, 0.0625 }, 9,
	      (double[]){ 0.055555555555555552, 0.16666666666666666, 0.055555555555555552,
			  0.055555555555555552, 0.055555555555555552, 0.22222222222222221,
			  0.16666666666666666, 0.16666666666666666, 0.055555555555555552 },
	      9, (double[]){ 0.374, 0.668, 0.34,  0.573, 0.326, 0.445, 0.062, 0.243, 0.972,
			     0.231, 0.691, 0.65,  0.724, 0.475, 0.597, 0.067, 0.073, 0.199,
			     0.152, 0.1,   0.129, 0.553, 0.188, 0.952, 0.682, 0.541, 0.707,
			     0.264, 0.927, 0.839, 0.726, 0.48,	0.842, 0.745, 0.66,  0.914,
			     0.634, 0.366, 0.553, 0.196, 0.192, 0.726, 0.785, 0.972, 0.851,
			     0.544, 0.09,  0.489, 0.928, 0.788, 0.485, 0.455, 0.218, 0.177,
			     0.074, 0.892, 0.64,  0.143, 0.414, 0.049, 0.209, 0.731, 0.651,
			     0.479, 0.275, 0.652, 0.956, 0.436, 0.07,  0.058, 0.083, 0.96,
			     0.541, 0.837, 0.17,  0.26,	 0.692, 0.896, 0.341, 0.065, 0.864 },
	      0.112395833333333);
}

static void too_many_points(void **state)
{
	static double many[EMD_MAX + 1], one[] = { 1 };
	double out = 7;

	(void)state;
	assert_int_equal(emd_distance(&out, many, EMD_MAX + 1, one, 1, many, NULL), ST_FAILED);
	assert_true(out == 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_hand),
		cmocka_unit_test(equals_a_linear_programme),
		cmocka_unit_test(too_many_points),
	};

	return cmocka_run_group_tests_name("math/emd", tests, NULL, NULL);
}
