/*
 * Arguments of one command line, parsed by the table in the command: positions and options.
 */
#ifndef APP_ARGS_H
#define APP_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum arg_kind {
	ARG_NONE,	/* an option that is only there or not */
	ARG_WORD,	/* a word of the vocabulary */
	ARG_EXPR,	/* a word or an expression: the rest of the line, quotes kept */
	ARG_PATH,	/* a file */
	ARG_TEXT,	/* the rest of the line, as typed */
	ARG_INT,
	ARG_FLOAT,
	ARG_CHOICE,	/* one of `choices` */
	ARG_COMMAND,	/* name of a command */
	ARG_MODEL,	/* name of an open model */
	ARG_SETTING,	/* name of a `set` option */
	ARG_STRING,	/* anything */
};

struct arg_spec {
	enum arg_kind kind;
	const char *name;	/* "word" */
	const char *help;
	unsigned min, max;	/* how many; max 0 = any number */
	const char *choices;	/* "a|b|c" */
};

struct opt_spec {
	char letter;		/* 'n', or 0 */
	const char *name;	/* "count" */
	enum arg_kind kind;
	const char *metavar;	/* "N" */
	const char *fallback;	/* default as text, or NULL */
	const char *help;
	const char *choices;
	int64_t min, max;	/* ARG_INT range when max > min */
};

#define ARGS_OPTIONS_MAX 48

struct args {
	char **words;		/* positional, quotes removed; ARG_EXPR and ARG_TEXT: one, raw */
	bool *quoted;		/* (count) it stood in quotes */
	size_t count;
	const struct opt_spec *spec[ARGS_OPTIONS_MAX];
	char *text[ARGS_OPTIONS_MAX];	/* given text; NULL = not given */
	size_t spec_count;
};

struct command;
/* Parse `line` (without the verb) for the command. ST_USAGE with a sentence that ends in how to
 * write it. */
enum status args_parse(struct args *out, const struct command *cmd, const char *line,
		       struct error *err);
void args_release(struct args *a);
bool args_given(const struct args *a, const char *option);		/* was it on the line? */
const char *args_text(const struct args *a, const char *option);	/* given, or default, or NULL */
int64_t args_int(const struct args *a, const char *option);		/* given or default; checked */
double args_float(const struct args *a, const char *option);
const char *args_word(const struct args *a, size_t i);			/* NULL past the end */

/* Is `value` one of "a|b|c"? */
bool choice_has(const char *choices, const char *value);

struct strbuf;
/* Split off the first token of a line (quotes respected); returns the rest. Token into `out`. */
const char *args_first_token(const char *line, struct strbuf *out);
/* Append the text as one token, in quotes where it needs them. */
void args_quote(const char *text, struct strbuf *out);

#endif
