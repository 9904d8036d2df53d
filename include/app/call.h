/*
 * One line from the user, from text to answer, in the three steps of a command. Batch calls them in
 * a row (call_run); the TUI puts call_work() on a job.
 */
#ifndef APP_CALL_H
#define APP_CALL_H

#include "app/command.h"
#include "app/session.h"

struct call {
	char *line;			/* as typed */
	struct task task;
	struct error err;
	enum status status;
	bool needs_work;		/* call_work() has something to do */
	bool written;			/* `once` put the answer into a file: do not print it */
	int64_t hist_handle;		/* 0 = not recorded */
	uint64_t start_ns;
	double ms;
};

/* Which command a line means and where its arguments start: interface rules 1-5. NULL for a blank
 * line or comment (*out = NULL, ST_OK). `rest` is newly allocated. */
enum status call_resolve(const struct session *s, const char *line, const struct command **out,
			 char **rest, struct error *err);

/* Parse, record, prepare. *out = NULL for a blank line. Even on failure the call exists if the
 * line was recorded: always go on to call_end(). */
struct call *call_begin(struct session *s, const char *line);
void call_work(struct call *c, const struct progress *progress);	/* any thread */
/* Commit and complete the history. The answer is c->task.result when c->status is ST_OK. */
void call_end(struct session *s, struct call *c);
void call_free(struct call *c);

/* The three in a row. NULL for a blank line. */
struct call *call_run(struct session *s, const char *line, const struct progress *progress);

#endif
