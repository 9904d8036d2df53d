/*
 * Which words the vector screen compares: those of the last question (of an answer about words),
 * what is selected, and the marks. Private to the views strips and shares.
 */
#ifndef UI_VIEWS_VECTORS_H
#define UI_VIEWS_VECTORS_H

#include "ui/view.h"

enum { VECTORS_MAX = 8 };

struct vectors {
	struct model *model;	/* referenced, or NULL */
	uint32_t asked[VECTORS_MAX];
	size_t asked_count;
	uint32_t selected;
	uint32_t rows[VECTORS_MAX];	/* the words, each once */
	size_t count;
	double *unit;			/* (count, dims) at length 1; zeros without a direction */
};

/* True if the words changed. */
bool vectors_event(struct vectors *v, const struct session *s, const struct view_event *e);
void vectors_forget(struct vectors *v);
const double *vectors_row(const struct vectors *v, size_t i);
/* Dimensions by falling |a_i b_i| of the first two words; by |a_i| if there is one. out: (dims) */
void vectors_order(const struct vectors *v, uint32_t *out);

#endif
