/*
 * Rows out of a long stream of bytes on all cores, the same model for any number of threads.
 *
 * The stream is cut into blocks at row ends. Whoever is free takes the next block (reading, and
 * unpacking where the file is packed, is done by one thread at a time), parses it into memory of
 * its own, waits for its turn and commits it: so rows, words, reports and the first error come in
 * file order.
 *
 * A format gives three functions; ctx is shared by all threads.
 *   cut		only one thread at a time, in file order: may keep state
 *   parse	any thread, any order: ctx is read only
 *   committed	only one thread at a time, in file order, after the rows went into the builder
 */
#ifndef MODEL_INGEST_H
#define MODEL_INGEST_H

#include <stdbool.h>

#include "base/progress.h"
#include "io/source.h"
#include "model/builder.h"

#define INGEST_PAD 32	/* readable bytes behind what parse() gets; the first is '\n', then NUL */

/* What parse() found in one block. */
struct ingest_block {
	size_t cols, stride;
	size_t rows, row_cap;
	float *data;
	float *norms;
	uint32_t *word_end;
	uint64_t *place;	/* within the block, 1-based; made absolute at commit */
	char *words;
	size_t words_n, words_cap;
	uint64_t places;	/* lines (or rows) the block held: the next block counts on from here */
	struct report report;	/* places within the block */
	uint32_t *bad;		/* places of rows that could not be read: the first INGEST_BAD_MAX */
	size_t bad_count;
	char sample[48];	/* begins the first of them */
	size_t sample_n;
	size_t suspicious;	/* rows that look as if the format were misunderstood … */
	uint64_t first_suspicious;	/* … and the place of the first of them */
};

#define INGEST_BAD_MAX 1024

struct ingest_ops {
	/* How many of the bytes can be parsed by themselves: *take, up to the end of a row; 0 asks
	 * for more. `end`: nothing follows. *done stops the reading after *take. */
	enum status (*cut)(void *ctx, const char *bytes, size_t n, bool end, size_t *take,
			   bool *done, struct error *err);
	enum status (*parse)(const void *ctx, const char *bytes, size_t n,
			     struct ingest_block *out, struct error *err);
	/* May be NULL. first_place: what place 1 of the block is in the file. */
	enum status (*committed)(void *ctx, const struct ingest_block *block, uint64_t first_place,
				 struct error *err);
};

struct ingest {
	struct source *src;
	struct builder *builder;	/* has its shape */
	const struct ingest_ops *ops;
	void *ctx;
	size_t threads;			/* 0 = all */
	size_t block_bytes;		/* 0 = the usual size */
	size_t row_max;			/* a row longer than this ends in an error */
	const char *first;		/* bytes that were read already and come first */
	size_t first_n;
	uint64_t places_before;		/* lines in front of the first block */
	const struct progress *progress;

	/* results */
	uint64_t places;	/* of the last line (or row) that was parsed */
	struct error damage;	/* status ≠ ST_OK: the source broke off here; rows before it are in */
	char *rest;		/* bytes behind the last row, as far as they were read; owner: caller */
	size_t rest_n;
};

enum status ingest_run(struct ingest *in, struct error *err);

/* Memory for the next row (stride floats, padding zero), and its acceptance under a word. */
enum status ingest_row(struct ingest_block *b, float **row, struct error *err);
enum status ingest_add(struct ingest_block *b, const char *word, size_t n, uint64_t place,
		       struct error *err);
/* Count a row that cannot be read; text[0 … n) shows what stands there. */
void ingest_bad(struct ingest_block *b, uint64_t place, const char *text, size_t n);

#endif
