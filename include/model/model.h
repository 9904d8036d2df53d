/*
 * A model: vocabulary + float matrix + norms + where it came from. Immutable and reference counted:
 * any thread may read it while it holds a reference.
 *
 * Invariants: matrix.rows = vocab_size = length of norms; norms[i] is the Euclidean length of row
 * i (NaN when the row holds NaN or Inf: such rows are never results); rows of length 0 have norm 0
 * and are never results of a cosine.
 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "math/matrix.h"
#include "model/composer.h"
#include "model/report.h"
#include "model/trained.h"
#include "model/vocab.h"

struct map;
struct search_cache;

struct model {
	atomic_uint refs;
	char *name;			/* how people call it: file name without suffixes */
	char *path;			/* as opened; "" if made here */
	const char *format;		/* "word2vec binary", … static text */
	const char *packing;		/* "" or "gzip" … static text */
	uint64_t file_bytes;
	uint64_t fingerprint;		/* of shape, words and 1,024 rows: see model_fingerprint() */
	struct vocab *vocab;
	struct vocab *raw_names;	/* row → name in the file, where vocab reads better; or NULL */
	struct composer *composer;	/* vectors for words that are not there; or NULL */
	struct matrix matrix;		/* (rows, dims) */
	float *norms;			/* (rows) */
	size_t zero_rows, bad_rows;	/* length 0; NaN or Inf */
	struct report report;		/* what loading repaired or skipped */
	double load_ms;
	struct trained *trained;	/* output rows, counts …; NULL: not trained here */
	struct search_cache *cache;	/* what searches keep (search_prepare()); NULL = they keep
					 * nothing */
	struct map *map;		/* the file that vocab, matrix and norms stand in; or NULL */
};

struct model *model_ref(struct model *m);
void model_unref(struct model *m);	/* NULL is fine */

static inline size_t model_rows(const struct model *m)
{
	return m->matrix.rows;
}

static inline size_t model_dims(const struct model *m)
{
	return m->matrix.cols;
}

static inline const float *model_row(const struct model *m, uint32_t row)
{
	return matrix_row(&m->matrix, row);
}

/* The file that the model is mapped from was changed: its rows are not what they were. */
bool model_is_broken(const struct model *m);

/* 64-bit hash of rows, dimensions, all words and 1,024 evenly spaced rows as f32 little-endian. */
uint64_t model_fingerprint(const struct vocab *vocab, const struct matrix *matrix);

#endif
