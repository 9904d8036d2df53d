/*
 * A command stands in exactly one place: src/commands/<name>.c holds its descriptor and functions;
 * one line in src/commands/table.c registers it. From the descriptor come parsing and its error
 * messages, help, completion, the palette, the man page, the shell completions, and a test that
 * runs every example.
 *
 * Three steps, so that nothing slow runs on the main thread:
 *   prepare	main thread: arguments and references to models go into the task
 *   work	any thread: task → result; sees no session
 *   commit	main thread: what changes the session (open, use, set …)
 * Quick verbs have only `prepare`, which fills task->result itself.
 */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include "app/args.h"
#include "app/names.h"
#include "app/result.h"
#include "base/progress.h"

struct session;

/* One run of one command. */
struct task {
	const struct command *cmd;
	struct args args;
	struct model *model;		/* the current model when it started (referenced), or NULL */
	struct names names;		/* the session's when it started: copies */
	struct result result;
	void *data;			/* the command's own, freed by cmd->free_data */
};

struct example {
	const char *line;		/* runs on the model that ships */
	const char *what;
};

enum command_flags {
	CMD_NEEDS_MODEL = 1,	/* an error sentence without one */
	CMD_QUERY = 2,		/* takes the common query options (query_options) */
	CMD_SCREEN = 4,		/* acts on a view: "needs the screen" elsewhere */
	CMD_NO_HISTORY = 8,	/* not recorded (history, again, zoom …) */
	CMD_HIDDEN = 16,	/* keys use it; not in the short help */
	CMD_KEEP_LAST = 32,	/* its answer does not become "the last answer" (write, set, help …) */
	CMD_AT_ONCE = 128,	/* on the screen it does not wait for the lines before it */
	CMD_STEPS = 256,	/* its rows are sentences (step, what, value): the screen shows them in a box */
	CMD_BESIDE = 64,	/* long: on the screen it runs beside the lines that follow */
};

struct command {
	const char *name;
	const char *aliases;		/* "nn similar", or NULL */
	const char *group;		/* "Query" "Look" "Models" "Train" "Learn" "History" "Output" "Screen" "Session" */
	const char *summary;		/* one sentence */
	const char *details;		/* more sentences, or NULL */
	struct arg_spec args[3];
	struct opt_spec opts[36];
	struct example examples[5];
	unsigned flags;
	size_t data_size;		/* task->data: zeroed block of this size */
	enum status (*prepare)(struct session *s, struct task *t, struct error *err);
	enum status (*work)(struct task *t, const struct progress *progress, struct error *err);
	enum status (*commit)(struct session *s, struct task *t, struct error *err);
	/* What a failed run leaves to the session all the same; may be NULL. */
	void (*rescue)(struct session *s, struct task *t);
	void (*free_data)(void *data);	/* releases what data holds; the block itself is freed after */
};

extern const struct command *const command_table[];	/* ends with NULL; in help order */
/* -n --metric --max-rank --match --in --not --places: for CMD_QUERY commands, ends with name NULL */
extern const struct opt_spec query_options[];

/* By name or alias, with or without a leading . or : ; NULL. */
const struct command *command_find(const char *name);
bool command_has_alias(const struct command *c, const char *name);
/* "near <expression> [-n N] …" */
void command_usage(const struct command *c, struct strbuf *out);
/* "near <expression> [options] (help near)" */
void command_usage_short(const struct command *c, struct strbuf *out);

#endif
