#include "unit.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/thread.h"

struct marks {
	size_t total, chunk, threads;
	atomic_uchar *seen;
	atomic_size_t chunks;
};

static void mark(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct marks *m = ctx;

	if (begin >= end || end > m->total || end - begin > m->chunk || begin % m->chunk ||
	    worker >= m->threads)
		abort();
	atomic_fetch_add(&m->chunks, 1);
	for (size_t i = begin; i < end; i++)
		atomic_fetch_add(&m->seen[i], 1);
}

static void check_for(size_t threads, size_t total, size_t chunk)
{
	void *seen = xcalloc(total, 1);
	struct marks m = { .total = total,
			   .chunk = MAX(chunk, 1),
			   .threads = thread_count(threads),
			   .seen = seen };

	parallel_for(threads, total, chunk, mark, &m);
	for (size_t i = 0; i < total; i++)
		if (m.seen[i] != 1)
			fail_msg("%zu threads, %zu of %zu: %zu was visited %u times", threads,
				 chunk, total, i, (unsigned)m.seen[i]);
	assert_int_equal(m.chunks, total / m.chunk + (total % m.chunk != 0));
	free(seen);
}

static void each_index_once(void **state)
{
	static const size_t threads[] = { 1, 2, 3, 8, 33, 0 }, chunks[] = { 0, 1, 2, 7, 64, 1000 };
	static const size_t totals[] = { 0, 1, 2, 63, 64, 65, 999, 1000, 1001 };

	(void)state;
	for (size_t t = 0; t < ARRAY_LEN(threads); t++)
		for (size_t c = 0; c < ARRAY_LEN(chunks); c++)
			for (size_t n = 0; n < ARRAY_LEN(totals); n++)
				check_for(threads[t], totals[n], chunks[c]);
}

static void counts_are_clamped(void **state)
{
	(void)state;
	assert_int_equal(thread_count(1), 1);
	assert_int_equal(thread_count(THREADS_MAX), THREADS_MAX);
	assert_int_equal(thread_count(THREADS_MAX + 1), THREADS_MAX);
	assert_int_equal(thread_count(SIZE_MAX), THREADS_MAX);
	assert_true(thread_count(0) >= 1 && thread_count(0) <= THREADS_MAX);
}

struct seats {
	pthread_t caller;
	atomic_int taken[THREADS_MAX];
	atomic_int wrong;
};

static void take_seat(void *ctx, size_t worker)
{
	struct seats *s = ctx;
	sigset_t blocked;

	atomic_fetch_add(&s->taken[worker], 1);
	if ((worker == 0) != pthread_equal(s->caller, pthread_self()))
		atomic_fetch_add(&s->wrong, 1);
	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	if (worker && (!sigismember(&blocked, SIGINT) || !sigismember(&blocked, SIGTERM)))
		atomic_fetch_add(&s->wrong, 1);
	if (!worker && sigismember(&blocked, SIGINT))
		atomic_fetch_add(&s->wrong, 1);
}

/* The caller is worker 0; signals are for it alone. */
static void one_run_for_each_worker(void **state)
{
	static struct seats s;

	(void)state;
	for (size_t threads = 0; threads <= 20; threads++) {
		memset(&s, 0, sizeof(s));
		s.caller = pthread_self();
		parallel_run(threads, take_seat, &s);
		assert_int_equal(s.wrong, 0);
		for (size_t i = 0; i < THREADS_MAX; i++)
			assert_int_equal(s.taken[i], i < MAX(threads, 1));
	}
}

static void count_run(void *ctx, size_t worker)
{
	atomic_int *taken = ctx;

	atomic_fetch_add(&taken[worker], 1);
}

/* Where the system gives no threads the caller does the work of all. */
static void without_threads(void **state)
{
	int status;
	pid_t child;

	(void)state;
	child = fork();
	if (child == 0) {
		static atomic_int taken[8];
		struct rlimit none = { 0, 0 };
		int ok = 1;

		/* the superuser has no limit; whoever this is has one */
		if ((geteuid() == 0 && setuid(65534) != 0) || setrlimit(RLIMIT_NPROC, &none) != 0)
			_exit(2);
		parallel_run(8, count_run, taken);
		for (size_t i = 0; i < 8; i++)
			ok = ok && taken[i] == 1;
		_exit(ok ? 0 : 1);
	}
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_index_once),
		cmocka_unit_test(counts_are_clamped),
		cmocka_unit_test(one_run_for_each_worker),
		cmocka_unit_test(without_threads),
	};

	return cmocka_run_group_tests_name("base/thread", tests, NULL, NULL);
}
