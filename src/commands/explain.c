/*
 * How a number of the last answer came about, step by step, with the real values. Everything is
 * computed anew from the rows, in the reference arithmetic (math/vec.h), and the last step must give
 * the number that was shown.
 *
 *	cosine	each word at length 1, times its weight, added; then s · x / (|s| |x|)
 *	euclid	the raw rows, added by weight; then the length of the difference
 *	dot	the same sum; then s · x
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/call.h"
#include "base/mem.h"
#include "commands.h"
#include "math/vec.h"

enum { SHARES = 5 }; /* dimensions that are named */

struct parts {
	const struct model *m;
	struct result *r;
	enum metric metric;
	double *sum; /* (dims) weighted sum of the words asked */
	uint32_t *rows;
	double *weights;
	size_t count;
};

static void step(struct result *r, double value, const char *fmt, ...) PRINTF_LIKE(3, 4);

static void step(struct result *r, double value, const char *fmt, ...)
{
	char text[256];
	size_t row = result_add_row(r);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	result_put_int(r, row, 0, (int64_t)row + 1);
	result_put_text(r, row, 1, text, strlen(text));
	if (isfinite(value))
		result_put_float(r, row, 2, value);
}

static const char *name_of(const struct model *m, uint32_t row)
{
	return vocab_word(m->vocab, row, &(size_t){ 0 });
}

static void begin_table(struct result *r)
{
	result_add_column(r, "step", CELL_INT);
	result_add_column(r, "what", CELL_TEXT);
	result_add_column(r, "value", CELL_F64);
}

/* --- the sum of the words that were asked --- */

static void add_words(struct parts *p)
{
	size_t dims = model_dims(p->m);

	for (size_t i = 0; i < p->count; i++) {
		const float *x = model_row(p->m, p->rows[i]);
		double length = vec_norm(x, dims), w = p->weights[i];

		if (p->metric == METRIC_COSINE) {
			step(p->r, length, "length of %s: its row is divided by it",
			     name_of(p->m, p->rows[i]));
			w /= length > 0 ? length : 1;
		}
		if (p->count > 1)
			step(p->r, p->weights[i], "weight of %s in the sum",
			     name_of(p->m, p->rows[i]));
		vec_add_scaled(p->sum, w, x, dims);
	}
	if (p->count > 1)
		step(p->r, vec_norm_f64(p->sum, dims), "length of the sum of all these");
}

/* --- the dimensions that say most --- */

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

static double share_of(const struct parts *p, const float *x, size_t i, double scale)
{
	double d = (double)x[i] - p->sum[i];

	return p->metric == METRIC_EUCLIDEAN ? d * d : p->sum[i] * (double)x[i] * scale;
}

static void name_shares(const struct parts *p, const float *x, double scale)
{
	size_t dims = model_dims(p->m);
	struct share *shares = xcalloc(dims, sizeof(*shares));
	double rest = 0;

	for (size_t i = 0; i < dims; i++)
		shares[i] = (struct share){ i, share_of(p, x, i, scale) };
	qsort(shares, dims, sizeof(*shares), by_size);
	for (size_t i = 0; i < dims && i < SHARES; i++)
		step(p->r, shares[i].value, "  of it from dimension %zu: %.4f and %.4f",
		     shares[i].dimension + 1, p->sum[shares[i].dimension],
		     (double)x[shares[i].dimension]);
	for (size_t i = SHARES; i < dims; i++)
		rest += shares[i].value;
	if (dims > SHARES)
		step(p->r, rest, "  of it from the other %zu dimensions", dims - SHARES);
	free(shares);
}

/* --- one candidate --- */

static void compare(const struct parts *p, uint32_t row)
{
	size_t dims = model_dims(p->m);
	const float *x = model_row(p->m, row);
	double length = vec_norm(x, dims), sum = vec_norm_f64(p->sum, dims);
	double dot = vec_dot(x, p->sum, dims);
	const char *name = name_of(p->m, row);

	if (p->metric == METRIC_EUCLIDEAN) {
		double d = vec_distance(x, p->sum, dims);

		step(p->r, d * d, "sum of the squared differences to %s, number by number", name);
		name_shares(p, x, 1);
		step(p->r, d, "the root of it: the distance");
		return;
	}
	step(p->r, dot, "products with the numbers of %s, added (dot product)", name);
	if (p->metric == METRIC_COSINE) {
		step(p->r, length, "length of %s", name);
		step(p->r, dot / (length * sum), "dot product / (both lengths): the cosine");
		name_shares(p, x, 1 / (length * sum));
		step(p->r, acos(fmax(-1, fmin(1, dot / (length * sum)))) * 180 / acos(-1.0),
		     "as an angle, in degrees");
	} else {
		name_shares(p, x, 1);
	}
}

static enum metric metric_named(const struct result *last)
{
	for (size_t c = 0; c < last->column_count; c++)
		for (int m = METRIC_COSINE; m <= METRIC_DOT; m++)
			if (!strcmp(last->columns[c].name, metric_name((enum metric)m)))
				return (enum metric)m;
	return METRIC_COSINE;
}

/* --- which question it was --- */

static void explain_rank(struct parts *p, const struct result *last)
{
	const struct value *v = &last->values[2];

	p->count = 1;
	add_words(p);
	compare(p, last->query_rows[1]);
	step(p->r, (double)v->as.i - 1, "words that come closer to %s", name_of(p->m, p->rows[0]));
	step(p->r, (double)v->as.i, "one more than that: the rank");
}

static void explain_odd(struct parts *p, uint32_t row)
{
	for (size_t i = 0; i < p->count; i++)
		p->weights[i] = 1 / (double)p->count;
	add_words(p);
	compare(p, row);
	result_notef(p->r, "the sum is the mean of all words at length 1; the word with the least "
			   "cosine to it is the odd one");
}

static void explain_mul(struct parts *p, uint32_t row)
{
	double above = 1, below = 1;

	for (size_t i = 0; i < p->count; i++) {
		double c = search_cosine(p->m, p->rows[i], row), shifted = fmax(0, (1 + c) / 2);
		bool adds = p->weights[i] > 0;

		step(p->r, c, "cosine of %s and %s", name_of(p->m, p->rows[i]), name_of(p->m, row));
		step(p->r, shifted, "(1 + cosine) / 2, %s", adds ? "above" : "below the line");
		*(adds ? &above : &below) *= shifted;
	}
	step(p->r, above / (below + 1e-6), "product above / (product below + 0.000001)");
}

/* Parse the last line again for its weights. */
static enum status read_weights(struct session *s, struct parts *p, struct error *err)
{
	const struct command *cmd;
	struct args a;
	struct expr e;
	struct query q;
	char *rest;
	enum status st = call_resolve(s, s->last_command, &cmd, &rest, err);

	if (st != ST_OK)
		return st;
	st = args_parse(&a, cmd, rest, err);
	free(rest);
	if (st != ST_OK)
		return st;
	st = expr_parse(&e, args_word(&a, 0), err);
	args_release(&a);
	if (st != ST_OK)
		return st;
	st = query_resolve(&q, p->m, &e, p->metric, err);
	expr_release(&e);
	if (st != ST_OK)
		return st;
	for (size_t i = 0; i < p->count && i < q.count; i++)
		p->weights[i] = q.weights[i];
	query_release(&q);
	return ST_OK;
}

static enum status explain_near(struct session *s, struct parts *p, size_t at, struct error *err)
{
	const struct result *last = &s->last;
	bool mul = !strcmp(last->columns[last->column_count - 1].name, "score");
	enum status st = read_weights(s, p, err);

	if (st != ST_OK)
		return st;
	if (at >= last->rows || !last->answer_rows)
		return error_set(err, ST_FAILED, "the last answer has %zu rows", last->rows);
	if (mul) {
		explain_mul(p, last->answer_rows[at]);
	} else {
		add_words(p);
		compare(p, last->answer_rows[at]);
	}
	result_notef(p->r, "this was done for each of %zu words; it stands at place %zu",
		     model_rows(p->m), at + 1);
	return ST_OK;
}

static enum status explain_last(struct session *s, struct parts *p, size_t at, struct error *err)
{
	const struct result *last = &s->last;
	size_t columns = last->column_count;
	const char *first = columns ? last->columns[0].name : "";

	if (columns == 3 && !strcmp(first, "rank"))
		return explain_near(s, p, at, err);
	if (columns == 4 && !strcmp(last->columns[2].name, "rank") && last->query_count == 2) {
		explain_rank(p, last);
	} else if (columns == 3 && !strcmp(first, "a") && last->query_count >= 2) {
		p->count = 1;
		add_words(p);
		compare(p, last->query_rows[1]);
		result_notef(p->r, "that was the first pair");
	} else if (columns == 2 && !strcmp(first, "word") && last->answer_rows) {
		explain_odd(p, last->answer_rows[at < last->rows ? at : 0]);
	} else {
		return error_set(err, ST_FAILED,
				 "\"%.60s\" has no number that explain knows: it explains near, "
				 "expressions, analogies, sim, odd and rank",
				 s->last_command);
	}
	return ST_OK;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	const struct result *last = &s->last;
	int64_t at = 1;
	struct parts p = { .m = last->model, .r = &t->result, .metric = metric_named(last) };
	const char *word = args_word(&t->args, 0);
	enum status st;

	if (!s->last_command || !last->model || !last->query_count)
		return error_set(err, ST_FAILED,
				 "there is nothing to explain yet: ask something first, as \"near "
				 "king\"");
	if (word)
		at = (int64_t)strtoll(word, NULL, 10);
	if (at < 1)
		return error_set(err, ST_USAGE, "explain N: which row of the answer, from 1 on");
	p.sum = xcalloc(model_dims(p.m), sizeof(*p.sum));
	p.count = last->query_count;
	p.rows = last->query_rows;
	p.weights = xcalloc(p.count, sizeof(*p.weights));
	for (size_t i = 0; i < p.count; i++)
		p.weights[i] = 1;
	begin_table(p.r);
	result_set_title(p.r, "How \"%s\" came about", s->last_command);
	st = explain_last(s, &p, (size_t)at - 1, err);
	free(p.sum);
	free(p.weights);
	return st;
}

/* clang-format off */
const struct command cmd_explain = {
	.name = "explain", .group = "Learn",
	.summary = "Show how a number of the last answer came about, with the real values.",
	.details =
		"After near, an expression, an analogy, sim, odd or rank: lengths, weights, sums, the dot product, the "
		"dimensions that contribute most. The last step gives the number that was shown.",
	.args = { { ARG_INT, "row", "which row of the answer; none = the first", 0, 1, NULL } },
	.examples = { { "explain", "the first row" }, { "explain 3", "the third" } },
	.flags = CMD_KEEP_LAST,
	.prepare = prepare,
};
