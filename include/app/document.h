/*
 * A session as a document that can be handed in and replayed: Markdown or HTML with each line, its
 * answer as a table and the user's note; and, in a comment behind each, the answer as JSON, from
 * which a replay tells whether it still comes out the same.
 */
#ifndef APP_DOCUMENT_H
#define APP_DOCUMENT_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strbuf.h"

struct document_entry {
	size_t number;		/* from 1 on */
	const char *line, *model, *status, *summary, *note;
	const char *json;	/* "" = no answer was kept */
};

void document_begin(struct strbuf *out, bool html, const char *title, const char *about);
void document_add(struct strbuf *out, bool html, const struct document_entry *e);
void document_end(struct strbuf *out, bool html);

/* Visit the answers in a document in their order: fn(ctx, json); stop when it returns false. The
 * JSON is a copy, valid during the call. */
void document_each(const char *text, bool (*fn)(void *ctx, const char *json), void *ctx);
/* The line that an answer belongs to; false: it is none. */
bool document_line(const char *json, struct strbuf *line);
/* Do two answers agree? Numbers may differ by 1e-5 of their size (processors do). The first
 * difference goes to `what`. */
bool document_agree(const char *was, const char *is, struct strbuf *what);

#endif
