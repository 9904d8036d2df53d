/*
 * Answers into files: `write`, `once` and -o. The form follows the file's name (.csv .tsv .json
 * .md .txt .svg), else the mode. The file is replaced whole or not at all.
 */
#ifndef APP_OUTPUT_H
#define APP_OUTPUT_H

#include "app/render.h"

struct output_write {
	enum output_mode mode;	/* when the name says nothing; AUTO = TSV */
	bool header;
	bool ascii;
	bool force;		/* replace an existing file */
};

enum status output_write(const struct result *r, const char *command, const char *path,
			 const struct output_write *opt, struct error *err);

#endif
