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

#define INPUTS 32 /* at most */
#define STEP                                                                                       \
	0.75f /* alpha times inputs times a negative's weight, at most: block_choose_inputs() */
#define SHARED_MAX 128

/* Twice as many as an input would have of its own on average: on 100 MB, three seeds, the analogies are
 * 44.2 per cent with 64 and 43.0 with 48 or 32. */
static size_t shared_count(const struct train_options *o)
{
	size_t wish = 2 * o->negative * (o->window + 1);

	return MIN((wish + TRAIN_SHARED - 1) / TRAIN_SHARED * TRAIN_SHARED, SHARED_MAX);
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
	block_row(b, t, word, x, &rows);
	t->kernels->scale(x, 1.0f / (float)rows, n);
}

/* The targets of input i. Its coefficients begin where those of the input before end, rounded up to
 * the 4 that kernels write at once. */
static void collect_targets(struct block *b, struct worker *w, size_t i, struct train_pairs *pairs)
{
	const struct trainer *t = w->t;
	size_t low, high, at = b->first + i, first = i * 2 * t->opt.window, count = 0;

	block_window(b, &w->passage, at, &low, &high);
	for (size_t j = low; j < high; j++) {
		if (j == at)
			continue;
		b->y_rows[first + count] = matrix_row(&t->weights.out, w->passage.ids[j]);
		b->dy_rows[first + count++] = matrix_row(&b->delta, j - b->low);
	}
	*pairs = (struct train_pairs){ .x = matrix_row(&b->x, i),
				       .x_out = b->x_out[i],
				       .y = b->y_rows + first,
				       .dy = b->dy_rows + first,
				       .count = count };
	b->pairs[i] = count;
}

static void look_at_dots(struct block *b, const struct train_pairs *pairs)
{
	for (size_t j = 0; j < pairs->count; j++)
		b->loss += numeric_softplus((double)pairs->g[j]);
}

/* All dots, then all sigmoids, then all steps: no step waits for the one before. */
static void learn_pairs(struct block *b, struct worker *w, float alpha)
{
	const struct train_kernels *k = w->t->kernels;
	struct train_pairs pairs[INPUTS];
	size_t n = w->t->weights.n, at = 0;

	for (size_t i = 0; i < b->count; i++) {
		collect_targets(b, w, i, &pairs[i]);
		pairs[i].g = b->g.data + at;
		k->dots(&pairs[i], n);
		if (block_looks_at(b, i))
			look_at_dots(b, &pairs[i]);
		at += (pairs[i].count + 3) / 4 * 4;
		b->weights[i] =
			-alpha * (float)(b->pairs[i] * w->t->opt.negative) / (float)b->shared;
	}
	k->sigmoids(b->g.data, &alpha, 1, (at + TRAIN_LANES - 1) / TRAIN_LANES * TRAIN_LANES);
	for (size_t i = 0; i < b->count; i++) {
		block_ask_ahead(b, w, i);
		k->spread(&pairs[i], n);
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

	block_choose_inputs(b, alpha, step_of(&w->t->opt, b->shared));
	for (size_t first = 0; first < w->passage.count; first += b->count) {
		if (!worker_tick(w))
			return;
		block_start(b, w, first);
		memset(b->delta.data, 0, (b->high - b->low) * b->delta.stride * sizeof(float));
		for (size_t i = 0; i < b->count; i++)
			copy_input(b, w->t, i, w->passage.ids[first + i]);
		learn_pairs(b, w, alpha);
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
