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

/*
 * The same sixteen points and all four linkages in scipy 1.10:
 *
 *	x = numpy.random.RandomState(7).randint(0, 1000, size=(16, 3))
 *	scipy.cluster.hierarchy.linkage(x.astype(float), "ward")
 */
static const struct merge by_scipy[4][15] = {
	{
		{ 3, 15, 67.65352910233139, 2 },
		{ 8, 10, 170.27624614138051, 2 },
		{ 0, 16, 234.92044685397224, 3 },
		{ 9, 17, 248.02736365094884, 3 },
		{ 6, 13, 269.9833328188983, 2 },
		{ 1, 4, 292.41238003887594, 2 },
		{ 2, 14, 329.54817553735597, 2 },
		{ 19, 22, 365.33426496461175, 5 },
		{ 7, 20, 415.54496825538723, 3 },
		{ 5, 11, 438.89178620703302, 2 },
		{ 21, 23, 445.43257467141149, 7 },
		{ 12, 18, 456.61325350819419, 4 },
		{ 25, 27, 624.95778835123792, 6 },
		{ 24, 26, 765.55178580385655, 10 },
		{ 28, 29, 791.94774926634523, 16 },
	},
	{
		{ 3, 15, 67.65352910233139, 2 },
		{ 8, 10, 170.27624614138051, 2 },
		{ 9, 17, 200.93780132170252, 3 },
		{ 0, 16, 202.25726192154386, 3 },
		{ 6, 13, 269.9833328188983, 2 },
		{ 1, 4, 292.41238003887594, 2 },
		{ 2, 18, 292.53888630402628, 4 },
		{ 14, 22, 325.35058014394258, 5 },
		{ 21, 23, 356.8459051187221, 7 },
		{ 7, 24, 370.3457843691487, 8 },
		{ 20, 25, 400.78423122672876, 10 },
		{ 12, 19, 412.84621834285946, 4 },
		{ 26, 27, 436.54438491406574, 14 },
		{ 5, 11, 438.89178620703302, 2 },
		{ 28, 29, 473.62960211540832, 16 },
	},
	{
		{ 3, 15, 67.65352910233139, 2 },
		{ 8, 10, 170.27624614138051, 2 },
		{ 0, 16, 267.58363178640059, 3 },
		{ 6, 13, 269.9833328188983, 2 },
		{ 1, 4, 292.41238003887594, 2 },
		{ 9, 17, 295.11692598019516, 3 },
		{ 2, 14, 329.54817553735597, 2 },
		{ 7, 19, 430.3057052840457, 3 },
		{ 5, 11, 438.89178620703302, 2 },
		{ 12, 18, 489.32913258869024, 4 },
		{ 20, 21, 503.29613549082609, 5 },
		{ 22, 26, 550.89563439911194, 7 },
		{ 24, 25, 750.6570455274499, 6 },
		{ 23, 27, 1090.7103190123398, 10 },
		{ 28, 29, 1221.9087527307429, 16 },
	},
	{
		{ 3, 15, 67.65352910233139, 2 },
		{ 8, 10, 170.27624614138051, 2 },
		{ 6, 13, 269.9833328188983, 2 },
		{ 0, 16, 271.07256101149989, 3 },
		{ 9, 17, 274.43639214457932, 3 },
		{ 1, 4, 292.41238003887594, 2 },
		{ 2, 14, 329.54817553735597, 2 },
		{ 5, 11, 438.89178620703302, 2 },
		{ 7, 18, 454.12590031106276, 3 },
		{ 20, 22, 474.20656539810449, 5 },
		{ 12, 19, 542.93937660356403, 4 },
		{ 21, 25, 624.24383972016199, 7 },
		{ 23, 26, 893.07213221180155, 6 },
		{ 24, 28, 1430.8752954437052, 9 },
		{ 27, 29, 1729.2404115083741, 16 },
	},
};

static void merges_are_those_of_scipy(void **state)
{
	static const double x[16][3] = {
		{ 175, 196, 537 }, { 502, 579, 211 }, { 919, 615, 348 }, { 185, 398, 535 },
		{ 584, 345, 366 }, { 554, 730, 904 }, { 167, 998, 68 },	 { 432, 895, 391 },
		{ 940, 512, 75 },  { 823, 250, 6 },   { 787, 444, 44 },	 { 703, 325, 824 },
		{ 152, 183, 949 }, { 112, 763, 189 }, { 960, 290, 312 }, { 201, 462, 550 },
	};
	double d[16 * 16];
	struct merge got[15];

	(void)state;
	for (int kind = LINKAGE_AVERAGE; kind <= LINKAGE_WARD; kind++) {
		for (size_t i = 0; i < 16 * 16; i++) {
			const double *a = x[i / 16], *b = x[i % 16];

			d[i] = sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) +
				    (a[2] - b[2]) * (a[2] - b[2]));
		}
		assert_int_equal(linkage_merge(d, 16, (enum linkage)kind, got, NULL, NULL), ST_OK);
		for (size_t i = 0; i < 15; i++) {
			const struct merge *want = &by_scipy[kind][i];

			assert_int_equal(got[i].left, want->left);
			assert_int_equal(got[i].right, want->right);
			assert_int_equal(got[i].size, want->size);
			assert_true(fabs(got[i].height - want->height) <= 1e-12 * want->height);
		}
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
		cmocka_unit_test(merges_are_those_of_scipy),
		cmocka_unit_test(a_line_of_points),
		cmocka_unit_test(a_line_of_points_by_ward),
		cmocka_unit_test(the_order_crosses_no_branch),
		cmocka_unit_test(few_items_equal_ones_and_stopping),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
