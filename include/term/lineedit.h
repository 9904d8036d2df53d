/*
 * Line editing by GNU readline. Two uses: inside the screen (callback interface, fed byte by byte
 * from a queue, drawn by the ui) and in plain line mode (readline owns the line).
 */
#ifndef TERM_LINEEDIT_H
#define TERM_LINEEDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/key.h"

struct lineedit_hooks {
	void *ctx;
	void (*line)(void *ctx, const char *line);	/* finished; NULL = Ctrl-D */
	/* Candidates for the token at `cursor`; *items and its strings are freed by the editor. */
	void (*complete)(void *ctx, const char *line, size_t cursor, char ***items, size_t *count,
			 size_t *token_at);
	void (*matches)(void *ctx, char **items, size_t n);	/* show the list; screen only */
};

/* Inside the screen. One at a time (readline's state is global). */
void lineedit_open(const struct lineedit_hooks *hooks, const char *prompt);
void lineedit_close(void);
bool lineedit_key(const struct key *key);	/* true = used */
const char *lineedit_prompt(void);
const char *lineedit_text(size_t *len, size_t *cursor);
const char *lineedit_mode(void);
void lineedit_set_text(const char *text);
void lineedit_insert(const char *text);
void lineedit_cancel(void);
void lineedit_add_history(const char *line);
void lineedit_clear_history(void);

/* Plain line mode: one line with editing, or NULL at the end. malloc'ed. *interrupted: Ctrl-C. */
char *lineedit_read(const struct lineedit_hooks *hooks, const char *prompt, bool *interrupted);

#endif
