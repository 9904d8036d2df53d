/*
 * Words of the vocabulary that fit what is being typed, found in the background: the newest
 * pattern wins, an older search is cancelled. Best first by tier (exact, prefix, inside, letters
 * in order), then by frequency.
 */
#ifndef UI_FINDER_H
#define UI_FINDER_H

#include "job/job.h"
#include "model/model.h"

#define FINDER_MAX 500

struct finder;

struct finder *finder_new(void);
void finder_free(struct finder *f);		/* waits for its search to stop */
/* Search m for the pattern; cancels the one before. */
void finder_start(struct finder *f, struct job_queue *q, struct model *m, const char *pattern);
/* True when a search ended and rows, count and total are new. */
bool finder_tick(struct finder *f, struct job_queue *q);
bool finder_is_busy(const struct finder *f);

const uint32_t *finder_rows(const struct finder *f, size_t *count, uint64_t *total);

#endif
