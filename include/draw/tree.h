/*
 * A tree of pairs drawn in text, root on the left, one leaf a line:
 *
 *	─┬──┬─ king
 *	 │  └─ queen
 *	 └──── dog
 *
 * How far left a branch begins is its height.
 */
#ifndef DRAW_TREE_H
#define DRAW_TREE_H

#include "draw/surface.h"

/* Groups: 0 … n-1 are leaves, n + i is what join i made. Heights rise. */
struct tree_join {
	uint32_t left, right;
	double height;
};

struct tree {
	size_t leaves;
	const struct tree_join *joins;	/* (leaves - 1) */
	const uint32_t *order;		/* (leaves) from top to bottom, without crossings */
	const char *const *labels;	/* (leaves), by number */
};

/* Lines from `top` on, as far as the rectangle goes; below the last leaf a scale if there is room. */
void tree_draw(struct surface *s, struct rect r, const struct tree *t, size_t top);

#endif
