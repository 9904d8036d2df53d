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
static enum status find_closer(struct task *t, const double *q, const uint32_t rows[2],
			       const struct search *s, const struct progress *progress,
			       struct error *err)
{
	const struct query_setup *d = &((struct closer_data *)t->data)->setup;
	double score = search_score(t->model, s->metric, q, rows[1]);
	struct search first = *s;
	struct hit *hits;
	size_t closer = 0, count = 0;
	enum status st = rows[0] == rows[1] ? ST_OK
					    : search_count_better(t->model, q, score, s, progress,
								  &closer, err);

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
		result_set_query(&t->result, t->model, rows, 2, false);
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
	uint32_t *rows;
	uint8_t *mask = NULL;
	double *q;
	enum status st = words_resolve(t, 0, &rows, err);

	if (st != ST_OK)
		return st;
	q = row_as_doubles(t->model, rows[0]);
	st = filter_mask(&mask, t->model, d, progress, &t->result, err);
	if (st == ST_OK) {
		struct search s = { .metric = d->metric,
				    .max_rank = d->max_rank,
				    .allow = mask,
				    .exclude = rows,
				    .exclude_count = 1,
				    .threads = d->threads };

		st = find_closer(t, q, rows, &s, progress, err);
	}
	free(mask);
	free(q);
	free(rows);
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
