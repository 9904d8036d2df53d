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
	if (names_find(e->names, word))
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
	{ "text", false, explain_text, NULL },
	{ "wmd", false, explain_wmd, NULL },
	{ "eval", false, explain_eval, NULL },
	{ "find", false, NULL, "find looks at letters, not at numbers" },
	{ "info", false, NULL, "info says what the file says" },
	{ "random", false, NULL, "chance chose these words, by the seed (set seed)" },
	{ "hubs", true, explain_hubs, NULL },
	{ "drift", true, explain_drift, NULL },
	{ "compare", false, explain_compared, NULL },
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

/* --- the verb --- */

/* The last answer and how it was asked, taken along so that the session may go on. */
struct explain_data {
	const struct explainer *explainer;
	struct result last;
	struct args args;
	char *line;
	struct model *m;
	struct query_setup setup; /* borrows from args */
	size_t at;
	uint64_t seed;
};

/* What the line of the last answer was, and who explains it. */
static enum status read_line(struct session *s, struct explain_data *d, struct error *err)
{
	const struct command *cmd;
	char *rest, *expanded;
	enum status st = call_resolve(s, d->line, &cmd, &rest, err);

	if (st != ST_OK)
		return st;
	st = find_explainer(&d->explainer, cmd, d->line, err);
	expanded = names_expand(&s->names, rest);
	free(rest);
	if (st == ST_OK)
		st = args_parse(&d->args, cmd, expanded, err);
	free(expanded);
	if (st == ST_OK)
		st = names_inline(&s->names, &d->args, err);
	d->setup.threads = (size_t)s->settings.threads;
	if (st == ST_OK && cmd->flags & CMD_QUERY)
		query_setup_get(&d->setup, s, &d->args);
	return st;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct explain_data *d = t->data;
	struct model *m = s->last.model ? s->last.model : session_model(s);
	const char *word = args_word(&t->args, 0);
	int64_t at = word ? (int64_t)strtoll(word, NULL, 10) : 1;
	enum status st;

	if (!s->last_command || !m)
		return error_set(err, ST_FAILED,
				 "there is nothing to explain yet: ask something first, as \"near "
				 "king\"");
	if (at < 1)
		return error_set(err, ST_USAGE, "explain N: which row of the answer, from 1 on");
	d->line = xstrdup(s->last_command);
	st = read_line(s, d, err);
	if (st == ST_OK && (uint64_t)at > s->last.rows)
		st = error_set(err, ST_FAILED, "the last answer has %zu rows", s->last.rows);
	if (st != ST_OK)
		return st;
	result_copy(&d->last, &s->last);
	d->m = model_ref(m);
	d->at = (size_t)at - 1;
	d->seed = (uint64_t)s->settings.seed;
	return ST_OK;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct explain_data *d = t->data;
	struct explain e = { .names = &t->names,
			     .m = d->m,
			     .r = &t->result,
			     .last = &d->last,
			     .args = d->args,
			     .line = d->line,
			     .at = d->at,
			     .setup = d->setup,
			     .seed = d->seed,
			     .progress = progress,
			     .metric = metric_named(&d->last),
			     .final = (double)NAN,
			     .shown = (double)NAN };
	enum status st;

	e.sum = xcalloc(model_dims(e.m), sizeof(*e.sum));
	st = run(&e, d->explainer, err);
	free(e.sum);
	return st;
}

static void free_data(void *data)
{
	struct explain_data *d = data;

	result_release(&d->last);
	args_release(&d->args);
	model_unref(d->m);
	free(d->line);
}

/* clang-format off */
const struct command cmd_explain = {
	.name = "explain", .group = "Learn",
	.summary = "Show how a number of the last answer came about, with the real values.",
	.details =
		"After near, an expression, an analogy, sim, odd, rank, axis, plot, tree, text, drift and others: lengths, weights, sums, the "
		"dot product, the dimensions that contribute most. Everything is computed anew, and the last step must give the "
		"number that was shown.",
	.args = { { ARG_INT, "row", "which row of the answer; none = the first", 0, 1, NULL } },
	.examples = { { "explain", "the first row" }, { "explain 3", "the third" } },
	.flags = CMD_KEEP_LAST | CMD_STEPS,
	.data_size = sizeof(struct explain_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
