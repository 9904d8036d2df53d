/*
 * Skip-gram in blocks. Each word of the block is an input with a window of its own (uniform 1 …
 * window); the words in it are its targets. Which of the two words of a pair is called input does
 * not matter: over a text, windows drawn for one or the other give the same pairs.
 *
 *	1. the inputs' vectors are copied: all that follows is computed from the same state
 *	2. positives, input by input, against the rows of the targets; what targets get is collected
 *	3. negatives, for the whole block (block.h)
 *	4. what was collected is added to the rows of the targets; for sub-words, the errors to all
 *	   rows of each input
 */
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "block.h"
#include "numeric.h"

#define INPUTS	   32	/* at most */
#define STEP	   0.8f /* alpha times inputs, at most: see block_choose_inputs() */
#define SHARED_MAX 96

static size_t shared_count(const struct train_options *o)
{
	size_t wish = o->negative * (o->window + 1);

	return MIN((wish + TRAIN_SHARED - 1) / TRAIN_SHARED * TRAIN_SHARED, SHARED_MAX);
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

static void copy_input(struct block *b, const struct trainer *t, size_t i, uint32_t word)
{
	float *x = matrix_row(&b->x, i);
	size_t rows, n = t->weights.n;

	if (!t->sub.begin) {
		b->x_out[i] = matrix_row(&t->weights.in, word);
		memcpy(x, b->x_out[i], n * sizeof(float));
		return;
	}
	b->x_out[i] = matrix_row(&b->error, i);
	memset(b->x_out[i], 0, n * sizeof(float));
	block_row(t, word, x, &rows);
	for (size_t d = 0; d < n; d++)
		x[d] *= 1.0f / (float)rows;
}

static void look_at_dots(struct block *b, const struct train_pairs *pairs)
{
	for (size_t j = 0; j < pairs->count; j++)
		b->loss += numeric_softplus(-(double)pairs->dots[j]);
}

/* Input i against its targets [low, high) without itself, some at a time. */
static void learn_pairs(struct block *b, struct worker *w, size_t i, float alpha)
{
	const struct trainer *t = w->t;
	float dots[TRAIN_TARGETS] __attribute__((aligned(64)));
	const float *y[TRAIN_TARGETS];
	float *dy[TRAIN_TARGETS];
	struct train_pairs pairs = { .x = matrix_row(&b->x, i),
				     .x_out = b->x_out[i],
				     .y = y,
				     .dy = dy,
				     .dots = dots,
				     .alpha = alpha };
	size_t low, high;

	block_window(b, &w->passage, b->first + i, &low, &high);
	b->pairs[i] = high - low - 1;
	b->weights[i] = -alpha * (float)(b->pairs[i] * t->opt.negative) / (float)b->shared;
	for (size_t j = low; j < high; j++) {
		if (j != b->first + i) {
			y[pairs.count] = matrix_row(&t->weights.out, w->passage.ids[j]);
			dy[pairs.count++] = matrix_row(&b->delta, j - b->low);
		}
		if (pairs.count < TRAIN_TARGETS && j + 1 < high)
			continue;
		t->kernels->pairs(&pairs, t->weights.n);
		if (block_looks_at(b, i))
			look_at_dots(b, &pairs);
		pairs.count = 0;
	}
}

static void add_collected(struct block *b, struct worker *w)
{
	const struct trainer *t = w->t;

	for (size_t j = b->low; j < b->high; j++)
		t->kernels->add(matrix_row(&t->weights.out, w->passage.ids[j]),
				matrix_row(&b->delta, j - b->low), t->weights.n);
	for (size_t i = 0; t->sub.begin && i < b->count; i++)
		block_add(t, w->passage.ids[b->first + i], b->x_out[i]);
}

static void learn(struct worker *w, float alpha)
{
	struct block *b = w->space;

	block_choose_inputs(b, alpha, STEP);
	for (size_t first = 0; first < w->passage.count; first += b->inputs) {
		if (!worker_tick(w))
			return;
		block_start(b, w, first);
		memset(b->delta.data, 0, (b->high - b->low) * b->delta.stride * sizeof(float));
		for (size_t i = 0; i < b->count; i++)
			copy_input(b, w->t, i, w->passage.ids[first + i]);
		for (size_t i = 0; i < b->count; i++)
			learn_pairs(b, w, i, alpha);
		block_learn_negatives(b, w);
		add_collected(b, w);
		block_report_loss(b, w);
	}
}

const struct engine engine_block_skipgram = {
	.prepare = prepare,
	.learn = learn,
	.release = release,
};
