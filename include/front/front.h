/*
 * The front ends: who talks to the user. main() makes the session and calls one of them; each
 * returns the exit code (0 all went well, 1 a command failed, 2 usage, 130 interrupted).
 */
#ifndef FRONT_FRONT_H
#define FRONT_FRONT_H

#include <stdbool.h>
#include <stdio.h>

#include "app/call.h"
#include "app/session.h"

/* What the command line asked for, beyond what is in the session's settings. */
struct front {
	struct session *session;
	bool stdin_tty, stdout_tty, stderr_tty;
	const char *output;	/* -o FILE, or NULL */
	bool no_models;		/* no MODEL was named: the screen offers some */
	bool no_config;		/* --no-config: the user's files stay closed */
	bool color;		/* of stdout, decided: --color, NO_COLOR, terminal */
	bool shown;		/* something was printed: an empty line before the next table */
	FILE *out;		/* where data goes */
	int screen_rows, screen_cols;	/* --screen */
	const char *keys;	/* --keys, or NULL */
	const char *dump;	/* --dump txt|svg */
	bool plain;		/* --plain */
	bool screen;		/* front_tui() will be called: no lines to run first */
	bool failed;		/* some command failed */
	int write_error;	/* errno of the first write to `out` that failed; 0 = none */
};

/* --- line.c: one line and all that it pushes --- */
enum front_end {
	FRONT_GOES_ON,
	FRONT_QUITS,		/* the line said so */
	FRONT_BAILS,		/* it failed, and the settings say that this is the end */
	FRONT_INTERRUPTED,	/* Ctrl-C */
	FRONT_OUTPUT_GONE,	/* nobody reads what would be written */
};
enum front_end front_run_line(struct front *f, const char *line);

/* --- batch.c: lines from -e, -f and standard input --- */
struct batch_input {
	char **lines;		/* -e and -f in the order of the command line: "-" + FILE is a file */
	bool *is_file;
	size_t count;
	bool use_stdin;		/* then lines of standard input */
};
int front_batch(struct front *f, const struct batch_input *in);

/* --- the interactive ones --- */
int front_repl(struct front *f);	/* readline, one line after the other */
int front_tui(struct front *f);		/* the screen */
int front_headless(struct front *f);	/* the screen without a terminal: --screen --keys --dump */

/* --- show.c: one answer, to stdout and stderr --- */
/* Print what the call says (data to f->out, notes, timing and errors to stderr). False: the output
 * is gone (EPIPE or another write error): stop. */
bool front_show(struct front *f, const struct call *c);
/* Take the terminal's size into the session: 0 where stdout is none. */
void front_measure(struct front *f);
/* One sentence on stderr, for people in line mode. */
void front_say(const struct front *f, const char *sentence);
/* The same as "vecscope: <sentence>". */
void front_complain(const char *sentence);
/* The history's warning, once. */
void front_show_warning(struct front *f);

/* --- apart.c: work that goes on after the end --- */
/* Give the session a way to start the program again (cacher_apart), unless VECSCOPE_APART is "no". */
void front_allow_apart(struct front *f);
bool front_run_apart(const char *const *argv, int keep);
/* Such a run, at its start: the lowest priority. */
void front_stand_back(void);

/* --- progress.c: a line on stderr while work runs, if that is a terminal --- */
/* Run one line with progress and Ctrl-C; NULL for a blank line. Used by batch and line mode. */
struct call *front_run(struct front *f, const char *line);
/* Was SIGINT seen since front_interrupt_reset()? */
bool front_interrupted(void);
void front_interrupt_reset(void);
void front_interrupt_watch(void);	/* install the SIGINT handler */

#endif
