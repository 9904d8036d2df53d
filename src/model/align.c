#include "model/align.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "math/procrustes.h"
#include "math/vec.h"

#define BLOCK	 512
#define NO_DRIFT 1e-6 /* what rows in f32 leave of no drift at all */

static bool has_direction(const struct model *m, uint32_t row)
{
	return m->norms[row] > 0 && isfinite(m->norms[row]);
}

static enum status find_shared(struct alignment *al, const struct model *a, const struct model *b,
			       struct error *err)
{
	void *p;

	if (mem_try_calloc(&p, model_rows(a), 2 * sizeof(uint32_t), "the shared words", err))
		return ST_NOMEM;
	al->a = p;
	al->b = al->a + model_rows(a);
	for (uint32_t row = 0; row < model_rows(a); row++) {
		size_t n;
		const char *word = vocab_word(a->vocab, row, &n);
		uint32_t other = vocab_find(b->vocab, word, n);

		if (other == VOCAB_NONE || !has_direction(a, row) || !has_direction(b, other) ||
		    vocab_find(a->vocab, word, n) != row)
			continue;
		al->a[al->shared] = row;
		al->b[al->shared++] = other;
	}
	if (!al->shared)
		return error_set(err, ST_FAILED, "%s and %s have no word in common", a->name,
				 b->name);
	return ST_OK;
}

/* At length 1, filled up with zeros. */
static void put_unit(double *out, size_t dims, const struct model *m, uint32_t row)
{
	const float *x = model_row(m, row);
	double length = vec_norm(x, model_dims(m));

	memset(out, 0, dims * sizeof(*out));
	for (size_t i = 0; i < model_dims(m); i++)
		out[i] = (double)x[i] / length;
}

static enum status add_anchors(struct alignment *al, const struct model *a, const struct model *b,
			       double *sum, const struct progress *progress, struct error *err)
{
	size_t d = al->dims;
	double *x = xcalloc(BLOCK * d, sizeof(*x)), *y = xcalloc(BLOCK * d, sizeof(*y));
	enum status st = ST_OK;

	for (size_t at = 0; st == ST_OK && at < al->anchors; at += BLOCK) {
		size_t n = MIN(BLOCK, al->anchors - at);

		for (size_t i = 0; i < n; i++) {
			put_unit(x + i * d, d, a, al->a[at + i]);
			put_unit(y + i * d, d, b, al->b[at + i]);
		}
		procrustes_add(sum, x, y, n, d);
		if (!progress_step(progress, at, al->anchors))
			st = progress_cancelled(err);
	}
	free(x);
	free(y);
	return st;
}

static enum status fit(struct alignment *al, const struct model *a, const struct model *b,
		       const struct progress *progress, struct error *err)
{
	void *sum = NULL, *r = NULL;
	size_t all;
	enum status st = ST_OK;

	if (!size_mul(al->dims, al->dims, &all))
		return error_set(err, ST_NOMEM, "not enough memory for a rotation");
	st = mem_try_calloc(&sum, all, sizeof(double), "the rotation", err);
	if (st == ST_OK)
		st = mem_try_calloc(&r, all, sizeof(double), "the rotation", err);
	al->r = r;
	if (st == ST_OK)
		st = add_anchors(al, a, b, sum, progress, err);
	if (st == ST_OK)
		st = procrustes_solve(al->r, sum, al->dims, err);
	free(sum);
	return st;
}

enum status align_fit(struct alignment *out, const struct model *a, const struct model *b,
		      size_t max_anchors, const struct progress *progress, struct error *err)
{
	struct alignment al = { .from_dims = model_dims(a),
				.to_dims = model_dims(b),
				.dims = MAX(model_dims(a), model_dims(b)) };
	enum status st = find_shared(&al, a, b, err);

	al.anchors = MIN(al.shared, max_anchors);
	if (st == ST_OK)
		st = fit(&al, a, b, progress, err);
	if (st == ST_OK)
		*out = al;
	else
		align_release(&al);
	return st;
}

void align_release(struct alignment *al)
{
	free(al->a);
	free(al->r);
	*al = (struct alignment){ 0 };
}

void align_row(const struct alignment *al, const float *row, double *out)
{
	memset(out, 0, al->dims * sizeof(*out));
	for (size_t i = 0; i < al->from_dims; i++)
		for (size_t j = 0; j < al->dims; j++)
			out[j] += (double)row[i] * al->r[i * al->dims + j];
}

double align_drift(const struct alignment *al, const struct model *a, const struct model *b,
		   size_t i)
{
	double *turned = xcalloc(al->dims, sizeof(*turned)), dot = 0, length;
	const float *y = model_row(b, al->b[i]);

	align_row(al, model_row(a, al->a[i]), turned);
	length = vec_norm_f64(turned, al->dims) * vec_norm(y, al->to_dims);
	for (size_t j = 0; j < al->to_dims; j++)
		dot += turned[j] * (double)y[j];
	free(turned);
	dot = 1 - dot / length;
	return dot < NO_DRIFT ? 0 : dot;
}
