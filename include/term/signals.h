/*
 * Signals as something to poll: handlers only set a bit and write a byte to a pipe, all work is
 * done by whoever reads it. Used by the screen and by the line REPL, one at a time. Signal
 * dispositions belong to the process, so this module has one state for all; main thread only,
 * signals_pending() excepted.
 */
#ifndef TERM_SIGNALS_H
#define TERM_SIGNALS_H

enum terminal_signal {
	TERMINAL_RESIZED = 1,	/* SIGWINCH */
	TERMINAL_STOP = 2,	/* SIGTSTP: nothing was stopped yet */
	TERMINAL_CONTINUED = 4,	/* SIGCONT */
	TERMINAL_QUIT = 8,	/* SIGTERM, SIGHUP, SIGQUIT, or the terminal is gone */
	TERMINAL_INTERRUPT = 16,/* SIGINT */
};

/* Install the handlers (what was there before comes back with signals_close()). Calls nest. A
 * second SIGTERM while the first one waits to be read ends the program at once. */
void signals_open(void);
void signals_close(void);
int signals_fd(void);			/* readable: signals_take() has something */
unsigned signals_take(void);		/* what arrived since; clears */
unsigned signals_pending(void);		/* the same without clearing; any thread */
int signals_quit_number(void);		/* the number behind TERMINAL_QUIT (SIGTERM …), 0 = none yet */

/* Stop the process group as Ctrl-Z does, with the default action; returns when it goes on. */
void signals_stop_here(void);

#endif
