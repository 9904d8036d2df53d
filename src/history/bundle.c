#include "history/bundle.h"

#include "base/mem.h"
#include "history/alive.h"

void bundle_collect(struct hist *h, struct bundle *b)
{
	pthread_mutex_lock(&h->lock);
	for (struct record *r = h->head; r; r = r->next) {
		if (!hist_record_is_dirty(r))
			continue;
		ARRAY_RESERVE(b->items, b->cap, b->count + 1);
		b->items[b->count++] = (struct item){ r, r->id, r->finished };
	}
	b->session = h->session;
	b->ending = h->stop;
	b->ended_ms = h->ended_ms;
	pthread_mutex_unlock(&h->lock);
}

static int run(sqlite3_stmt *stmt)
{
	int rc = sqlite3_step(stmt);

	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Did a commit that was reported as failed make our row after all? */
static bool has_session(struct hist *h, int64_t id, const struct alive *self)
{
	int rc;
	bool found;
	sqlite3_stmt *stmt = store_prepare(&h->store,
					   "SELECT 1 FROM main.sessions WHERE id = ?1 AND pid = ?2"
					   " AND pid_start = ?3 AND boot = ?4",
					   &rc);

	if (!stmt)
		return false;
	sqlite3_bind_int64(stmt, 1, id);
	sqlite3_bind_int64(stmt, 2, self->pid);
	sqlite3_bind_int64(stmt, 3, self->pid_start);
	sqlite3_bind_text(stmt, 4, self->boot, -1, SQLITE_STATIC);
	found = sqlite3_step(stmt) == SQLITE_ROW;
	sqlite3_finalize(stmt);
	return found;
}

static int add_session(struct hist *h, const struct alive *self)
{
	int rc;
	sqlite3_stmt *stmt =
		store_prepare(&h->store,
			      "INSERT INTO main.sessions (started, version, pid, pid_start, boot)"
			      " VALUES (?1, ?2, ?3, ?4, ?5)",
			      &rc);

	if (!stmt)
		return rc;
	sqlite3_bind_int64(stmt, 1, h->started_ms);
	sqlite3_bind_text(stmt, 2, h->version, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 3, self->pid);
	sqlite3_bind_int64(stmt, 4, self->pid_start);
	sqlite3_bind_text(stmt, 5, self->boot, -1, SQLITE_STATIC);
	rc = run(stmt);
	sqlite3_finalize(stmt);
	return rc;
}

static int write_session(struct hist *h, struct bundle *b)
{
	struct alive self;
	int rc;

	if (b->session)
		return SQLITE_OK;
	alive_self(&self);
	if (h->tried_session && has_session(h, h->tried_session, &self)) {
		b->session = h->tried_session;
		return SQLITE_OK;
	}
	rc = add_session(h, &self);
	b->session = sqlite3_last_insert_rowid(h->store.db);
	h->tried_session = b->session;
	return rc;
}

enum { ADD_MODEL, ADD_ENTRY, FIND_ENTRY, END_ENTRY, ADD_RESULT, STATEMENTS };

/* (session, seq) is unique: should a commit have succeeded that was reported as failed, the line
 * is not there twice. A line that was forgotten while it ran is not completed. */
static const char *const sql[STATEMENTS] = {
	[ADD_MODEL] = "INSERT INTO main.models (name, path, fingerprint) VALUES (?1, ?2, ?3)"
		      " ON CONFLICT DO NOTHING",
	[ADD_ENTRY] = "INSERT INTO main.entries (session, seq, at, line, model)"
		      " VALUES (?1, ?2, ?3, ?4, (SELECT id FROM main.models"
		      "  WHERE name = ?5 AND path = ?6 AND fingerprint = ?7))"
		      " ON CONFLICT (session, seq) DO NOTHING",
	[FIND_ENTRY] = "SELECT id FROM main.entries WHERE session = ?1 AND seq = ?2",
	[END_ENTRY] = "UPDATE main.entries SET status = ?2, ms = ?3, summary = ?4 WHERE id = ?1",
	[ADD_RESULT] = "INSERT INTO main.results (entry, json) VALUES (?1, ?2)"
		       " ON CONFLICT (entry) DO UPDATE SET json = excluded.json",
};

struct writing {
	struct store *store;
	sqlite3_stmt *stmts[STATEMENTS];
};

static int prepare_all(struct writing *w)
{
	int rc = SQLITE_OK;

	for (int i = 0; i < STATEMENTS && rc == SQLITE_OK; i++)
		w->stmts[i] = store_prepare(w->store, sql[i], &rc);
	return rc;
}

static void finalize_all(struct writing *w)
{
	for (int i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(w->stmts[i]);
}

static int find_entry(struct writing *w, const struct bundle *b, struct item *it)
{
	sqlite3_stmt *stmt = w->stmts[FIND_ENTRY];
	int rc;

	sqlite3_bind_int64(stmt, 1, b->session);
	sqlite3_bind_int64(stmt, 2, it->record->handle);
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		it->id = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

static int add_entry(struct writing *w, const struct bundle *b, struct item *it)
{
	const struct record *r = it->record;
	int rc = SQLITE_OK;
	sqlite3_stmt *stmt;

	if (r->model) {
		stmt = w->stmts[ADD_MODEL];
		sqlite3_bind_text(stmt, 1, r->model, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 2, r->path, -1, SQLITE_STATIC);
		sqlite3_bind_int64(stmt, 3, (sqlite3_int64)r->fingerprint);
		rc = run(stmt);
	}
	if (rc != SQLITE_OK)
		return rc;
	stmt = w->stmts[ADD_ENTRY];
	sqlite3_bind_int64(stmt, 1, b->session);
	sqlite3_bind_int64(stmt, 2, r->handle);
	sqlite3_bind_int64(stmt, 3, r->when_ms);
	sqlite3_bind_text(stmt, 4, r->line, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 5, r->model, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 6, r->path, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 7, (sqlite3_int64)r->fingerprint);
	rc = run(stmt);
	return rc == SQLITE_OK ? find_entry(w, b, it) : rc;
}

static int end_entry(struct writing *w, const struct item *it)
{
	const struct record *r = it->record;
	sqlite3_stmt *stmt = w->stmts[END_ENTRY];
	int rc;

	sqlite3_bind_int64(stmt, 1, it->id);
	sqlite3_bind_text(stmt, 2, r->status, -1, SQLITE_STATIC);
	sqlite3_bind_double(stmt, 3, r->ms);
	sqlite3_bind_text(stmt, 4, r->summary, -1, SQLITE_STATIC);
	rc = run(stmt);
	if (rc != SQLITE_OK || !r->result || !sqlite3_changes(w->store->db))
		return rc;
	stmt = w->stmts[ADD_RESULT];
	sqlite3_bind_int64(stmt, 1, it->id);
	sqlite3_bind_text(stmt, 2, r->result, -1, SQLITE_STATIC);
	return run(stmt);
}

static int write_items(struct hist *h, struct bundle *b)
{
	struct writing w = { .store = &h->store };
	int rc = prepare_all(&w);

	for (size_t i = 0; i < b->count && rc == SQLITE_OK; i++) {
		if (!b->items[i].id)
			rc = add_entry(&w, b, &b->items[i]);
		if (rc == SQLITE_OK && b->items[i].finished)
			rc = end_entry(&w, &b->items[i]);
	}
	finalize_all(&w);
	return rc;
}

static int end_session(struct hist *h, const struct bundle *b)
{
	int rc;
	sqlite3_stmt *stmt =
		store_prepare(&h->store, "UPDATE main.sessions SET ended = ?2 WHERE id = ?1", &rc);

	if (!stmt)
		return rc;
	sqlite3_bind_int64(stmt, 1, b->session);
	sqlite3_bind_int64(stmt, 2, b->ended_ms);
	rc = run(stmt);
	sqlite3_finalize(stmt);
	return rc;
}

/* An error can come after the commit (the journal was emptied, its sync failed): then the lines are
 * in, and the bundle is one transaction, so its last new line tells. */
static bool was_committed(struct hist *h, struct bundle *b)
{
	struct writing w = { .store = &h->store };
	bool found = false;
	size_t i = b->count;

	while (i > 0 && b->items[i - 1].record->id)
		i--;
	if (i > 0 && prepare_all(&w) == SQLITE_OK)
		found = find_entry(&w, b, &b->items[i - 1]) == SQLITE_OK;
	finalize_all(&w);
	return found;
}

enum store_fault bundle_write(struct hist *h, struct bundle *b)
{
	/* the writer waits outside db_lock, so that a lock elsewhere keeps nobody from reading */
	enum store_fault fault = store_make_ready(&h->store, 0);
	int rc;

	if (fault != FAULT_NONE)
		return fault;
	rc = store_begin(&h->store, 0);
	if (rc == SQLITE_OK)
		rc = write_session(h, b);
	if (rc == SQLITE_OK)
		rc = write_items(h, b);
	if (rc == SQLITE_OK && b->ending)
		rc = end_session(h, b);
	fault = store_classify(store_end(&h->store, rc));
	if (fault == FAULT_FULL && rc == SQLITE_OK && was_committed(h, b))
		fault = FAULT_NONE;
	return fault;
}
