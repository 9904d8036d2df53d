/*
 * The kernels of training, every table this processor has, against plain double precision.
 */
#include "unit.h"

#include <math.h>

#include "base/compiler.h"
#include "math/matrix.h"
#include "math/train_kernels.h"
#include "toy_model.h"

static const char *const names[] = { "scalar", "avx2", "avx512", "avx512bf16", "neon" };
static const size_t widths[] = { 16, 32, 48, 64, 96, 112, 128, 304, 1040 };
enum { TARGETS = 40 };

static uint64_t state = 42;

static struct matrix noise(size_t rows, size_t cols)
{
	struct matrix m;

	if (matrix_init(&m, rows, cols, NULL))
		fail_msg("no memory");
	for (size_t r = 0; r < rows; r++)
		for (size_t i = 0; i < cols; i++)
			matrix_row(&m, r)[i] = (float)toy_normal(&state);
	return m;
}

static void near(double got, double want, double size, const char *what)
{
	if (!(fabs(got - want) <= 2e-5 * (1 + size)))
		fail_msg("%s: %.9g instead of %.9g", what, got, want);
}

/* Does the table round the factors of its products? Then what it says is checked on rounded ones. */
static bool is_short(const struct train_kernels *k)
{
	return strcmp(k->name, "avx512bf16") == 0;
}

/* To 8 bits of mantissa, to nearest, ties to even; numbers too small to be normal are 0. */
static double factor(const struct train_kernels *k, float v)
{
	double unit;
	int exponent;

	if (!is_short(k))
		return (double)v;
	if (fabsf(v) < 0x1p-126f)
		return 0;
	frexp((double)v, &exponent);
	unit = ldexp(1, exponent - 8);
	return rint((double)v / unit) * unit;
}

static double product_dot(const struct train_kernels *k, const float *x, const float *y, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += factor(k, x[i]) * factor(k, y[i]);
	return sum;
}

/* Pointers to the rows; freed by the caller. */
static const float **rows_of(const struct matrix *m)
{
	const float **rows = calloc(m->rows, sizeof(*rows));

	for (size_t i = 0; i < m->rows; i++)
		rows[i] = matrix_row(m, i);
	return rows;
}

static double plain_dot(const float *x, const float *y, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)x[i] * (double)y[i];
	return sum;
}

static double plain_sigmoid(double x)
{
	return 1 / (1 + exp(-x));
}

static void check_rows(const struct train_kernels *k, size_t n)
{
	struct matrix m = noise(4, n);
	float *x = matrix_row(&m, 0), *y = matrix_row(&m, 1), *z = matrix_row(&m, 2);
	float *before = matrix_row(&m, 3);

	near((double)k->dot(x, y, n), plain_dot(x, y, n), (double)n, k->name);
	memcpy(before, y, n * sizeof(float));
	k->axpy(y, -0.75f, x, n);
	for (size_t i = 0; i < n; i++)
		near((double)y[i], (double)before[i] - 0.75 * (double)x[i], 1, "axpy");
	memcpy(before, z, n * sizeof(float));
	k->add(z, x, n);
	for (size_t i = 0; i < n; i++)
		assert_true(z[i] == before[i] + x[i]);
	memcpy(before, z, n * sizeof(float));
	k->scale(z, 0.3f, n);
	for (size_t i = 0; i < n; i++)
		assert_true(z[i] == before[i] * 0.3f);
	k->ask(z, n);
	matrix_release(&m);
}

static void check_spread(const struct train_kernels *k, const struct train_pairs *p,
			 const struct matrix *dy0, const double *x0, size_t n)
{
	double *want = calloc(n, sizeof(*want));

	memcpy(want, x0, n * sizeof(*want));
	k->spread(p, n);
	for (size_t j = 0; j < p->count; j++)
		for (size_t i = 0; i < n; i++) {
			double g = (double)p->g[j];

			want[i] += g * (double)p->y[j][i];
			near((double)p->dy[j][i],
			     (double)matrix_row(dy0, j)[i] + g * (double)p->x[i], 4, "dy");
		}
	for (size_t i = 0; i < n; i++)
		near((double)p->x_out[i], want[i], 20, "x_out");
	free(want);
}

static void check_pairs(const struct train_kernels *k, size_t n, size_t count)
{
	struct matrix y = noise(count, n), dy = noise(count, n), x = noise(3, n);
	struct matrix dy0 = noise(count, n);
	const float *ys[TARGETS];
	float *dys[TARGETS], g[TARGETS + 4];
	double *before = calloc(n, sizeof(*before));
	struct train_pairs p = { .x = matrix_row(&x, 0),
				 .x_out = matrix_row(&x, 1),
				 .y = ys,
				 .dy = dys,
				 .count = count,
				 .g = g };

	for (size_t j = 0; j < count; j++) {
		ys[j] = matrix_row(&y, j);
		dys[j] = matrix_row(&dy, j);
		memcpy(matrix_row(&dy0, j), dys[j], n * sizeof(float));
	}
	for (size_t i = 0; i < n; i++)
		before[i] = (double)p.x_out[i];
	k->dots(&p, n);
	for (size_t j = 0; j < count; j++)
		near((double)g[j], -plain_dot(p.x, ys[j], n), (double)n, "dots");
	for (size_t j = 0; j < count; j++)
		g[j] *= 0.01f;
	check_spread(k, &p, &dy0, before, n);
	memcpy(matrix_row(&x, 2), matrix_row(&x, 0), n * sizeof(float));
	k->gather(matrix_row(&x, 2), ys, count, n);
	for (size_t i = 0; i < n; i++) {
		double sum = (double)matrix_row(&x, 0)[i];

		for (size_t j = 0; j < count; j++)
			sum += (double)ys[j][i];
		near((double)matrix_row(&x, 2)[i], sum, (double)count, "gather");
	}
	free(before);
	matrix_release(&x);
	matrix_release(&y);
	matrix_release(&dy);
	matrix_release(&dy0);
}

/* The other update: the transpose of the coefficients s (m, shared) times x, added to y. */
static void check_across(const struct train_kernels *k, const struct matrix *s,
			 const struct matrix *y, const struct matrix *x, size_t m, size_t shared)
{
	size_t n = x->cols;
	struct matrix out = noise(shared, n);
	float **rows = calloc(shared, sizeof(*rows));
	const float **xs = rows_of(x);

	for (size_t j = 0; j < shared; j++) {
		rows[j] = matrix_row(&out, j);
		memcpy(rows[j], matrix_row(y, j), n * sizeof(float));
	}
	k->accumulate(rows, shared, s->data, 1, shared, m, xs, n);
	for (size_t j = 0; j < shared; j++)
		for (size_t d = 0; d < n; d++) {
			double want = (double)matrix_row(y, j)[d], size = 0;

			for (size_t i = 0; i < m; i++) {
				double term = factor(k, s->data[i * shared + j]) *
					      factor(k, matrix_row(x, i)[d]);

				want += term;
				size += fabs(term);
			}
			near((double)rows[j][d], want, size, "accumulate across");
		}
	free(rows);
	free(xs);
	matrix_release(&out);
}

static void check_products(const struct train_kernels *k, size_t n, size_t m, size_t shared)
{
	struct matrix x = noise(m, n), y = noise(shared, n), yt = noise(1, n * shared);
	struct matrix s = noise(1, m * shared), c = noise(m, n), before = noise(m, n);
	float **rows = calloc(m, sizeof(*rows));
	const float **ys = rows_of(&y);
	float w[TRAIN_BLOCK_MAX];

	k->transpose(yt.data, ys, shared, n);
	for (size_t j = 0; j < shared && !is_short(k); j++)
		for (size_t i = 0; i < n; i++)
			assert_true(yt.data[i * shared + j] == matrix_row(&y, j)[i]);
	k->scores(s.data, x.data, x.stride, m, yt.data, shared, n);
	for (size_t i = 0; i < m; i++) {
		w[i] = (float)toy_normal(&state);
		for (size_t j = 0; j < shared; j++)
			near((double)s.data[i * shared + j],
			     product_dot(k, matrix_row(&x, i), matrix_row(&y, j), n), (double)n,
			     "scores");
		rows[i] = matrix_row(&c, i);
		memcpy(matrix_row(&before, i), rows[i], n * sizeof(float));
	}
	k->accumulate(rows, m, s.data, shared, 1, shared, ys, n);
	for (size_t i = 0; i < m; i++)
		for (size_t d = 0; d < n; d++) {
			double want = (double)matrix_row(&before, i)[d], size = 0;

			for (size_t j = 0; j < shared; j++) {
				double term = factor(k, s.data[i * shared + j]) *
					      factor(k, matrix_row(&y, j)[d]);

				want += term;
				size += fabs(term);
			}
			near((double)rows[i][d], want, size, "accumulate");
		}
	check_across(k, &s, &y, &x, m, shared);
	k->sigmoids(s.data, w, m, shared);
	for (size_t i = 0; i < m; i++)
		for (size_t j = 0; j < shared; j++)
			near((double)s.data[i * shared + j],
			     (double)w[i] * plain_sigmoid(product_dot(k, matrix_row(&x, i),
								      matrix_row(&y, j), n)),
			     0, "sigmoids");
	free(rows);
	free(ys);
	matrix_release(&x);
	matrix_release(&y);
	matrix_release(&yt);
	matrix_release(&s);
	matrix_release(&c);
	matrix_release(&before);
}

/* The same row twice: both shares arrive. */
static void check_shared_row(const struct train_kernels *k)
{
	struct matrix b = noise(3, 16), c = noise(1, 16);
	float a[6] __attribute__((aligned(64))) = { 1, 2, 3, 4, 5, 6 }, before[16];
	float *rows[2] = { c.data, c.data };
	const float **bs = rows_of(&b);

	memcpy(before, c.data, sizeof(before));
	k->accumulate(rows, 2, a, 3, 1, 3, bs, 16);
	free(bs);
	for (size_t i = 0; i < 16; i++) {
		double want = (double)before[i];

		for (size_t j = 0; j < 3; j++)
			want += (double)(a[j] + a[3 + j]) * factor(k, matrix_row(&b, j)[i]);
		near((double)c.data[i], want, 20, "shared row");
	}
	matrix_release(&b);
	matrix_release(&c);
}

static void every_table_computes_what_it_says(void **unused)
{
	size_t found = 0;

	(void)unused;
	for (size_t t = 0; t < ARRAY_LEN(names); t++) {
		const struct train_kernels *k = train_kernels_find(names[t]);

		if (!k)
			continue;
		found++;
		assert_string_equal(k->name, names[t]);
		check_shared_row(k);
		for (size_t i = 0; i < ARRAY_LEN(widths); i++) {
			check_rows(k, widths[i]);
			for (size_t count = 1; count <= 11; count++)
				check_pairs(k, widths[i], count);
			check_pairs(k, widths[i], TARGETS);
			check_products(k, widths[i], 1 + i, 48);
			check_products(k, widths[i], 32, 16 * (1 + i % 6));
		}
	}
	assert_true(found >= 1);
	assert_non_null(train_kernels_get());
	assert_null(train_kernels_find("sse9"));
}

static void sigmoid_is_right_from_end_to_end(void **unused)
{
	static const float xs[] = { 0.0f,   -0.0f,    1e-6f,	 0.34f, -0.35f, 6.0f,
				    -6.0f,  20.0f,    -20.0f,	 45.0f, -45.0f, 1e30f,
				    -1e30f, INFINITY, -INFINITY, 88.0f };
	float s[32] __attribute__((aligned(64))), w[1] = { 1 };

	(void)unused;
	for (size_t t = 0; t < ARRAY_LEN(names); t++) {
		const struct train_kernels *k = train_kernels_find(names[t]);

		if (!k)
			continue;
		for (size_t i = 0; i < 32; i++)
			s[i] = xs[i % ARRAY_LEN(xs)];
		k->sigmoids(s, w, 1, 32);
		for (size_t i = 0; i < 32; i++) {
			double want = plain_sigmoid((double)xs[i % ARRAY_LEN(xs)]);

			if (!(fabs((double)s[i] - want) <= 3e-7 * want + 1e-17))
				fail_msg("%s: sigmoid(%g) = %.9g, not %.9g", k->name,
					 (double)xs[i % ARRAY_LEN(xs)], (double)s[i], want);
		}
		s[0] = NAN;
		k->sigmoids(s, w, 1, 32);
		assert_true(isnan(s[0]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_table_computes_what_it_says),
		cmocka_unit_test(sigmoid_is_right_from_end_to_end),
	};

	return cmocka_run_group_tests_name("math/train_kernels", tests, NULL, NULL);
}
