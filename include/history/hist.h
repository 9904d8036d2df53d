/*
 * The history of all sessions, in one SQLite database shared by every running program.
 *
 * A line is recorded before it runs and completed after. Main thread only. Nothing here ever waits
 * longer than 50 ms for another program's lock: what cannot be written yet is kept in memory and
 * retried. If the file cannot be used (no folder, read-only, full, corrupt, made by a newer
 * version) hist_open() still succeeds: the history then lives in memory and hist_warning() says so
 * in one sentence. Nothing is ever deleted but by hist_forget_*().
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
	const char *text;	/* substring of line, summary, note, model; NULL = all */
	size_t limit;		/* 0 = 1000 */
	bool this_session;	/* else every session */
	bool pinned;		/* only those */
	bool failed_too;	/* else entries with status error are left out of nothing: they show */
};

/* path NULL = keep nothing on disk (--no-history); the same calls work in memory. */
enum status hist_open(struct hist **out, const char *path, const char *version, int64_t now_ms,
		      struct error *err);
void hist_close(struct hist *h, int64_t now_ms);	/* writes what is pending */
const char *hist_warning(const struct hist *h);	/* NULL: all is well; asked once per line */

/* Record a line that is about to run; the handle stays valid until hist_finish(). */
int64_t hist_add(struct hist *h, const char *line, const struct model_identity *model,
		 int64_t now_ms);
/* Complete it. result_json may be NULL; it is kept whole up to 64 KiB (the caller cuts rows). */
void hist_finish(struct hist *h, int64_t handle, const char *status, double ms,
		 const char *summary, const char *result_json);
/* Write what is due: call when idle and at least every 100 ms. True if something is still waiting. */
bool hist_flush(struct hist *h);

enum status hist_search(struct hist *h, const struct hist_filter *filter, struct hist_list *out,
			struct error *err);
void hist_list_release(struct hist_list *list);
enum status hist_get_line(struct hist *h, int64_t id, struct strbuf *line, struct error *err);
enum status hist_get_result(struct hist *h, int64_t id, struct strbuf *json, struct error *err);
enum status hist_set_note(struct hist *h, int64_t id, const char *text, struct error *err);
enum status hist_set_pinned(struct hist *h, int64_t id, bool pinned, struct error *err);
/* Really remove: entries, notes and results, overwritten in the file. *removed = how many. */
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
bool hist_owns_file(const struct hist *h, const char *path);

#endif
