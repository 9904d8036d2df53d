/*
 * Vectors for words that a model does not have, made of their sub-words as fastText makes them:
 * the mean of the rows of the word's n-grams (model/subword.h says which those are).
 *
 * Immutable once made, belongs to its model; any thread. The rows may stay in the file they came
 * from: they are read when a word asks for them, and a file that changed since is a sentence.
 */
#ifndef MODEL_COMPOSER_H
#define MODEL_COMPOSER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

/* Where the rows of n-grams are. */
struct gram_rows {
	void *self;
	/* Row i as f32 into out (dims). */
	enum status (*read)(const void *self, size_t i, float *out, struct error *err);
	void (*free)(void *self);
};

struct composer {
	size_t dims;
	size_t min, max;	/* characters of an n-gram */
	uint32_t bucket;	/* numbers that n-grams are hashed to */
	size_t row_count;
	/* Which buckets have rows: (row_count) bucket numbers, rising, and the row of each; NULL: row
	 * i is bucket i. */
	uint32_t *buckets, *bucket_rows;
	struct gram_rows rows;
};

void composer_free(struct composer *c);		/* NULL is fine */
/* The row of a bucket, or SIZE_MAX when it has none. */
size_t composer_find(const struct composer *c, uint32_t bucket);
/* out (dims) = mean of the rows of the word's n-grams; *grams gets how many there are, and their
 * text goes into `names`, separated by spaces, when it is not NULL. No n-gram with a row: *grams
 * = 0 and out is zero. */
enum status composer_word(const struct composer *c, const char *word, size_t n, float *out,
			  size_t *grams, struct strbuf *names, struct error *err);

/* Rows that stay in a file: f32 little-endian from byte `offset`. ST_IO if it cannot be opened. */
enum status gram_rows_in_file(struct gram_rows *out, const char *path, uint64_t offset,
			      size_t rows, size_t dims, struct error *err);
/* Do the rows stay in a file? Then from which byte on. */
bool gram_rows_where(const struct gram_rows *rows, uint64_t *offset);
/* For a model that was trained here with sub-words, on rows that stay those of `t`; NULL if it has
 * none. */
struct trained;
struct composer *composer_for_trained(const struct trained *t);
/* Rows in memory; takes the matrix. */
struct matrix;
void gram_rows_in_matrix(struct gram_rows *out, struct matrix *m);
/* The matrix, borrowed; NULL: they are not in memory. */
const struct matrix *gram_rows_matrix(const struct gram_rows *rows);

#endif
