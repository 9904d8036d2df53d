/* What the history is asked: lists, lines, results. Reads wait at most WAIT_MS for other programs. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "history/alive.h"
#include "history/hist_internal.h"
#include "history/match.h"

#define NEEDLE_BYTES  1000 /* compared at every position: keep it short */
#define LIMIT_DEFAULT 1000

/* ?1 folded text or NULL, ?2 session or 0, ?3 only pinned. The rows of a result are searched, not
 * the names of its columns. */
#define MATCH                                                                                      \
	" FROM log WHERE (?1 IS NULL OR holds(line, ?1) OR holds(summary, ?1) OR holds(note, ?1)"  \
	" OR holds(model, ?1) OR holds(substr(result, instr(result, '\"rows\":') + 7), ?1))"       \
	" AND (?2 = 0 OR session = ?2) AND (?3 = 0 OR pinned)"

static const char count_sql[] = "SELECT count(*)" MATCH;
static const char list_sql[] = "SELECT id, session, at, line, model, fingerprint, status, ms,"
			       " summary, note, pinned, ended, pid, pid_start, boot, seq" MATCH
			       " ORDER BY id DESC LIMIT ?4";

enum status hist_begin_read(struct hist *h, struct error *err)
{
	enum store_fault fault;
	enum status status;

	hist_writer_wait(h, true);
	pthread_mutex_lock(&h->db_lock);
	fault = store_make_ready(&h->store, WAIT_MS);
	if (fault == FAULT_NONE || fault == FAULT_FULL)
		return ST_OK;
	status = hist_fault_error(h, fault, "nothing was read", err);
	h->recovered = hist_recover(h, fault);
	pthread_mutex_unlock(&h->db_lock);
	return status;
}

enum status hist_end_read(struct hist *h, int rc, struct error *err)
{
	enum store_fault fault = store_classify(rc);
	enum status status = ST_OK;

	if (fault != FAULT_NONE) {
		h->store.rc = rc;
		status = hist_fault_error(h, fault, "nothing was read", err);
		h->recovered = hist_recover(h, fault);
	}
	pthread_mutex_unlock(&h->db_lock);
	return status;
}

sqlite3_stmt *hist_prepare_read(struct hist *h, const char *sql, int *rc)
{
	*rc = SQLITE_OK;
	return h->store.ready ? store_prepare(&h->store, sql, rc) : NULL;
}

/* --- search ---------------------------------------------------------------------------------- */

char *hist_column_dup(sqlite3_stmt *stmt, int col)
{
	const char *text = (const char *)sqlite3_column_text(stmt, col);

	return xstrdup(text ? text : "");
}

static char *entry_status(struct hist *h, sqlite3_stmt *stmt, int64_t session)
{
	bool running;

	if (sqlite3_column_type(stmt, 6) != SQLITE_NULL)
		return hist_column_dup(stmt, 6);
	running = session == h->session;
	if (!running && sqlite3_column_type(stmt, 11) == SQLITE_NULL) {
		char *boot = hist_column_dup(stmt, 14);

		running = alive_is_running(sqlite3_column_int64(stmt, 12),
					   sqlite3_column_int64(stmt, 13), boot);
		free(boot);
	}
	return xstrdup(running ? "running" : "crashed");
}

static void read_entry(struct hist *h, sqlite3_stmt *stmt, struct hist_entry *e)
{
	e->id = sqlite3_column_int64(stmt, 0);
	e->session = sqlite3_column_int64(stmt, 1);
	e->when_ms = sqlite3_column_int64(stmt, 2);
	e->line = hist_column_dup(stmt, 3);
	e->model = hist_column_dup(stmt, 4);
	e->fingerprint = (uint64_t)sqlite3_column_int64(stmt, 5);
	e->status = entry_status(h, stmt, e->session);
	e->ms = sqlite3_column_double(stmt, 7);
	e->summary = hist_column_dup(stmt, 8);
	e->note = hist_column_dup(stmt, 9);
	e->pinned = sqlite3_column_int(stmt, 10) != 0;
	e->handle = sqlite3_column_int64(stmt, 15);
}

static bool holds(const char *text, const char *needle)
{
	return text && match_holds(text, strlen(text), needle, strlen(needle));
}

static bool record_matches(const struct record *r, const struct hist_filter *f)
{
	if (r->id || f->pinned)
		return false;
	return !f->text || holds(r->line, f->text) || holds(r->model, f->text) ||
	       holds(r->summary, f->text);
}

static void record_entry(const struct record *r, int64_t session, struct hist_entry *e)
{
	*e = (struct hist_entry){
		.session = session,
		.handle = r->handle,
		.when_ms = r->when_ms,
		.line = xstrdup(r->line),
		.model = xstrdup(r->model ? r->model : ""),
		.fingerprint = r->fingerprint,
		.status = xstrdup(r->finished ? r->status : "running"),
		.ms = r->ms,
		.summary = xstrdup(r->summary ? r->summary : ""),
		.note = xstrdup(""),
	};
}

void hist_list_waiting(struct hist *h, const struct hist_filter *f, size_t limit,
		       struct hist_list *out)
{
	size_t n = 0, skip;

	pthread_mutex_lock(&h->lock);
	for (struct record *r = h->head; r; r = r->next)
		n += record_matches(r, f);
	out->total = n;
	out->count = MIN(n, limit);
	skip = n - out->count;
	out->entries = xcalloc(out->count + 1, sizeof(*out->entries));
	n = out->count;
	for (struct record *r = h->head; r; r = r->next) {
		if (!record_matches(r, f))
			continue;
		if (skip)
			skip--;
		else
			record_entry(r, h->session, &out->entries[--n]);
	}
	pthread_mutex_unlock(&h->lock);
}

static void bind_filter(struct hist *h, sqlite3_stmt *stmt, const struct hist_filter *f)
{
	sqlite3_bind_text(stmt, 1, f->text, -1, SQLITE_STATIC);
	/* no session row yet: nothing of this session is in the database */
	sqlite3_bind_int64(stmt, 2, !f->this_session ? 0 : h->session ? h->session : -1);
	sqlite3_bind_int(stmt, 3, f->pinned);
}

static int count_matches(struct hist *h, const struct hist_filter *f, uint64_t *total)
{
	int rc;
	sqlite3_stmt *stmt = hist_prepare_read(h, count_sql, &rc);

	if (!stmt)
		return rc;
	bind_filter(h, stmt, f);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		*total += (uint64_t)sqlite3_column_int64(stmt, 0);
	return sqlite3_finalize(stmt);
}

static int list_matches(struct hist *h, const struct hist_filter *f, size_t limit,
			struct hist_list *out)
{
	size_t cap = out->count + 1;
	int rc;
	sqlite3_stmt *stmt = hist_prepare_read(h, list_sql, &rc);

	if (!stmt)
		return rc;
	bind_filter(h, stmt, f);
	sqlite3_bind_int64(stmt, 4, (sqlite3_int64)(limit - out->count));
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		ARRAY_RESERVE(out->entries, cap, out->count + 1);
		read_entry(h, stmt, &out->entries[out->count++]);
	}
	return sqlite3_finalize(stmt);
}

/* `f` with its text folded, NULL = all. */
static enum status search_once(struct hist *h, const struct hist_filter *f, struct hist_list *out,
			       struct error *err)
{
	size_t limit = MIN(f->limit ? f->limit : LIMIT_DEFAULT, (size_t)INT32_MAX);
	struct hist_list list = { 0 };
	enum status status = hist_begin_read(h, err);
	int rc;

	if (status != ST_OK)
		return status;
	hist_list_waiting(h, f, limit, &list);
	rc = count_matches(h, f, &list.total);
	if (rc == SQLITE_OK)
		rc = list_matches(h, f, limit, &list);
	status = hist_end_read(h, rc, err);
	if (status == ST_OK)
		*out = list;
	else
		hist_list_release(&list);
	return status;
}

enum status hist_search(struct hist *h, const struct hist_filter *filter, struct hist_list *out,
			struct error *err)
{
	struct hist_filter f = *filter;
	struct strbuf text = STRBUF_INIT;
	enum status status;

	if (f.text && strlen(f.text) > NEEDLE_BYTES)
		return error_set(err, ST_USAGE, "the text to look for is longer than %d bytes",
				 NEEDLE_BYTES);
	if (f.text)
		match_fold(&text, f.text, strlen(f.text));
	f.text = text.len ? text.buf : NULL;
	h->recovered = false;
	status = search_once(h, &f, out, err);
	/* a damaged file was set aside: the new one can be searched */
	if (status != ST_OK && h->recovered)
		status = search_once(h, &f, out, err);
	strbuf_release(&text);
	return status;
}

void hist_list_release(struct hist_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct hist_entry *e = &list->entries[i];

		free(e->line);
		free(e->model);
		free(e->status);
		free(e->summary);
		free(e->note);
	}
	free(list->entries);
	*list = (struct hist_list){ 0 };
}

/* --- one entry ------------------------------------------------------------------------------- */

static enum status get_text(struct hist *h, const char *sql, int64_t id, struct strbuf *out,
			    struct error *err)
{
	enum status status = hist_begin_read(h, err);
	bool found = false;
	sqlite3_stmt *stmt;
	int rc;

	if (status != ST_OK)
		return status;
	stmt = hist_prepare_read(h, sql, &rc);
	if (stmt) {
		sqlite3_bind_int64(stmt, 1, id);
		found = sqlite3_step(stmt) == SQLITE_ROW;
		if (found)
			strbuf_add(out, sqlite3_column_text(stmt, 0),
				   (size_t)sqlite3_column_bytes(stmt, 0));
		rc = sqlite3_finalize(stmt);
	}
	status = hist_end_read(h, rc, err);
	if (status == ST_OK && !found)
		return error_set(err, ST_FAILED, "there is no entry %lld in the history",
				 (long long)id);
	return status;
}

enum status hist_get_line(struct hist *h, int64_t id, struct strbuf *line, struct error *err)
{
	return get_text(h, "SELECT line FROM log WHERE id = ?1", id, line, err);
}

enum status hist_get_result(struct hist *h, int64_t id, struct strbuf *json, struct error *err)
{
	return get_text(h, "SELECT coalesce(result, '') FROM log WHERE id = ?1", id, json, err);
}

enum status hist_is_pinned(struct hist *h, int64_t id, bool *pinned, struct error *err)
{
	struct strbuf text = STRBUF_INIT;
	enum status status =
		get_text(h, "SELECT CAST(pinned AS TEXT) FROM log WHERE id = ?1", id, &text, err);

	if (status == ST_OK)
		*pinned = text.buf[0] == '1';
	strbuf_release(&text);
	return status;
}
