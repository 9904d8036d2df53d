/*
 * The history of all sessions, in one SQLite database shared by every running program.
 *
 * A line is recorded before it runs and completed after. Main thread only: a thread inside writes,
 * so that recording never waits longer than 50 ms for the disk or for another program's lock.
 * Searches and changes, which the user asks for, wait in addition for a transaction under way;
 * hist_close waits up to 2 s. What cannot be written yet is kept in memory and retried. If the file
 * cannot be used (no folder, read-only, full, corrupt, made by a newer version) hist_open() still
 * succeeds: the history then lives in memory and hist_warning() says so in one sentence. Nothing is
 * ever deleted but by hist_forget*().
 */
#ifndef HISTORY_HIST_H
#define HISTORY_HIST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

struct hist;
struct model_identity {
	const char *name, *path;
	uint64_t fingerprint;
};

/* One entry as listed. Text is owned by the list. */
struct hist_entry {
	int64_t id;		/* 0 = not yet written */
	int64_t session;
	int64_t handle;		/* within its session: what hist_add() gave */
	int64_t when_ms;	/* since 1970 */
	char *line;
	char *model;		/* name, "" if none */
	uint64_t fingerprint;
	char *status;		/* "ok" "error" "cancelled" "running" "crashed" */
	double ms;
	char *summary;		/* one line of the result */
	char *note;		/* the user's note, "" if none */
	bool pinned;
};

struct hist_list {
	struct hist_entry *entries;
	size_t count;
	uint64_t total;		/* how many match in all */
};

struct hist_filter {
	const char *text;	/* part of line, note, model or result, no case or accents; NULL = all */
	size_t limit;		/* 0 = 1000 */
	bool this_session;	/* else every session */
	bool pinned;		/* only those */
	bool failed_too;	/* else entries with status error are left out of nothing: they show */
};

/* path NULL = keep nothing on disk (--no-history); the same calls work in memory. */
enum status hist_open(struct hist **out, const char *path, const char *version, int64_t now_ms,
		      struct error *err);
/* Writes what is pending; returns how many lines could not be written (another program's lock for
 * 2 s, a full disk) and are lost. h may be NULL. */
size_t hist_close(struct hist *h, int64_t now_ms);
/* A sentence that the user has not been told yet, or NULL; ask once per line. Each is given once
 * and stays valid until the next call. */
const char *hist_warning(struct hist *h);
/* Nobody types: hist_add() does not wait for the disk, and there is at most one transaction per
 * 100 ms. Off at first: then a line is on disk when hist_add() returns, unless that takes longer
 * than 50 ms. */
void hist_set_batch(struct hist *h, bool batch);

/* Record a line that is about to run; the handle is for hist_finish(). 0 = not recorded: it begins
 * with a space, is empty, or is longer than a million bytes. */
int64_t hist_add(struct hist *h, const char *line, const struct model_identity *model,
		 int64_t now_ms);
/* Complete it (handle 0: nothing). result_json may be NULL; it is kept whole up to 64 KiB, above
 * not at all (the caller cuts rows). */
void hist_finish(struct hist *h, int64_t handle, const char *status, double ms,
		 const char *summary, const char *result_json);
/* True if something is still waiting to be written. Need not be called for it to be written. */
bool hist_flush(struct hist *h);

/* Wait until it is written, 2 s at most; true if something still waits. For what needs answers that
 * were given just now. */
bool hist_settle(struct hist *h);

/* Newest first. */
enum status hist_search(struct hist *h, const struct hist_filter *filter, struct hist_list *out,
			struct error *err);
void hist_list_release(struct hist_list *list);
enum status hist_get_line(struct hist *h, int64_t id, struct strbuf *line, struct error *err);
/* Appends nothing if the entry has no result. */
enum status hist_get_result(struct hist *h, int64_t id, struct strbuf *json, struct error *err);
/* "" removes the note. */
enum status hist_set_note(struct hist *h, int64_t id, const char *text, struct error *err);
enum status hist_is_pinned(struct hist *h, int64_t id, bool *pinned, struct error *err);
enum status hist_set_pinned(struct hist *h, int64_t id, bool pinned, struct error *err);
/* Really remove: entries, notes and results, overwritten in the file. *removed = how many. `last` is
 * the newest line of this session. Fails, and removes nothing, while another program holds the file. */
enum status hist_forget(struct hist *h, const int64_t *ids, size_t n, size_t *removed,
			struct error *err);
enum status hist_forget_session(struct hist *h, size_t *removed, struct error *err);
enum status hist_forget_last(struct hist *h, size_t *removed, struct error *err);
enum status hist_forget_all(struct hist *h, size_t *removed, struct error *err);

/* The newest `max` distinct lines, oldest first, for Up and Ctrl-R: fn(ctx, line). */
enum status hist_each_recent_line(struct hist *h, size_t max,
				  void (*fn)(void *ctx, const char *line), void *ctx,
				  struct error *err);
/* Models opened before, newest first: fn(ctx, name, path, when). */
enum status hist_each_recent_model(struct hist *h, size_t max,
				   void (*fn)(void *ctx, const char *name, const char *path,
					      int64_t when_ms),
				   void *ctx, struct error *err);
/* Is `path` the database itself (same device and inode as it or its journal)? Such a file must
 * not be opened by other means: closing it would drop SQLite's locks. */
bool hist_owns_file(struct hist *h, const char *path);

#endif
