#include <stdlib.h>

#include "base/mem.h"
#include "commands.h"

struct rank_data {
	struct query_setup setup;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	(void)err;
	query_setup_get(&((struct rank_data *)t->data)->setup, s, &t->args);
	return ST_OK;
}

/* How many words are strictly closer to the first than the second is; the first itself is not
 * counted. */
static enum status count_closer(struct task *t, const struct word_vector *words, size_t *closer,
				double *score, const struct progress *progress, struct error *err)
{
	const struct query_setup *q = &((struct rank_data *)t->data)->setup;
	double *v = vector_as_doubles(t->model, words[0].v);
	uint8_t *mask = NULL;
	struct search s = { .metric = q->metric,
			    .max_rank = q->max_rank,
			    .exclude = &words[0].row,
			    .exclude_count = 1,
			    .threads = q->threads };
	enum status st = filter_mask(&mask, t->model, q, progress, &t->result, err);

	s.allow = mask;
	*score = words_score(t->model, q->metric, v, words);
	if (st == ST_OK && words[0].row == words[1].row && words[0].row != VOCAB_NONE)
		*closer = 0;
	else if (st == ST_OK)
		st = search_count_better(t->model, v, *score, &s, progress, closer, err);
	free(mask);
	free(v);
	return st;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct query_setup *q = &((struct rank_data *)t->data)->setup;
	struct result *r = &t->result;
	struct word_vector *words;
	size_t closer = 0, row;
	double score = 0;
	enum status st = words_vectors(t, q->metric, &words, err);

	if (st != ST_OK)
		return st;
	st = count_closer(t, words, &closer, &score, progress, err);
	if (st == ST_OK) {
		result_add_column(r, "a", CELL_TEXT);
		result_add_column(r, "b", CELL_TEXT);
		result_add_column(r, "rank", CELL_INT);
		result_add_column(r, metric_name(q->metric), CELL_F32);
		row = result_add_row(r);
		result_put_vector(r, row, 0, t->model, &words[0]);
		result_put_vector(r, row, 1, t->model, &words[1]);
		result_put_int(r, row, 2, (int64_t)closer + 1);
		result_put_float(r, row, 3, score);
		result_set_words(r, t->model, words, 2);
	}
	words_vectors_free(words, 2);
	return st;
}

/* clang-format off */
const struct command cmd_rank = {
	.name = "rank", .group = "Query",
	.summary = "At which place among the neighbours of A does B stand?",
	.details = "1 means that no word is closer to A than B. The rank of A from B may differ.",
	.args = { { ARG_WORD, "word", "two words", 2, 2, NULL } },
	.examples = {
		{ "rank king queen", "how close is queen, counted in words?" },
		{ "rank king banana --max-rank 10000", "among the most frequent 10,000 words" },
	},
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct rank_data),
	.prepare = prepare, .work = work,
};
