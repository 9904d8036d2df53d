/*
 * parallel_for: split [0, total) into chunks and run them on `threads` threads (the caller is one).
 *
 * Chunks are handed out in order by an atomic counter, so uneven work balances itself. `fn` gets
 * the half-open range and the worker's number in [0, threads). It must not fail; it reports through
 * ctx. Returns when every chunk has run. threads 0 = as many as there are processors.
 */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <stddef.h>

#define THREADS_MAX 256

size_t thread_count(size_t wanted);	/* 0 → number of processors; clamped to THREADS_MAX */

void parallel_for(size_t threads, size_t total, size_t chunk,
		  void (*fn)(void *ctx, size_t begin, size_t end, size_t worker), void *ctx);

/* Run fn(ctx, worker) once on each of `threads` threads (the caller is worker 0). */
void parallel_run(size_t threads, void (*fn)(void *ctx, size_t worker), void *ctx);

#endif
