/*
 * Collects rows from a reader, in file order, and makes a model of them. The one place that checks
 * duplicates, dimensions, NaN/Inf, zero rows and sizes for every format.
 */
#ifndef MODEL_BUILDER_H
#define MODEL_BUILDER_H

#include "base/progress.h"
#include "model/model.h"

#define BUILDER_DIMS_MAX 65536
#define BUILDER_ROWS_MAX ((size_t)INT32_MAX)
#define BUILDER_WORD_MAX 65536

struct builder;

/* Rows parsed from one piece of a file. Words are slices of `words`; word i is
 * words[word_end[i - 1] … word_end[i]) (word_end[-1] = 0). norms may be NULL: then they are
 * computed at commit. */
struct row_block {
	size_t rows;
	const float *data;	/* (rows, cols), stride floats apart */
	size_t stride;
	const char *words;
	const uint32_t *word_end;
	const uint64_t *place;	/* 1-based line or row of each, or NULL: consecutive */
	const float *norms;
};

struct builder *builder_new(const char *place_unit);
void builder_free(struct builder *b);	/* NULL is fine; also after builder_finish() */
/* Dimensions, once, before the first commit. rows_hint reserves (0 = unknown); it is trusted only
 * as far as `bytes_available` allows. */
enum status builder_set_shape(struct builder *b, size_t cols, uint64_t rows_hint,
			      uint64_t bytes_available, struct error *err);
size_t builder_cols(const struct builder *b);
size_t builder_rows(const struct builder *b);
/* The words so far; borrowed. */
const struct vocab *builder_vocab(const struct builder *b);
struct report *builder_report(struct builder *b);
enum status builder_commit(struct builder *b, const struct row_block *block, struct error *err);
/* The lengths of rows as a model keeps them (NaN: a number of the row, or the length itself, is not
 * finite); for readers that compute them on their own threads. */
void builder_norms(float *norms, const float *data, size_t rows, size_t cols, size_t stride);
/* For formats that give the matrix first and the words later: reserve `rows` unnamed rows to be
 * filled in place (any thread, disjoint rows), then name them in order. */
enum status builder_reserve_rows(struct builder *b, size_t rows, struct matrix **m,
				 struct error *err);
enum status builder_add_word(struct builder *b, const char *word, size_t n, struct error *err);
/* What the file keeps of its training (NULL: nothing); taken over. */
void builder_set_trained(struct builder *b, struct trained *trained);
/* How to make vectors for words that are not there; takes it. */
void builder_set_composer(struct builder *b, struct composer *c);
/* What the file calls the rows, where the words given are more readable forms of it: one name a
 * row. Takes it. */
void builder_set_raw_names(struct builder *b, struct vocab *names);
/* Make the model: refuses zero rows, and rows without words. path, format, packing and file_bytes
 * are the provenance. */
enum status builder_finish(struct builder *b, struct model **out, struct error *err);

#endif
