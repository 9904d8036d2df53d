/*
 * Skip-gram in blocks. Each word of the block is an input with a window of its own (uniform 1 …
 * window); the words in it are its targets. Which of the two words of a pair is called input does
 * not matter: over a text, windows drawn for one or the other give the same pairs.
 *
 * The outputs are the words from the first input's window to the last one's, so the targets of an
 * input are a stretch of them, with itself left out. An input's vector is a row of the matrix; with
 * sub-words it is composed first, and what it gets is added to all its rows at the end.
 */
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "block.h"

#define INPUTS 32 /* at most */
#define STEP                                                                                       \
	0.75f /* alpha times inputs times a negative's weight, at most: block_choose_inputs() */
#define SHARED_MAX 128

/* About twice as many as an input would have of its own on average. For 5 negatives and windows of 5:
 * on 100 MB, means of several seeds, 56 give the same analogies as 64, or more. */
static size_t shared_count(const struct train_options *o)
{
	size_t wish = 2 * o->negative * (o->window + 1) / TRAIN_STRIPE * TRAIN_STRIPE;

	return MAX(TRAIN_STRIPE, MIN(wish, SHARED_MAX));
}

/* A negative's weight is on average that of as many as there are for each that is shared. */
static float step_of(const struct train_options *o, size_t shared)
{
	return STEP * (float)shared / (float)(o->negative * (o->window + 1));
}

static enum status prepare(struct worker *w, struct error *err)
{
	struct block *b = xcalloc(1, sizeof(*b));

	w->space = b;
	return block_init(b, w->t, INPUTS, shared_count(&w->t->opt), err);
}

static void release(struct worker *w)
{
	if (w->space)
		block_release(w->space);
	free(w->space);
}

static void set_input(struct block *b, const struct worker *w, size_t i)
{
	const struct trainer *t = w->t;
	size_t low, high, rows, at = b->first + i, n = t->weights.n;
	float *row = matrix_row(&t->weights.in, w->passage.ids[at]);

	block_window(b, &w->passage, at, &low, &high);
	block_set_targets(b, i, low - b->low, high - b->low, (ptrdiff_t)(at - b->low));
	if (!t->sub.begin) {
		block_set_input(b, i, row, row);
		return;
	}
	block_set_input(b, i, matrix_row(&b->x, i), matrix_row(&b->error, i));
	memset(b->x_out[i], 0, n * sizeof(float));
	block_row(b, t, w->passage.ids[at], matrix_row(&b->x, i), &rows);
	t->kernels->scale(matrix_row(&b->x, i), 1.0f / (float)rows, n);
}

static void learn(struct worker *w, float alpha)
{
	struct block *b = w->space;

	block_choose_inputs(b, alpha, step_of(&w->t->opt, b->shared));
	for (size_t first = 0; first < w->passage.count; first += b->count) {
		if (!worker_tick(w))
			return;
		block_start(b, w, first);
		for (size_t i = 0; i < b->count; i++)
			set_input(b, w, i);
		block_set_near(b, w, b->low, b->high - b->low, w->t->opt.window);
		block_learn(b, w, alpha);
		for (size_t i = 0; w->t->sub.begin && i < b->count; i++)
			block_add(w->t, w->passage.ids[first + i], b->x_out[i]);
	}
}

const struct engine engine_block_skipgram = {
	.prepare = prepare,
	.learn = learn,
	.release = release,
};
