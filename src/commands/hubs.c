/* Words that stand among the neighbours of many others. */
#include <stdlib.h>

#include "base/mem.h"
#include "commands.h"

#define NEIGHBOURS 10
#define BATCH	   64 /* questions that share a pass */

struct hubs_data {
	struct query_setup setup;
	size_t top;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct hubs_data *d = t->data;

	(void)err;
	query_setup_get(&d->setup, s, &t->args);
	d->top = (size_t)args_int(&t->args, "top");
	return ST_OK;
}

struct batch {
	uint32_t row[BATCH];
	double *q; /* (BATCH, dims) */
	struct search s[BATCH];
	struct hit hits[BATCH][NEIGHBOURS];
	struct hit *to[BATCH];
	size_t counts[BATCH], n;
};

static void add(struct batch *b, const struct model *m, uint32_t row, const struct search *s)
{
	size_t i = b->n++;

	b->row[i] = row;
	b->s[i] = *s;
	b->s[i].exclude = &b->row[i];
	b->s[i].exclude_count = 1;
	b->to[i] = b->hits[i];
	for (size_t j = 0; j < model_dims(m); j++)
		b->q[i * model_dims(m) + j] = (double)model_row(m, row)[j];
}

static enum status ask(struct batch *b, const struct model *m, uint32_t *times, struct error *err)
{
	enum status st = search_near_many(m, b->q, b->s, b->n, NULL, b->to, b->counts, err);

	for (size_t i = 0; st == ST_OK && i < b->n; i++)
		for (size_t j = 0; j < b->counts[i]; j++)
			times[b->hits[i][j].row]++;
	b->n = 0;
	return st;
}

/* N_10 of each of the first n words, among themselves (Radovanović and others 2010). */
static enum status count_all(struct task *t, uint32_t *times, size_t n,
			     const struct progress *progress, struct error *err)
{
	const struct hubs_data *d = t->data;
	const struct search s = { .k = NEIGHBOURS, .max_rank = n, .threads = d->setup.threads };
	struct batch *b = xcalloc(1, sizeof(*b));
	enum status st = ST_OK;

	b->q = xcalloc(BATCH * model_dims(t->model), sizeof(*b->q));
	for (uint32_t row = 0; st == ST_OK && row < n; row++) {
		if (t->model->norms[row] > 0)
			add(b, t->model, row, &s);
		if (b->n < BATCH && row + 1 < n)
			continue;
		st = ask(b, t->model, times, err);
		if (st == ST_OK && !progress_step(progress, row, n))
			st = progress_cancelled(err);
	}
	free(b->q);
	free(b);
	return st;
}

static int compare(const void *a, const void *b, void *ctx)
{
	const uint32_t *times = ctx, x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	if (times[x] != times[y])
		return times[x] > times[y] ? -1 : 1;
	return x < y ? -1 : x > y;
}

static void fill(struct task *t, uint32_t *times, size_t n)
{
	const struct hubs_data *d = t->data;
	struct result *r = &t->result;
	uint32_t *order = xcalloc(n + 1, sizeof(*order));
	size_t never = 0;

	for (uint32_t i = 0; i < n; i++) {
		order[i] = i;
		never += times[i] == 0;
	}
	qsort_r(order, n, sizeof(*order), compare, times);
	result_add_column(r, "rank", CELL_INT);
	result_add_column(r, "word", CELL_TEXT);
	result_add_bar_column(r, "times", CELL_INT, false);
	for (size_t i = 0; i < n && i < d->setup.count; i++) {
		size_t row = result_add_row(r);

		result_put_int(r, row, 0, (int64_t)order[i] + 1);
		result_put_word(r, row, 1, t->model, order[i]);
		result_put_int(r, row, 2, times[order[i]]);
		result_set_answer_row(r, row, order[i]);
	}
	result_set_query(r, t->model, NULL, 0, false);
	result_notef(r, "%zu of the %zu words are no one's neighbour; %d would be everyone's share",
		     never, n, NEIGHBOURS);
	free(order);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct hubs_data *d = t->data;
	size_t n = MIN(d->top, model_rows(t->model));
	uint32_t *times = xcalloc(n + 1, sizeof(*times));
	enum status st = count_all(t, times, n, progress, err);

	if (st == ST_OK)
		fill(t, times, n);
	free(times);
	return st;
}

/* clang-format off */
const struct command cmd_hubs = {
	.name = "hubs", .group = "Judge",
	.summary = "List the words that are neighbours of the most others.",
	.details = "How often a word stands among the ten nearest of the most frequent N words, all measured among themselves. "
		   "rank is the word's place in the vocabulary.",
	.opts = { { 0, "top", ARG_INT, "N", "2000", "among how many frequent words", NULL, 2, 1000000 } },
	.examples = { { "hubs --top 1000 -n 5", "who is everyone's neighbour" } },
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct hubs_data),
	.prepare = prepare, .work = work,
};
