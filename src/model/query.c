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

static enum status bad_vector(const struct word_vector *x, struct error *err)
{
	return error_set(err, ST_FAILED,
			 x->norm == 0 ? "the vector of \"%s\" is all zero: it has no direction"
				      : "the vector of \"%s\" holds NaN or infinity",
			 x->word);
}

static void take_note(struct query *q, struct strbuf *note)
{
	if (!note->len)
		return;
	q->notes = xreallocarray(q->notes, q->note_count + 1, sizeof(*q->notes));
	q->notes[q->note_count++] = strbuf_detach(note, NULL);
}

static enum status check_numbers(const struct expr_term *t, const struct model *m,
				 struct error *err)
{
	if (t->dims == model_dims(m))
		return ST_OK;
	return error_set(err, ST_FAILED, "the vector has %zu numbers, the rows of %s have %zu",
			 t->dims, m->name, model_dims(m));
}

/* An expression on its way to a vector. */
struct terms {
	const struct model *m;
	const struct expr *e;
	struct word_vector *vectors; /* one per term; nothing for a term of numbers */
	bool unit;		     /* words count with length 1 */
};

static enum status find_vectors(struct query *q, const struct terms *t, struct error *err)
{
	q->rows = xcalloc(t->e->count, sizeof(*q->rows));
	q->weights = xcalloc(t->e->count, sizeof(*q->weights));
	for (size_t i = 0; i < t->e->count; i++) {
		const struct expr_term *term = &t->e->terms[i];
		struct strbuf note = STRBUF_INIT;
		enum status st;

		t->vectors[i].row = VOCAB_NONE;
		st = term->vector ? check_numbers(term, t->m, err)
				  : word_vector_find(t->m, term->word, &t->vectors[i], &note, err);
		if (st)
			return st;
		q->rows[i] = t->vectors[i].row;
		q->weights[i] = term->weight;
		q->count++;
		take_note(q, &note);
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

/* Add the vectors up; *sum is Σ |w| ‖x‖ of what was added. */
static enum status add_vectors(struct query *q, const struct terms *t, double *sum,
			       struct error *err)
{
	size_t dims = model_dims(t->m);

	*sum = 0;
	for (size_t i = 0; i < q->count; i++) {
		const struct word_vector *x = &t->vectors[i];
		double w = q->weights[i];

		if (t->e->terms[i].vector) {
			*sum += add_numbers(q, &t->e->terms[i]);
			continue;
		}
		if (t->unit && !(x->norm > 0 && isfinite(x->norm)))
			return bad_vector(x, err);
		vec_add_scaled(q->vector, t->unit ? w / x->norm : w, x->v, dims);
		*sum += fabs(w) * (t->unit ? 1 : x->norm);
	}
	return ST_OK;
}

static enum status make_vector(struct query *q, const struct terms *t, struct error *err)
{
	size_t dims = model_dims(t->m);
	double sum, length;
	enum status st;
	void *p;

	if (mem_try_calloc(&p, dims, sizeof(double), "the query", err))
		return ST_NOMEM;
	q->vector = p;
	st = add_vectors(q, t, &sum, err);
	if (st)
		return st;
	length = vec_norm_f64(q->vector, dims);
	if (q->count > 1 && length <= CANCELLED * sum)
		return error_set(err, ST_FAILED,
				 "the words cancel out: no direction is left to look in");
	if (t->unit && length > 0)
		vec_scale(q->vector, 1 / length, dims);
	return ST_OK;
}

enum status query_resolve(struct query *out, const struct model *m, const struct expr *e,
			  enum metric metric, struct error *err)
{
	struct terms t = { m, e, xcalloc(e->count, sizeof(*t.vectors)), metric == METRIC_COSINE };
	struct query q = { 0 };
	enum status st = find_vectors(&q, &t, err);

	if (st == ST_OK)
		st = make_vector(&q, &t, err);
	for (size_t i = 0; i < e->count; i++)
		word_vector_release(&t.vectors[i]);
	free(t.vectors);
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
