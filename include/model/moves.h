/*
 * Two models on one map: where words stand in the one, turned onto the other, and where they stand
 * there. The way between is what moved, as far as the plane of the map shows it.
 */
#ifndef MODEL_MOVES_H
#define MODEL_MOVES_H

#include "model/model.h"

#include "base/progress.h"

struct moves {
	uint32_t *a, *b;	/* (count) rows of each word in both models */
	double *from, *to;	/* (count, 2): its place in a, turned onto b, and in b */
	size_t asked;		/* the first are those that were asked for, in their order */
	size_t count;		/* behind them others, most frequent first: the ground they move on */
	size_t shared, anchors;	/* of the alignment */
	double explained;	/* share of the variance of the ground that the plane keeps */
	double seen;		/* share of the asked words' squared moves that lies in the plane */
};

struct moves_wish {
	const uint32_t *rows;	/* (count) of a, in order; those that b does not know are left out */
	size_t count;
	size_t ground;		/* how many others there are besides */
	size_t anchors;		/* the rotation is fitted to that many shared words */
	size_t threads;
};

/*
 * The plane is that of the two principal components of the ground in b, rows at length 1; rows of a
 * are turned by align_fit() first, and cut to the dimensions of b. ST_FAILED if nothing is shared,
 * or fewer than three words are.
 */
enum status moves_fit(struct moves *out, const struct model *a, const struct model *b,
		      const struct moves_wish *wish, const struct progress *progress,
		      struct error *err);
void moves_release(struct moves *m);

#endif
