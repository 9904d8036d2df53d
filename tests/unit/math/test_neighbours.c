#include "unit.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "math/kernels.h"
#include "math/neighbours.h"
#include "math/portable.h"

static struct matrix random_rows(size_t n, size_t d, uint64_t seed)
{
	struct rng rng = rng_make(seed, 0, 0);
	struct matrix m;

	assert_int_equal(matrix_init(&m, n, d, NULL), ST_OK);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < d; j++)
			matrix_row(&m, i)[j] = rng_unit(&rng) - 0.5f;
	return m;
}

static double squared(const struct neighbour_task *t, size_t a, size_t b)
{
	double na = 0, nb = 0, sum = 0;
	const float *x = matrix_row(t->m, t->ids ? t->ids[a] : a);
	const float *y = matrix_row(t->m, t->ids ? t->ids[b] : b);

	for (size_t j = 0; j < t->m->cols; j++) {
		na += (double)x[j] * (double)x[j];
		nb += (double)y[j] * (double)y[j];
	}
	for (size_t j = 0; j < t->m->cols; j++) {
		double d = t->unit ? (double)x[j] / sqrt(na) - (double)y[j] / sqrt(nb)
				   : (double)x[j] - (double)y[j];

		sum += d * d;
	}
	return sum;
}

static size_t nearer(const struct neighbour_task *t, size_t i, double than)
{
	size_t count = 0;

	for (size_t j = 0; j < t->n; j++)
		count += j != i && squared(t, i, j) < than;
	return count;
}

/* Distances are right and rise, no row is its own neighbour or comes twice, and no more than j rows
 * are nearer than the j-th. */
static void check(const struct neighbours *nn, const struct neighbour_task *t)
{
	for (size_t i = 0; i < nn->n; i++)
		for (size_t j = 0; j < nn->k; j++) {
			double got = nn->squared[i * nn->k + j];
			uint32_t other = nn->rows[i * nn->k + j];

			assert_true(other != i && other < nn->n);
			assert_true(fabs(got - squared(t, i, other)) <= 1e-12 * (1 + got));
			for (size_t b = 0; b < j; b++)
				assert_int_not_equal(nn->rows[i * nn->k + b], other);
			if (j)
				assert_true(got >= nn->squared[i * nn->k + j - 1]);
			assert_true(nearer(t, i, got * (1 - 1e-12)) <= j);
		}
}

static void they_are_those_of_all_pairs(void **state)
{
	static const size_t shapes[][3] = {
		{ 2, 3, 1 }, { 5, 1, 4 }, { 90, 12, 20 }, { 61, 7, 60 }
	};
	uint32_t ids[90];

	(void)state;
	for (uint32_t i = 0; i < 90; i++)
		ids[i] = (i * 7) % 90;
	for (size_t s = 0; s < sizeof(shapes) / sizeof(*shapes); s++)
		for (int unit = 0; unit < 2; unit++) {
			struct matrix m = random_rows(shapes[s][0], shapes[s][1], s + 1);
			struct neighbour_task t = { &m,	       m.rows == 90 ? ids : NULL,
						    m.rows,    shapes[s][2],
						    unit != 0, 2 };
			struct neighbours nn;

			assert_int_equal(neighbours_find(&nn, &t, NULL, NULL), ST_OK);
			check(&nn, &t);
			neighbours_release(&nn);
			matrix_release(&m);
		}
}

/* Of equal distances those of lower index are taken. */
static void equal_rows_go_by_index(void **state)
{
	struct matrix m = random_rows(40, 6, 9);
	struct neighbour_task t = { &m, NULL, 40, 5, true, 1 };
	struct neighbours nn;

	(void)state;
	for (size_t i = 0; i < 40; i++)
		memcpy(matrix_row(&m, i), matrix_row(&m, i % 2), 6 * sizeof(float));
	assert_int_equal(neighbours_find(&nn, &t, NULL, NULL), ST_OK);
	for (size_t i = 0; i < 40; i++)
		for (size_t j = 0; j < 5; j++) {
			size_t want = 2 * j + i % 2;

			assert_int_equal(nn.rows[i * 5 + j], want + (want >= i ? 2 : 0));
			assert_true(nn.squared[i * 5 + j] == 0);
		}
	neighbours_release(&nn);
	matrix_release(&m);
}

/* One row that is far longer than the others blurs their products, not their neighbours. */
static void a_long_row_does_not_blur_the_others(void **state)
{
	struct matrix m = random_rows(50, 8, 4);
	struct neighbour_task t = { &m, NULL, 50, 7, false, 2 };
	struct neighbours nn;

	(void)state;
	for (size_t j = 0; j < 8; j++)
		matrix_row(&m, 17)[j] = 1e15f;
	assert_int_equal(neighbours_find(&nn, &t, NULL, NULL), ST_OK);
	for (size_t i = 0; i < 50; i++)
		assert_true(i == 17 || nn.squared[i * 7 + 6] < 10);
	neighbours_release(&nn);
	matrix_release(&m);
}

static void threads_do_not_show(void **state)
{
	struct matrix m = random_rows(300, 33, 5);
	struct neighbours a, b;

	(void)state;
	for (size_t threads = 1; threads <= 4; threads += 3) {
		struct neighbour_task t = { &m, NULL, 300, 15, true, threads };

		assert_int_equal(neighbours_find(threads == 1 ? &a : &b, &t, NULL, NULL), ST_OK);
	}
	assert_memory_equal(a.rows, b.rows, 300 * 15 * sizeof(*a.rows));
	assert_memory_equal(a.squared, b.squared, 300 * 15 * sizeof(*a.squared));
	neighbours_release(&a);
	neighbours_release(&b);
	matrix_release(&m);
}

static bool stop_at(void *ctx, uint64_t done, uint64_t total)
{
	int *left = ctx;

	assert_true(done <= total);
	return (*left)-- > 0;
}

static void stops_when_told(void **state)
{
	struct matrix m = random_rows(200, 5, 6);
	struct neighbour_task t = { &m, NULL, 200, 15, true, 1 };
	int left = 3;
	struct progress progress = { stop_at, &left };
	struct neighbours nn = { .n = 77 };
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(neighbours_find(&nn, &t, &progress, &err), ST_CANCELLED);
	assert_int_equal(nn.n, 77);
	matrix_release(&m);
}

/* --- functions that are the same everywhere --------------------------------------------------- */

static void assert_near(double got, double want, double ulps)
{
	if (!(fabs(got - want) <= ulps * DBL_EPSILON * fabs(want)))
		fail_msg("%.17g instead of %.17g", got, want);
}

static void exp_log_and_pow_are_right(void **state)
{
	struct rng rng = rng_make(8, 0, 0);

	(void)state;
	for (int i = 0; i < 20000; i++) {
		double x = 1400 * ((double)rng_unit(&rng) - 0.5), y = 4 * (double)rng_unit(&rng);
		double near = (double)rng_unit(&rng) + 0.5;

		assert_near(portable_exp(x), exp(x), 3);
		assert_near(portable_exp(x / 1000), exp(x / 1000), 3);
		assert_near(portable_log(exp(x)), log(exp(x)), 3);
		assert_near(portable_log(near), log(near), 3);
		assert_near(portable_pow(near, y), pow(near, y), 8);
	}
	assert_true(portable_exp(0) == 1 && portable_log(1) == 0 && portable_pow(0, 0.9) == 0);
	assert_true(portable_exp(-1e9) == 0 && isinf(portable_exp(1e9)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(they_are_those_of_all_pairs),
		cmocka_unit_test(equal_rows_go_by_index),
		cmocka_unit_test(a_long_row_does_not_blur_the_others),
		cmocka_unit_test(threads_do_not_show),
		cmocka_unit_test(stops_when_told),
		cmocka_unit_test(exp_log_and_pow_are_right),
	};

	return cmocka_run_group_tests_name("math/neighbours", tests, NULL, NULL);
}
