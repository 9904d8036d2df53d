/* A chain of near words from one to another. */
#include <stdlib.h>

#include "base/mem.h"
#include "commands.h"
#include "model/chain.h"

struct path_data {
	struct query_setup setup;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	(void)err;
	query_setup_get(&((struct path_data *)t->data)->setup, s, &t->args);
	return ST_OK;
}

static double cosine_of(const struct model *m, const struct word_vector *a,
			const struct word_vector *b)
{
	if (a->row != VOCAB_NONE && b->row != VOCAB_NONE)
		return search_cosine(m, a->row, b->row);
	return vector_score(METRIC_COSINE, a->v, b->v, model_dims(m));
}

static void fill(struct task *t, const struct word_vector ends[2], const uint32_t *rows, size_t n)
{
	struct result *r = &t->result;
	struct word_vector before = { 0 };

	result_set_title(r, "From %s to %s", args_word(&t->args, 0), args_word(&t->args, 1));
	result_add_column(r, "step", CELL_INT);
	result_add_column(r, "word", CELL_TEXT);
	result_add_bar_column(r, "cosine", CELL_F32, false);
	for (size_t i = 0; i < n; i++) {
		size_t row = result_add_row(r);
		struct word_vector here = ends[i > 0];

		if (rows[i] != VOCAB_NONE)
			word_vector_take(t->model, rows[i], &here);
		result_put_int(r, row, 0, (int64_t)i);
		result_put_vector(r, row, 1, t->model, &here);
		if (i)
			result_put_float(r, row, 2, cosine_of(t->model, &before, &here));
		result_set_answer_row(r, row, rows[i]);
		before = here;
	}
	result_set_words(r, t->model, ends, 1);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct query_setup *d = &((struct path_data *)t->data)->setup;
	struct word_vector *ends;
	uint32_t rows[CHAIN_MAX];
	uint8_t *mask = NULL;
	size_t n = 0;
	enum status st = words_vectors(t, METRIC_COSINE, &ends, err);

	if (st != ST_OK)
		return st;
	st = filter_mask(&mask, t->model, d, progress, &t->result, err);
	if (st == ST_OK) {
		struct search s = { .max_rank = d->max_rank, .allow = mask, .threads = d->threads };

		st = chain_find(t->model, ends, d->count, &s, progress, rows, &n, err);
	}
	if (st == ST_OK)
		fill(t, ends, rows, n);
	free(mask);
	words_vectors_free(ends, 2);
	return st;
}

/* clang-format off */
const struct command cmd_path = {
	.name = "path", .group = "Query",
	.summary = "Go from one word to another by steps between near words.",
	.details = "Each step leads to one of the -n nearest words of the one before; the chain of the least sum of "
		   "(1 - cosine) squared is shown, so that many small steps are better than one long one.",
	.args = { { ARG_WORD, "word", "two words, or names of yours (let)", 2, 2, NULL } },
	.examples = { { "path cat car", "how far it is from cat to car" } },
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct path_data),
	.prepare = prepare, .work = work,
};
