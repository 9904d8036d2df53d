/* Words that stand among the neighbours of many others. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "explain.h"

#define NEIGHBOURS  10
#define BATCH	    64 /* questions that share a pass */
#define LISTS_SHOWN 12

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

/* What is done with each list: `row` asked, its nearest are hits. */
typedef void take_list(void *ctx, uint32_t row, const struct hit *hits, size_t count);

struct lists {
	const struct model *m;
	size_t n, threads;
	take_list *take;
	void *ctx;
};

static enum status ask(struct batch *b, const struct lists *l, struct error *err)
{
	enum status st = search_near_many(l->m, b->q, b->s, b->n, NULL, b->to, b->counts, err);

	for (size_t i = 0; st == ST_OK && i < b->n; i++)
		l->take(l->ctx, b->row[i], b->hits[i], b->counts[i]);
	b->n = 0;
	return st;
}

/* The ten nearest of each of the first n words, among themselves. */
static enum status each_list(const struct lists *l, const struct progress *progress,
			     struct error *err)
{
	const struct search s = { .k = NEIGHBOURS, .max_rank = l->n, .threads = l->threads };
	struct batch *b = xcalloc(1, sizeof(*b));
	enum status st = ST_OK;

	b->q = xcalloc(BATCH * model_dims(l->m), sizeof(*b->q));
	for (uint32_t row = 0; st == ST_OK && row < l->n; row++) {
		if (l->m->norms[row] > 0)
			add(b, l->m, row, &s);
		if (b->n < BATCH && row + 1 < l->n)
			continue;
		st = ask(b, l, err);
		if (st == ST_OK && !progress_step(progress, row, l->n))
			st = progress_cancelled(err);
	}
	free(b->q);
	free(b);
	return st;
}

/* N_10 of each word (Radovanović and others 2010). */
static void count_list(void *ctx, uint32_t row, const struct hit *hits, size_t count)
{
	uint32_t *times = ctx;

	(void)row;
	for (size_t j = 0; j < count; j++)
		times[hits[j].row]++;
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
	const struct lists lists = { t->model, n, d->setup.threads, count_list, times };
	enum status st = each_list(&lists, progress, err);

	if (st == ST_OK)
		fill(t, times, n);
	free(times);
	return st;
}

/* --- where a number came from --- */

struct finds {
	struct explain *e;
	uint32_t word;
	size_t times;
};

static void find_list(void *ctx, uint32_t row, const struct hit *hits, size_t count)
{
	struct finds *f = ctx;

	for (size_t j = 0; j < count; j++) {
		if (hits[j].row != f->word)
			continue;
		if (f->times++ < LISTS_SHOWN)
			explain_step(f->e, hits[j].score, "in the list of %s, at place %zu: cosine",
				     explain_name(f->e, row), j + 1);
	}
}

enum status explain_hubs(struct explain *e, struct error *err)
{
	size_t n = MIN((size_t)args_int(&e->args, "top"), model_rows(e->m));
	struct finds f = { e, e->last->answer_rows[e->at], 0 };
	const struct lists lists = { e->m, n, e->threads, find_list, &f };
	enum status st = each_list(&lists, e->progress, err);

	if (st != ST_OK)
		return st;
	if (f.times > LISTS_SHOWN)
		explain_step(e, (double)NAN, "… and so in %zu more", f.times - LISTS_SHOWN);
	e->final = (double)f.times;
	e->shown = (double)e->last->values[e->at * e->last->column_count + 2].as.i;
	explain_step(e, e->final, "lists of %d nearest in which %s stands", NEIGHBOURS,
		     explain_name(e, f.word));
	result_notef(e->r,
		     "%zu words have such lists: %d would be everyone's share. A word near the "
		     "middle of all is near to many",
		     n, NEIGHBOURS);
	return ST_OK;
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
