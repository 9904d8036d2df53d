/* Words that are near two others at once. */
#include <stdlib.h>

#include "base/mem.h"
#include "commands.h"
#include "model/between.h"

struct between_data {
	struct query_setup setup;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	(void)err;
	query_setup_get(&((struct between_data *)t->data)->setup, s, &t->args);
	return ST_OK;
}

static enum status search(struct task *t, const struct word_vector *words, const struct search *s,
			  const struct progress *progress, struct error *err)
{
	struct hit *hits = xcalloc(s->k + 1, sizeof(*hits));
	double *a = vector_as_doubles(t->model, words[0].v);
	double *b = vector_as_doubles(t->model, words[1].v);
	size_t count = 0;
	enum status st = search_between(t->model, a, b, s, progress, hits, &count, err);

	if (st == ST_OK) {
		result_set_title(&t->result, "Between %s and %s", args_word(&t->args, 0),
				 args_word(&t->args, 1));
		result_add_hits(&t->result, t->model, hits, count, "cosine", false);
		result_set_words(&t->result, t->model, words, 2);
	}
	free(a);
	free(b);
	free(hits);
	return st;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct query_setup *d = &((struct between_data *)t->data)->setup;
	struct word_vector *words;
	uint8_t *mask = NULL;
	enum status st = words_vectors(t, METRIC_COSINE, &words, err);

	if (st != ST_OK)
		return st;
	st = filter_mask(&mask, t->model, d, progress, &t->result, err);
	if (st == ST_OK) {
		struct search s = { .k = MIN(d->count, model_rows(t->model)),
				    .max_rank = d->max_rank,
				    .allow = mask,
				    .exclude = (uint32_t[]){ words[0].row, words[1].row },
				    .exclude_count = 2,
				    .threads = d->threads };

		st = search(t, words, &s, progress, err);
	}
	free(mask);
	words_vectors_free(words, 2);
	return st;
}

/* clang-format off */
const struct command cmd_between = {
	.name = "between", .group = "Query",
	.summary = "List the words that are near both of two words.",
	.details = "By the lesser of the two cosines: a word that is near one of them alone does not count.",
	.args = { { ARG_WORD, "word", "two words", 2, 2, NULL } },
	.examples = { { "between river money -n 5", "what has to do with both" } },
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct between_data),
	.prepare = prepare, .work = work,
};
