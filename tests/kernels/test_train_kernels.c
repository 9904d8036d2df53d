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
enum { ROWS = 40, SPAN = 5 };

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

static void check_gather(const struct train_kernels *k, size_t n, size_t count)
{
	struct matrix y = noise(count, n), x = noise(2, n);
	const float *ys[ROWS];

	for (size_t j = 0; j < count; j++)
		ys[j] = matrix_row(&y, j);
	memcpy(matrix_row(&x, 1), matrix_row(&x, 0), n * sizeof(float));
	k->gather(matrix_row(&x, 1), ys, count, n);
	for (size_t i = 0; i < n; i++) {
		double sum = (double)matrix_row(&x, 0)[i];

		for (size_t j = 0; j < count; j++)
			sum += (double)ys[j][i];
		near((double)matrix_row(&x, 1)[i], sum, (double)count, "gather");
	}
	matrix_release(&x);
	matrix_release(&y);
}

/* --- blocks ------------------------------------------------------------------------------------ */

/* A block with rows of its own, and the rows as they were. */
struct plain_block {
	struct train_block b;
	struct matrix x, y, x0, y0, out, out0, g, space, weights;
	const float *xs[TRAIN_BLOCK_MAX];
	float *outs[TRAIN_BLOCK_MAX], **ys;
	int32_t low[TRAIN_BLOCK_MAX + TRAIN_LANES], high[TRAIN_BLOCK_MAX + TRAIN_LANES];
	int32_t self[TRAIN_BLOCK_MAX + TRAIN_LANES];
};

/* Noise with zeros behind the dimensions. */
static struct matrix rows_of(size_t rows, size_t dims, size_t n)
{
	struct matrix m = noise(rows, n);

	for (size_t r = 0; r < rows; r++)
		memset(matrix_row(&m, r) + dims, 0, (n - dims) * sizeof(float));
	return m;
}

static struct matrix copy_of(const struct matrix *m)
{
	struct matrix c = noise(m->rows, m->cols);

	for (size_t r = 0; r < m->rows; r++)
		memcpy(matrix_row(&c, r), matrix_row(m, r), m->cols * sizeof(float));
	return c;
}

/* Input i stands at output i + offset and has some outputs around there as targets, or none. */
static void choose_targets(struct plain_block *p)
{
	struct train_block *b = &p->b;

	for (size_t i = 0; i < b->inputs; i++) {
		int32_t at = (int32_t)(i + b->offset), most = (int32_t)b->near;
		int32_t reach = 1 + (int32_t)(toy_random(&state) % SPAN);

		p->low[i] = MAX(0, at - reach);
		p->high[i] = i % 7 == 3 ? p->low[i] : MIN(most, at + reach + 1);
		p->self[i] = at;
		p->weights.data[i] = -0.01f * (float)(1 + i % 3);
	}
}

static struct plain_block *plain_block(size_t dims, size_t n, size_t inputs, size_t before,
				       size_t after, size_t negatives)
{
	struct plain_block *p = calloc(1, sizeof(*p));
	size_t near = before + inputs + after, outputs = near + negatives;
	size_t stride = (inputs + TRAIN_LANES - 1) / TRAIN_LANES * TRAIN_LANES;

	p->x = rows_of(inputs, dims, n);
	p->y = rows_of(outputs, dims, n);
	p->out = rows_of(inputs, dims, n);
	p->x0 = copy_of(&p->x);
	p->y0 = copy_of(&p->y);
	p->out0 = copy_of(&p->out);
	p->g = noise(1, outputs * stride);
	p->g.data[3] = NAN; /* nobody reads what was there before */
	p->space = noise(1, train_block_space(inputs, outputs, n));
	p->weights = rows_of(1, 0, stride);
	p->ys = calloc(outputs, sizeof(*p->ys));
	for (size_t i = 0; i < inputs; i++) {
		p->xs[i] = matrix_row(&p->x, i);
		p->outs[i] = matrix_row(&p->out, i);
	}
	for (size_t j = 0; j < outputs; j++)
		p->ys[j] = matrix_row(&p->y, j);
	p->b = (struct train_block){ dims,	n,	 inputs,       outputs,		near,
				     before,	SPAN,	 p->xs,	       p->outs,		p->ys,
				     p->low,	p->high, p->self,      p->weights.data, 0.04f,
				     p->g.data, stride,	 p->space.data };
	choose_targets(p);
	return p;
}

static void plain_block_free(struct plain_block *p)
{
	struct matrix *all[] = { &p->x,	   &p->y, &p->out,   &p->x0,	 &p->y0,
				 &p->out0, &p->g, &p->space, &p->weights };

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		matrix_release(all[i]);
	free(p->ys);
	free(p);
}

static bool is_target(const struct plain_block *p, size_t i, size_t j)
{
	int32_t at = (int32_t)j;

	return i < p->b.inputs && p->low[i] <= at && at < p->high[i] && at != p->self[i];
}

static void score_all(const struct train_kernels *k, const struct train_block *b)
{
	size_t j = 0;

	k->take(b);
	for (; j < b->near; j += TRAIN_STRIPE)
		k->scores(b, j, MIN(j + TRAIN_STRIPE, b->near));
	for (j = b->near; j < b->outputs; j += TRAIN_STRIPE)
		k->scores(b, j, MIN(j + TRAIN_STRIPE, b->outputs));
}

/* Scores and coefficients; g keeps the latter. */
static void check_scores(const struct train_kernels *k, const struct plain_block *p)
{
	const struct train_block *b = &p->b;
	double width = is_short(k) ? 0x1p-12 : 4e-7;
	float *scores = calloc(b->outputs * b->stride, sizeof(*scores));

	score_all(k, b);
	memcpy(scores, b->g, b->outputs * b->stride * sizeof(*scores));
	k->coefficients(b);
	for (size_t j = 0; j < b->outputs; j++)
		for (size_t i = 0; i < b->stride; i++) {
			double score = (double)scores[j * b->stride + i], want = 0;
			bool negative = j >= b->near && i < b->inputs;

			if (negative || is_target(p, i, j))
				near(score, product_dot(k, b->x[i], b->y[j], b->n), (double)b->n,
				     "scores");
			if (negative)
				want = (double)b->weights[i] * plain_sigmoid(score);
			else if (is_target(p, i, j))
				want = (double)b->alpha * plain_sigmoid(-score);
			if (!(fabs((double)b->g[j * b->stride + i] - want) <=
			      width * fabs(want) + 1e-17))
				fail_msg("%s: coefficient (%zu, %zu) is %.9g instead of %.9g",
					 k->name, j, i, (double)b->g[j * b->stride + i], want);
		}
	free(scores);
}

/* Row r of what was updated: what it was, and the sum over the other index. */
static void check_row(const struct train_kernels *k, const struct plain_block *p, size_t r,
		      bool inputs)
{
	const struct train_block *b = &p->b;
	const struct matrix *now = inputs ? &p->out : &p->y, *then = inputs ? &p->out0 : &p->y0;
	const struct matrix *other = inputs ? &p->y0 : &p->x0;

	for (size_t d = 0; d < b->n; d++) {
		double want = (double)matrix_row(then, r)[d], size = 0;

		for (size_t j = 0; j < other->rows; j++) {
			float g = inputs ? b->g[j * b->stride + r] : b->g[r * b->stride + j];
			double term = factor(k, g) * factor(k, matrix_row(other, j)[d]);

			want += term;
			size += fabs(term);
		}
		near((double)matrix_row(now, r)[d], want, size, inputs ? "x_out" : "y");
	}
}

static void check_block(const struct train_kernels *k, struct plain_block *p)
{
	check_scores(k, p);
	k->update(&p->b);
	for (size_t i = 0; i < p->b.inputs; i++)
		check_row(k, p, i, true);
	for (size_t j = 0; j < p->b.outputs; j++)
		check_row(k, p, j, false);
	plain_block_free(p);
}

static void check_blocks(const struct train_kernels *k, size_t n)
{
	for (size_t inputs = 1; inputs <= 11; inputs += 2) {
		check_block(k, plain_block(n, n, inputs, 0, 0, 16));
		check_block(k, plain_block(n - inputs, n, inputs, SPAN, inputs % SPAN, 32));
	}
	check_block(k, plain_block(n - 8, n, 32, SPAN, SPAN, 64));
	check_block(k, plain_block(n - 7, n, 29, 2, SPAN, 48));
	check_block(k, plain_block(n, n, TRAIN_BLOCK_MAX, SPAN, 4, 16));
}

/* The same row twice: both shares arrive. */
static void check_shared_row(const struct train_kernels *k)
{
	struct plain_block *p = plain_block(16, 16, 2, 0, 0, 16);
	const float *before = matrix_row(&p->y0, 5), *other = matrix_row(&p->x0, 0);

	p->ys[6] = p->ys[5];
	p->outs[1] = p->outs[0];
	score_all(k, &p->b);
	k->coefficients(&p->b);
	k->update(&p->b);
	for (size_t d = 0; d < 16; d++) {
		const float *g = p->b.g + 5 * p->b.stride, *h = g + p->b.stride;
		double want = (double)before[d];

		want += (factor(k, g[0]) + factor(k, h[0])) * factor(k, other[d]);
		want += (factor(k, g[1]) + factor(k, h[1])) * factor(k, matrix_row(&p->x0, 1)[d]);
		near((double)p->ys[5][d], want, 20, "shared row");
	}
	for (size_t d = 0; d < 16; d++) {
		double want = (double)matrix_row(&p->out0, 0)[d];

		for (size_t j = 0; j < p->b.outputs; j++)
			want += (factor(k, p->b.g[j * p->b.stride]) +
				 factor(k, p->b.g[j * p->b.stride + 1])) *
				factor(k, matrix_row(&p->y0, j == 6 ? 5 : j)[d]);
		near((double)p->outs[0][d], want, 20, "shared input");
	}
	plain_block_free(p);
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
			for (size_t count = 1; count <= ROWS; count += 3)
				check_gather(k, widths[i], count);
			check_blocks(k, widths[i]);
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
	struct plain_block *p = plain_block(16, 16, 1, 0, 0, 16);
	float *g = p->b.g + p->b.stride; /* column 0 of the negatives */

	(void)unused;
	p->weights.data[0] = 1;
	for (size_t t = 0; t < ARRAY_LEN(names); t++) {
		const struct train_kernels *k = train_kernels_find(names[t]);
		double width = k && is_short(k) ? 0x1p-12 : 3e-7;

		if (!k)
			continue;
		for (size_t i = 0; i < ARRAY_LEN(xs); i++)
			g[i * p->b.stride] = xs[i];
		k->coefficients(&p->b);
		for (size_t i = 0; i < ARRAY_LEN(xs); i++) {
			double want = plain_sigmoid((double)xs[i]),
			       got = (double)g[i * p->b.stride];

			if (!(fabs(got - want) <= width * want + 1e-17))
				fail_msg("%s: sigmoid(%g) = %.9g, not %.9g", k->name, (double)xs[i],
					 got, want);
		}
		g[0] = NAN;
		k->coefficients(&p->b);
		assert_true(isnan(g[0]));
	}
	plain_block_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_table_computes_what_it_says),
		cmocka_unit_test(sigmoid_is_right_from_end_to_end),
	};

	return cmocka_run_group_tests_name("math/train_kernels", tests, NULL, NULL);
}
