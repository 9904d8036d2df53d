/* Explanations of whole texts, and of the neighbours that two models give. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "explain.h"
#include "math/vec.h"
#include "sentence.h"

static const struct value *cell(const struct explain *e, size_t col)
{
	return &e->last->values[e->at * e->last->column_count + col];
}

/* --- text --- */

static enum status add_text(struct explain *e, const char *text, struct error *err)
{
	struct task t = { .model = e->m };
	size_t n, dims = model_dims(e->m);
	double harmonic = sentence_harmonic(e->m);
	uint32_t *rows;
	enum status st;

	result_init(&t.result);
	st = sentence_rows(&t, text, &rows, &n, err);
	result_release(&t.result);
	if (st != ST_OK)
		return st;
	for (size_t i = 0; i < n; i++) {
		const float *x = model_row(e->m, rows[i]);
		double weight = sentence_weight(rows[i], harmonic), length = vec_norm(x, dims);

		explain_step(e, length, "length of %s: its row is divided by it",
			     explain_name(e, rows[i]));
		explain_step(e, weight, "weight of %s: %g / (%g + p), p = 1 / (%zu × %.2f)",
			     explain_name(e, rows[i]), SIF_A, SIF_A, (size_t)rows[i] + 1, harmonic);
		vec_add_scaled(e->sum, weight / length, x, dims);
	}
	explain_step(e, vec_norm_f64(e->sum, dims), "length of the sum of all these");
	free(rows);
	return ST_OK;
}

/* Two texts: the sum of the first is what the second is compared with. */
static enum status compare_texts(struct explain *e, struct error *err)
{
	size_t dims = model_dims(e->m);
	float *first = xcalloc(dims, sizeof(*first));
	enum status st = add_text(e, cell(e, 0)->as.text.s, err);

	for (size_t i = 0; i < dims; i++)
		first[i] = (float)e->sum[i];
	memset(e->sum, 0, dims * sizeof(*e->sum));
	if (st == ST_OK)
		st = add_text(e, cell(e, 1)->as.text.s, err);
	if (st == ST_OK)
		explain_compare(e, first, "the first text");
	free(first);
	return st;
}

enum status explain_text(struct explain *e, struct error *err)
{
	enum status st;

	e->metric = METRIC_COSINE;
	result_notef(e->r, "frequent words say little about a text: p is how often a word may be "
			   "expected by Zipf's law, 1 / (its rank × the sum of all 1 / rank)");
	if (e->args.count > 1)
		return compare_texts(e, err);
	st = add_text(e, args_word(&e->args, 0), err);
	if (st == ST_OK)
		explain_compare(e, model_row(e->m, e->last->answer_rows[e->at]),
				explain_name(e, e->last->answer_rows[e->at]));
	return st;
}

/* --- compare --- */

/* The word in column col of the row, in model m; what was shown stands beside it. */
static enum status explain_side(struct explain *e, struct model *m, size_t col, struct error *err)
{
	const struct value *word = cell(e, col);
	struct explain side = *e;
	enum status st;

	if (word->missing)
		return ST_OK;
	explain_step(e, (double)NAN, "in %.60s:", m->name);
	side.m = m;
	side.sum = xcalloc(model_dims(m), sizeof(*side.sum));
	st = explain_expression(&side, args_word(&e->args, 0),
				vocab_find(m->vocab, word->as.text.s, word->as.text.n), err);
	free(side.sum);
	e->final = side.final;
	e->shown = cell(e, col + 1)->as.f;
	return st;
}

enum status explain_compared(struct explain *e, struct error *err)
{
	enum status st;

	if (!e->last->other)
		return error_set(err, ST_FAILED, "the other model is not there any more");
	st = explain_side(e, e->m, 1, err);
	if (st != ST_OK || !(fabs(e->final - e->shown) <= 1e-4 * fmax(1, fabs(e->shown))))
		return st;
	return explain_side(e, e->last->other, 4, err);
}
