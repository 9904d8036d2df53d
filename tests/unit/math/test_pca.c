#include "unit.h"

#include <math.h>
#include <stdbool.h>

#include "base/compiler.h"
#include "math/pca.h"
#include "math/vec.h"
#include "reference.h"
#include "toy_model.h"

static void assert_close(double got, double want, double within)
{
	if (!(fabs(got - want) <= within))
		fail_msg("%.12g instead of %.12g", got, want);
}

/* Rows of n × d numbers whose axes have spreads 1, 1/2, 1/4 … in a turned frame. */
static struct matrix spread_rows(size_t n, size_t d, uint64_t seed)
{
	struct matrix m;
	double *frame = calloc(d * d, sizeof(*frame));

	assert_int_equal(matrix_init(&m, n, d, NULL), ST_OK);
	for (size_t i = 0; i < d * d; i++)
		frame[i] = toy_normal(&seed);
	for (size_t r = 0; r < n; r++)
		for (size_t k = 0; k < d; k++) {
			double x = toy_normal(&seed) * ldexp(1, -(int)MIN(k, 20));

			for (size_t j = 0; j < d; j++)
				matrix_row(&m, r)[j] += (float)(x * frame[k * d + j]);
		}
	free(frame);
	return m;
}

static void fit(struct pca *pca, const struct matrix *m, const uint32_t *ids, size_t n, size_t p)
{
	assert_int_equal(pca_fit(pca, m, ids, n, p, false, 2, NULL, NULL), ST_OK);
}

/* Orthonormal axes, falling variance, and each the eigenvector of the covariance: C v = λ v. */
static void check_axes(const struct pca *pca, const struct matrix *m)
{
	size_t n = m->rows, d = pca->dims;
	double *cv = calloc(d, sizeof(*cv));

	for (size_t a = 0; a < pca->components; a++) {
		const double *v = pca->axes + a * d;

		for (size_t b = 0; b <= a; b++) {
			double dot = 0;

			for (size_t j = 0; j < d; j++)
				dot += v[j] * pca->axes[b * d + j];
			assert_close(dot, a == b, 1e-9);
		}
		if (a)
			assert_true(pca->variance[a] <= pca->variance[a - 1]);
		memset(cv, 0, d * sizeof(*cv));
		for (size_t r = 0; r < n; r++) {
			double t = 0;

			for (size_t j = 0; j < d; j++)
				t += ((double)matrix_row(m, r)[j] - pca->mean[j]) * v[j];
			for (size_t j = 0; j < d; j++)
				cv[j] += t * ((double)matrix_row(m, r)[j] - pca->mean[j]);
		}
		for (size_t j = 0; j < d; j++)
			assert_close(cv[j] / (double)(n - 1), pca->variance[a] * v[j],
				     1e-9 * pca->variance[0]);
	}
	free(cv);
}

static void axes_are_eigenvectors_of_the_covariance(void **state)
{
	static const size_t shapes[][2] = { { 50, 3 },	 { 2, 5 },   { 3, 1 },	 { 300, 40 },
					    { 40, 300 }, { 40, 40 }, { 41, 40 }, { 3000, 12 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		struct matrix m = spread_rows(shapes[i][0], shapes[i][1], i + 1);
		struct pca pca;

		fit(&pca, &m, NULL, m.rows, 6);
		assert_int_equal(pca.components, MIN(6, MIN(m.rows - 1, m.cols)));
		check_axes(&pca, &m);
		pca_release(&pca);
		matrix_release(&m);
	}
}

static void variances_add_up_to_the_total(void **state)
{
	struct matrix m = spread_rows(200, 15, 3);
	struct pca pca;
	double sum = 0;

	(void)state;
	fit(&pca, &m, NULL, m.rows, 15);
	for (size_t c = 0; c < 15; c++)
		sum += pca.variance[c];
	assert_close(sum, pca.total_variance, 1e-9 * sum);
	pca_release(&pca);
	matrix_release(&m);
}

/* The same through the covariance and, with columns of zeros added, through the Gram matrix. */
static void both_ways_give_the_same_axes(void **state)
{
	struct matrix m = spread_rows(60, 20, 4), wide;
	struct pca a, b;

	(void)state;
	assert_int_equal(matrix_init(&wide, 60, 100, NULL), ST_OK);
	for (size_t r = 0; r < 60; r++)
		memcpy(matrix_row(&wide, r), matrix_row(&m, r), 20 * sizeof(float));
	fit(&a, &m, NULL, 60, 5);
	fit(&b, &wide, NULL, 60, 5);
	for (size_t c = 0; c < 5; c++) {
		assert_close(b.variance[c], a.variance[c], 1e-9 * a.variance[0]);
		for (size_t j = 0; j < 20; j++)
			assert_close(b.axes[c * 100 + j], a.axes[c * 20 + j], 1e-6);
	}
	assert_close(b.total_variance, a.total_variance, 1e-9 * a.total_variance);
	pca_release(&a);
	pca_release(&b);
	matrix_release(&m);
	matrix_release(&wide);
}

static void threads_do_not_change_a_bit(void **state)
{
	static const size_t shapes[][2] = { { 5000, 30 }, { 100, 900 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		struct matrix m = spread_rows(shapes[i][0], shapes[i][1], 5);
		struct pca a, b;

		for (size_t threads = 1; threads <= 4; threads += 3)
			assert_int_equal(pca_fit(threads == 1 ? &a : &b, &m, NULL, m.rows, 4, true,
						 threads, NULL, NULL),
					 ST_OK);
		assert_memory_equal(a.axes, b.axes, 4 * m.cols * sizeof(double));
		assert_memory_equal(a.variance, b.variance, 4 * sizeof(double));
		pca_release(&a);
		pca_release(&b);
		matrix_release(&m);
	}
}

static void moving_and_reordering_change_nothing(void **state)
{
	struct matrix m = spread_rows(500, 10, 6), moved;
	uint32_t ids[500];
	struct pca a, b;
	double x[3], y[3];

	(void)state;
	assert_int_equal(matrix_init(&moved, 500, 10, NULL), ST_OK);
	for (uint32_t r = 0; r < 500; r++) {
		ids[r] = (r * 7) % 500;
		for (size_t j = 0; j < 10; j++)
			matrix_row(&moved, r)[j] = matrix_row(&m, r)[j] + 8;
	}
	fit(&a, &m, NULL, 500, 3);
	fit(&b, &moved, ids, 500, 3);
	for (size_t r = 0; r < 500; r++) {
		pca_project(&a, matrix_row(&m, r), false, x);
		pca_project(&b, matrix_row(&moved, r), false, y);
		for (size_t c = 0; c < 3; c++)
			assert_close(y[c], x[c], 2e-5 * sqrt(a.variance[0]));
	}
	pca_release(&a);
	pca_release(&b);
	matrix_release(&m);
	matrix_release(&moved);
}

static void the_greatest_loading_is_positive(void **state)
{
	struct matrix m = spread_rows(300, 8, 7);
	struct pca pca;

	(void)state;
	for (int flip = 0; flip < 2; flip++) {
		fit(&pca, &m, NULL, 300, 8);
		for (size_t c = 0; c < 8; c++) {
			const double *v = pca.axes + c * 8;
			size_t at = 0;

			for (size_t j = 1; j < 8; j++)
				if (fabs(v[j]) > fabs(v[at]))
					at = j;
			assert_true(v[at] > 0);
		}
		pca_release(&pca);
		for (size_t r = 0; r < 300; r++)
			for (size_t j = 0; j < 8; j++)
				matrix_row(&m, r)[j] *= -1;
	}
	matrix_release(&m);
}

static void rows_that_do_not_vary(void **state)
{
	struct matrix m;
	struct pca pca;
	double out[3];

	(void)state;
	for (size_t n = 1; n <= 12; n += 11) /* by Gram matrix and by covariance */
		for (size_t d = 3; d <= 30; d += 27) {
			assert_int_equal(matrix_init(&m, n, d, NULL), ST_OK);
			for (size_t r = 0; r < n; r++)
				matrix_row(&m, r)[1] = 2;
			fit(&pca, &m, NULL, n, 3);
			assert_true(pca.total_variance == 0);
			assert_true(pca.mean[1] == 2);
			pca_project(&pca, matrix_row(&m, 0), false, out);
			for (size_t c = 0; c < pca.components; c++)
				assert_true(out[c] == 0);
			pca_release(&pca);
			matrix_release(&m);
		}
	assert_int_equal(matrix_init(&m, 5, 3, NULL), ST_OK);
	assert_int_equal(pca_fit(&pca, &m, NULL, 0, 2, false, 1, NULL, NULL), ST_FAILED);
	matrix_row(&m, 2)[1] = NAN;
	assert_int_equal(pca_fit(&pca, &m, NULL, 5, 2, false, 1, NULL, NULL), ST_FAILED);
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
	struct matrix m = spread_rows(5000, 20, 8);

	(void)state;
	for (int calls = 0; calls < 60; calls++) {
		int left = calls;
		struct progress progress = { stop_at, &left };
		struct pca pca = { .dims = 77 };
		enum status st = pca_fit(&pca, &m, NULL, 5000, 2, true, 2, &progress, NULL);

		assert_int_equal(st, left < 0 ? ST_CANCELLED : ST_OK);
		if (st == ST_OK)
			pca_release(&pca);
		else
			assert_int_equal(pca.dims, 77);
	}
	matrix_release(&m);
}

/* Shares of the variance computed elsewhere in double precision. */
static void equals_reference_numbers(void **state)
{
	static const double want[] = { 0.09109327, 0.06156957, 0.05213471, 0.04764284, 0.04196383 };
	char *path = fixture_path("generated/w2v-c.bin");
	struct model *m;
	struct pca pca;

	(void)state;
	if (!path)
		skip();
	m = toy_model_read_bin(path);
	assert_int_equal(pca_fit(&pca, &m->matrix, NULL, 298, 5, false, 0, NULL, NULL), ST_OK);
	for (size_t c = 0; c < ARRAY_LEN(want); c++)
		assert_close(pca.variance[c] / pca.total_variance, want[c], 1e-8);
	pca_release(&pca);
	toy_model_free(m);
	free(path);
}

/* Numbers of columns around those of a tile. */
static void covariances_of_any_width(void **state)
{
	(void)state;
	for (size_t d = 1; d <= 50; d++) {
		struct matrix m = spread_rows(60, d, d);
		struct pca pca;

		fit(&pca, &m, NULL, m.rows, MIN(d, 4));
		check_axes(&pca, &m);
		pca_release(&pca);
		matrix_release(&m);
	}
}

/* --- few components of large matrices --------------------------------------------------------- */

/* Turn all rows by a reflection (Householder), which leaves the spectrum as it is. */
static void reflect(struct matrix *m, uint64_t seed)
{
	double *v = calloc(m->cols, sizeof(*v)), length = 0;

	for (size_t j = 0; j < m->cols; j++) {
		v[j] = toy_normal(&seed);
		length += v[j] * v[j];
	}
	for (size_t r = 0; r < m->rows; r++) {
		double along = 2 * vec_dot(matrix_row(m, r), v, m->cols) / length;

		for (size_t j = 0; j < m->cols; j++)
			matrix_row(m, r)[j] -= (float)(along * v[j]);
	}
	free(v);
}

/* Variances fall as 1 / k, as those of word vectors do after the first few. */
static struct matrix slowly_falling(size_t n, size_t d)
{
	struct matrix m;
	uint64_t seed = 11;

	assert_int_equal(matrix_init(&m, n, d, NULL), ST_OK);
	for (size_t r = 0; r < n; r++)
		for (size_t k = 0; k < d; k++)
			matrix_row(&m, r)[k] =
				(float)(toy_normal(&seed) / sqrt((double)(k + 1)) + 0.01);
	reflect(&m, 1);
	reflect(&m, 2);
	return m;
}

/* Many components are found exactly, of whatever size the matrix is; few of a large one are not. */
static void few_of_many_dimensions_are_the_exact_ones(void **state)
{
	enum { FEW = 5, MANY = 130 };
	static const size_t shapes[][2] = { { 1500, 1100 }, { 1100, 1500 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		struct matrix m = slowly_falling(shapes[i][0], shapes[i][1]);
		struct pca exact, few, again;

		fit(&exact, &m, NULL, m.rows, MANY);
		fit(&few, &m, NULL, m.rows, FEW);
		assert_true(exact.residual == 0 && few.residual > 0 && few.residual < 1e-9);
		assert_int_equal(few.components, FEW);
		for (size_t c = 0; c < FEW; c++) {
			assert_close(few.variance[c], exact.variance[c], 1e-9 * exact.variance[c]);
			for (size_t j = 0; j < m.cols; j++)
				assert_close(few.axes[c * m.cols + j], exact.axes[c * m.cols + j],
					     1e-6);
		}
		assert_close(few.total_variance, exact.total_variance, 1e-9 * exact.total_variance);
		assert_int_equal(pca_fit(&again, &m, NULL, m.rows, FEW, false, 1, NULL, NULL),
				 ST_OK);
		assert_memory_equal(few.axes, again.axes, FEW * m.cols * sizeof(double));
		assert_memory_equal(few.variance, again.variance, FEW * sizeof(double));
		pca_release(&exact);
		pca_release(&few);
		pca_release(&again);
		matrix_release(&m);
	}
}

/* Fewer directions than are asked for, none at all, NaN, and being told to stop. */
static void large_matrices_that_are_odd(void **state)
{
	struct matrix m;
	struct pca pca;

	(void)state;
	assert_int_equal(matrix_init(&m, 1100, 1200, NULL), ST_OK);
	fit(&pca, &m, NULL, m.rows, 3);
	assert_true(pca.total_variance == 0 && pca.residual == 0);
	pca_release(&pca);
	for (size_t r = 0; r < m.rows; r++) {
		matrix_row(&m, r)[7] = (float)(r % 2);
		matrix_row(&m, r)[900] = (float)(r % 3) / 8;
	}
	fit(&pca, &m, NULL, m.rows, 3);
	assert_int_equal(pca.components, 2);
	assert_close(pca.axes[7], 1, 1e-3);
	assert_close(pca.axes[m.cols + 900], 1, 1e-3);
	assert_close(pca.variance[0] + pca.variance[1], pca.total_variance, 1e-12);
	pca_release(&pca);
	for (int calls = 0; calls < 40; calls += 5) {
		int left = calls;
		struct progress progress = { stop_at, &left };

		pca = (struct pca){ .dims = 77 };
		if (pca_fit(&pca, &m, NULL, m.rows, 3, true, 2, &progress, NULL) == ST_OK) {
			pca_release(&pca);
			continue;
		}
		assert_true(left < 0 && pca.dims == 77);
	}
	matrix_row(&m, 500)[3] = NAN;
	assert_int_equal(pca_fit(&pca, &m, NULL, m.rows, 3, false, 1, NULL, NULL), ST_FAILED);
	matrix_release(&m);
}

/* Components, variances, shares and coordinates that scikit-learn finds. */
static void equals_scikit_learn(void **state)
{
	enum { P = 5, R = REFERENCE_ROWS, W = REFERENCE_DIMS };
	double *axes = reference_numbers("pca_components", P * W);
	double *variance = reference_numbers("pca_variance", P);
	double *ratio = reference_numbers("pca_ratio", P);
	double *xy = reference_numbers("pca_coordinates", R * P);
	double *corner = reference_numbers("matrix_corner", 8), got[P];
	struct matrix m;
	struct pca pca;

	(void)state;
	reference_matrix(&m);
	for (size_t i = 0; i < 8; i++)
		assert_close((double)matrix_row(&m, i / 4)[i % 4], corner[i], 1e-7);
	fit(&pca, &m, NULL, R, P);
	for (size_t c = 0; c < P; c++) {
		assert_close(pca.variance[c], variance[c], 1e-10 * variance[0]);
		assert_close(pca.variance[c] / pca.total_variance, ratio[c], 1e-10);
	}
	for (size_t i = 0; i < P * W; i++)
		assert_close(pca.axes[i], axes[i], 1e-9);
	for (size_t i = 0; i < R; i++) {
		pca_project(&pca, matrix_row(&m, i), false, got);
		for (size_t c = 0; c < P; c++) /* rounded to a millionth of the span */
			assert_close(got[c], xy[i * P + c], 4e-6 * sqrt(variance[0]));
	}
	pca_release(&pca);
	matrix_release(&m);
	free(axes);
	free(variance);
	free(ratio);
	free(xy);
	free(corner);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(axes_are_eigenvectors_of_the_covariance),
		cmocka_unit_test(variances_add_up_to_the_total),
		cmocka_unit_test(both_ways_give_the_same_axes),
		cmocka_unit_test(threads_do_not_change_a_bit),
		cmocka_unit_test(moving_and_reordering_change_nothing),
		cmocka_unit_test(the_greatest_loading_is_positive),
		cmocka_unit_test(rows_that_do_not_vary),
		cmocka_unit_test(stops_when_told),
		cmocka_unit_test(equals_reference_numbers),
		cmocka_unit_test(covariances_of_any_width),
		cmocka_unit_test(few_of_many_dimensions_are_the_exact_ones),
		cmocka_unit_test(large_matrices_that_are_odd),
		cmocka_unit_test(equals_scikit_learn),
	};

	return cmocka_run_group_tests_name("math/pca", tests, NULL, NULL);
}
