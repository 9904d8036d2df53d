/*
 * Exact top-k over the whole vocabulary.
 *
 * Of big models the searches keep a copy in bytes, which rules most rows out (src/model/bytes.c).
 * For the others a scan with the f32 kernels keeps every row whose score is within the rigorous rounding bound of
 * the k-th; those are scored again in f64, in index order (math/vec.h), and sorted; ties go to the
 * lower row. Hence the same answer for every kernel table and every number of threads.
 *
 *   cosine	x·q / (‖x‖‖q‖)			falling
 *   dot	x·q				falling
 *   euclidean	‖x − q‖				rising
 *   3CosMul	Π_pos p / (Π_neg p + 1e-6), p = (1 + cos) / 2	falling (Levy & Goldberg 2014)
 */
#ifndef MODEL_SEARCH_H
#define MODEL_SEARCH_H

#include "base/progress.h"
#include "model/model.h"

enum metric { METRIC_COSINE, METRIC_EUCLIDEAN, METRIC_DOT };
const char *metric_name(enum metric metric);	/* "cosine" "euclidean" "dot" */

struct hit {
	uint32_t row;
	double score;
};

struct search {
	enum metric metric;
	size_t k;			/* how many, at most */
	size_t max_rank;		/* only rows [0, max_rank); 0 = all */
	const uint8_t *allow;		/* one byte per row, non-zero = may be a result; NULL = all */
	const uint32_t *exclude;	/* rows that are never results */
	size_t exclude_count;
	size_t threads;			/* 0 = all */
};

/* Neighbours of the vector q (dims doubles; need not be unit). Writes at most s->k hits, best
 * first, and their number. A zero or non-finite q is ST_FAILED. */
enum status search_near(const struct model *m, const double *q, const struct search *s,
			const struct progress *progress, struct hit *hits, size_t *count,
			struct error *err);
/* n questions in one pass over the rows: q (n, dims), s (n) with the same metric, max_rank, allow and
 * threads in all, hits[i] with room for s[i].k. The same answers as one by one. */
enum status search_near_many(const struct model *m, const double *q, const struct search *s, size_t n,
			     const struct progress *progress, struct hit *const *hits,
			     size_t *counts, struct error *err);
/* 3CosMul: rows of words that pull and words that push away; at least one positive. s->metric is
 * ignored. */
enum status search_cosmul(const struct model *m, const uint32_t *positive, size_t positives,
			  const uint32_t *negative, size_t negatives, const struct search *s,
			  const struct progress *progress, struct hit *hits, size_t *count,
			  struct error *err);
/* The score of one row, in the reference arithmetic. */
double search_score(const struct model *m, enum metric metric, const double *q, uint32_t row);
/* cosine of two rows: NaN if one has length 0 or is not finite */
double search_cosine(const struct model *m, uint32_t a, uint32_t b);
/* How many allowed rows other than those excluded score strictly better than `score`. */
enum status search_count_better(const struct model *m, const double *q, double score,
				const struct search *s, const struct progress *progress,
				size_t *count, struct error *err);

/* What searches keep of a model: its owner makes and frees it (NULL is fine). */
struct search_cache *search_cache_new(void);
void search_cache_free(struct search_cache *c);
/* Build the copy in bytes now (a quarter of the matrix), if it is not there. Searches do that by
 * themselves from the second search of a big model on; any thread may call it at any time. */
enum status search_prepare(const struct model *m, size_t threads, const struct progress *progress,
			   struct error *err);

#endif
