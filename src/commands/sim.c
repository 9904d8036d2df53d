#include <stdlib.h>

#include "base/mem.h"
#include "commands.h"

#define RELATIVE_TOP 10

struct sim_data {
	enum metric metric;
	size_t threads;
	bool relative;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct sim_data *d = t->data;

	d->metric = metric_choose(s, &t->args);
	d->threads = (size_t)s->settings.threads;
	d->relative = args_given(&t->args, "relative");
	if (d->relative && d->metric != METRIC_COSINE)
		return error_set(err, ST_USAGE, "--relative is of cosines: leave --metric out");
	return ST_OK;
}

/* The raw row, as doubles: what search_score() compares with. */
static double pair_score(const struct model *m, enum metric metric, uint32_t a, uint32_t b)
{
	size_t dims = model_dims(m);
	const float *row = model_row(m, a);
	double *q, score;

	if (metric == METRIC_COSINE)
		return search_cosine(m, a, b);
	q = xcalloc(dims, sizeof(*q));
	for (size_t i = 0; i < dims; i++)
		q[i] = (double)row[i];
	score = search_score(m, metric, q, b);
	free(q);
	return score;
}

/* gensim's relative_cosine_similarity (Leeuwenberg and others 2016): the cosine divided by the sum
 * of those of a's ten nearest; above 0.10 b is nearer than they are in the mean. */
static enum status add_relative(struct task *t, size_t row, uint32_t a, uint32_t b,
				const struct progress *progress, struct error *err)
{
	const struct sim_data *d = t->data;
	struct search s = {
		.k = RELATIVE_TOP, .exclude = &a, .exclude_count = 1, .threads = d->threads
	};
	struct hit hits[RELATIVE_TOP];
	double *q = row_as_doubles(t->model, a), sum = 0;
	size_t count = 0;
	enum status st = search_near(t->model, q, &s, progress, hits, &count, err);

	for (size_t i = 0; i < count; i++)
		sum += hits[i].score;
	if (st == ST_OK)
		result_put_float(&t->result, row, 3, search_cosine(t->model, a, b) / sum);
	free(q);
	return st;
}

static size_t add_pair(struct task *t, enum metric metric, uint32_t a, uint32_t b)
{
	size_t row = result_add_row(&t->result);

	result_put_word(&t->result, row, 0, t->model, a);
	result_put_word(&t->result, row, 1, t->model, b);
	result_put_float(&t->result, row, 2, pair_score(t->model, metric, a, b));
	return row;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct sim_data *d = t->data;
	struct result *r = &t->result;
	size_t n = t->args.count;
	uint32_t *rows;
	enum status st = words_resolve(t, 0, &rows, err);

	if (st != ST_OK)
		return st;
	result_add_column(r, "a", CELL_TEXT);
	result_add_column(r, "b", CELL_TEXT);
	result_add_bar_column(r, metric_name(d->metric), CELL_F32, d->metric == METRIC_EUCLIDEAN);
	if (d->relative)
		result_add_column(r, "relative", CELL_F32);
	r->matrix = n > 2 && !d->relative;
	for (size_t i = 0; i < n && st == ST_OK; i++) {
		for (size_t j = i + 1; j < n && st == ST_OK; j++) {
			size_t row = add_pair(t, d->metric, rows[i], rows[j]);

			if (d->relative)
				st = add_relative(t, row, rows[i], rows[j], progress, err);
		}
		if (st == ST_OK && !progress_step(progress, i, n))
			st = progress_cancelled(err);
	}
	result_set_query(r, t->model, rows, n, false);
	free(rows);
	return st;
}

/* clang-format off */
const struct command cmd_sim = {
	.name = "sim", .aliases = "distance similarity", .group = "Query",
	.summary = "Compare words: every pair of them.",
	.details = "With more than two words a terminal shows a matrix; programs get one line a pair.",
	.args = { { ARG_WORD, "word", "two words or more", 2, 0, NULL } },
	.opts = {
		{ 'm', "metric", ARG_CHOICE, "NAME", "cosine", "the measure: cosine, euclidean (raw rows) or dot (raw rows)",
		  "cosine|euclidean|dot", 0, 0 },
		{ 0, "relative", ARG_NONE, NULL, NULL, "also the cosine in relation to the ten nearest of the first word", NULL, 0, 0 },
	},
	.examples = {
		{ "sim king queen", "one pair" },
		{ "sim cat dog car truck", "a matrix" },
		{ "sim king queen --metric euclidean", "the distance of the raw rows" },
	},
	.flags = CMD_NEEDS_MODEL,
	.data_size = sizeof(struct sim_data),
	.prepare = prepare, .work = work,
};
