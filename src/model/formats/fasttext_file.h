/*
 * The parts of a fastText .bin or .ftz: what its header says, where its words stand, and its two
 * matrices, all sizes checked against one another and against the file.
 */
#ifndef MODEL_FORMATS_FASTTEXT_FILE_H
#define MODEL_FORMATS_FASTTEXT_FILE_H

#include <stdbool.h>

#include "dense.h"
#include "quantised.h"

#define FASTTEXT_MAGIC 793712314	/* ba 16 4f 2f */

enum fasttext_loss { FASTTEXT_HS = 1, FASTTEXT_NS, FASTTEXT_SOFTMAX, FASTTEXT_OVA };
enum fasttext_kind { FASTTEXT_CBOW = 1, FASTTEXT_SKIPGRAM, FASTTEXT_SUPERVISED };

/* Dense in the file, or quantised in memory (quantised.codes is not NULL). */
struct fasttext_matrix {
	uint64_t rows, cols;
	uint64_t offset;
	struct quantised quantised;
};

struct fasttext_file {
	int32_t version;		/* 12, 11, or 0: the old form without a magic number */
	int32_t dim, window, epochs, min_count, negative, word_ngrams;
	int32_t loss, kind, bucket, min, max;
	uint32_t words, labels;		/* entries of the dictionary: words first */
	uint64_t dictionary;		/* byte where its first entry begins */
	bool pruned;
	uint32_t *buckets, *bucket_rows;	/* (pruned_count), buckets rising */
	size_t pruned_count;
	struct fasttext_matrix input, output;
	uint64_t tail;			/* bytes behind the output matrix */
};

/* Do the first bytes look like the header of the old form? */
bool fasttext_is_old(const char *head, size_t n);
enum status fasttext_parse(struct fasttext_file *out, const struct source *src, struct error *err);
void fasttext_release(struct fasttext_file *f);
/* May n-grams be used: are there any, and rows for them? */
bool fasttext_has_grams(const struct fasttext_file *f);

/* One entry of the dictionary at the cursor. */
enum status fasttext_entry(struct cursor *c, struct strbuf *word, bool *label);

#endif
