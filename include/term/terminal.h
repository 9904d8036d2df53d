/*
 * A real terminal: shows a surface, gives keys. ncurses knows how to draw on it and how to set it
 * up; its input is decoded here, for no terminal description knows mouse, paste and modified keys
 * of all terminals. One at a time, main thread only. (Without a terminal: front/headless.c.)
 */
#ifndef TERM_TERMINAL_H
#define TERM_TERMINAL_H

#include <stdbool.h>

#include "base/error.h"
#include "base/key.h"
#include "draw/surface.h"
#include "draw/theme.h"
#include "term/signals.h"

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
unsigned terminal_signals(struct terminal *t);		/* what arrived since; clears */
void terminal_size(struct terminal *t, int *rows, int *cols);
/* The next key; false: none waits. May wait 25 ms to tell Esc from a sequence. out->text of a paste
 * is the caller's to free. */
bool terminal_key(struct terminal *t, struct key *out);
/* Sends at most some 4 kB. False: that was not all, the next call goes on, with what is there then. */
bool terminal_show(struct terminal *t, const struct surface *s, const struct theme *theme);
/*
 * Frames that nobody pressed a key for (animation, progress) must not pile up on a slow line.
 * terminal_mark() asks for a sign of life behind what was shown; the line keeps up when that has come
 * back. Terminals that never answer, and answers that are lost for a second, are not waited for.
 */
void terminal_mark(struct terminal *t);
bool terminal_keeps_up(struct terminal *t);
/* It does not, and that is no matter of a long way: the rest of a frame should wait, too. */
bool terminal_is_behind(struct terminal *t);
void terminal_set_mouse(struct terminal *t, bool on);
/* Ctrl-Z: stop, come back, repaint. Afterwards terminal_signals() reports TERMINAL_RESIZED. */
void terminal_suspend(struct terminal *t);
void terminal_redraw(struct terminal *t);		/* forget what is on the screen */
void terminal_copy(struct terminal *t, const char *text, size_t n);	/* OSC 52, write only */
/* Leave the screen to another program (pager, editor) and take it back; TERMINAL_RESIZED follows. */
void terminal_pause(struct terminal *t);
void terminal_resume(struct terminal *t);
/* "dark", "light", or NULL if the terminal does not say (≤ 100 ms). Before terminal_open(). The
 * argument is what $COLORFGBG says (NULL = not set); it saves asking the terminal. What is typed
 * meanwhile is kept for terminal_key(). */
const char *terminal_background(const char *colorfgbg);

#endif
