/*
 * From words to vectors: look-up with its rules, and the query vector of an expression.
 * A word that is not in the vocabulary has a vector all the same where the model can compose one
 * of its sub-words (model/composer.h); it stands at no row.
 * Semantics equal gensim's most_similar: each word's row at unit length, weighted mean over
 * Σ|w|, inputs excluded by row (cosine and 3CosMul); Euclidean and dot work on raw rows.
 */
#ifndef MODEL_QUERY_H
#define MODEL_QUERY_H

#include "base/strbuf.h"
#include "model/expr.h"
#include "model/search.h"

/* How a word was found. */
enum lookup_how { LOOKUP_EXACT, LOOKUP_TOKEN, LOOKUP_CASE, LOOKUP_ACCENT, LOOKUP_JOINED };

struct lookup {
	uint32_t row;
	enum lookup_how how;
};

/* Find a word: exactly, then by the name in the file where that differs (model->raw_names) or with
 * ## in front (a token that continues a word), then ignoring case, then ignoring accents; several bare words joined by a
 * space, then by "_". ST_FAILED with a sentence that names the nearest spellings, case and accent
 * variants that exist, with their ranks. */
enum status lookup_word(const struct model *m, const char *word, struct lookup *out,
			struct error *err);
/* Only exactly and ignoring case; false if it is not there so. */
bool lookup_same_case(const struct model *m, const char *word, struct lookup *out);
/* A sentence on what was taken when it was not exact ("Paris" for "paris"): appended to `out`;
 * nothing for LOOKUP_EXACT. */
void lookup_describe(const struct model *m, const char *word, const struct lookup *l,
		     struct strbuf *out);
/* The vector of a word: its row, or composed of its sub-words. */
struct word_vector {
	uint32_t row;		/* VOCAB_NONE: composed */
	const float *v;		/* (dims) */
	float *made;		/* owned, when composed */
	const char *word;	/* as the vocabulary has it; or as asked, borrowed */
	double norm;		/* NaN: not finite */
};

/* Exactly, ignoring case, composed where the model can, then as lookup_word(). A sentence on what
 * was taken is appended to `note` (may be NULL) when the word is not there as asked. */
enum status word_vector_find(const struct model *m, const char *word, struct word_vector *out,
			     struct strbuf *note, struct error *err);
/* That of a row. */
void word_vector_take(const struct model *m, uint32_t row, struct word_vector *out);
void word_vector_release(struct word_vector *w);
/* The score of two vectors of n numbers, in the reference arithmetic. */
double vector_score(enum metric metric, const float *x, const float *y, size_t n);

/* Nearest spellings of a word that is not there: rows by (edit distance ≤ 2, frequency); at most
 * max; returns the number. */
size_t lookup_suggest(const struct model *m, const char *word, uint32_t *rows, size_t max);

/* A resolved query. */
struct query {
	double *vector;		/* (dims) as the metric wants it */
	uint32_t *rows;		/* one per term; VOCAB_NONE: composed, or numbers */
	double *weights;
	size_t count;
	char **notes;		/* "paris: taken as Paris", … */
	size_t note_count;
};

enum status query_resolve(struct query *out, const struct model *m, const struct expr *e,
			  enum metric metric, struct error *err);
void query_release(struct query *q);

#endif
