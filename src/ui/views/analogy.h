/*
 * What the views of the analogy screen know of the analogy that was asked last, and its figures.
 * All in unit vectors, as 3CosAdd has them: target = c + b − a. Private to the views parallelogram
 * and working; analogy_words() also serves the map and the choice of the screen.
 */
#ifndef UI_VIEWS_ANALOGY_H
#define UI_VIEWS_ANALOGY_H

#include "ui/view.h"

/* The words a, b, c when the call was a : b :: c or an expression of three words of which one is
 * subtracted; false otherwise. */
bool analogy_words(const struct call *call, uint32_t abc[3]);

struct analogy {
	struct model *model;	/* referenced; NULL = none was asked */
	char *text;		/* the question without its options */
	bool mul, keep;
	uint32_t abc[3];
	uint32_t *answers;	/* (answer_count), best first */
	size_t answer_count;
};

/* Take over what was asked; false, and nothing changes, if it is no analogy. */
bool analogy_take(struct analogy *a, const struct call *call);
void analogy_forget(struct analogy *a);

/* Row of the model at length 1; false (and zeros) if it has no direction. */
bool analogy_unit(const struct model *m, uint32_t row, double *out);
/* c + b − a, newly allocated (dims). */
double *analogy_target(const struct analogy *a);
/* The best answer that is not one of the three words, or VOCAB_NONE. */
uint32_t analogy_best(const struct analogy *a);
/* cos(b − a, answer − c): 1 for a perfect parallelogram; NaN when one of them has no length. */
double analogy_agreement(const struct analogy *a, uint32_t answer);
/* What {name} stands for in a key of this screen: "mul" and "inputs" are the question again with
 * that option turned round. */
bool analogy_expand(const struct analogy *a, const char *name, struct strbuf *out);

#endif
