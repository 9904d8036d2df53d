/*
 * How a number of the last answer came about, step by step, with the real values. Everything is
 * computed anew from the rows, in the reference arithmetic (math/vec.h), and the last step must give
 * the number that was shown: an explanation that does not is not shown.
 *
 *	cosine	each word at length 1, times its weight, added; then s · x / (|s| |x|)
 *	euclid	the raw rows, added by weight; then the length of the difference
 *	dot	the same sum; then s · x
 */
#include "explain.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/call.h"
#include "base/mem.h"
#include "math/vec.h"

enum { SHARES = 5 }; /* dimensions that are named */

void explain_step(struct explain *e, double value, const char *fmt, ...)
{
	char text[256];
	size_t row = result_add_row(e->r);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	result_put_int(e->r, row, 0, (int64_t)row + 1);
	result_put_text(e->r, row, 1, text, strlen(text));
	if (isfinite(value))
		result_put_float(e->r, row, 2, value);
}

const char *explain_name(const struct explain *e, uint32_t row)
{
	return vocab_word(e->m->vocab, row, &(size_t){ 0 });
}

enum status explain_word(const struct explain *e, const char *word, struct word_vector *out,
			 struct error *err)
{
	if (names_find(&e->s->names, word))
		return error_set(
			err, ST_FAILED,
			"\"%.60s\" is a vector of yours: explain retraces words of the model",
			word);
	return word_vector_find(e->m, word, out, NULL, err);
}

enum status explain_cell_word(const struct explain *e, size_t at, size_t col,
			      struct word_vector *out, struct error *err)
{
	return explain_word(e, e->last->values[at * e->last->column_count + col].as.text.s, out,
			    err);
}

/* --- the sum and what it is compared with --- */

void explain_add(struct explain *e, double weight, const float *x, const char *name, bool several)
{
	size_t dims = model_dims(e->m);
	double length = vec_norm(x, dims), w = weight;

	if (e->metric == METRIC_COSINE) {
		explain_step(e, length, "length of %s: its row is divided by it", name);
		w /= length > 0 ? length : 1;
	}
	if (several)
		explain_step(e, weight, "weight of %s in the sum", name);
	vec_add_scaled(e->sum, w, x, dims);
}

struct share {
	size_t dimension;
	double value;
};

static int by_size(const void *a, const void *b)
{
	double x = fabs(((const struct share *)a)->value),
	       y = fabs(((const struct share *)b)->value);

	return (x < y) - (x > y);
}

static double share_of(const struct explain *e, const float *x, size_t i, double scale)
{
	double d = (double)x[i] - e->sum[i];

	return e->metric == METRIC_EUCLIDEAN ? d * d : e->sum[i] * (double)x[i] * scale;
}

/* The dimensions that say most. */
static void name_shares(struct explain *e, const float *x, double scale)
{
	size_t dims = model_dims(e->m);
	struct share *shares = xcalloc(dims, sizeof(*shares));
	double rest = 0;

	for (size_t i = 0; i < dims; i++)
		shares[i] = (struct share){ i, share_of(e, x, i, scale) };
	qsort(shares, dims, sizeof(*shares), by_size);
	for (size_t i = 0; i < dims && i < SHARES; i++)
		explain_step(e, shares[i].value, "  of it from dimension %zu: %.4f and %.4f",
			     shares[i].dimension + 1, e->sum[shares[i].dimension],
			     (double)x[shares[i].dimension]);
	for (size_t i = SHARES; i < dims; i++)
		rest += shares[i].value;
	if (dims > SHARES)
		explain_step(e, rest, "  of it from the other %zu dimensions", dims - SHARES);
	free(shares);
}

void explain_compare(struct explain *e, const float *x, const char *name)
{
	size_t dims = model_dims(e->m);
	double length = vec_norm(x, dims), sum = vec_norm_f64(e->sum, dims);
	double dot = vec_dot(x, e->sum, dims);

	if (e->metric == METRIC_EUCLIDEAN) {
		e->final = vec_distance(x, e->sum, dims);
		explain_step(e, e->final * e->final,
			     "sum of the squared differences to %s, number by number", name);
		name_shares(e, x, 1);
		explain_step(e, e->final, "the root of it: the distance");
		return;
	}
	explain_step(e, dot, "products with the numbers of %s, added (dot product)", name);
	e->final = dot;
	if (e->metric == METRIC_DOT) {
		name_shares(e, x, 1);
		return;
	}
	e->final = dot / (length * sum);
	explain_step(e, length, "length of %s", name);
	explain_step(e, e->final, "dot product / (both lengths): the cosine");
	name_shares(e, x, 1 / (length * sum));
	explain_step(e, acos(fmax(-1, fmin(1, e->final))) * 180 / acos(-1.0),
		     "as an angle, in degrees");
}

/* --- lists of near words --- */

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
	enum status st = names_parse(&expr, &e->s->names, text, err);

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

/* The words of the answer are compared with an expression. */
static enum status explain_expression(struct explain *e, const char *text, struct error *err)
{
	uint32_t row = e->last->answer_rows[e->at];
	bool mul = args_given(&e->args, "mul");
	struct expr expr;
	struct query q;
	enum status st = names_parse(&expr, &e->s->names, text, err);

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
	if (st == ST_OK)
		result_notef(e->r, "this was done for each of %zu words; it stands at place %zu",
			     model_rows(e->m), e->at + 1);
	return st;
}

static enum status explain_near(struct explain *e, struct error *err)
{
	return explain_expression(e, args_word(&e->args, 0), err);
}

static enum status explain_sort(struct explain *e, struct error *err)
{
	const char *by = args_word(&e->args, 0);

	for (const char *p = by; (p = strstr(p, " by ")); p += 4)
		by = p + 4;
	return explain_expression(e, by, err);
}

/* centroid: all words at length 1, each as much as the others. */
static enum status explain_centroid(struct explain *e, struct error *err)
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

/* --- which verb it was --- */

static const struct explainer {
	const char *verb;
	bool words; /* its answer is about words in rows */
	enum status (*explain)(struct explain *e, struct error *err);
	const char *instead; /* why there is no number to explain */
} explainers[] = {
	{ "near", true, explain_near, NULL },
	{ "analogy", true, explain_near, NULL },
	{ "closer", true, explain_near, NULL },
	{ "sort", true, explain_sort, NULL },
	{ "centroid", true, explain_centroid, NULL },
	{ "between", true, explain_between, NULL },
	{ "odd", true, explain_odd, NULL },
	{ "axis", true, explain_axis, NULL },
	{ "plot", true, explain_plot, NULL },
	{ "rank", false, explain_rank, NULL },
	{ "sim", false, explain_pair, NULL },
	{ "dups", false, explain_pair, NULL },
	{ "path", false, explain_path, NULL },
	{ "tree", false, explain_tree, NULL },
	{ "cluster", false, explain_cluster, NULL },
	{ "scree", false, explain_scree, NULL },
	{ "vec", false, explain_vec, NULL },
	{ "why", false, NULL, "why is an explanation itself: dimension by dimension" },
	{ "text", false, NULL,
	  "a text is the mean of its words, frequent ones with less weight: help text" },
	{ "wmd", false, explain_wmd, NULL },
	{ "eval", false, explain_eval, NULL },
	{ "find", false, NULL, "find looks at letters, not at numbers" },
	{ "info", false, NULL, "info says what the file says" },
	{ "random", false, NULL, "chance chose these words, by the seed (set seed)" },
	{ "hubs", false, NULL,
	  "hubs counts in how many lists of ten nearest a word stands: near shows each list" },
	{ "drift", false, NULL, "drift compares the lists that near gives in both models" },
	{ "compare", false, NULL, "compare shows what near gives in both models" },
};

static enum status find_explainer(const struct explainer **out, const struct command *cmd,
				  const char *line, struct error *err)
{
	for (size_t i = 0; cmd && i < ARRAY_LEN(explainers); i++) {
		*out = &explainers[i];
		if (strcmp(cmd->name, (*out)->verb) != 0)
			continue;
		return (*out)->explain ? ST_OK : error_set(err, ST_FAILED, "%s", (*out)->instead);
	}
	return error_set(
		err, ST_FAILED,
		"\"%.60s\" has no number that explain can retrace: ask near, an expression, "
		"an analogy, sim, axis, plot …",
		line);
}

/* The last number of the row that is explained. */
static double shown_number(const struct explain *e)
{
	const struct result *r = e->last;

	if (isfinite(e->shown))
		return e->shown;
	for (size_t c = r->column_count; e->at < r->rows && c-- > 0;) {
		const struct value *v = &r->values[e->at * r->column_count + c];

		if (!v->missing &&
		    (r->columns[c].type == CELL_F32 || r->columns[c].type == CELL_F64))
			return v->as.f;
	}
	return (double)NAN;
}

static enum metric metric_named(const struct result *last)
{
	for (size_t c = 0; c < last->column_count; c++)
		for (int m = METRIC_COSINE; m <= METRIC_DOT; m++)
			if (!strcmp(last->columns[c].name, metric_name((enum metric)m)))
				return (enum metric)m;
	return METRIC_COSINE;
}

static enum status run(struct explain *e, const struct explainer *x, struct error *err)
{
	double shown;
	enum status st;

	if (e->at >= e->last->rows)
		return error_set(err, ST_FAILED, "the last answer has %zu rows", e->last->rows);
	if (x->words && (!e->last->answer_rows || e->last->answer_rows[e->at] == VOCAB_NONE))
		return error_set(err, ST_FAILED, "row %zu of the last answer is no word",
				 e->at + 1);
	result_add_column(e->r, "step", CELL_INT);
	result_add_column(e->r, "what", CELL_TEXT);
	result_add_column(e->r, "value", CELL_F64);
	result_set_title(e->r, "How \"%s\" came about", e->line);
	st = x->explain(e, err);
	shown = shown_number(e);
	if (st == ST_OK && !(fabs(e->final - shown) <= 1e-4 * fmax(1, fabs(shown))))
		st = error_set(
			err, ST_FAILED,
			"these steps give %.6g, and %.6g was shown: explain does not know how "
			"\"%.60s\" computes",
			e->final, shown, e->line);
	return st;
}

static enum status begin(struct explain *e, struct error *err)
{
	const struct explainer *x = NULL;
	const struct command *cmd;
	char *rest;
	enum status st = call_resolve(e->s, e->line, &cmd, &rest, err);
	char *expanded;

	if (st != ST_OK)
		return st;
	st = find_explainer(&x, cmd, e->line, err);
	expanded = names_expand(&e->s->names, rest);
	free(rest);
	if (st == ST_OK)
		st = args_parse(&e->args, cmd, expanded, err);
	free(expanded);
	if (st != ST_OK)
		return st;
	e->sum = xcalloc(model_dims(e->m), sizeof(*e->sum));
	st = run(e, x, err);
	free(e->sum);
	args_release(&e->args);
	return st;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	const struct model *m = s->last.model ? s->last.model : session_model(s);
	const char *word = args_word(&t->args, 0);
	int64_t at = word ? (int64_t)strtoll(word, NULL, 10) : 1;
	struct explain e = { .s = s,
			     .m = m,
			     .r = &t->result,
			     .last = &s->last,
			     .line = s->last_command,
			     .at = (size_t)at - 1,
			     .metric = metric_named(&s->last),
			     .final = (double)NAN,
			     .shown = (double)NAN };

	if (!s->last_command || !m)
		return error_set(err, ST_FAILED,
				 "there is nothing to explain yet: ask something first, as \"near "
				 "king\"");
	if (at < 1)
		return error_set(err, ST_USAGE, "explain N: which row of the answer, from 1 on");
	return begin(&e, err);
}

/* clang-format off */
const struct command cmd_explain = {
	.name = "explain", .group = "Learn",
	.summary = "Show how a number of the last answer came about, with the real values.",
	.details =
		"After near, an expression, an analogy, sim, odd, rank, axis, plot, tree and others: lengths, weights, sums, the "
		"dot product, the dimensions that contribute most. Everything is computed anew, and the last step must give the "
		"number that was shown.",
	.args = { { ARG_INT, "row", "which row of the answer; none = the first", 0, 1, NULL } },
	.examples = { { "explain", "the first row" }, { "explain 3", "the third" } },
	.flags = CMD_KEEP_LAST,
	.prepare = prepare,
};
