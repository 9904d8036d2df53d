/*
 * From words to vectors: look-up with its rules, and the query vector of an expression.
 * Semantics equal gensim's most_similar: each word's row at unit length, weighted mean over
 * Σ|w|, inputs excluded by row (cosine and 3CosMul); Euclidean and dot work on raw rows.
 */
#ifndef MODEL_QUERY_H
#define MODEL_QUERY_H

#include "base/strbuf.h"
#include "model/expr.h"
#include "model/search.h"

/* How a word was found. */
enum lookup_how { LOOKUP_EXACT, LOOKUP_CASE, LOOKUP_ACCENT, LOOKUP_JOINED };

struct lookup {
	uint32_t row;
	enum lookup_how how;
};

/* Find a word: exactly, then ignoring case, then ignoring accents; several bare words joined by a
 * space, then by "_". ST_FAILED with a sentence that names the nearest spellings, case and accent
 * variants that exist, with their ranks. */
enum status lookup_word(const struct model *m, const char *word, struct lookup *out,
			struct error *err);
/* A sentence on what was taken when it was not exact ("Paris" for "paris"): appended to `out`;
 * nothing for LOOKUP_EXACT. */
void lookup_describe(const struct model *m, const char *word, const struct lookup *l,
		     struct strbuf *out);
/* Nearest spellings of a word that is not there: rows by (edit distance ≤ 2, frequency); at most
 * max; returns the number. */
size_t lookup_suggest(const struct model *m, const char *word, uint32_t *rows, size_t max);

/* A resolved query. */
struct query {
	double *vector;		/* (dims) as the metric wants it */
	uint32_t *rows;		/* one per term; VOCAB_NONE: numbers, not a word */
	double *weights;
	size_t count;
	char **notes;		/* "paris: taken as Paris", … */
	size_t note_count;
};

enum status query_resolve(struct query *out, const struct model *m, const struct expr *e,
			  enum metric metric, struct error *err);
void query_release(struct query *q);

#endif
