/*
 * One row per file format, in src/model/formats/table.c; one file per format beside it.
 */
#ifndef MODEL_FORMAT_H
#define MODEL_FORMAT_H

#include <stdbool.h>

#include "base/progress.h"
#include "io/sink.h"
#include "io/source.h"
#include "model/builder.h"
#include "model/tensors.h"

struct read_options {
	size_t threads;		/* 0 = all */
	const char *vocab_path;	/* words beside a matrix; NULL = look for them */
	const char *tensor;	/* which table of a file with several; NULL = the usual one */
	size_t block_bytes;	/* pieces that threads parse; 0 = the usual size (tests make it tiny) */
};

struct write_options {
	const uint32_t *rows;	/* which rows, in which order; NULL = all */
	size_t row_count;
	bool int8;		/* safetensors: one byte per number and a scale per row */
	const char *path;	/* where the sink goes: formats with a second file derive its name */
	bool force;
	/* safetensors: more entries for __metadata__ (a licence, an origin): key, value, …, NULL;
	 * UTF-8. NULL = none */
	const char *const *metadata;
	struct report *report;	/* gets a sentence for what the format cannot hold; may be NULL */
};

/* Gets the names of files. */
struct name_sink {
	void (*take)(void *ctx, const char *name);
	void *ctx;
};

struct format {
	const char *name;	/* "word2vec-binary": for --format */
	const char *title;	/* "word2vec binary" */
	const char *suffixes;	/* " .bin " : tried in order on export, break ties on reading */
	const char *gives;	/* one line for help and the man page */
	const char *place_unit;	/* what reports count: "line" or "row" (NULL) */
	/* How sure the first bytes make us: 0 no … 100 certain (below 20 counts as no). src is NULL
	 * when files of an archive are tried. */
	int (*sniff)(const char *head, size_t n, const struct source *src);
	/* NULL for formats that are recognised only to say how to convert them */
	enum status (*read)(struct source *src, struct builder *b, const struct read_options *opt,
			    const struct progress *progress, struct error *err);
	enum status (*write)(struct sink *sink, const struct model *m,
			     const struct write_options *opt, const struct progress *progress,
			     struct error *err);
	/* The tables in the file; `tensor` as in read_options, to say which one would be used. NULL:
	 * a file holds one. */
	enum status (*list)(struct source *src, const char *tensor, struct tensor_list *out,
			    struct error *err);
	/* The names of all files that reading may look for beside a file called `name` (no path, no
	 * packing suffix): what a copy in the cache depends on. NULL: all stands in the one file. */
	void (*beside)(const char *name, const struct name_sink *out);
	bool holds_int8;	/* the writer heeds write_options.int8 */
	const char *refuse;	/* what it is and the command that converts it, after "FILE is " */
};

extern const struct format *const format_table[];	/* ends with NULL */

const struct format *format_find(const char *name);			/* by name; NULL */
const struct format *format_for_path(const char *path);			/* by suffix, for writing; NULL */
bool format_has_suffix(const struct format *f, const char *path);

struct load_options {
	struct read_options read;
	const char *member;	/* in a zip; NULL = find it */
	const char *format;	/* force one by name; NULL = look at the content */
};

/* Open, recognise, read, build. The model's report says what was repaired or skipped. */
enum status model_load(struct model **out, const char *path, const struct load_options *opt,
		       const struct progress *progress, struct error *err);
/* What tables the file holds, and which of them model_load() would use. */
enum status model_list_tensors(struct tensor_list *out, const char *path,
			       const struct load_options *opt, struct error *err);
/* Write by format (temporary file, sync, rename). */
enum status model_save(const struct model *m, const char *path, const struct format *format,
		       const struct write_options *opt, const struct progress *progress,
		       struct error *err);

#endif
