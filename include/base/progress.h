/*
 * How long work reports and is stopped. Engine functions take `const struct progress *` (NULL =
 * nobody listens) and call progress_step() at least every 50 ms of work, from any one thread at a
 * time. `false` means stop: the function cleans up and returns ST_CANCELLED.
 */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct progress {
	/* `done` of `total` units (bytes, rows …; total 0 = unknown) */
	bool (*step)(void *ctx, uint64_t done, uint64_t total);
	void *ctx;
};

static inline bool progress_step(const struct progress *p, uint64_t done, uint64_t total)
{
	return !p || !p->step || p->step(p->ctx, done, total);
}

static inline enum status progress_cancelled(struct error *err)
{
	return error_set(err, ST_CANCELLED, "cancelled");
}

#endif
