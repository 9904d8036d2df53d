/*
 * Work in the background. One runner thread per job; the main thread starts it, polls it and takes
 * its outcome. Engine code sees only `struct progress`.
 *
 * The wake-up descriptor becomes readable when any job has news (progress at most every 30 ms, or
 * the end), so that one poll() serves terminal and jobs.
 */
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/progress.h"

struct job_queue;
struct job;

struct job_queue *job_queue_new(void);		/* NULL (errno): the system has no pipe left */
void job_queue_free(struct job_queue *q);	/* cancels and joins what still runs */
int job_queue_fd(const struct job_queue *q);
void job_queue_drain(struct job_queue *q);	/* empty the wake-up pipe */

/* Start work(arg, progress, err) on a thread of its own. */
struct job *job_start(struct job_queue *q, const char *title,
		      enum status (*work)(void *arg, const struct progress *progress,
					  struct error *err),
		      void *arg);
void job_cancel(struct job *job);		/* asks; the end comes within 50 ms */
bool job_is_done(const struct job *job);
/* done/total as last reported, and nanoseconds since the start (or from start to end). */
void job_progress(const struct job *job, uint64_t *done, uint64_t *total, uint64_t *elapsed_ns);
const char *job_title(const struct job *job);
/* Join (waits if it must), give its status and sentence, free the job; `arg` stays the caller's. If
 * no thread could be had the job is done at once and the status here is ST_FAILED. */
enum status job_finish(struct job *job, struct error *err);
/* Estimated nanoseconds left; 0 = unknown. */
uint64_t job_eta_ns(uint64_t done, uint64_t total, uint64_t elapsed_ns);

#endif
