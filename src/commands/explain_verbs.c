/* Explanations of verbs that compare words: pairs, ranks, the odd one, both of two, ways, axes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "explain.h"
#include "math/vec.h"
#include "model/bias.h"

/* sim, dups: a and b in the row. */
enum status explain_pair(struct explain *e, struct error *err)
{
	struct word_vector a, b;
	enum status st;

	if (args_given(&e->args, "sets") || args_given(&e->args, "relative"))
		return error_set(
			err, ST_FAILED,
			"explain knows the cosine of two words: ask sim without --sets and "
			"--relative");
	st = explain_cell_word(e, e->at, 0, &a, err);
	if (st != ST_OK)
		return st;
	st = explain_cell_word(e, e->at, 1, &b, err);
	if (st == ST_OK) {
		explain_add(e, 1, a.v, a.word, false);
		explain_compare(e, b.v, b.word);
		word_vector_release(&b);
	}
	word_vector_release(&a);
	return st;
}

enum status explain_rank(struct explain *e, struct error *err)
{
	const struct value *v = &e->last->values[e->at * e->last->column_count + 2];
	enum status st = explain_pair(e, err);

	if (st != ST_OK)
		return st;
	explain_step(e, (double)v->as.i - 1, "words that come closer");
	explain_step(e, (double)v->as.i, "one more than that: the rank");
	return ST_OK;
}

enum status explain_odd(struct explain *e, struct error *err)
{
	const struct result *last = e->last;
	uint32_t row = last->answer_rows[e->at];

	(void)err;
	for (size_t i = 0; i < last->query_count; i++)
		explain_add(e, 1 / (double)last->query_count, model_row(e->m, last->query_rows[i]),
			    explain_name(e, last->query_rows[i]), true);
	explain_step(e, vec_norm_f64(e->sum, model_dims(e->m)), "length of the sum of all these");
	explain_compare(e, model_row(e->m, row), explain_name(e, row));
	result_notef(e->r, "the sum is the mean of all words at length 1; the word with the least "
			   "cosine to it is the odd one");
	return ST_OK;
}

enum status explain_between(struct explain *e, struct error *err)
{
	uint32_t row = e->last->answer_rows[e->at];

	(void)err;
	e->final = HUGE_VAL;
	for (size_t i = 0; i < e->last->query_count; i++) {
		double c = search_cosine(e->m, e->last->query_rows[i], row);

		explain_step(e, c, "cosine of %s and %s", explain_name(e, e->last->query_rows[i]),
			     explain_name(e, row));
		e->final = fmin(e->final, c);
	}
	explain_step(e, e->final, "the lesser of them counts");
	return ST_OK;
}

/* Each word's cosine is that with the word before it. */
enum status explain_path(struct explain *e, struct error *err)
{
	struct word_vector from, to;
	enum status st;

	if (!e->at)
		e->at = 1; /* nothing leads to the first */
	if (e->at >= e->last->rows)
		return error_set(err, ST_FAILED, "this way has no step");
	st = explain_cell_word(e, e->at - 1, 1, &from, err);
	if (st != ST_OK)
		return st;
	st = explain_cell_word(e, e->at, 1, &to, err);
	if (st == ST_OK) {
		explain_add(e, 1, from.v, from.word, false);
		explain_compare(e, to.v, to.word);
		result_notef(e->r, "the step from %s to %s", from.word, to.word);
		word_vector_release(&to);
	}
	word_vector_release(&from);
	return st;
}

/* --- axis --- */

/* Σ (right − left), all at length 1. */
static void add_poles(struct explain *e)
{
	size_t dims = model_dims(e->m);

	for (size_t i = 0; i < e->last->query_count; i++) {
		const float *x = model_row(e->m, e->last->query_rows[i]);
		double length = vec_norm(x, dims);

		explain_step(e, length, "length of %s: its row is divided by it, then %s",
			     explain_name(e, e->last->query_rows[i]),
			     i % 2 ? "added" : "subtracted");
		vec_add_scaled(e->sum, (i % 2 ? 1 : -1) / length, x, dims);
	}
	explain_step(e, vec_norm_f64(e->sum, dims), "length of the difference: the axis");
}

enum status explain_axis(struct explain *e, struct error *err)
{
	uint32_t row = e->last->answer_rows[e->at];
	const float *x;
	double spread;
	enum status st;

	e->metric = METRIC_COSINE;
	add_poles(e);
	explain_compare(e, model_row(e->m, row), explain_name(e, row));
	x = model_row(e->m, row);
	st = axis_spread(&spread, e->m, &x, 1, e->seed, err);
	if (st != ST_OK)
		return st;
	explain_step(e, spread,
		     "root mean square of %s's cosine with 1,000 axes between random words",
		     explain_name(e, row));
	explain_step(e, e->final / spread, "the cosine divided by that: z");
	e->final /= spread;
	return ST_OK;
}
