#include "weights.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"

static size_t padded(size_t dims)
{
	size_t n = (dims + TRAIN_LANES - 1) / TRAIN_LANES * TRAIN_LANES;

	return n % 1024 == 0 ? n + TRAIN_LANES : n;
}

static void fill_row(float *row, size_t dims, struct rng *rng)
{
	float width = 2.0f / (float)dims;

	for (size_t i = 0; i < dims; i++)
		row[i] = (rng_unit(rng) - 0.5f) * width;
}

static enum status shape(struct weights *w, size_t inputs, size_t outputs, size_t dims,
			 struct error *err)
{
	enum status st;

	*w = (struct weights){ .dims = dims, .n = padded(dims) };
	st = matrix_init(&w->in, inputs, w->n, err);
	if (!st)
		st = matrix_init(&w->out, outputs, w->n, err);
	if (st)
		weights_release(w);
	return st;
}

enum status weights_init(struct weights *w, size_t inputs, size_t outputs, size_t dims,
			 uint64_t seed, struct error *err)
{
	enum status st = shape(w, inputs, outputs, dims, err);

	for (size_t i = 0; i < inputs && !st; i++) {
		struct rng rng = rng_make(seed, 0x1217, i);

		fill_row(matrix_row(&w->in, i), dims, &rng);
	}
	return st;
}

void weights_release(struct weights *w)
{
	matrix_release(&w->in);
	matrix_release(&w->out);
}

enum status weights_copy_init(struct weights *to, const struct weights *from, struct error *err)
{
	enum status st = shape(to, from->in.rows, from->out.rows, from->dims, err);

	if (!st)
		weights_copy(to, from);
	return st;
}

void weights_copy(struct weights *to, const struct weights *from)
{
	memcpy(to->in.data, from->in.data, from->in.rows * from->n * sizeof(float));
	memcpy(to->out.data, from->out.data, from->out.rows * from->n * sizeof(float));
}

/* x − x is 0 for every finite x: a sum of such is 0 or NaN. */
static int is_finite(const struct matrix *m)
{
	for (size_t r = 0; r < m->rows; r++) {
		const float *x = matrix_row(m, r);
		float sum = 0;

		for (size_t i = 0; i < m->cols; i++)
			sum += x[i] - x[i];
		if (isnan(sum))
			return 0;
	}
	return 1;
}

int weights_are_finite(const struct weights *w)
{
	return is_finite(&w->in) && is_finite(&w->out);
}
