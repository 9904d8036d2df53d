/*
 * A terminal: shows a surface, gives keys. Two of them: curses.c (a real one) and headless.c (a
 * script and a dump).
 */
#ifndef TERM_TERMINAL_H
#define TERM_TERMINAL_H

#include <stdbool.h>

#include "base/error.h"
#include "base/key.h"
#include "draw/surface.h"
#include "draw/theme.h"

struct terminal;

struct terminal_options {
	bool color;		/* false: attributes only (NO_COLOR) */
	bool mouse;
};

/* Take the screen over. Restored by terminal_close() and on every way out, crashes included. */
enum status terminal_open(struct terminal **out, const struct terminal_options *opt,
			  struct error *err);
void terminal_close(struct terminal *t);
int terminal_fd(const struct terminal *t);		/* readable: keys wait */
int terminal_signal_fd(const struct terminal *t);	/* readable: call terminal_signals() */
enum terminal_signal { TERMINAL_RESIZED = 1, TERMINAL_STOP = 2, TERMINAL_CONTINUED = 4,
		       TERMINAL_QUIT = 8, TERMINAL_INTERRUPT = 16 };
unsigned terminal_signals(struct terminal *t);		/* what arrived since; clears */
void terminal_size(struct terminal *t, int *rows, int *cols);
bool terminal_key(struct terminal *t, struct key *out);	/* false: none waits */
void terminal_show(struct terminal *t, const struct surface *s, const struct theme *theme);
void terminal_set_mouse(struct terminal *t, bool on);
void terminal_suspend(struct terminal *t);		/* Ctrl-Z: stop, come back, repaint */
void terminal_redraw(struct terminal *t);		/* forget what is on the screen */
void terminal_copy(struct terminal *t, const char *text, size_t n);	/* OSC 52, write only */
/* Leave the screen to another program (pager, editor) and take it back. */
void terminal_pause(struct terminal *t);
void terminal_resume(struct terminal *t);
/* "dark", "light", or NULL if the terminal does not say (≤ 100 ms). Before terminal_open(). */
const char *terminal_background(void);

#endif
