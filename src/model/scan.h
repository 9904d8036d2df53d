/*
 * The scan that every search is: bounds from the f32 kernels first, f64 for the rows they leave.
 *
 * Inside, bigger is always better: the value of a row is its score, or minus its distance.
 */
#ifndef MODEL_SCAN_H
#define MODEL_SCAN_H

#include "model/search.h"

#define SCAN_TILE   64 /* rows that are scored at once */
#define SCAN_SPARSE 8  /* allowed rows of a tile that are scored one by one */

/* A row that may be a result: lo ≤ value ≤ hi for its value in the reference arithmetic;
 * lo == hi once that is known. */
struct candidate {
	double lo, hi;
	uint32_t row;
};

/* How rows are scored; embedded first in the struct of a measure. */
struct scorer {
	const struct model *m;
	/* Write those of rows [row, row + n), n ≤ SCAN_TILE, whose value may reach `floor`, rows
	 * that can never be results left out; returns how many. */
	size_t (*select)(const struct scorer *s, size_t row, size_t n, double floor,
			 struct candidate *out);
	/* The value of one row in the reference arithmetic; NaN = never a result. */
	double (*value)(const struct scorer *s, uint32_t row);
};

/* Which rows may be results, ready to be asked. */
struct row_filter {
	const uint8_t *allow;
	uint32_t *exclude; /* sorted; owned */
	size_t exclude_count, rows;
};

enum status row_filter_init(struct row_filter *f, const struct model *m, const struct search *s,
			    struct error *err);
void row_filter_release(struct row_filter *f);
bool row_filter_passes(const struct row_filter *f, uint32_t row);

/* Visit [0, filter->rows) in parallel, tile by tile. tile(ctx, …) gets rows of which at least one
 * is allowed and the number of the worker. */
struct scan {
	const struct model *m;
	const struct row_filter *filter;
	const struct progress *progress;
	size_t threads;
	void (*tile)(void *ctx, size_t row, size_t n, size_t worker);
	void *ctx;
	struct scan_state *state;
};
size_t scan_threads(const struct model *m, size_t rows, size_t wanted);
/* ST_OK or ST_CANCELLED. */
enum status scan_run(struct scan *scan, struct error *err);
/* For long work inside tile(): lets worker 0 report; false = stop. */
bool scan_tick(const struct scan *scan, size_t worker);

/* The best s->k rows by the scorer, sorted. hits[].score is the value. */
enum status scan_top(const struct scorer *scorer, const struct search *s,
		     const struct progress *progress, struct hit *hits, size_t *count,
		     struct error *err);

/* The same for n questions of one model in one pass. All searches have the same rows: max_rank, allow
 * and threads are those of the first. */
enum status scan_top_many(const struct scorer *const *scorers, const struct search *s, size_t n,
			  const struct progress *progress, struct hit *const *hits, size_t *counts,
			  struct error *err);

#endif
