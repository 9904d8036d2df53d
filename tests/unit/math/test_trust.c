#include "unit.h"

#include <math.h>
#include <stdlib.h>

#include "base/rng.h"
#include "math/trust.h"

enum { N = 60, D = 7 };

static void make(struct matrix *m, double *xy, uint64_t seed)
{
	struct rng rng = rng_make(seed, 0, 0);

	assert_int_equal(matrix_init(m, N, D, NULL), ST_OK);
	for (size_t i = 0; i < N; i++)
		for (size_t j = 0; j < D; j++)
			matrix_row(m, i)[j] = rng_unit(&rng) - 0.5f;
	for (size_t i = 0; i < 2 * N; i++)
		xy[i] = (double)rng_unit(&rng);
}

static double far(const struct matrix *m, size_t i, size_t j)
{
	double sum = 0;

	for (size_t k = 0; k < D; k++) {
		double d = (double)matrix_row(m, i)[k] - (double)matrix_row(m, j)[k];

		sum += d * d;
	}
	return sum;
}

static double near(const double *xy, size_t i, size_t j)
{
	return hypot(xy[2 * i] - xy[2 * j], xy[2 * i + 1] - xy[2 * j + 1]);
}

/* Rank of j among the neighbours of i, counted one by one. */
static size_t rank(const struct matrix *m, const double *xy, size_t i, size_t j)
{
	size_t r = 1;

	for (size_t o = 0; o < N; o++)
		if (o != i && o != j)
			r += m ? far(m, i, o) < far(m, i, j) : near(xy, i, o) < near(xy, i, j);
	return r;
}

static double plain(const struct matrix *m, const double *xy, size_t k, bool continuity)
{
	double sum = 0;

	for (size_t i = 0; i < N; i++)
		for (size_t j = 0; j < N; j++) {
			size_t model, map;

			if (i == j)
				continue;
			model = rank(m, NULL, i, j);
			map = rank(NULL, xy, i, j);
			if (!continuity && map <= k && model > k)
				sum += (double)(model - k);
			if (continuity && model <= k && map > k)
				sum += (double)(map - k);
		}
	return 1 - 2 * sum / ((double)N * (double)k * (2.0 * N - 3.0 * (double)k - 1));
}

static void both_figures_are_those_of_the_definition(void **state)
{
	struct matrix m;
	double xy[2 * N];
	struct trust t;

	(void)state;
	for (uint64_t seed = 1; seed < 4; seed++) {
		make(&m, xy, seed);
		for (size_t k = 1; k <= 20; k += 6) {
			struct trust_rows rows = { .m = &m, .n = N, .xy = xy, .stride = 2, .y = 1 };

			assert_int_equal(trust_measure(&t, &rows, k, 0, NULL, NULL), ST_OK);
			assert_true(fabs(t.trustworthiness - plain(&m, xy, k, false)) < 1e-12);
			assert_true(fabs(t.continuity - plain(&m, xy, k, true)) < 1e-12);
			assert_int_equal(t.sampled, N);
		}
		matrix_release(&m);
	}
}

/* A map that is the model itself is perfect, whichever coordinates it has beside. */
static void a_true_map_gets_one(void **state)
{
	struct matrix m;
	double xyz[3 * N];
	struct rng rng = rng_make(4, 0, 0);
	struct trust t;

	(void)state;
	assert_int_equal(matrix_init(&m, N, 2, NULL), ST_OK);
	for (size_t i = 0; i < N; i++) {
		for (size_t j = 0; j < 2; j++)
			matrix_row(&m, i)[j] = rng_unit(&rng);
		xyz[3 * i] = (double)matrix_row(&m, i)[0];
		xyz[3 * i + 1] = (double)rng_unit(&rng);
		xyz[3 * i + 2] = (double)matrix_row(&m, i)[1];
	}
	struct trust_rows rows = { .m = &m, .n = N, .xy = xyz, .stride = 3, .y = 2 };

	assert_int_equal(trust_measure(&t, &rows, 10, 20, NULL, NULL), ST_OK);
	assert_true(t.trustworthiness == 1 && t.continuity == 1);
	assert_int_equal(t.sampled, 20);
	matrix_release(&m);
}

static bool stop(void *ctx, uint64_t done, uint64_t total)
{
	(void)ctx;
	(void)total;
	return done < 3;
}

static void few_points_and_stopping(void **state)
{
	struct matrix m;
	double xy[2 * N];
	struct trust t;
	struct progress no = { stop, NULL };
	struct error err = ERROR_INIT;

	(void)state;
	make(&m, xy, 9);
	struct trust_rows rows = { .m = &m, .n = 3, .xy = xy, .stride = 2, .y = 1 };

	assert_int_equal(trust_measure(&t, &rows, 10, 0, NULL, &err), ST_FAILED);
	rows.n = 4;
	assert_int_equal(trust_measure(&t, &rows, 10, 0, NULL, &err), ST_OK);
	assert_int_equal(t.k, 1);
	rows.n = N;
	assert_int_equal(trust_measure(&t, &rows, 10, 0, &no, &err), ST_CANCELLED);
	matrix_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_figures_are_those_of_the_definition),
		cmocka_unit_test(a_true_map_gets_one),
		cmocka_unit_test(few_points_and_stopping),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
