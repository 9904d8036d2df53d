/*
 * 3CosAvg (Drozd, Gladkova & Matsuoka 2016): d = argmax cos(x, c + mean (b − a)), the mean over the
 * pairs of the relation. The pair that is asked for is left out of the mean, so that a question never
 * helps itself. Words at length 1, as in 3CosAdd.
 */
#include "model/eval_average.h"

#include <stdlib.h>

#include "base/mem.h"
#include "math/vec.h"

struct pair {
	uint32_t section, a, b;
};

static int compare_pairs(const void *x, const void *y)
{
	const struct pair *p = x, *q = y;

	if (p->section != q->section)
		return p->section < q->section ? -1 : 1;
	if (p->a != q->a)
		return p->a < q->a ? -1 : 1;
	return p->b < q->b ? -1 : p->b > q->b;
}

/* Each pair of each section once, sorted; returns how many. */
static size_t collect_pairs(struct pair *pairs, const struct contest *c,
			    const struct eval_questions *q, const uint32_t *expected)
{
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < c->count; i++) {
		const struct contest_item *item = &c->items[i];
		uint32_t section = q->items[item->question].section;

		pairs[n++] = (struct pair){ section, item->row[0], item->row[1] };
		pairs[n++] = (struct pair){ section, item->row[2], expected[item->question] };
	}
	qsort(pairs, n, sizeof(*pairs), compare_pairs);
	for (size_t i = 0; i < n; i++)
		if (!i || compare_pairs(&pairs[i], &pairs[kept - 1]))
			pairs[kept++] = pairs[i];
	return kept;
}

static void add_unit(double *out, const struct model *m, double w, uint32_t row)
{
	double length = (double)m->norms[row];

	if (length > 0)
		vec_add_scaled(out, w / length, model_row(m, row), model_dims(m));
}

static void add_offset(double *out, const struct model *m, double w, const struct pair *p)
{
	add_unit(out, m, w, p->b);
	add_unit(out, m, -w, p->a);
}

/* The vectors of the pairs [begin, end), which are one section. */
static void section_vectors(struct contest *c, const struct pair *pairs, size_t begin, size_t end)
{
	size_t dims = model_dims(c->m);
	double *sum = xcalloc(dims, sizeof(*sum)), others = (double)(end - begin) - 1;

	for (size_t i = begin; i < end; i++)
		add_offset(sum, c->m, 1, &pairs[i]);
	for (size_t i = begin; i < end; i++) {
		double *v = c->vector + i * dims, length;

		if (others > 0) {
			for (size_t j = 0; j < dims; j++)
				v[j] = sum[j] / others;
			add_offset(v, c->m, -1 / others, &pairs[i]);
		}
		add_unit(v, c->m, 1, pairs[i].a);
		length = vec_norm_f64(v, dims);
		if (length > 0)
			vec_scale(v, 1 / length, dims);
	}
	free(sum);
}

static void make_vectors(struct contest *c, const struct pair *pairs)
{
	size_t end;

	for (size_t begin = 0; begin < c->vectors; begin = end) {
		for (end = begin + 1;
		     end < c->vectors && pairs[end].section == pairs[begin].section;)
			end++;
		section_vectors(c, pairs, begin, end);
	}
}

static void point_items(struct contest *c, const struct eval_questions *q, const uint32_t *expected,
			const struct pair *pairs)
{
	for (size_t i = 0; i < c->count; i++) {
		struct contest_item *item = &c->items[i];
		struct pair key = { q->items[item->question].section, item->row[2],
				    expected[item->question] };
		const struct pair *found =
			bsearch(&key, pairs, c->vectors, sizeof(*pairs), compare_pairs);

		item->at[0] = item->at[2] = (uint32_t)c->vectors;
		item->at[1] = (uint32_t)(found - pairs);
	}
}

enum status average_vectors(struct contest *c, const struct eval_questions *q,
			    const uint32_t *expected, struct error *err)
{
	struct pair *pairs;
	size_t doubles;
	void *p, *room;

	if (mem_try_calloc(&p, 2 * c->count + 1, sizeof(*pairs), "the questions", err))
		return ST_NOMEM;
	pairs = p;
	c->vectors = collect_pairs(pairs, c, q, expected);
	if (!size_mul(c->vectors + 1, model_dims(c->m), &doubles) ||
	    mem_try_calloc(&room, doubles, sizeof(double), "the questions", err)) {
		free(pairs);
		return error_set(err, ST_NOMEM, "not enough memory for the questions' pairs");
	}
	c->vector = room;
	make_vectors(c, pairs);
	point_items(c, q, expected, pairs);
	c->vectors++;
	free(pairs);
	return ST_OK;
}
