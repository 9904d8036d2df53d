/* The words that are closer to A than B is: gensim's closer_than, nearest first. */
#include <stdlib.h>

#include "base/mem.h"
#include "commands.h"

struct closer_data {
	struct query_setup setup;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	(void)err;
	query_setup_get(&((struct closer_data *)t->data)->setup, s, &t->args);
	return ST_OK;
}

/* How many there are, then the first of them. */
static enum status find_closer(struct task *t, const double *q, const struct word_vector *words,
			       const struct search *s, const struct progress *progress,
			       struct error *err)
{
	const struct query_setup *d = &((struct closer_data *)t->data)->setup;
	double score = words_score(t->model, s->metric, q, words);
	struct search first = *s;
	struct hit *hits;
	size_t closer = 0, count = 0;
	bool same = words[0].row == words[1].row && words[0].row != VOCAB_NONE;
	enum status st =
		same ? ST_OK : search_count_better(t->model, q, score, s, progress, &closer, err);

	first.k = MIN(closer, d->count);
	hits = xcalloc(first.k + 1, sizeof(*hits));
	if (st == ST_OK && first.k)
		st = search_near(t->model, q, &first, progress, hits, &count, err);
	if (st == ST_OK) {
		result_set_title(&t->result, "Closer to %s than %s", args_word(&t->args, 0),
				 args_word(&t->args, 1));
		result_add_hits(&t->result, t->model, hits, count, metric_name(s->metric),
				s->metric == METRIC_EUCLIDEAN);
		t->result.total = closer;
		result_set_words(&t->result, t->model, words, 2);
		if (!closer)
			result_notef(&t->result, "no word is closer");
		else if (closer > count)
			result_notef(&t->result, "%zu of %zu words; -n shows more", count, closer);
	}
	free(hits);
	return st;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct query_setup *d = &((struct closer_data *)t->data)->setup;
	struct word_vector *words;
	uint8_t *mask = NULL;
	double *q;
	enum status st = words_vectors(t, d->metric, &words, err);

	if (st != ST_OK)
		return st;
	q = vector_as_doubles(t->model, words[0].v);
	st = filter_mask(&mask, t->model, d, progress, &t->result, err);
	if (st == ST_OK) {
		struct search s = { .metric = d->metric,
				    .max_rank = d->max_rank,
				    .allow = mask,
				    .exclude = &words[0].row,
				    .exclude_count = 1,
				    .threads = d->threads };

		st = find_closer(t, q, words, &s, progress, err);
	}
	free(mask);
	free(q);
	words_vectors_free(words, 2);
	return st;
}

/* clang-format off */
const struct command cmd_closer = {
	.name = "closer", .aliases = "closer-than", .group = "Query",
	.summary = "List the words that are closer to A than B is.",
	.details = "Strictly closer, the nearest first. rank A B counts them.",
	.args = { { ARG_WORD, "word", "two words", 2, 2, NULL } },
	.examples = { { "closer king monarch", "what stands between king and monarch" } },
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct closer_data),
	.prepare = prepare, .work = work,
};
