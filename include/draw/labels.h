/*
 * Labels that never overlap. Greedy by priority on a grid of cells with eight positions around the
 * dot (right first); a label touches its dot. Stable: a label that was shown keeps its side and
 * its place in the queue, so that pictures do not flicker. After Been, Daiches and Yap (2006).
 */
#ifndef DRAW_LABELS_H
#define DRAW_LABELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum label_side { LABEL_HIDDEN, LABEL_E, LABEL_W, LABEL_N, LABEL_S, LABEL_NE, LABEL_SE, LABEL_SW,
		  LABEL_NW };

struct label {
	int row, col;		/* cell of the dot, inside the grid or not */
	int width;		/* cells of the text */
	size_t bytes;		/* of the text; counts only with a step */
	int priority;		/* higher is placed first; ties by order in the array */
	bool important;		/* placed even over plain points; its dot is never covered */
	bool must;		/* important, and seen even if it covers the dots of others */
	bool rtl;		/* only to the right of its dot */
	enum label_side last;	/* side in the last frame, LABEL_HIDDEN if it was not shown */
	/* out: */
	enum label_side side;
	int text_row, text_col;	/* where the text starts */
};

struct label_options {
	int rows, cols;		/* the grid */
	size_t budget;		/* how many at most besides the important; 0 = rows × cols / 30 */
	const uint8_t *soft;	/* (rows, cols) cost of covering a cell with plain points; or NULL */
	bool frozen;		/* moving: keep membership and sides, only hide what overlaps */
	bool none;		/* all are to go */
	/* How many bytes the labels may cost that come or go for the budget's sake: the others wait
	 * for the next frame. 0 = all at once. */
	size_t step;
	bool *more;		/* out, or NULL: some wait, place again what came out of this */
};

/* Fill `side`, text_row and text_col of each. Returns how many are shown. */
size_t labels_place(struct label *labels, size_t n, const struct label_options *opt);

#endif
