/* The command line, read by the table in options.c. */
#ifndef FRONT_CMDLINE_H
#define FRONT_CMDLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "front/front.h"

#define CMDLINE_OPTIONS_MAX 32

struct cmdline {
	char **models;
	size_t model_count;
	struct batch_input batch;
	const char *text[CMDLINE_OPTIONS_MAX];	/* by index in front_options: value or "on" */
	bool apart;				/* --apart: see apart.c; not in the table */
	const char *complete;			/* --complete LINE, for shells; not in the table */
};

/* Strings are borrowed from argv. ST_USAGE with a sentence. */
enum status cmdline_parse(struct cmdline *out, int argc, char **argv, struct error *err);
void cmdline_release(struct cmdline *c);
const char *cmdline_text(const struct cmdline *c, const char *option);	/* NULL: not given */
/* What --help prints. */
struct strbuf;
void cmdline_help(struct strbuf *out);

#endif
