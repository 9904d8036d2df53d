/*
 * A session as a document that can be handed in and replayed: Markdown or HTML with each line, its
 * answer as a picture (SVG inside the HTML, a block of text in Markdown), as a table or as text, and
 * the user's note; and, in a comment behind each, the answer as JSON, from which a replay tells
 * whether it still comes out the same. Nothing of a model or of a user can be markup in it.
 */
#ifndef APP_DOCUMENT_H
#define APP_DOCUMENT_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "draw/surface.h"

struct document_picture {
	const char *title;
	const struct surface *surface;
	bool is_answer;		/* it stands for the table */
};

struct document_entry {
	size_t number;		/* from 1 on */
	const char *line, *status, *summary, *note;
	const char *model;	/* named when not NULL: where another one comes into use */
	const char *json;	/* "" = no answer was kept */
	const struct document_picture *picture;	/* or NULL */
};

void document_begin(struct strbuf *out, bool html, const char *title, const char *about);
void document_add(struct strbuf *out, bool html, const struct document_entry *e);
void document_end(struct strbuf *out, bool html);

/* Visit the answers in a document in their order: fn(ctx, json); stop when it returns false. The
 * JSON is a copy, valid during the call. */
void document_each(const char *text, bool (*fn)(void *ctx, const char *json), void *ctx);
/* The line that an answer belongs to; false: it is none. */
bool document_line(const char *json, struct strbuf *line);
/* How many rows the answer has. */
size_t document_rows(const char *json);
/* Do two answers agree? Numbers may differ by 1e-5 of their size (processors do). The first
 * difference goes to `what`. */
bool document_agree(const char *was, const char *is, struct strbuf *what);

#endif
