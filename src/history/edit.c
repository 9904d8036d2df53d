/*
 * What the user changes: notes, pins, forgetting. Each is one transaction on the main thread, which
 * happens at once or not at all. secure_delete makes SQLite overwrite what is deleted with zeros.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "history/hist_internal.h"

bool hist_recover(struct hist *h, enum store_fault fault)
{
	bool recovered;

	pthread_mutex_lock(&h->lock);
	recovered = store_recover(&h->store, fault);
	if (recovered) {
		hist_start_over(h);
		hist_notify_store(h);
		hist_writer_wake(h);
	}
	pthread_mutex_unlock(&h->lock);
	return recovered;
}

/* db_lock taken and a transaction begun, or an error. */
static enum status begin_edit(struct hist *h, const char *undone, struct error *err)
{
	enum store_fault fault;
	enum status status;

	hist_writer_wait(h, true);
	pthread_mutex_lock(&h->db_lock);
	fault = store_make_ready(&h->store, WAIT_MS);
	if (fault == FAULT_NONE) {
		h->store.rc = store_begin(&h->store, WAIT_MS);
		fault = store_classify(h->store.rc);
	}
	if (fault == FAULT_NONE)
		return ST_OK;
	status = hist_fault_error(h, fault, undone, err);
	hist_recover(h, fault);
	pthread_mutex_unlock(&h->db_lock);
	return status;
}

/* Commit if rc is good; db_lock stays taken. */
static enum status end_edit(struct hist *h, int rc, const char *undone, struct error *err)
{
	enum store_fault fault = store_classify(store_end(&h->store, rc));
	enum status status;

	if (fault == FAULT_NONE)
		return ST_OK;
	status = hist_fault_error(h, fault, undone, err);
	hist_recover(h, fault);
	return status;
}

/* Run sql with ?1 = id and ?2 = text (may be NULL); *changes is added to. */
static int run_edit(struct hist *h, const char *sql, int64_t id, const char *text, size_t *changes)
{
	int rc;
	sqlite3_stmt *stmt = store_prepare(&h->store, sql, &rc);

	if (!stmt)
		return rc;
	if (sqlite3_bind_parameter_count(stmt) >= 1)
		sqlite3_bind_int64(stmt, 1, id);
	if (sqlite3_bind_parameter_count(stmt) >= 2)
		sqlite3_bind_text(stmt, 2, text, -1, SQLITE_STATIC);
	sqlite3_step(stmt);
	rc = sqlite3_finalize(stmt);
	if (rc == SQLITE_OK)
		*changes += (size_t)sqlite3_changes(h->store.db);
	return rc;
}

/* --- notes and pins -------------------------------------------------------------------------- */

static bool has_entry(struct hist *h, int64_t id, int *rc)
{
	sqlite3_stmt *stmt =
		store_prepare(&h->store, "SELECT 1 FROM main.entries WHERE id = ?1", rc);
	bool found;

	if (!stmt)
		return false;
	sqlite3_bind_int64(stmt, 1, id);
	found = sqlite3_step(stmt) == SQLITE_ROW;
	*rc = sqlite3_finalize(stmt);
	return found;
}

static enum status no_entry(const struct hist *h, int64_t id, struct error *err)
{
	if (h->store.kind == STORE_OVER && id > 0 && id <= h->store.old_max)
		return error_set(err, ST_FAILED,
				 "entry %lld is in a history that can only be read; nothing was "
				 "changed",
				 (long long)id);
	return error_set(err, ST_FAILED, "there is no entry %lld in the history", (long long)id);
}

static enum status edit_entry(struct hist *h, const char *sql, int64_t id, const char *text,
			      struct error *err)
{
	static const char undone[] = "nothing was changed";
	enum status status = begin_edit(h, undone, err);
	size_t changes = 0;
	bool found;
	int rc;

	if (status != ST_OK)
		return status;
	found = has_entry(h, id, &rc);
	if (found)
		rc = run_edit(h, sql, id, text, &changes);
	status = end_edit(h, rc, undone, err);
	if (status == ST_OK && !found)
		status = no_entry(h, id, err);
	pthread_mutex_unlock(&h->db_lock);
	return status;
}

enum status hist_set_note(struct hist *h, int64_t id, const char *text, struct error *err)
{
	if (strlen(text) > RESULT_BYTES)
		return error_set(err, ST_USAGE, "a note has at most %d bytes", RESULT_BYTES);
	return edit_entry(h,
			  *text ? "INSERT INTO main.notes (entry, text) VALUES (?1, ?2)"
				  " ON CONFLICT (entry) DO UPDATE SET text = excluded.text"
				: "DELETE FROM main.notes WHERE entry = ?1",
			  id, text, err);
}

enum status hist_set_pinned(struct hist *h, int64_t id, bool pinned, struct error *err)
{
	return edit_entry(
		h,
		pinned ? "INSERT INTO main.pins (entry) VALUES (?1) ON CONFLICT DO NOTHING"
		       : "DELETE FROM main.pins WHERE entry = ?1",
		id, NULL, err);
}

/* --- forgetting ------------------------------------------------------------------------------ */

/* Models and sessions that no line speaks of any more say too much as well. */
static int sweep(struct hist *h)
{
	size_t ignored = 0;
	int rc = run_edit(h,
			  "DELETE FROM main.models WHERE id NOT IN"
			  " (SELECT model FROM main.entries WHERE model IS NOT NULL)",
			  0, NULL, &ignored);

	if (rc == SQLITE_OK)
		rc = run_edit(h,
			      "DELETE FROM main.sessions WHERE id <> ?1 AND id NOT IN"
			      " (SELECT session FROM main.entries)",
			      h->session, NULL, &ignored);
	return rc;
}

/* Which records of the queue a command forgets. */
struct dropping {
	bool all;
	int64_t handle; /* this one, or 0 */
	const int64_t *ids;
	size_t count;
};

static bool is_dropped(const struct record *r, const struct dropping *d)
{
	bool dropped = d->all || (d->handle && r->handle == d->handle);

	for (size_t i = 0; i < d->count && !dropped; i++)
		dropped = r->id == d->ids[i] && r->id;
	return dropped;
}

/* Under db_lock. Returns how many of them were not written yet. */
static size_t drop_records(struct hist *h, const struct dropping *d)
{
	struct record **at = &h->head;
	size_t unwritten = 0;

	pthread_mutex_lock(&h->lock);
	h->tail = NULL;
	while (*at) {
		struct record *r = *at;

		if (!is_dropped(r, d)) {
			h->tail = r;
			at = &r->next;
			continue;
		}
		*at = r->next;
		unwritten += !r->id;
		h->count--;
		h->bytes -= r->bytes;
		hist_record_free(r);
	}
	pthread_mutex_unlock(&h->lock);
	return unwritten;
}

static const char undone_forget[] = "nothing was forgotten";

/* Sweep and commit; when the rows are gone for good, the queue follows. Gives db_lock back. */
static enum status end_forget(struct hist *h, int rc, const struct dropping *d, size_t *removed,
			      struct error *err)
{
	enum status status;
	size_t n = *removed;

	if (rc == SQLITE_OK)
		rc = sweep(h);
	status = end_edit(h, rc, undone_forget, err);
	if (status == ST_OK)
		n += drop_records(h, d);
	pthread_mutex_unlock(&h->db_lock);
	*removed = n;
	return status;
}

enum status hist_forget(struct hist *h, const int64_t *ids, size_t n, size_t *removed,
			struct error *err)
{
	enum status status = begin_edit(h, undone_forget, err);
	struct dropping d = { .ids = ids, .count = n };
	size_t gone = 0;
	int rc = SQLITE_OK;

	if (status != ST_OK)
		return status;
	for (size_t i = 0; i < n && rc == SQLITE_OK; i++)
		rc = run_edit(h, "DELETE FROM main.entries WHERE id = ?1", ids[i], NULL, &gone);
	status = end_forget(h, rc, &d, &gone, err);
	if (status == ST_OK && n && !gone)
		return no_entry(h, ids[0], err);
	if (status == ST_OK)
		*removed = gone;
	return status;
}

enum status hist_forget_session(struct hist *h, size_t *removed, struct error *err)
{
	enum status status = begin_edit(h, undone_forget, err);
	struct dropping d = { .all = true };
	size_t gone = 0;
	int rc;

	if (status != ST_OK)
		return status;
	rc = run_edit(h, "DELETE FROM main.entries WHERE session = ?1", h->session, NULL, &gone);
	status = end_forget(h, rc, &d, &gone, err);
	if (status == ST_OK)
		*removed = gone;
	return status;
}

enum status hist_forget_all(struct hist *h, size_t *removed, struct error *err)
{
	enum status status = begin_edit(h, undone_forget, err);
	struct dropping d = { .all = true };
	size_t gone = 0;
	int rc;

	if (status != ST_OK)
		return status;
	rc = run_edit(h, "DELETE FROM main.entries", 0, NULL, &gone);
	status = end_forget(h, rc, &d, &gone, err);
	if (status != ST_OK)
		return status;
	*removed = gone;
	if (h->store.kind == STORE_OVER)
		return error_set(err, ST_FAILED,
				 "the lines of this session are forgotten; %s can only be read",
				 h->store.path);
	return ST_OK;
}

/* The newest line may still wait in the queue: then it only has to leave it. */
static int64_t newest_waiting(struct hist *h)
{
	int64_t handle = 0;

	pthread_mutex_lock(&h->lock);
	for (struct record *r = h->head; r; r = r->next)
		if (!r->id)
			handle = r->handle;
	pthread_mutex_unlock(&h->lock);
	return handle;
}

static int newest_id(struct hist *h, int64_t *id)
{
	int rc;
	sqlite3_stmt *stmt = store_prepare(
		&h->store, "SELECT max(id) FROM main.entries WHERE session = ?1", &rc);

	if (!stmt)
		return rc;
	sqlite3_bind_int64(stmt, 1, h->session);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		*id = sqlite3_column_int64(stmt, 0);
	return sqlite3_finalize(stmt);
}

enum status hist_forget_last(struct hist *h, size_t *removed, struct error *err)
{
	enum status status = begin_edit(h, undone_forget, err);
	struct dropping d = { 0 };
	int64_t id = 0;
	size_t gone = 0;
	int rc = SQLITE_OK;

	if (status != ST_OK)
		return status;
	d.handle = newest_waiting(h);
	if (!d.handle)
		rc = newest_id(h, &id);
	if (id) {
		d.ids = &id;
		d.count = 1;
		rc = run_edit(h, "DELETE FROM main.entries WHERE id = ?1", id, NULL, &gone);
	}
	status = end_forget(h, rc, &d, &gone, err);
	if (status == ST_OK)
		*removed = gone;
	return status;
}
