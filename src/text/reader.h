/*
 * The bytes of all files of a text as one stream, in pieces that can be scanned by themselves.
 *
 * A blank line is put behind each file. Pieces end where scan_cut() allows it. Used by several
 * threads in turn: the caller holds a lock around reader_next().
 */
#ifndef TEXT_READER_H
#define TEXT_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/progress.h"
#include "files.h"
#include "io/source.h"
#include "markup.h"
#include "text/read.h"

struct piece_text {
	char *bytes;	/* n of them, then SCAN_PAD zeros */
	size_t n, cap;
};

struct reader {
	struct text_files files;
	const struct text_options *opt;
	struct text_report *report;
	const struct progress *progress;
	struct source *source;		/* the file being read, or NULL */
	size_t next_file;
	uint64_t done_size;		/* of the files that are finished, on disk */
	uint64_t file_bytes;		/* read of this one */
	char last_byte;			/* of it */
	struct markup markup;
	struct piece_text carry;	/* read and clean, but behind the last cut */
	size_t raw;			/* bytes at the end of `carry` that are not clean yet */
	uint64_t binary, empty, damaged; /* files of a folder that were left out */
};

enum status reader_open(struct reader *r, const char *path, const struct text_options *opt,
			struct text_report *report, struct error *err);
void reader_close(struct reader *r);
/* The next piece into p, whose buffer is reused; p->n is 0 only at the end. */
enum status reader_next(struct reader *r, struct piece_text *p, struct error *err);
/* Up to n of the first bytes, without consuming them: into buf; less from standard input. */
enum status reader_sample(struct reader *r, char *buf, size_t n, size_t *got, struct error *err);
/* After the last piece: notes on what was left out. */
void reader_add_notes(const struct reader *r);

#endif
