#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* The distance of two groups by its definition, from scratch. */
static double plain_average(const double *x, const size_t *group, size_t n, const size_t ab[2])
{
	double sum = 0;
	size_t pairs = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			if (group[i] == ab[0] && group[j] == ab[1]) {
				sum += distance(x, i, j);
				pairs++;
			}
	return pairs ? sum / (double)pairs : HUGE_VAL;
}

static double plain_extreme(const double *x, const size_t *group, size_t n, const size_t ab[2],
			    bool least)
{
	double best = least ? HUGE_VAL : -1;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			if (group[i] == ab[0] && group[j] == ab[1])
				best = least ? fmin(best, distance(x, i, j))
					     : fmax(best, distance(x, i, j));
	return best < 0 ? HUGE_VAL : best;
}

/* The centres' distance, weighted: what the sum of squares grows by is half its square. */
static double plain_ward(const double *x, const size_t *group, size_t n, const size_t ab[2])
{
	double centre[2][2] = { { 0 } }, count[2] = { 0 };

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < 2; k++)
			if (group[i] == ab[k]) {
				centre[k][0] += x[2 * i];
				centre[k][1] += x[2 * i + 1];
				count[k]++;
			}
	if (!(count[0] > 0 && count[1] > 0))
		return HUGE_VAL;
	return sqrt(2 * count[0] * count[1] / (count[0] + count[1])) *
	       hypot(centre[0][0] / count[0] - centre[1][0] / count[1],
		     centre[0][1] / count[0] - centre[1][1] / count[1]);
}

static double plain_distance(const double *x, const size_t *group, size_t n, const size_t ab[2],
			     enum linkage kind)
{
	switch (kind) {
	case LINKAGE_WARD:
		return plain_ward(x, group, n, ab);
	case LINKAGE_AVERAGE:
		return plain_average(x, group, n, ab);
	default:
		return plain_extreme(x, group, n, ab, kind == LINKAGE_SINGLE);
	}
}

/* The two nearest of all groups become the group `next`; returns how far they were. */
static double plain_step(const double *x, size_t *group, size_t n, size_t next, enum linkage kind)
{
	double best = HUGE_VAL;
	size_t joined[2] = { 0, 0 };

	for (size_t a = 0; a < next; a++)
		for (size_t b = a + 1; b < next; b++) {
			size_t ab[2] = { a, b };
			double d = plain_distance(x, group, n, ab, kind);

			if (d < best) {
				best = d;
				memcpy(joined, ab, sizeof(ab));
			}
		}
	for (size_t i = 0; i < n; i++)
		if (group[i] == joined[0] || group[i] == joined[1])
			group[i] = next;
	return best;
}

static void check_merges(enum linkage kind, uint64_t seed)
{
	enum { N = 24 };
	double x[2 * N], d[N * N];
	struct merge merges[N - 1];
	size_t group[N];

	make_points(x, N, seed);
	fill(d, x, N);
	assert_int_equal(linkage_merge(d, N, kind, merges, NULL, NULL), ST_OK);
	for (size_t i = 0; i < N; i++)
		group[i] = i;
	for (size_t i = 0; i + 1 < N; i++)
		assert_true(fabs(plain_step(x, group, N, N + i, kind) - merges[i].height) < 1e-12);
	assert_int_equal(merges[N - 2].size, N);
}

static void merges_are_those_of_the_definition(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed < 6; seed++)
		for (int kind = LINKAGE_AVERAGE; kind <= LINKAGE_WARD; kind++)
			check_merges((enum linkage)kind, seed);
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
	assert_int_equal(linkage_merge(d, 5, LINKAGE_AVERAGE, m, NULL, NULL), ST_OK);
	assert_true(m[0].height == 1 && m[0].left == 0 && m[0].right == 4);
	assert_true(m[1].height == 1 && m[1].left == 1 && m[1].right == 3);
	assert_true(m[2].height == 10 && m[2].left == 5 && m[2].right == 6 && m[2].size == 4);
	assert_true(m[3].height == 34.5 && m[3].left == 2 && m[3].right == 7);
	linkage_order(m, 5, order);
	assert_int_equal(order[4], 2);
	assert_int_equal(order[0], 0);
	assert_int_equal(order[1], 4);
}

/* The same line: sqrt(2 n m / (n + m)) times the distance of the centres. */
static void a_line_of_points_by_ward(void **state)
{
	const double at[] = { 10, 0, 40, 1, 11 };
	double d[25];
	struct merge m[4];

	(void)state;
	for (int i = 0; i < 5; i++)
		for (int j = 0; j < 5; j++)
			d[5 * i + j] = fabs(at[i] - at[j]);
	assert_int_equal(linkage_merge(d, 5, LINKAGE_WARD, m, NULL, NULL), ST_OK);
	assert_true(m[0].height == 1 && m[1].height == 1);
	assert_true(fabs(m[2].height - 10 * sqrt(2)) < 1e-12);
	assert_true(fabs(m[3].height - 34.5 * sqrt(1.6)) < 1e-12);
	assert_true(m[3].left == 2 && m[3].right == 7);
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
	assert_int_equal(linkage_merge(d, MANY, LINKAGE_AVERAGE, m, NULL, NULL), ST_OK);
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
	assert_int_equal(linkage_merge(d, 0, LINKAGE_AVERAGE, m, NULL, NULL), ST_OK);
	assert_int_equal(linkage_merge(d, 1, LINKAGE_AVERAGE, m, NULL, NULL), ST_OK);
	linkage_order(m, 1, order);
	assert_int_equal(order[0], 0);
	assert_int_equal(linkage_merge(d, 4, LINKAGE_AVERAGE, m, NULL, NULL), ST_OK);
	assert_int_equal(m[2].size, 4);
	assert_true(m[2].height == 0);
	assert_int_equal(linkage_merge(d, 4, LINKAGE_AVERAGE, m, &no, &err), ST_CANCELLED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(merges_are_those_of_the_definition),
		cmocka_unit_test(a_line_of_points),
		cmocka_unit_test(a_line_of_points_by_ward),
		cmocka_unit_test(the_order_crosses_no_branch),
		cmocka_unit_test(few_items_equal_ones_and_stopping),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
