/*
 * What the two threads share of a job, and how:
 *
 *   done, total	atomics written by the runner only. total is stored before done and read
 *			after it, so that a reader never sees done of a new report with an older,
 *			smaller total.
 *   cancel		atomic, set by the main thread, read at every step
 *   ended_ns		atomic, 0 while it runs; stored (release) before the last wake-up byte
 *   status, err	plain: written by the runner, read after pthread_join()
 *
 * Wake-ups cannot be lost: the runner publishes first and writes the byte after; the main thread
 * empties the pipe first and looks after. A full pipe is readable already, so a byte that does not
 * fit is not needed.
 */
#include "job/job.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

#define WAKE_INTERVAL_NS UINT64_C(30000000)

struct job {
	struct job_queue *queue;
	struct job *prev, *next;
	char *title;
	enum status (*work)(void *arg, const struct progress *progress, struct error *err);
	void *arg;
	pthread_t thread;
	bool started;

	uint64_t start_ns;
	atomic_uint_least64_t ended_ns;
	atomic_uint_least64_t done, total;
	atomic_bool cancel;

	uint64_t woken_ns; /* runner only */
	enum status status;
	struct error err;
};

struct job_queue {
	int wake[2];
	struct job *jobs; /* main thread only */
};

struct job_queue *job_queue_new(void)
{
	struct job_queue *q = xcalloc(1, sizeof(*q));

	if (pipe2(q->wake, O_CLOEXEC | O_NONBLOCK) == 0)
		return q;
	free(q);
	return NULL;
}

int job_queue_fd(const struct job_queue *q)
{
	return q->wake[0];
}

void job_queue_drain(struct job_queue *q)
{
	char bytes[256];
	ssize_t n;

	do
		n = read(q->wake[0], bytes, sizeof(bytes));
	while (n > 0 || (n < 0 && errno == EINTR));
}

static void wake(struct job_queue *q)
{
	ssize_t n;

	do
		n = write(q->wake[1], "", 1);
	while (n < 0 && errno == EINTR);
}

static bool step(void *ctx, uint64_t done, uint64_t total)
{
	struct job *job = ctx;
	uint64_t now = clock_ns();

	atomic_store_explicit(&job->total, total, memory_order_relaxed);
	atomic_store_explicit(&job->done, done, memory_order_release);
	if (now - job->woken_ns >= WAKE_INTERVAL_NS) {
		job->woken_ns = now;
		wake(job->queue);
	}
	return !atomic_load_explicit(&job->cancel, memory_order_relaxed);
}

static void end(struct job *job)
{
	atomic_store_explicit(&job->ended_ns, clock_ns(), memory_order_release);
	wake(job->queue);
}

static void *run(void *arg)
{
	struct job *job = arg;
	struct progress progress = { step, job };

	job->status = job->work(job->arg, &progress, &job->err);
	end(job);
	return NULL;
}

/* Signals belong to the main thread: the runner starts with all of them blocked. */
static int start_thread(struct job *job)
{
	sigset_t all, old;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	rc = pthread_create(&job->thread, NULL, run, job);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return rc;
}

struct job *job_start(struct job_queue *q, const char *title,
		      enum status (*work)(void *arg, const struct progress *progress,
					  struct error *err),
		      void *arg)
{
	struct job *job = xcalloc(1, sizeof(*job));
	int rc;

	job->queue = q;
	job->title = xstrdup(title);
	job->work = work;
	job->arg = arg;
	job->start_ns = clock_ns();
	job->woken_ns = job->start_ns;
	job->next = q->jobs;
	if (job->next)
		job->next->prev = job;
	q->jobs = job;

	rc = start_thread(job);
	job->started = rc == 0;
	if (!job->started) {
		job->status =
			error_set(&job->err, ST_FAILED, "%s: the system has no thread for it: %s",
				  title, strerror(rc));
		end(job);
	}
	return job;
}

void job_cancel(struct job *job)
{
	atomic_store_explicit(&job->cancel, true, memory_order_relaxed);
}

bool job_is_done(const struct job *job)
{
	return atomic_load_explicit(&job->ended_ns, memory_order_acquire) != 0;
}

void job_progress(const struct job *job, uint64_t *done, uint64_t *total, uint64_t *elapsed_ns)
{
	uint64_t ended = atomic_load_explicit(&job->ended_ns, memory_order_acquire);

	*done = atomic_load_explicit(&job->done, memory_order_acquire);
	*total = atomic_load_explicit(&job->total, memory_order_relaxed);
	*elapsed_ns = (ended ? ended : clock_ns()) - job->start_ns;
}

const char *job_title(const struct job *job)
{
	return job->title;
}

static void unlink_job(struct job *job)
{
	if (job->prev)
		job->prev->next = job->next;
	else
		job->queue->jobs = job->next;
	if (job->next)
		job->next->prev = job->prev;
}

enum status job_finish(struct job *job, struct error *err)
{
	enum status status;

	if (job->started)
		pthread_join(job->thread, NULL);
	status = job->status;
	if (status != ST_OK && err)
		*err = job->err;
	unlink_job(job);
	free(job->title);
	free(job);
	return status;
}

/* All are asked first, so that they end side by side and not one after the other. */
void job_queue_free(struct job_queue *q)
{
	if (!q)
		return;
	for (struct job *job = q->jobs; job; job = job->next)
		job_cancel(job);
	while (q->jobs)
		job_finish(q->jobs, NULL);
	close(q->wake[0]);
	close(q->wake[1]);
	free(q);
}

uint64_t job_eta_ns(uint64_t done, uint64_t total, uint64_t elapsed_ns)
{
	double left;

	if (!done || done >= total)
		return 0;
	left = (double)elapsed_ns * ((double)(total - done) / (double)done);
	return left < 1e18 ? (uint64_t)left : 0;
}
