/*
 * The inside of struct hist, shared by the files of this folder.
 *
 * Two mutexes. `lock` guards the queue and the flags and is held for microseconds; `db_lock` guards
 * the connection and is held for a transaction. Who needs both takes db_lock first. Records are
 * removed from the queue only with both held, so the writer may read what it collected without
 * `lock`: line, time and model of a record never change, its outcome not once it is finished.
 */
#ifndef HISTORY_HIST_INTERNAL_H
#define HISTORY_HIST_INTERNAL_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "history/hist.h"
#include "history/store.h"

#define WAIT_MS		50		/* nobody waits longer for another program */
#define SETTLE_MS	2000		/* but for answers that are wanted at once */
#define BATCH_MS	100		/* between transactions when nobody types */
#define RESULT_BYTES	(64 << 10)
#define LINE_BYTES	(1 << 20)
#define QUEUE_COUNT	20000
#define QUEUE_BYTES	(64 << 20)

/* A line that is not in the database yet, or not complete there. */
struct record {
	struct record *next;
	int64_t handle;		/* also its number within the session */
	int64_t id;		/* 0 = not written */
	int64_t when_ms;
	char *line, *model, *path;	/* model NULL = none */
	uint64_t fingerprint;
	bool finished;
	uint64_t due_ns;	/* since when it waits to be written */
	char *status, *summary, *result;
	double ms;
	size_t bytes;
};

enum hist_notice { NOTICE_STORE, NOTICE_LOCKED, NOTICE_FULL, NOTICE_DROPPED, NOTICE_COUNT };

struct hist {
	/* main thread only */
	char *version;
	int64_t started_ms, next_handle;
	char told[512];
	bool recovered;		/* the read before found a damaged file, and another is there now */

	pthread_mutex_t lock;
	pthread_cond_t work, written;
	struct record *head, *tail;
	size_t count, bytes;
	bool batch, hurry, stop, has_thread;
	enum store_fault stuck;		/* why the last attempt failed; FAULT_NONE = it did not */
	uint64_t stuck_since_ns, retry_ns, last_ns, wake_ns;
	char notice[NOTICE_COUNT][512];
	bool noticed[NOTICE_COUNT];
	int64_t session;		/* row; 0 = not written yet */
	int64_t ended_ms;		/* with `stop`: when the session ended */
	pthread_t writer;

	pthread_mutex_t db_lock;
	struct store store;
	int64_t tried_session;		/* the row that a failed commit may have made */
};

/* writer.c */
void hist_writer_start(struct hist *h);
void hist_writer_stop(struct hist *h);
/* Tell the writer that the queue changed (under lock). Without a thread: hist_writer_step(). */
void hist_writer_wake(struct hist *h);
void hist_writer_step(struct hist *h);
/* Wait until lines are written, at most WAIT_MS, not at all while the store is stuck. `all`: also
 * outcomes, which may otherwise wait BATCH_MS. */
void hist_writer_wait(struct hist *h, bool all);
/* Rows of the store before are not in this one: write what is open once more (under lock). */
void hist_start_over(struct hist *h);
bool hist_record_is_dirty(const struct record *r);
void hist_record_free(struct record *r);

/* hist.c: keep a sentence for hist_warning(); each kind is told once (under lock) */
void hist_notify(struct hist *h, enum hist_notice kind, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* Pass on what the store has to say (under both locks). */
void hist_notify_store(struct hist *h);
/* What a fault of the store means, as a sentence (under db_lock). */
enum status hist_fault_error(struct hist *h, enum store_fault fault, const char *undone,
			     struct error *err);
/* query.c: reading. begin_read takes db_lock and lets the queue be written as far as possible. On a
 * full disk the store may not be ready: then only what waits in memory is there to be read. */
enum status hist_begin_read(struct hist *h, struct error *err);
/* Gives db_lock back; rc is how the last statement ended. */
enum status hist_end_read(struct hist *h, int rc, struct error *err);
/* NULL with *rc = SQLITE_OK: there is no store to read. */
sqlite3_stmt *hist_prepare_read(struct hist *h, const char *sql, int *rc);
char *hist_column_dup(sqlite3_stmt *stmt, int col);	/* never NULL; caller frees */
/* The lines that match and are not written yet, newest first. */
void hist_list_waiting(struct hist *h, const struct hist_filter *f, size_t limit,
		       struct hist_list *out);

/* edit.c: let the store react to a fault that the main thread met (under db_lock). True: it is
 * another one now, try again. */
bool hist_recover(struct hist *h, enum store_fault fault);

#endif
