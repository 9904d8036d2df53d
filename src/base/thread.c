#include "base/thread.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

#include "base/compiler.h"

size_t thread_count(size_t wanted)
{
	long n;

	if (wanted)
		return MIN(wanted, THREADS_MAX);
	n = sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : MIN((size_t)n, THREADS_MAX);
}

struct runner {
	void (*fn)(void *ctx, size_t worker);
	void *ctx;
	size_t worker;
	pthread_t thread;
};

static void *runner_main(void *arg)
{
	struct runner *r = arg;

	r->fn(r->ctx, r->worker);
	return NULL;
}

/* Signals belong to the main thread: workers are started with all of them blocked. */
static bool start(struct runner *r)
{
	sigset_t all, old;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	rc = pthread_create(&r->thread, NULL, runner_main, r);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return rc == 0;
}

void parallel_run(size_t threads, void (*fn)(void *ctx, size_t worker), void *ctx)
{
	struct runner runners[THREADS_MAX];
	bool started[THREADS_MAX] = { false };

	threads = MAX(1, MIN(threads, THREADS_MAX));
	for (size_t i = 1; i < threads; i++) {
		runners[i] = (struct runner){ .fn = fn, .ctx = ctx, .worker = i };
		started[i] = start(&runners[i]);
	}
	fn(ctx, 0);
	for (size_t i = 1; i < threads; i++) {
		if (started[i])
			pthread_join(runners[i].thread, NULL);
		else
			fn(ctx, i); /* no thread to be had: do its share here */
	}
}

struct loop {
	void (*fn)(void *ctx, size_t begin, size_t end, size_t worker);
	void *ctx;
	size_t total, chunk;
	atomic_size_t next;
};

static void loop_worker(void *arg, size_t worker)
{
	struct loop *loop = arg;

	for (;;) {
		size_t begin = atomic_fetch_add(&loop->next, loop->chunk);

		if (begin >= loop->total)
			return;
		loop->fn(loop->ctx, begin, MIN(begin + loop->chunk, loop->total), worker);
	}
}

void parallel_for(size_t threads, size_t total, size_t chunk,
		  void (*fn)(void *ctx, size_t begin, size_t end, size_t worker), void *ctx)
{
	struct loop loop = { .fn = fn, .ctx = ctx, .total = total, .chunk = MAX(chunk, 1) };
	size_t chunks = total / loop.chunk + (total % loop.chunk != 0);

	threads = MIN(thread_count(threads), MAX(chunks, 1));
	parallel_run(threads, loop_worker, &loop);
}
