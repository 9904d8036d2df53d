/*
 * CBOW in blocks. For each word of the block the hidden vector is the mean of the rows in its
 * window (for sub-words, of all rows of the words there); its only target is the word itself.
 *
 *	1. the vectors of the words around are composed (sub-words), hidden vectors made of them
 *	2. positives: one pair for each word
 *	3. negatives, for the whole block (block.h), weight negative / K
 *	4. the error of each word goes to every row of its window, undivided, as word2vec.c does
 */
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "block.h"
#include "numeric.h"

#define INPUTS	   32	/* at most */
#define STEP	   0.4f /* alpha times inputs, at most: see block_choose_inputs() */
#define SHARED_MAX 96

static enum status prepare(struct worker *w, struct error *err)
{
	struct block *b = xcalloc(1, sizeof(*b));
	size_t wish = MAX(w->t->opt.negative * 2, (size_t)TRAIN_SHARED);
	size_t shared = (wish + TRAIN_SHARED - 1) / TRAIN_SHARED * TRAIN_SHARED;

	w->space = b;
	return block_init(b, w->t, INPUTS, MIN(shared, SHARED_MAX), err);
}

static void release(struct worker *w)
{
	if (w->space)
		block_release(w->space);
	free(w->space);
}

/* hidden of input i; b->pairs[i] = 0 when its window is empty. */
static void make_hidden(struct block *b, struct worker *w, const float *const *rows,
			const size_t *counts, size_t i)
{
	const struct trainer *t = w->t;
	float *h = matrix_row(&b->x, i);
	size_t low, high, total = 0, n = t->weights.n, at = b->first + i;

	memset(h, 0, n * sizeof(float));
	b->x_out[i] = matrix_row(&b->error, i);
	memset(b->x_out[i], 0, n * sizeof(float));
	block_window(b, &w->passage, at, &low, &high);
	for (size_t j = low; j < high; j++) {
		if (j == at)
			continue;
		t->kernels->add(h, rows[j - b->low], n);
		total += counts[j - b->low];
	}
	b->pairs[i] = total > 0;
	for (size_t d = 0; d < n && total; d++)
		h[d] *= 1.0f / (float)total;
}

static void make_all_hidden(struct block *b, struct worker *w)
{
	const float *rows[INPUTS + 2 * TRAIN_BLOCK_WINDOW];
	size_t counts[INPUTS + 2 * TRAIN_BLOCK_WINDOW];

	for (size_t j = b->low; j < b->high; j++)
		rows[j - b->low] =
			block_row(w->t, w->passage.ids[j], matrix_row(&b->context, j - b->low),
				  &counts[j - b->low]);
	for (size_t i = 0; i < b->count; i++)
		make_hidden(b, w, rows, counts, i);
}

static void learn_target(struct block *b, struct worker *w, size_t i, float alpha)
{
	float dots[TRAIN_TARGETS] __attribute__((aligned(64)));
	float *row = matrix_row(&w->t->weights.out, w->passage.ids[b->first + i]);
	const float *y = row;
	struct train_pairs pairs = { .x = matrix_row(&b->x, i),
				     .x_out = b->x_out[i],
				     .y = &y,
				     .dy = &row,
				     .dots = dots,
				     .count = 1,
				     .alpha = alpha };

	b->weights[i] = 0;
	if (!b->pairs[i])
		return;
	b->weights[i] = -alpha * (float)w->t->opt.negative / (float)b->shared;
	w->t->kernels->pairs(&pairs, w->t->weights.n);
	if (block_looks_at(b, i))
		b->loss += numeric_softplus(-(double)dots[0]);
}

static void spread_errors(struct block *b, struct worker *w)
{
	const struct trainer *t = w->t;
	size_t low, high;

	memset(b->delta.data, 0, (b->high - b->low) * b->delta.stride * sizeof(float));
	for (size_t i = 0; i < b->count; i++) {
		block_window(b, &w->passage, b->first + i, &low, &high);
		for (size_t j = low; j < high; j++)
			if (j != b->first + i)
				t->kernels->add(matrix_row(&b->delta, j - b->low), b->x_out[i],
						t->weights.n);
	}
	for (size_t j = b->low; j < b->high; j++)
		block_add(t, w->passage.ids[j], matrix_row(&b->delta, j - b->low));
}

static void learn(struct worker *w, float alpha)
{
	struct block *b = w->space;

	block_choose_inputs(b, alpha, STEP);
	for (size_t first = 0; first < w->passage.count; first += b->inputs) {
		if (!worker_tick(w))
			return;
		block_start(b, w, first);
		make_all_hidden(b, w);
		for (size_t i = 0; i < b->count; i++)
			learn_target(b, w, i, alpha);
		block_learn_negatives(b, w);
		spread_errors(b, w);
		block_report_loss(b, w);
	}
}

const struct engine engine_block_cbow = {
	.prepare = prepare,
	.learn = learn,
	.release = release,
};
