#include "quantised.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "element.h"

#define CENTROIDS 256
/* A code byte stands for so many numbers at most: beyond, a small file would become a huge matrix
 * (fastText itself makes 2 of one, people up to 8). */
#define PART_MAX 32

static enum status read_array(void **out, struct cursor *c, uint64_t n, size_t size,
			      struct error *err)
{
	size_t bytes;
	enum status st;

	if (!size_mul((size_t)n, size, &bytes) || bytes > cursor_left(c))
		return error_set(err, ST_FORMAT, "it is cut short: its codes go beyond its end");
	st = mem_try_calloc(out, (size_t)n, size, "the codes", err);
	if (!st)
		cursor_bytes(c, *out, bytes);
	return st ? st : c->st;
}

static enum status read_quantiser(struct quantiser *out, struct cursor *c, struct error *err)
{
	void *centroids = NULL;
	enum status st;

	out->dim = cursor_u32(c);
	out->nsubq = cursor_u32(c);
	out->dsub = cursor_u32(c);
	out->lastdsub = cursor_u32(c);
	if (c->st)
		return c->st;
	if (!out->dim || !out->dsub || out->dsub > MIN(out->dim, PART_MAX) ||
	    out->nsubq != (out->dim + (out->dsub - 1)) / out->dsub ||
	    out->lastdsub != out->dim - (out->nsubq - 1) * out->dsub)
		return error_set(err, ST_FORMAT,
				 "its quantiser is none: %u dimensions in %u parts of %u and %u",
				 out->dim, out->nsubq, out->dsub, out->lastdsub);
	st = read_array(&centroids, c, (uint64_t)out->dim * CENTROIDS, sizeof(float), err);
	out->centroids = centroids;
	if (!st && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		element_swap(centroids, (size_t)out->dim * CENTROIDS, sizeof(float));
	return st;
}

static enum status read_parts(struct quantised *q, struct cursor *c, struct error *err)
{
	bool lengths = cursor_u8(c) != 0;
	uint64_t code_bytes, expected;
	void *p = NULL;
	enum status st;

	q->rows = cursor_u64(c);
	q->cols = cursor_u64(c);
	code_bytes = cursor_u32(c);
	if (c->st)
		return c->st;
	st = read_array(&p, c, code_bytes, 1, err);
	q->codes = p;
	if (!st)
		st = read_quantiser(&q->pq, c, err);
	if (st)
		return st;
	if (q->pq.dim != q->cols || __builtin_mul_overflow(q->rows, q->pq.nsubq, &expected) ||
	    expected != code_bytes)
		return error_set(err, ST_FORMAT,
				 "its quantised matrix does not fit: %" PRIu64 " x %" PRIu64
				 " with %" PRIu64 " codes",
				 q->rows, q->cols, code_bytes);
	if (!lengths)
		return ST_OK;
	p = NULL;
	st = read_array(&p, c, q->rows, 1, err);
	q->norm_codes = p;
	if (!st)
		st = read_quantiser(&q->norm_pq, c, err);
	if (!st && q->norm_pq.dim != 1)
		st = error_set(err, ST_FORMAT, "the lengths of its quantised rows have %u parts",
			       q->norm_pq.dim);
	return st;
}

enum status quantised_read(struct quantised *out, struct cursor *c, struct error *err)
{
	struct quantised q = { 0 };
	enum status st = read_parts(&q, c, err);

	if (st)
		quantised_release(&q);
	else
		*out = q;
	return st;
}

void quantised_release(struct quantised *q)
{
	free(q->pq.centroids);
	free(q->norm_pq.centroids);
	free(q->codes);
	free(q->norm_codes);
	*q = (struct quantised){ 0 };
}

void quantised_row(const struct quantised *q, size_t i, float *out)
{
	const struct quantiser *pq = &q->pq;
	const uint8_t *codes = q->codes + i * pq->nsubq;
	float length = q->norm_codes ? q->norm_pq.centroids[q->norm_codes[i]] : 1.0f;

	for (size_t part = 0; part < pq->nsubq; part++) {
		size_t n = part + 1 == pq->nsubq ? pq->lastdsub : pq->dsub;
		const float *centroid =
			pq->centroids + part * CENTROIDS * pq->dsub + (size_t)codes[part] * n;

		for (size_t k = 0; k < n; k++)
			out[part * pq->dsub + k] = length * centroid[k];
	}
}
