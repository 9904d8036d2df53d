#include "unit.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"
#include "math/linkage.h"

enum { MANY = 60 };

static void make_points(double *x, size_t n, uint64_t seed)
{
	struct rng rng = rng_make(seed, 0, 0);

	for (size_t i = 0; i < 2 * n; i++)
		x[i] = (double)rng_unit(&rng);
}

static double distance(const double *x, size_t i, size_t j)
{
	return hypot(x[2 * i] - x[2 * j], x[2 * i + 1] - x[2 * j + 1]);
}

static void fill(double *d, const double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			d[i * n + j] = distance(x, i, j);
}

/* The definition, worked out from scratch for every pair of groups in every step. */
static double plain_step(const double *x, size_t *group, size_t n, size_t next)
{
	double best = HUGE_VAL;
	size_t join_a = 0, join_b = 0;

	for (size_t a = 0; a < next; a++) {
		for (size_t b = a + 1; b < next; b++) {
			double sum = 0;
			size_t pairs = 0;

			for (size_t i = 0; i < n; i++)
				for (size_t j = 0; j < n; j++)
					if (group[i] == a && group[j] == b) {
						sum += distance(x, i, j);
						pairs++;
					}
			if (pairs && sum / (double)pairs < best) {
				best = sum / (double)pairs;
				join_a = a;
				join_b = b;
			}
		}
	}
	for (size_t i = 0; i < n; i++)
		if (group[i] == join_a || group[i] == join_b)
			group[i] = next;
	return best;
}

static void merges_are_those_of_the_definition(void **state)
{
	enum { N = 24 };
	double x[2 * N], d[N * N];
	struct merge merges[N - 1];
	size_t group[N];

	(void)state;
	for (uint64_t seed = 1; seed < 6; seed++) {
		make_points(x, N, seed);
		fill(d, x, N);
		assert_int_equal(linkage_average(d, N, merges, NULL, NULL), ST_OK);
		for (size_t i = 0; i < N; i++)
			group[i] = i;
		for (size_t i = 0; i + 1 < N; i++)
			assert_true(fabs(plain_step(x, group, N, N + i) - merges[i].height) <
				    1e-12);
		assert_int_equal(merges[N - 2].size, N);
	}
}

/* Points 0 1 | 10 11 | 40 on a line: scipy gives these heights. */
static void a_line_of_points(void **state)
{
	const double at[] = { 10, 0, 40, 1, 11 };
	double d[25];
	struct merge m[4];
	uint32_t order[5];

	(void)state;
	for (int i = 0; i < 5; i++)
		for (int j = 0; j < 5; j++)
			d[5 * i + j] = fabs(at[i] - at[j]);
	assert_int_equal(linkage_average(d, 5, m, NULL, NULL), ST_OK);
	assert_true(m[0].height == 1 && m[0].left == 0 && m[0].right == 4);
	assert_true(m[1].height == 1 && m[1].left == 1 && m[1].right == 3);
	assert_true(m[2].height == 10 && m[2].left == 5 && m[2].right == 6 && m[2].size == 4);
	assert_true(m[3].height == 34.5 && m[3].left == 2 && m[3].right == 7);
	linkage_order(m, 5, order);
	assert_int_equal(order[4], 2);
	assert_int_equal(order[0], 0);
	assert_int_equal(order[1], 4);
}

/* Every item once; the items of every group stand side by side. */
static void the_order_crosses_no_branch(void **state)
{
	double x[2 * MANY];
	double *d = xcalloc(MANY * MANY, sizeof(*d));
	struct merge m[MANY - 1];
	uint32_t order[MANY], low[2 * MANY], high[2 * MANY];

	(void)state;
	make_points(x, MANY, 9);
	fill(d, x, MANY);
	assert_int_equal(linkage_average(d, MANY, m, NULL, NULL), ST_OK);
	linkage_order(m, MANY, order);
	for (uint32_t i = 0; i < MANY; i++)
		low[order[i]] = high[order[i]] = i;
	for (size_t i = 0; i + 1 < MANY; i++) {
		uint32_t a = m[i].left, b = m[i].right;

		assert_true(!i || m[i].height >= m[i - 1].height);
		low[MANY + i] = low[a] < low[b] ? low[a] : low[b];
		high[MANY + i] = high[a] > high[b] ? high[a] : high[b];
		assert_int_equal(high[MANY + i] - low[MANY + i] + 1, m[i].size);
	}
	free(d);
}

static bool stop(void *ctx, uint64_t done, uint64_t total)
{
	(void)ctx;
	(void)done;
	(void)total;
	return false;
}

static void few_items_equal_ones_and_stopping(void **state)
{
	double d[16] = { 0 };
	struct merge m[3];
	uint32_t order[4];
	struct progress no = { stop, NULL };
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(linkage_average(d, 0, m, NULL, NULL), ST_OK);
	assert_int_equal(linkage_average(d, 1, m, NULL, NULL), ST_OK);
	linkage_order(m, 1, order);
	assert_int_equal(order[0], 0);
	assert_int_equal(linkage_average(d, 4, m, NULL, NULL), ST_OK);
	assert_int_equal(m[2].size, 4);
	assert_true(m[2].height == 0);
	assert_int_equal(linkage_average(d, 4, m, &no, &err), ST_CANCELLED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(merges_are_those_of_the_definition),
		cmocka_unit_test(a_line_of_points),
		cmocka_unit_test(the_order_crosses_no_branch),
		cmocka_unit_test(few_items_equal_ones_and_stopping),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
