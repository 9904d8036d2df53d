/*
 * What both block engines need: some consecutive kept words of a passage are learned together, all
 * against the same K negative samples. Their targets stand close to them in the text, so these and
 * the negatives make one matrix of outputs, and a block is three products (scores Y·Xᵀ, updates
 * Gᵀ·Y and G·X, of which the targets' part is a band) instead of thousands of dot products of
 * single rows: math/train_kernels.h.
 *
 * Sampling negatives for each of n pairs of an input has the expectation n · negative · E[g y] of
 * gradients; K shared samples, each weighted n · negative / K, have the same. So the objective, the
 * learning rate and its schedule are word2vec's; only the variance differs, and for K at least
 * about the number of negatives an input would have had of its own (30 for 5 negatives and windows
 * of 5) it is not larger. (Ji et al. 2016 share negatives in a window; here it is a block.)
 *
 * All steps of a block are taken from the same state and summed. A word that is an input many times
 * (a list of species says its genus before each) would be moved by all of them at once, far past
 * where each of them wanted it; its row, grown long, then throws other rows about. One such article
 * in 100 MB cost four points of the analogies. So a block ends before a word is an input of it for
 * the third time.
 *
 * word2vec skips a negative that is the target itself: here the weight of that sample for that
 * input loses the share of those pairs.
 */
#ifndef TRAIN_BLOCK_H
#define TRAIN_BLOCK_H

#include "internal.h"

#define BLOCK_SAME     2	/* times that one word is an input */
#define BLOCK_COUNTERS 512	/* for that; words that share a counter share the room */

struct block {
	size_t most;		/* T at most */
	size_t inputs;		/* T now: words learned at once */
	size_t shared;		/* K */
	struct train_block m;	/* what the kernels see; m.near: the targets, then K negatives */
	struct matrix x;	/* (T, n) inputs that are no plain rows: composed rows or means */
	struct matrix error;	/* (T, n) what those get */
	struct matrix context;	/* (T + 2 window, n) composed rows of the words around; CBOW */
	struct matrix g, space, weights;	/* of m */
	const float **x_in;	/* (T) m.x */
	float **x_out;		/* (T) m.x_out */
	float **y;		/* (T + 2 window + K) m.y */
	int32_t *from, *to, *self;	/* (T) of m: its low, high and self */
	uint32_t *near;		/* (T + 2 window): the words that are targets */
	const float **gram_rows;	/* n-grams of one word */
	size_t *reach;		/* (T): each word's own window */
	size_t *pairs;		/* (T): targets of each */
	uint8_t times[BLOCK_COUNTERS];	/* that words were taken as inputs */
	uint32_t *negatives, *next;	/* (K) of this block and of the next */
	bool look;		/* this block's loss is looked at */

	/* this block: words [first, first + count) of the passage, reaching to [low, high) */
	size_t first, count, low, high;
};

enum status block_init(struct block *b, const struct trainer *t, size_t most, size_t shared,
		       struct error *err);
void block_release(struct block *b);

/* Choose T for this learning rate: alpha T ≤ step, a multiple of 8 where it is not less than 8. The
 * steps of a block are summed before any is taken; were alpha T much larger, they would overshoot.
 * So blocks are small while the learning rate is high, and grow as it falls. */
void block_choose_inputs(struct block *b, float alpha, float step);
/* How many words of the passage from `first` on make a block: T or fewer. */
size_t block_size(struct block *b, const struct passage *p, size_t first);
/* Place the block: at most T words, b->count of them; take its negatives, draw those of the next. */
void block_start(struct block *b, struct worker *w, size_t first);
/* Say what input i is: its vector, where its error goes, and its targets [low, high) among the near
 * outputs without `self` (−1: none is left out). */
void block_set_input(struct block *b, size_t i, const float *x, float *error);
void block_set_targets(struct block *b, size_t i, size_t low, size_t high, ptrdiff_t self);
/* The near outputs: words [begin, begin + count) of the passage. An input i meets none farther than
 * `window` from the one at i + offset. */
void block_set_near(struct block *b, const struct worker *w, size_t begin, size_t count,
		    size_t window);
/* Learn the block: all its inputs and the near outputs are set. */
void block_learn(struct block *b, struct worker *w, float alpha);
/* The words around word i (in the passage) that its window holds: [*low, *high), i among them. */
void block_window(const struct block *b, const struct passage *p, size_t i, size_t *low,
		  size_t *high);
/* Vector of a word: its row, or (sub-words) the sum of its rows in `space`; *rows = how many. */
const float *block_row(struct block *b, const struct trainer *t, uint32_t word, float *space,
		       size_t *rows);
/* Add an error to all rows of a word. */
void block_add(const struct trainer *t, uint32_t word, const float *error);

#endif
