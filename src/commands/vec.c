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

/* The numbers of one word as they are in the model, or of an expression: the weighted sum of raw
 * rows. */
static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct vec_data *d = t->data;
	struct result *r = &t->result;
	struct query q;
	double length;
	enum status st = query_resolve(&q, t->model, &d->expr, METRIC_EUCLIDEAN, err);

	(void)progress;
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
	.opts = { { 0, "unit", ARG_NONE, NULL, NULL, "scale to length 1", NULL, 0, 0 } },
	.examples = { { "vec king --unit", "the direction of king" } },
	.flags = CMD_NEEDS_MODEL,
	.data_size = sizeof(struct vec_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
