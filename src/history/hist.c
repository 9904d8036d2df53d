/*
 * The history: a queue of lines in memory, a database behind it, and a thread that carries one to
 * the other (writer.c says when). The main thread waits for neither locks nor disks longer than
 * WAIT_MS.
 *
 * Why a rollback journal and not WAL: SQLite before 3.51.3 can corrupt a database in WAL mode that
 * several processes write (the "WAL-reset" bug), and distributions ship older versions. The
 * history is small; a rollback journal with synchronous=FULL costs two or three waits for the disk
 * per line, which the thread hides.
 *
 * Invariants
 *   1 a line is in the queue or in the database, until it is forgotten
 *   2 ids grow in the order of the lines of a session
 *   3 no file but the database and its journal is opened, and nothing is deleted
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/mem.h"
#include "history/hist_internal.h"

/* --- what the user should know --------------------------------------------------------------- */

void hist_notify(struct hist *h, enum hist_notice kind, const char *fmt, ...)
{
	va_list ap;

	if (h->noticed[kind])
		return;
	h->noticed[kind] = true;
	va_start(ap, fmt);
	vsnprintf(h->notice[kind], sizeof(h->notice[kind]), fmt, ap);
	va_end(ap);
}

void hist_notify_store(struct hist *h)
{
	if (!h->store.notice[0])
		return;
	memcpy(h->notice[NOTICE_STORE], h->store.notice, sizeof(h->store.notice));
	h->store.notice[0] = '\0';
}

const char *hist_warning(struct hist *h)
{
	h->told[0] = '\0';
	pthread_mutex_lock(&h->lock);
	for (size_t i = 0; i < NOTICE_COUNT && !h->told[0]; i++) {
		memcpy(h->told, h->notice[i], sizeof(h->told));
		h->notice[i][0] = '\0';
	}
	pthread_mutex_unlock(&h->lock);
	return h->told[0] ? h->told : NULL;
}

enum status hist_fault_error(struct hist *h, enum store_fault fault, const char *undone,
			     struct error *err)
{
	if (fault == FAULT_BUSY)
		return error_set(err, ST_FAILED,
				 "the history is in use by another program; %s, try again", undone);
	return error_set(err, ST_IO, "the history cannot be used (%s); %s",
			 sqlite3_errstr(h->store.rc), undone);
}

/* --- opening and closing --------------------------------------------------------------------- */

enum status hist_open(struct hist **out, const char *path, const char *version, int64_t now_ms,
		      struct error *err)
{
	struct hist *h = xcalloc(1, sizeof(*h));

	(void)err;
	h->version = xstrdup(version);
	h->started_ms = now_ms;
	store_open(&h->store, path);
	hist_notify_store(h);
	hist_writer_start(h);
	*out = h;
	return ST_OK;
}

/* What still runs when the program ends in order was given up, not lost in a crash. */
static void cancel_open_records(struct hist *h)
{
	pthread_mutex_lock(&h->lock);
	for (struct record *r = h->head; r; r = r->next) {
		if (r->finished)
			continue;
		r->status = xstrdup("cancelled");
		r->finished = true;
	}
	pthread_mutex_unlock(&h->lock);
}

size_t hist_close(struct hist *h, int64_t now_ms)
{
	size_t lost = 0;

	if (!h)
		return 0;
	cancel_open_records(h);
	pthread_mutex_lock(&h->lock);
	h->ended_ms = now_ms;
	pthread_mutex_unlock(&h->lock);
	hist_writer_stop(h);
	while (h->head) {
		struct record *next = h->head->next;

		lost += !h->head->id;
		hist_record_free(h->head);
		h->head = next;
	}
	store_close(&h->store);
	free(h->version);
	free(h);
	return lost;
}

void hist_set_batch(struct hist *h, bool batch)
{
	pthread_mutex_lock(&h->lock);
	h->batch = batch;
	hist_writer_wake(h);
	pthread_mutex_unlock(&h->lock);
}

bool hist_flush(struct hist *h)
{
	bool waiting = false;

	if (!h->has_thread)
		hist_writer_step(h);
	pthread_mutex_lock(&h->lock);
	for (struct record *r = h->head; r && !waiting; r = r->next)
		waiting = hist_record_is_dirty(r);
	pthread_mutex_unlock(&h->lock);
	return waiting;
}

static bool is_stuck(struct hist *h)
{
	bool stuck;

	pthread_mutex_lock(&h->lock);
	stuck = h->stuck != FAULT_NONE;
	pthread_mutex_unlock(&h->lock);
	return stuck;
}

bool hist_settle(struct hist *h)
{
	uint64_t deadline = clock_ns() + SETTLE_MS * (uint64_t)1000000;
	bool waiting;

	while ((waiting = hist_flush(h)) && clock_ns() < deadline) {
		hist_writer_wait(h, true);
		if (is_stuck(h)) /* then it does not wait */
			nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
	}
	return waiting;
}

/* --- lines ----------------------------------------------------------------------------------- */

static struct record *record_new(const char *line, const struct model_identity *model)
{
	struct record *r = xcalloc(1, sizeof(*r));

	r->line = xstrdup(line);
	r->bytes = sizeof(*r) + strlen(line);
	if (model) {
		r->model = xstrdup(model->name ? model->name : "");
		r->path = xstrdup(model->path ? model->path : "");
		r->fingerprint = model->fingerprint;
		r->bytes += strlen(r->model) + strlen(r->path);
	}
	return r;
}

/* Under lock. False: the store has been stuck for so long that memory would suffer. */
static bool has_room(struct hist *h, size_t bytes)
{
	if (h->count < QUEUE_COUNT && bytes <= LINE_BYTES && h->bytes + bytes <= QUEUE_BYTES)
		return true;
	hist_notify(h, NOTICE_DROPPED, "%s",
		    bytes > LINE_BYTES
			    ? "a line of more than a million bytes is not kept in the history"
			    : "the history could not be written for so long that new lines are not "
			      "kept any more");
	return false;
}

static void append(struct hist *h, struct record *r)
{
	r->handle = ++h->next_handle;
	if (h->tail)
		h->tail->next = r;
	else
		h->head = r;
	h->tail = r;
	h->count++;
	h->bytes += r->bytes;
	hist_writer_wake(h);
}

int64_t hist_add(struct hist *h, const char *line, const struct model_identity *model,
		 int64_t now_ms)
{
	int64_t handle = 0;
	struct record *r;
	bool batch;

	if (!line[0] || line[0] == ' ')
		return 0;
	r = record_new(line, model);
	r->when_ms = now_ms;
	pthread_mutex_lock(&h->lock);
	batch = h->batch;
	if (has_room(h, r->bytes)) {
		append(h, r);
		handle = r->handle;
	}
	pthread_mutex_unlock(&h->lock);
	if (!handle)
		hist_record_free(r);
	else if (!batch)
		hist_writer_wait(h, false);
	return handle;
}

static struct record *find_open(struct hist *h, int64_t handle)
{
	for (struct record *r = h->head; r; r = r->next)
		if (r->handle == handle && !r->finished)
			return r;
	return NULL;
}

void hist_finish(struct hist *h, int64_t handle, const char *status, double ms, const char *summary,
		 const char *result_json)
{
	size_t n = result_json ? strlen(result_json) : 0;
	struct record *r;

	pthread_mutex_lock(&h->lock);
	r = handle ? find_open(h, handle) : NULL;
	if (r) {
		r->status = xstrdup(status);
		r->summary = summary ? xstrdup(summary) : NULL;
		r->result = n && n <= RESULT_BYTES ? xstrdup(result_json) : NULL;
		r->ms = ms;
		h->bytes += n + (summary ? strlen(summary) : 0);
		r->bytes += n + (summary ? strlen(summary) : 0);
		r->due_ns = clock_ns();
		r->finished = true;
		hist_writer_wake(h);
	}
	pthread_mutex_unlock(&h->lock);
	if (!h->has_thread)
		hist_writer_step(h);
}

/* --- the file -------------------------------------------------------------------------------- */

static bool is_same_file(const char *path, const struct stat *st)
{
	struct stat own;

	return stat(path, &own) == 0 && own.st_dev == st->st_dev && own.st_ino == st->st_ino;
}

bool hist_owns_file(struct hist *h, const char *path)
{
	static const char *const suffixes[] = { "", "-journal", "-wal", "-shm" };
	struct stat st;
	bool owns = false;

	if (stat(path, &st) != 0)
		return false;
	pthread_mutex_lock(&h->lock);
	if (h->store.ino && st.st_dev == h->store.dev && st.st_ino == h->store.ino)
		owns = true;
	for (size_t i = 0; h->store.path && i < ARRAY_LEN(suffixes) && !owns; i++) {
		char *own = xasprintf("%s%s", h->store.path, suffixes[i]);

		owns = is_same_file(own, &st);
		free(own);
	}
	pthread_mutex_unlock(&h->lock);
	return owns;
}
