/*
 * Top-k: each worker keeps its own best candidates and shares the floor it has reached; when all
 * rows were seen, the few that are left are scored exactly, sorted, and the best k are the answer.
 */
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/thread.h"
#include "model/scan.h"
#include "model/topk.h"

#define SCORE_CHUNK 256		      /* exact scores between two looks at the clock */
#define SORT_RUN    ((size_t)1 << 15) /* hits that are sorted in one go */

/* One question of a scan that may serve several. */
struct top {
	const struct scorer *scorer;
	struct scan *scan; /* shared */
	struct row_filter filter;
	size_t k;
	struct topk *part; /* one per worker */
	_Atomic(double) floor;
	struct candidate *all;
	size_t all_count;
};

/* --- scan ------------------------------------------------------------------------------------- */

struct ticker {
	const struct scan *scan;
	size_t worker;
};

static bool tick(void *ctx)
{
	const struct ticker *t = ctx;

	return scan_tick(t->scan, t->worker);
}

static void share_floor(struct top *top, double floor)
{
	double old = atomic_load_explicit(&top->floor, memory_order_relaxed);

	while (floor > old && !atomic_compare_exchange_weak(&top->floor, &old, floor))
		;
}

static void top_tile(struct top *top, size_t row, size_t n, size_t worker)
{
	struct topk *t = &top->part[worker];
	struct ticker ticker = { top->scan, worker };
	struct candidate c[SCAN_TILE];
	size_t count;

	topk_raise(t, atomic_load_explicit(&top->floor, memory_order_relaxed));
	count = top->scorer->select(top->scorer, row, n, t->floor, c);
	for (size_t i = 0; i < count; i++)
		if (c[i].hi >= t->floor && row_filter_passes(&top->filter, c[i].row))
			topk_add(t, &c[i], tick, &ticker);
	if (count)
		share_floor(top, t->floor);
}

struct tops {
	struct top *items;
	size_t count;
};

/* While a tile is in the cache, all questions look at it. */
static void tops_tile(void *ctx, size_t row, size_t n, size_t worker)
{
	struct tops *tops = ctx;

	for (size_t i = 0; i < tops->count; i++)
		if (tops->items[i].k)
			top_tile(&tops->items[i], row, n, worker);
}

/* --- the rows that are left ------------------------------------------------------------------- */

static enum status gather(struct top *top, struct error *err)
{
	size_t total = 0;
	void *p;

	for (size_t w = 0; w < top->scan->threads; w++) {
		topk_raise(&top->part[w], atomic_load(&top->floor));
		topk_prune(&top->part[w]);
		total += top->part[w].count;
	}
	if (mem_try_calloc(&p, total, sizeof(*top->all), "the best rows", err))
		return ST_NOMEM;
	top->all = p;
	for (size_t w = 0; w < top->scan->threads; w++)
		for (size_t i = 0; i < top->part[w].count; i++)
			top->all[top->all_count++] = top->part[w].item[i];
	return ST_OK;
}

/* All rows were seen: ask only whether to stop. */
static bool still_wanted(const struct top *top)
{
	size_t rows = top->filter.rows;

	return progress_step(top->scan->progress, rows, rows);
}

static void score_part(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct top *top = ctx;

	(void)worker;
	for (size_t i = begin; i < end; i++) {
		struct candidate *c = &top->all[i];

		if (c->lo != c->hi)
			c->lo = c->hi = top->scorer->value(top->scorer, c->row);
	}
}

/* Exact scores of everything gathered; rows that are no results are dropped. */
static enum status score_all(struct top *top, struct error *err)
{
	size_t kept = 0, step = SCORE_CHUNK * top->scan->threads * 16;

	for (size_t at = 0; at < top->all_count; at += step) {
		struct top part = { .scorer = top->scorer, .all = top->all + at };
		size_t n = MIN(step, top->all_count - at);

		if (!still_wanted(top))
			return progress_cancelled(err);
		parallel_for(n > SCORE_CHUNK ? top->scan->threads : 1, n, SCORE_CHUNK, score_part,
			     &part);
	}
	for (size_t i = 0; i < top->all_count; i++)
		if (!isnan(top->all[i].lo))
			top->all[kept++] = top->all[i];
	top->all_count = kept;
	return ST_OK;
}

static int compare_candidates(const void *a, const void *b)
{
	return candidate_before(a, b) ? -1 : candidate_before(b, a);
}

static void merge_runs(const struct candidate *a, size_t mid, size_t n, struct candidate *out)
{
	size_t i = 0, j = mid;

	for (size_t at = 0; at < n; at++) {
		bool left = j == n || (i < mid && candidate_before(&a[i], &a[j]));

		out[at] = left ? a[i++] : a[j++];
	}
}

/* Merge sort from runs of SORT_RUN, so that a stop is seen between them. */
static enum status sort_all(struct top *top, struct error *err)
{
	size_t n = top->all_count;
	struct candidate *swap;
	void *tmp;

	for (size_t at = 0; at < n; at += SORT_RUN) {
		if (!still_wanted(top))
			return progress_cancelled(err);
		qsort(top->all + at, MIN(SORT_RUN, n - at), sizeof(*top->all), compare_candidates);
	}
	if (n <= SORT_RUN)
		return ST_OK;
	if (mem_try_calloc(&tmp, n, sizeof(*top->all), "sorting the rows", err))
		return ST_NOMEM;
	for (size_t run = SORT_RUN; run < n; run *= 2) {
		swap = tmp;
		for (size_t at = 0; at < n; at += 2 * run)
			merge_runs(top->all + at, MIN(run, n - at), MIN(2 * run, n - at),
				   swap + at);
		tmp = top->all;
		top->all = swap;
		if (!still_wanted(top)) {
			free(tmp);
			return progress_cancelled(err);
		}
	}
	free(tmp);
	return ST_OK;
}

/* --- together --------------------------------------------------------------------------------- */

static enum status top_init(struct top *top, const struct scorer *scorer, const struct search *s,
			    struct scan *scan, struct error *err)
{
	enum status st;

	*top = (struct top){ .scorer = scorer, .scan = scan, .floor = -(double)INFINITY };
	st = row_filter_init(&top->filter, scorer->m, s, err);
	if (st != ST_OK)
		return st;
	top->k = MIN(s->k, top->filter.rows);
	top->part = xcalloc(scan->threads, sizeof(*top->part));
	for (size_t w = 0; top->k && w < scan->threads; w++)
		if (topk_init(&top->part[w], scorer, top->k, top->filter.rows, err))
			return ST_NOMEM;
	return ST_OK;
}

static void top_release(struct top *top)
{
	for (size_t w = 0; top->part && w < top->scan->threads; w++)
		topk_release(&top->part[w]);
	free(top->part);
	free(top->all);
	row_filter_release(&top->filter);
}

static enum status settle(struct top *top, struct error *err)
{
	enum status st;

	if (!top->k)
		return ST_OK;
	if ((st = gather(top, err)) || (st = score_all(top, err)))
		return st;
	return sort_all(top, err);
}

static void give(const struct top *top, struct hit *hits, size_t *count)
{
	*count = MIN(top->k, top->all_count);
	for (size_t i = 0; i < *count; i++)
		hits[i] = (struct hit){ top->all[i].row, top->all[i].lo };
}

static enum status run(struct tops *tops, struct scan *scan, struct error *err)
{
	bool any = false;
	enum status st = ST_OK;

	for (size_t i = 0; i < tops->count; i++)
		any |= tops->items[i].k != 0;
	scan->filter = &tops->items[0].filter;
	scan->tile = tops_tile;
	scan->ctx = tops;
	if (any)
		st = scan_run(scan, err);
	for (size_t i = 0; st == ST_OK && i < tops->count; i++)
		st = settle(&tops->items[i], err);
	return st;
}

enum status scan_top_many(const struct scorer *const *scorers, const struct search *s, size_t n,
			  const struct progress *progress, struct hit *const *hits, size_t *counts,
			  struct error *err)
{
	struct scan scan = { .m = scorers[0]->m, .progress = progress };
	struct tops tops = { xcalloc(n, sizeof(struct top)), n };
	size_t rows = model_rows(scan.m);
	enum status st = ST_OK;

	if (s->max_rank)
		rows = MIN(rows, s->max_rank);
	scan.threads = scan_threads(scan.m, rows, s->threads);
	for (size_t i = 0; st == ST_OK && i < n; i++)
		st = top_init(&tops.items[i], scorers[i], &s[i], &scan, err);
	if (st == ST_OK)
		st = run(&tops, &scan, err);
	for (size_t i = 0; i < n; i++) {
		if (st == ST_OK)
			give(&tops.items[i], hits[i], &counts[i]);
		top_release(&tops.items[i]);
	}
	free(tops.items);
	return st;
}

enum status scan_top(const struct scorer *scorer, const struct search *s,
		     const struct progress *progress, struct hit *hits, size_t *count,
		     struct error *err)
{
	return scan_top_many(&scorer, s, 1, progress, &hits, count, err);
}
