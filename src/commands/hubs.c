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
	struct words_chosen words;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct hubs_data *d = t->data;

	(void)err;
	query_setup_get(&d->setup, s, &t->args);
	d->words.most = (size_t)args_int(&t->args, "top");
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
	const struct words_chosen *words; /* by rising row */
	size_t threads;
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

/* A mask of the words, or NULL where they are the first of all. */
static enum status mask_words(uint8_t **out, const struct lists *l, struct error *err)
{
	const struct words_chosen *w = l->words;
	void *p = NULL;
	enum status st = ST_OK;

	if (w->n && w->rows[w->n - 1] != w->n - 1)
		st = mem_try_calloc(&p, model_rows(l->m), 1, "the words", err);
	*out = p;
	for (size_t i = 0; p && i < w->n; i++)
		(*out)[w->rows[i]] = 1;
	return st;
}

static enum status ask_all(const struct lists *l, struct batch *b, const struct search *s,
			   const struct progress *progress, struct error *err)
{
	size_t n = l->words->n;
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < n; i++) {
		add(b, l->m, l->words->rows[i], s);
		if (b->n < BATCH && i + 1 < n)
			continue;
		st = ask(b, l, err);
		if (st == ST_OK && !progress_step(progress, i, n))
			st = progress_cancelled(err);
	}
	return st;
}

/* The ten nearest of each of the words, among themselves. */
static enum status each_list(const struct lists *l, const struct progress *progress,
			     struct error *err)
{
	const struct words_chosen *w = l->words;
	struct search s = { .k = NEIGHBOURS, .threads = l->threads };
	struct batch *b = xcalloc(1, sizeof(*b));
	uint8_t *mask;
	enum status st = mask_words(&mask, l, err);

	b->q = xcalloc(BATCH * model_dims(l->m), sizeof(*b->q));
	s.allow = mask;
	s.max_rank = w->n ? (size_t)w->rows[w->n - 1] + 1 : 1;
	if (st == ST_OK)
		st = ask_all(l, b, &s, progress, err);
	free(mask);
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

/* In how many lists of the others each would stand if all stood in as many. */
static size_t share_of(size_t n)
{
	return n > NEIGHBOURS ? NEIGHBOURS : n ? n - 1 : 0;
}

static void fill(struct task *t, uint32_t *times)
{
	const struct hubs_data *d = t->data;
	struct result *r = &t->result;
	size_t n = d->words.n, never = 0;
	uint32_t *order = xcalloc(n + 1, sizeof(*order));

	for (size_t i = 0; i < n; i++) {
		order[i] = d->words.rows[i];
		never += times[order[i]] == 0;
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
	result_notef(r,
		     "%zu of the %zu words are no one's neighbour; %zu would be everyone's share",
		     never, n, share_of(n));
	free(order);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct hubs_data *d = t->data;
	uint32_t *times = NULL;
	void *p;
	enum status st = mem_try_calloc(&p, model_rows(t->model), sizeof(*times), "the words", err);

	if (st != ST_OK)
		return st;
	times = p;
	st = words_choose(t, &d->setup, &d->words, progress, err);
	if (st == ST_OK) {
		const struct lists lists = { t->model, &d->words, d->setup.threads, count_list,
					     times };

		st = each_list(&lists, progress, err);
	}
	if (st == ST_OK)
		fill(t, times);
	free(times);
	return st;
}

static void free_data(void *data)
{
	words_chosen_release(&((struct hubs_data *)data)->words);
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

/* The words of the answer, chosen once more. */
static enum status lists_again(struct explain *e, struct words_chosen *words, struct error *err)
{
	struct task t = { .model = e->m };
	enum status st;

	words->most = (size_t)args_int(&e->args, "top");
	result_init(&t.result);
	st = words_choose(&t, &e->setup, words, e->progress, err);
	result_release(&t.result);
	return st;
}

enum status explain_hubs(struct explain *e, struct error *err)
{
	struct words_chosen words = { 0 };
	struct finds f = { e, e->last->answer_rows[e->at], 0 };
	const struct lists lists = { e->m, &words, e->setup.threads, find_list, &f };
	enum status st = lists_again(e, &words, err);
	size_t n = words.n;

	if (st == ST_OK)
		st = each_list(&lists, e->progress, err);
	words_chosen_release(&words);
	if (st != ST_OK)
		return st;
	if (f.times > LISTS_SHOWN)
		explain_step(e, (double)NAN, "… and so in %zu more", f.times - LISTS_SHOWN);
	e->final = (double)f.times;
	e->shown = (double)e->last->values[e->at * e->last->column_count + 2].as.i;
	explain_step(e, e->final, "lists of %d nearest in which %s stands", NEIGHBOURS,
		     explain_name(e, f.word));
	result_notef(e->r,
		     "%zu words have such lists: %zu would be everyone's share. A word near the "
		     "middle of all is near to many",
		     n, share_of(n));
	return ST_OK;
}

/* clang-format off */
const struct command cmd_hubs = {
	.name = "hubs", .group = "Judge",
	.summary = "List the words that are neighbours of the most others.",
	.details = "How often a word stands among the ten nearest of the most frequent N words that the filters let through, "
		   "all measured among themselves. "
		   "rank is the word's place in the vocabulary.",
	.opts = { { 0, "top", ARG_INT, "N", "2000", "among how many frequent words", NULL, 2, 1000000 } },
	.examples = { { "hubs --top 1000 -n 5", "who is everyone's neighbour" } },
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct hubs_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
