#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "commands.h"
#include "math/vec.h"

struct vec_data {
	struct expr expr;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct vec_data *d = t->data;

	return names_parse(&d->expr, &s->names, args_word(&t->args, 0), err);
}

static void free_data(void *data)
{
	expr_release(&((struct vec_data *)data)->expr);
}

/* gensim's get_mean_vector(): Σ w u / Σ |w|. The terms' weights are changed so that a sum of raw rows
 * is that. */
static enum status weigh_mean(struct expr *e, const struct model *m, struct error *err)
{
	double total = 0;

	for (size_t i = 0; i < e->count; i++)
		total += fabs(e->terms[i].weight);
	for (size_t i = 0; i < e->count; i++) {
		struct expr_term *term = &e->terms[i];
		struct word_vector w = { .norm = 1 };
		enum status st =
			term->word ? word_vector_find(m, term->word, &w, NULL, err) : ST_OK;

		if (st != ST_OK)
			return st;
		word_vector_release(&w);
		if (!(w.norm > 0 && isfinite(w.norm)))
			return error_set(err, ST_FAILED, "\"%.80s\" has no direction", term->word);
		term->weight /= w.norm * total;
	}
	return ST_OK;
}

/* The numbers of one word as they are in the model, or of an expression: the weighted sum of raw
 * rows. */
static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct vec_data *d = t->data;
	struct result *r = &t->result;
	struct query q;
	double length;
	enum status st = args_given(&t->args, "mean") ? weigh_mean(&d->expr, t->model, err) : ST_OK;

	(void)progress;
	if (st == ST_OK)
		st = query_resolve(&q, t->model, &d->expr, METRIC_EUCLIDEAN, err);
	if (st != ST_OK)
		return st;
	length = args_given(&t->args, "unit") ? vec_norm_f64(q.vector, model_dims(t->model)) : 1;
	result_set_title(r, "Vector of %s", args_word(&t->args, 0));
	result_add_column(r, "dimension", CELL_INT);
	result_add_column(r, "value", CELL_F32);
	for (size_t i = 0; i < model_dims(t->model); i++) {
		size_t row = result_add_row(r);

		result_put_int(r, row, 0, (int64_t)i + 1);
		result_put_float(r, row, 1, q.vector[i] / length);
	}
	for (size_t i = 0; i < q.note_count; i++)
		result_notef(r, "%s", q.notes[i]);
	result_set_query(r, t->model, q.rows, q.count, q.count > 1);
	query_release(&q);
	return ST_OK;
}

/* clang-format off */
const struct command cmd_vec = {
	.name = "vec", .aliases = "vector", .group = "Query",
	.summary = "Print the numbers of a word or an expression.",
	.details = "A word's row is given as the model holds it; an expression is the weighted sum of raw rows.",
	.args = { { ARG_EXPR, "expression", "a word, or words with + - and weights", 1, 1, NULL } },
	.opts = {
		{ 0, "unit", ARG_NONE, NULL, NULL, "scale to length 1", NULL, 0, 0 },
		{ 0, "mean", ARG_NONE, NULL, NULL, "the mean of the words at length 1, by weight, instead of the sum", NULL, 0, 0 },
	},
	.examples = {
		{ "vec king --unit", "the direction of king" },
		{ "vec king + 2*queen --mean", "between the two, nearer to queen" },
	},
	.flags = CMD_NEEDS_MODEL,
	.data_size = sizeof(struct vec_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
