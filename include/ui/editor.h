/*
 * What the screen needs of the line editor in the prompt. Implemented by term/lineedit.c (GNU
 * readline); the front end hands it over, so that views never see readline.
 */
#ifndef UI_EDITOR_H
#define UI_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/key.h"

struct editor {
	void *ctx;
	/* One key; true if the editor used it. A finished line comes back through ui_submit(). */
	bool (*key)(void *ctx, const struct key *key);
	const char *(*prompt)(void *ctx);			/* what stands before the line (also search prompts) */
	const char *(*text)(void *ctx, size_t *len, size_t *cursor);	/* the line; cursor in bytes */
	const char *(*mode)(void *ctx);				/* "" or "[i]" "[n]" for vi users */
	void (*set_text)(void *ctx, const char *text);		/* cursor to the end */
	void (*insert)(void *ctx, const char *text);		/* as one undoable insertion (paste) */
	void (*cancel)(void *ctx);				/* Ctrl-C: drop the line and any search */
	void (*add_history)(void *ctx, const char *line);
	void (*forget_history)(void *ctx);			/* drop all; add_history follows */
};

#endif
