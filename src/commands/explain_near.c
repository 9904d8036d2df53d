/* Explanations of lists of near words: what the words of the answer were compared with. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "explain.h"
#include "math/vec.h"

static void add_terms(struct explain *e, const struct query *q)
{
	size_t dims = model_dims(e->m);
	bool all = true;

	for (size_t i = 0; i < q->count; i++)
		all &= q->rows[i] != VOCAB_NONE;
	for (size_t i = 0; all && i < q->count; i++)
		explain_add(e, q->weights[i], model_row(e->m, q->rows[i]),
			    explain_name(e, q->rows[i]), q->count > 1);
	if (!all) /* numbers, or words composed of sub-words */
		memcpy(e->sum, q->vector, dims * sizeof(*e->sum));
	if (!all || q->count > 1)
		explain_step(e, vec_norm_f64(e->sum, dims), "length of the sum of all these");
}

/* Take the part along a direction of length 1 away; returns how much that was. */
static double project_away(double *x, const double *unit, size_t n)
{
	double along = 0;

	for (size_t i = 0; i < n; i++)
		along += x[i] * unit[i];
	for (size_t i = 0; i < n; i++)
		x[i] -= along * unit[i];
	return along;
}

/* The part of the sum along direction i of --without goes; the direction stands at a right angle to
 * those before it. */
static enum status take_away_one(struct explain *e, double *units, size_t i, const char *text,
				 struct error *err)
{
	size_t dims = model_dims(e->m);
	double *unit = units + i * dims, length, along;
	struct expr expr;
	struct query away;
	enum status st = names_parse(&expr, e->names, text, err);

	if (st != ST_OK)
		return st;
	st = query_resolve(&away, e->m, &expr, METRIC_COSINE, err);
	expr_release(&expr);
	if (st != ST_OK)
		return st;
	memcpy(unit, away.vector, dims * sizeof(*unit));
	query_release(&away);
	for (size_t j = 0; j < i; j++)
		project_away(unit, units + j * dims, dims);
	length = vec_norm_f64(unit, dims);
	vec_scale(unit, length > 1e-9 ? 1 / length : 0, dims);
	along = project_away(e->sum, unit, dims);
	explain_step(e, along, "of the sum points along %s%s: that is taken away", text,
		     i ? ", where it differs from those before" : "");
	return ST_OK;
}

static enum status take_away(struct explain *e, struct error *err)
{
	const char *text = args_given(&e->args, "without") ? args_text(&e->args, "without") : NULL;
	double *units = NULL;
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && text; i++) {
		const char *end = strstr(text, ", ");
		char *one = end ? xstrndup(text, (size_t)(end - text)) : xstrdup(text);

		units = xreallocarray(units, (i + 1) * model_dims(e->m), sizeof(*units));
		st = take_away_one(e, units, i, one, err);
		free(one);
		text = end ? end + 2 : NULL;
	}
	if (units && st == ST_OK)
		explain_step(e, vec_norm_f64(e->sum, model_dims(e->m)), "length of what is left");
	free(units);
	return st;
}

static void compare_mul(struct explain *e, const struct query *q, uint32_t row)
{
	double above = 1, below = 1;

	for (size_t i = 0; i < q->count; i++) {
		double c = search_cosine(e->m, q->rows[i], row), shifted = fmax(0, (1 + c) / 2);
		bool adds = q->weights[i] > 0;

		explain_step(e, c, "cosine of %s and %s", explain_name(e, q->rows[i]),
			     explain_name(e, row));
		explain_step(e, shifted, "(1 + cosine) / 2, %s", adds ? "above" : "below the line");
		*(adds ? &above : &below) *= shifted;
	}
	e->final = above / (below + 1e-6);
	explain_step(e, e->final, "product above / (product below + 0.000001)");
}

enum status explain_expression(struct explain *e, const char *text, uint32_t row, struct error *err)
{
	bool mul = args_given(&e->args, "mul");
	struct expr expr;
	struct query q;
	enum status st = names_parse(&expr, e->names, text, err);

	if (st != ST_OK)
		return st;
	st = query_resolve(&q, e->m, &expr, e->metric, err);
	expr_release(&expr);
	if (st != ST_OK)
		return st;
	if (mul) {
		compare_mul(e, &q, row);
	} else {
		add_terms(e, &q);
		st = take_away(e, err);
		if (st == ST_OK)
			explain_compare(e, model_row(e->m, row), explain_name(e, row));
	}
	query_release(&q);
	return st;
}

static enum status explain_answer(struct explain *e, const char *text, struct error *err)
{
	enum status st = explain_expression(e, text, e->last->answer_rows[e->at], err);

	if (st == ST_OK)
		result_notef(e->r, "this was done for each of %zu words; it stands at place %zu",
			     model_rows(e->m), e->at + 1);
	return st;
}

enum status explain_near(struct explain *e, struct error *err)
{
	return explain_answer(e, args_word(&e->args, 0), err);
}

enum status explain_sort(struct explain *e, struct error *err)
{
	const char *by = args_word(&e->args, 0);

	for (const char *p = by; (p = strstr(p, " by ")); p += 4)
		by = p + 4;
	return explain_expression(e, by, e->last->answer_rows[e->at], err);
}

/* centroid: all words at length 1, each as much as the others. */
enum status explain_centroid(struct explain *e, struct error *err)
{
	uint32_t row = e->last->answer_rows[e->at];

	(void)err;
	for (size_t i = 0; i < e->last->query_count; i++)
		explain_add(e, 1, model_row(e->m, e->last->query_rows[i]),
			    explain_name(e, e->last->query_rows[i]), false);
	explain_step(e, vec_norm_f64(e->sum, model_dims(e->m)), "length of the sum of all these");
	explain_compare(e, model_row(e->m, row), explain_name(e, row));
	return ST_OK;
}
