#include "commands.h"

struct sim_data {
	enum metric metric;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct sim_data *d = t->data;

	(void)err;
	d->metric = metric_choose(s, &t->args);
	return ST_OK;
}

static void add_pair(struct task *t, enum metric metric, const struct word_vector *a,
		     const struct word_vector *b)
{
	size_t row = result_add_row(&t->result);

	result_put_vector(&t->result, row, 0, t->model, a);
	result_put_vector(&t->result, row, 1, t->model, b);
	result_put_float(&t->result, row, 2,
			 vector_score(metric, a->v, b->v, model_dims(t->model)));
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct sim_data *d = t->data;
	struct result *r = &t->result;
	size_t n = t->args.count;
	struct word_vector *words;
	enum status st = words_vectors(t, &words, err);

	if (st != ST_OK)
		return st;
	result_add_column(r, "a", CELL_TEXT);
	result_add_column(r, "b", CELL_TEXT);
	result_add_bar_column(r, metric_name(d->metric), CELL_F32, d->metric == METRIC_EUCLIDEAN);
	r->matrix = n > 2;
	for (size_t i = 0; i < n && st == ST_OK; i++) {
		for (size_t j = i + 1; j < n; j++)
			add_pair(t, d->metric, &words[i], &words[j]);
		if (!progress_step(progress, i, n))
			st = progress_cancelled(err);
	}
	result_set_words(r, t->model, words, n);
	words_vectors_free(words, n);
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
