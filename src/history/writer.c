/*
 * The writer thread.
 *
 * A commit with synchronous=FULL waits for the disk: 1 to 10 ms on a good one, 100 ms and more on
 * a slow or busy one, and as long as it likes when another program holds the lock. The screen must
 * not wait that long, so a thread of its own writes the queue, and the main thread only waits for
 * it up to WAIT_MS: then a line is on disk before it runs (a crash of what it does keeps it) and
 * nothing stands still.
 *
 *   a new line		written at once for a person
 *   its outcome	within BATCH_MS, or together with the next line
 *   batch input	everything together, every BATCH_MS
 *   a lock		tried again every 5 to 50 ms; told after 5 s
 *   a full disk	tried again every 5 s; told at once
 *
 * Everything due goes into one transaction, in the order of the queue.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/mem.h"
#include "history/bundle.h"

#define MS_NS	       UINT64_C(1000000)
#define LOCKED_TELL_NS (5000 * MS_NS)
#define CLOSE_WAIT_NS  (2000 * MS_NS)

bool hist_record_is_dirty(const struct record *r)
{
	return !r->id || r->finished;
}

void hist_record_free(struct record *r)
{
	free(r->line);
	free(r->model);
	free(r->path);
	free(r->status);
	free(r->summary);
	free(r->result);
	free(r);
}

/* What was committed becomes true in the queue; complete records leave it. */
static void accept_bundle(struct hist *h, const struct bundle *b)
{
	struct record **at = &h->head;

	h->session = b->session;
	for (size_t i = 0; i < b->count; i++) {
		b->items[i].record->id = b->items[i].id;
		if (b->items[i].finished)
			b->items[i].record->handle = 0;
	}
	h->tail = NULL;
	while (*at) {
		struct record *r = *at;

		if (r->handle) {
			h->tail = r;
			at = &r->next;
			continue;
		}
		*at = r->next;
		h->count--;
		h->bytes -= r->bytes;
		hist_record_free(r);
	}
}

void hist_start_over(struct hist *h)
{
	h->session = 0;
	h->tried_session = 0;
	for (struct record *r = h->head; r; r = r->next)
		r->id = 0;
}

static void note_failure(struct hist *h, enum store_fault fault)
{
	uint64_t now = clock_ns();

	if (h->stuck == FAULT_NONE)
		h->stuck_since_ns = now;
	h->stuck = fault;
	if (fault != FAULT_BUSY) {
		h->retry_ns = now + 5000 * MS_NS;
		hist_notify(h, NOTICE_FULL,
			    "the history cannot be written now (%s); lines wait in memory and are "
			    "tried again",
			    sqlite3_errstr(h->store.rc));
		return;
	}
	h->retry_ns = now + MIN((now - h->stuck_since_ns) / 4 + 3 * MS_NS, 50 * MS_NS);
	if (now - h->stuck_since_ns > LOCKED_TELL_NS)
		hist_notify(h, NOTICE_LOCKED,
			    "the history is locked by another program; lines wait "
			    "in memory and are tried again");
}

/* Write everything that is dirty in one transaction. */
static void write_queue(struct hist *h)
{
	struct bundle b = { 0 };
	enum store_fault fault;

	pthread_mutex_lock(&h->db_lock);
	bundle_collect(h, &b);
	fault = b.count || b.ending ? bundle_write(h, &b) : FAULT_NONE;

	pthread_mutex_lock(&h->lock);
	h->last_ns = clock_ns();
	h->hurry = h->hurry && fault != FAULT_NONE;
	if (fault == FAULT_NONE) {
		accept_bundle(h, &b);
		h->stuck = FAULT_NONE;
		h->retry_ns = 0;
	} else if (fault == FAULT_ORPHAN) {
		h->session = 0;
	} else if (store_recover(&h->store, fault)) {
		hist_start_over(h);
		hist_notify_store(h);
	} else {
		note_failure(h, fault);
	}
	pthread_cond_broadcast(&h->written);
	pthread_mutex_unlock(&h->lock);
	pthread_mutex_unlock(&h->db_lock);
	free(b.items);
}

/* --- when ------------------------------------------------------------------------------------ */

/* When the queue is to be written next (under lock); UINT64_MAX = nothing is dirty. */
static uint64_t due_ns(const struct hist *h)
{
	uint64_t due = UINT64_MAX;

	for (const struct record *r = h->head; r && due; r = r->next) {
		if (!hist_record_is_dirty(r))
			continue;
		if (h->hurry || h->stop || (!h->batch && !r->id))
			due = 0;
		else
			due = MIN(due, (h->batch ? h->last_ns : r->due_ns) + BATCH_MS * MS_NS);
		if (h->batch)
			break;
	}
	return due == UINT64_MAX ? due : MAX(due, h->retry_ns);
}

static void wait_until(struct hist *h, pthread_cond_t *cond, uint64_t ns)
{
	struct timespec ts = { .tv_sec = (time_t)(ns / 1000000000u),
			       .tv_nsec = (long)(ns % 1000000000u) };

	if (ns == UINT64_MAX)
		pthread_cond_wait(cond, &h->lock);
	else
		pthread_cond_timedwait(cond, &h->lock, &ts);
}

/* The last words: until all is written, or another program's lock lasts too long. */
static void write_rest(struct hist *h)
{
	uint64_t give_up = clock_ns() + CLOSE_WAIT_NS;

	for (;;) {
		uint64_t retry;

		write_queue(h);
		pthread_mutex_lock(&h->lock);
		if (!h->head && h->stuck == FAULT_NONE)
			break;
		if (clock_ns() >= give_up || (h->stuck != FAULT_NONE && h->stuck != FAULT_BUSY))
			break;
		retry = h->retry_ns;
		if (retry > clock_ns())
			wait_until(h, &h->work, MIN(retry, give_up));
		pthread_mutex_unlock(&h->lock);
	}
	pthread_mutex_unlock(&h->lock);
}

static void *writer_main(void *arg)
{
	struct hist *h = arg;

	pthread_mutex_lock(&h->lock);
	while (!h->stop) {
		uint64_t due = due_ns(h);

		if (due > clock_ns()) {
			h->wake_ns = due;
			wait_until(h, &h->work, due);
			h->wake_ns = 0;
			continue;
		}
		pthread_mutex_unlock(&h->lock);
		write_queue(h);
		pthread_mutex_lock(&h->lock);
	}
	pthread_mutex_unlock(&h->lock);
	return NULL;
}

void hist_writer_step(struct hist *h)
{
	uint64_t due;

	pthread_mutex_lock(&h->lock);
	due = due_ns(h);
	pthread_mutex_unlock(&h->lock);
	if (due <= clock_ns())
		write_queue(h);
}

/* Only if it would sleep too long: batch input must not wake it for every line. */
void hist_writer_wake(struct hist *h)
{
	if (h->has_thread && due_ns(h) < h->wake_ns)
		pthread_cond_signal(&h->work);
}

/* Not while the store is stuck: each line would cost WAIT_MS. */
static bool is_worth_waiting(const struct hist *h, bool all, uint64_t now)
{
	if (!h->has_thread)
		return false;
	if (h->stuck != FAULT_NONE &&
	    (h->stuck != FAULT_BUSY || now - h->stuck_since_ns > WAIT_MS * MS_NS))
		return false;
	for (const struct record *r = h->head; r; r = r->next)
		if (!r->id || (all && r->finished))
			return true;
	return false;
}

void hist_writer_wait(struct hist *h, bool all)
{
	uint64_t now = clock_ns(), deadline = now + WAIT_MS * MS_NS;

	if (!h->has_thread)
		hist_writer_step(h);
	pthread_mutex_lock(&h->lock);
	if (is_worth_waiting(h, all, now)) {
		h->hurry = true;
		pthread_cond_signal(&h->work);
	}
	while (now < deadline && is_worth_waiting(h, all, now)) {
		wait_until(h, &h->written, deadline);
		now = clock_ns();
	}
	pthread_mutex_unlock(&h->lock);
}

/* Signals belong to the main thread: the writer starts with all of them blocked. Without a thread
 * the main thread writes for itself. */
void hist_writer_start(struct hist *h)
{
	pthread_condattr_t attr;
	sigset_t all, old;

	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&h->work, &attr);
	pthread_cond_init(&h->written, &attr);
	pthread_condattr_destroy(&attr);
	pthread_mutex_init(&h->lock, NULL);
	pthread_mutex_init(&h->db_lock, NULL);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	h->has_thread = true;
	if (pthread_create(&h->writer, NULL, writer_main, h) != 0)
		h->has_thread = false;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

void hist_writer_stop(struct hist *h)
{
	pthread_mutex_lock(&h->lock);
	h->stop = true;
	pthread_cond_signal(&h->work);
	pthread_mutex_unlock(&h->lock);
	if (h->has_thread)
		pthread_join(h->writer, NULL);
	if (h->session || h->head)
		write_rest(h);
	pthread_cond_destroy(&h->work);
	pthread_cond_destroy(&h->written);
	pthread_mutex_destroy(&h->lock);
	pthread_mutex_destroy(&h->db_lock);
}
