/*
 * One way to say that something went wrong: a status and one finished sentence.
 *
 * A function that can fail returns enum status and takes `struct error *err` last. The place that
 * detects the fault writes the whole sentence in the user's terms (what, where, what to do);
 * callers only add context with error_wrap(). On success *err is untouched. Output parameters are
 * written only on success. `err` may be NULL when the caller wants the status alone.
 *
 * The text may quote bytes from files or from the user: whoever shows it passes it through
 * display_put() (base/display.h). Never allocates.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/compiler.h"

enum status {
	ST_OK = 0,
	ST_FAILED,	/* the command could not be done (unknown word, missing file, …) */
	ST_USAGE,	/* the line or the options make no sense */
	ST_FORMAT,	/* a file is not what it should be */
	ST_IO,		/* the system refused: open, read, write … */
	ST_NOMEM,	/* memory whose size came from a file or the user is not there */
	ST_CANCELLED,	/* the user stopped it */
};

struct error {
	enum status status;
	char text[512];
};

#define ERROR_INIT { ST_OK, "" }

/* Fill *err and return `status`, so that `return error_set(err, ST_FORMAT, "…")` works. */
enum status error_set(struct error *err, enum status status, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
/* The same with ": <strerror(errno)>" behind the sentence; the status is ST_IO. */
enum status error_errno(struct error *err, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Put "<context>: " in front of what *err says; returns its status. */
enum status error_wrap(struct error *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
