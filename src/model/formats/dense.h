/*
 * A dense matrix somewhere in a file → the rows of a builder, read and widened on all threads.
 */
#ifndef MODEL_FORMATS_DENSE_H
#define MODEL_FORMATS_DENSE_H

#include "element.h"
#include "io/source.h"
#include "model/builder.h"

struct dense {
	enum element element;
	bool big_endian;
	bool by_columns;	/* number (i, j) is the (j × rows + i)-th, else the (i × cols + j)-th */
	uint64_t offset;	/* of the first number, in bytes */
	uint64_t rows, cols;
	/* Numbers that are packed in blocks, by rows: what one row takes in the file, and how it becomes
	 * cols floats (`element` and big_endian mean nothing then); or NULL */
	void (*decode)(const void *row, size_t cols, float *out);
	size_t row_bytes;
	const float *scale;	/* (rows) factor of each row; only for ELEMENT_I8 by rows; or NULL */
};

/* Bytes of the matrix. ST_FORMAT with a sentence if it is empty or beyond what a model can have. */
enum status dense_bytes(const struct dense *d, uint64_t *bytes, struct error *err);
/* Set the builder's shape, reserve its rows and fill them from the seekable source, which must
 * hold all the bytes. */
enum status dense_read(const struct source *src, const struct dense *d, struct builder *b,
		       size_t threads, const struct progress *progress, struct error *err);

struct dense_options {
	size_t threads;			/* 0 = all */
	const struct progress *progress;
	struct report *report;		/* gets numbers that are too large for f32 */
};

/* The same into a matrix of d->rows × d->cols that is there already. */
enum status dense_fill(const struct source *src, const struct dense *d, const struct matrix *m,
		       const struct dense_options *opt, struct error *err);

#endif
