/*
 * Results as bytes: aligned tables for people; TSV, CSV, JSON, Markdown for programs. Machine
 * output is the same in every locale. Terminal output goes through base/display.h.
 */
#ifndef APP_RENDER_H
#define APP_RENDER_H

#include <stdbool.h>

#include "app/result.h"
#include "base/error.h"

enum output_mode { OUTPUT_AUTO, OUTPUT_TABLE, OUTPUT_TSV, OUTPUT_CSV, OUTPUT_JSON, OUTPUT_MD };

bool output_mode_parse(const char *name, enum output_mode *out);
const char *output_mode_name(enum output_mode mode);

struct render_options {
	enum output_mode mode;	/* AUTO = TSV */
	bool header;
	bool color;		/* SGR sequences in tables */
	bool ascii;
	bool bars;		/* off for screen readers */
	bool spoken;		/* tables: a picture is told in words, a matrix as its pairs */
	int cols;		/* width of the terminal; 0 = unlimited */
	bool first;		/* the first result of this output: no empty line before it */
};

void render_result(const struct result *r, const char *command, const struct render_options *opt,
		   struct strbuf *out);
/* JSON only: {"command":…,"status":"error","error":…} and a newline. */
void render_error_json(const char *command, const struct error *err, struct strbuf *out);
/* The same JSON that --json prints, without newline, cut to max_rows rows: for the history. */
void render_json(const struct result *r, const char *command, size_t max_rows, struct strbuf *out);

#endif
