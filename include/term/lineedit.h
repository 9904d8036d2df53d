/*
 * Line editing by GNU readline. Two uses: inside the screen (callback interface, fed byte by byte
 * from a queue, drawn by the ui) and in plain line mode (readline owns the line). One use at a
 * time: readline's state is global. Main thread only.
 *
 * The user's ~/.inputrc holds ($if vecscope); vi mode, macros and own bindings included.
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
	/* Plain line mode, NULL = nothing to do: called while the user thinks; returns the
	 * milliseconds until it wants to be called again, -1 = not before something was typed. */
	int (*idle)(void *ctx);
};

/* Inside the screen. Nothing is written to the terminal. */
void lineedit_open(const struct lineedit_hooks *hooks, const char *prompt);
void lineedit_close(void);
/* One key; true = used. Finished lines come through hooks->line after the key is done, so that
 * every function here may be called from it. Esc is used only while it ends something (a search,
 * an argument, vi's insert mode); a key without binding is not used and leaves no junk. */
bool lineedit_key(const struct key *key);
const char *lineedit_prompt(void);	/* as given, or that of a search in progress */
const char *lineedit_text(size_t *len, size_t *cursor);
const char *lineedit_mode(void);	/* "[i]" "[n]" for users of vi mode, else "" */
void lineedit_set_text(const char *text);	/* cursor to the end */
/* One undoable insertion: line ends become spaces, other controls are dropped. */
void lineedit_insert(const char *text);
void lineedit_cancel(void);		/* drop the line and any search */

/* The list behind Up and Ctrl-R. Lines that begin with a space, blank ones and a repetition of the
 * last are left out. Finished lines are added by the editor itself. */
void lineedit_add_history(const char *line);
void lineedit_clear_history(void);

/*
 * Plain line mode: one line with editing, or NULL at the end (Ctrl-D, hang-up, SIGTERM: see
 * signals_quit_number()). malloc'ed. *interrupted: Ctrl-C dropped the line; "" is returned.
 * Nothing pasted runs by itself: a paste of several lines becomes one editing buffer, shown as
 * lines, that waits for Enter; the answer then has \n between them, each a line of its own.
 * The prompt goes to stderr when stdout is no terminal.
 */
char *lineedit_read(const struct lineedit_hooks *hooks, const char *prompt, bool *interrupted);

#endif
