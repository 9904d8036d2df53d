/*
 * The vector that an expression stands for, as gensim's get_mean_vector and most_similar have it.
 *
 *	cosine			m = Σ w_k u_k / Σ |w_k|,  q = m / ‖m‖,  u = row / ‖row‖
 *	Euclidean, dot		q = Σ w_k v_k
 */
#include "model/query.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "math/vec.h"

#define CANCELLED 1e-12 /* of the sum of lengths: what rounding leaves of a - a */

static enum status bad_row(const struct model *m, uint32_t row, double length, struct error *err)
{
	return error_set(err, ST_FAILED,
			 length == 0 ? "the vector of \"%s\" is all zero: it has no direction"
				     : "the vector of \"%s\" holds NaN or infinity",
			 vocab_word(m->vocab, row, NULL));
}

static void add_note(struct query *q, const struct model *m, const char *word,
		     const struct lookup *found)
{
	struct strbuf sb = STRBUF_INIT;

	lookup_describe(m, word, found, &sb);
	if (!sb.len)
		return;
	q->notes = xreallocarray(q->notes, q->note_count + 1, sizeof(*q->notes));
	q->notes[q->note_count++] = strbuf_detach(&sb, NULL);
}

static enum status check_numbers(const struct expr_term *t, const struct model *m,
				 struct error *err)
{
	if (t->dims == model_dims(m))
		return ST_OK;
	return error_set(err, ST_FAILED, "the vector has %zu numbers, the rows of %s have %zu",
			 t->dims, m->name, model_dims(m));
}

static enum status find_rows(struct query *q, const struct model *m, const struct expr *e,
			     struct error *err)
{
	q->rows = xcalloc(e->count, sizeof(*q->rows));
	q->weights = xcalloc(e->count, sizeof(*q->weights));
	for (size_t i = 0; i < e->count; i++) {
		struct lookup found = { VOCAB_NONE, LOOKUP_EXACT };
		enum status st = ST_OK;

		if (e->terms[i].vector)
			st = check_numbers(&e->terms[i], m, err);
		else
			st = lookup_word(m, e->terms[i].word, &found, err);
		if (st)
			return st;
		q->rows[i] = found.row;
		q->weights[i] = e->terms[i].weight;
		q->count++;
		if (e->terms[i].word)
			add_note(q, m, e->terms[i].word, &found);
	}
	return ST_OK;
}

/* Numbers are taken as given, never scaled; returns |w| ‖v‖. */
static double add_numbers(struct query *q, const struct expr_term *t)
{
	for (size_t i = 0; i < t->dims; i++)
		q->vector[i] += t->weight * t->vector[i];
	return fabs(t->weight) * vec_norm_f64(t->vector, t->dims);
}

/* Add the rows up; *sum is Σ |w| ‖x‖ of what was added. */
static enum status add_rows(struct query *q, const struct model *m, const struct expr *e, bool unit,
			    double *sum, struct error *err)
{
	size_t dims = model_dims(m);

	*sum = 0;
	for (size_t i = 0; i < q->count; i++) {
		const float *x;
		double length, w = q->weights[i];

		if (e->terms[i].vector) {
			*sum += add_numbers(q, &e->terms[i]);
			continue;
		}
		x = model_row(m, q->rows[i]);
		length = vec_norm(x, dims);
		if (unit && !(length > 0 && isfinite(length)))
			return bad_row(m, q->rows[i], length, err);
		vec_add_scaled(q->vector, unit ? w / length : w, x, dims);
		*sum += fabs(w) * (unit ? 1 : length);
	}
	return ST_OK;
}

static enum status make_vector(struct query *q, const struct model *m, const struct expr *e,
			       bool unit, struct error *err)
{
	size_t dims = model_dims(m);
	double sum, length;
	enum status st;
	void *p;

	if (mem_try_calloc(&p, dims, sizeof(double), "the query", err))
		return ST_NOMEM;
	q->vector = p;
	st = add_rows(q, m, e, unit, &sum, err);
	if (st)
		return st;
	length = vec_norm_f64(q->vector, dims);
	if (q->count > 1 && length <= CANCELLED * sum)
		return error_set(err, ST_FAILED,
				 "the words cancel out: no direction is left to look in");
	if (unit && length > 0)
		vec_scale(q->vector, 1 / length, dims);
	return ST_OK;
}

enum status query_resolve(struct query *out, const struct model *m, const struct expr *e,
			  enum metric metric, struct error *err)
{
	struct query q = { 0 };
	enum status st = find_rows(&q, m, e, err);

	if (st == ST_OK)
		st = make_vector(&q, m, e, metric == METRIC_COSINE, err);
	if (st == ST_OK)
		*out = q;
	else
		query_release(&q);
	return st;
}

void query_release(struct query *q)
{
	for (size_t i = 0; i < q->note_count; i++)
		free(q->notes[i]);
	free(q->notes);
	free(q->rows);
	free(q->weights);
	free(q->vector);
	*q = (struct query){ 0 };
}
