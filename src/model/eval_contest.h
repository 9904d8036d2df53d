/*
 * Many questions against all rows at once. Private to the evaluation (eval_analogies.c).
 *
 * A question names up to three of a few vectors; scores of a row come from its products with those
 * vectors alone, so one matrix product serves all questions.
 */
#ifndef MODEL_EVAL_CONTEST_H
#define MODEL_EVAL_CONTEST_H

#include "model/eval.h"

enum contest_rule {
	CONTEST_SUM,		/* x·b − x·a + x·c */
	CONTEST_RATIO,		/* p(x·b) p(x·c) / (p(x·a) + 10⁻⁶) */
	CONTEST_DIRECTION,	/* (x − c)·(b − a) / ‖x − c‖ */
};

struct contest_item {
	uint32_t at[3];		/* a, b, c as vectors */
	uint32_t row[3];	/* their rows: never answers */
	uint32_t kind[3];	/* rows that stand for their spellings (eval_words) */
	uint32_t question;
	uint32_t answer;	/* out: row, or VOCAB_NONE */
	double score;		/* out */
};

struct contest {
	const struct model *m;
	const struct eval_words *words;
	enum contest_rule rule;
	bool spellings;		/* leave out other spellings of a, b, c too */
	double *vector;		/* (vectors, dims), length 1, or 0 for the vector that is none */
	size_t vectors;
	struct contest_item *items;
	size_t count;
	size_t threads;
};

enum status contest_run(struct contest *c, const struct progress *progress, struct error *err);
/* The score of one row in double precision, for an item; NaN if the row has no direction. */
double contest_score(const struct contest *c, const struct contest_item *item, uint32_t row);

#endif
