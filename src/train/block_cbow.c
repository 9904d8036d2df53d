/*
 * CBOW in blocks. For each word of the block the hidden vector is the mean of the rows in its
 * window (for sub-words, of all rows of the words there); its only target is the word itself.
 *
 *	1. the vectors of the words around are composed (sub-words), hidden vectors made of them
 *	2. the block is learned (block.h); its near outputs are the words themselves
 *	3. the error of each word goes to every row of its window, undivided, as word2vec.c does
 */
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "block.h"

#define INPUTS	     32	  /* at most */
#define STEP	     1.2f /* alpha times inputs, at most: see block_choose_inputs() */
#define SHARED_LEAST 32
#define SHARED_MAX   96
#define AROUND	     (INPUTS + 2 * TRAIN_BLOCK_WINDOW)

static enum status prepare(struct worker *w, struct error *err)
{
	struct block *b = xcalloc(1, sizeof(*b));
	size_t wish = MAX(w->t->opt.negative * 2, (size_t)SHARED_LEAST);
	size_t shared = (wish + TRAIN_STRIPE - 1) / TRAIN_STRIPE * TRAIN_STRIPE;

	w->space = b;
	return block_init(b, w->t, INPUTS, MIN(shared, SHARED_MAX), err);
}

static void release(struct worker *w)
{
	if (w->space)
		block_release(w->space);
	free(w->space);
}

/* The words of window i without i, as rows of `all` (by place from b->low on). */
static size_t window_rows(const struct block *b, const struct worker *w, size_t i,
			  const float *const *all, const float **rows)
{
	size_t low, high, count = 0, at = b->first + i;

	block_window(b, &w->passage, at, &low, &high);
	for (size_t j = low; j < high; j++)
		if (j != at)
			rows[count++] = all[j - b->low];
	return count;
}

/* How many rows went into the vectors of window i. */
static size_t window_weight(const struct block *b, const struct worker *w, size_t i,
			    const size_t *counts)
{
	size_t low, high, total = 0, at = b->first + i;

	block_window(b, &w->passage, at, &low, &high);
	for (size_t j = low; j < high; j++)
		total += j != at ? counts[j - b->low] : 0;
	return total;
}

/* Hidden vectors; b->pairs[i] = 0 when the window is empty. */
static void make_hidden(struct block *b, struct worker *w)
{
	const struct trainer *t = w->t;
	const float *all[AROUND], *rows[2 * TRAIN_BLOCK_WINDOW];
	size_t counts[AROUND], n = t->weights.n;

	for (size_t j = b->low; j < b->high; j++)
		all[j - b->low] =
			block_row(b, t, w->passage.ids[j], matrix_row(&b->context, j - b->low),
				  &counts[j - b->low]);
	for (size_t i = 0; i < b->count; i++) {
		float *h = matrix_row(&b->x, i);
		size_t weight = window_weight(b, w, i, counts);
		float share = weight ? 1.0f / (float)weight : 0;

		block_set_input(b, i, h, matrix_row(&b->error, i));
		block_set_targets(b, i, i, i + (weight > 0), -1);
		memset(h, 0, n * sizeof(float));
		memset(b->x_out[i], 0, n * sizeof(float));
		t->kernels->gather(h, rows, window_rows(b, w, i, all, rows), n);
		t->kernels->scale(h, share, n);
	}
}

/* Each word around gets the errors of all inputs whose window holds it. */
static void spread_errors(struct block *b, struct worker *w)
{
	const struct trainer *t = w->t;
	const struct passage *p = &w->passage;
	const float *errors[INPUTS];
	size_t n = t->weights.n, window = t->opt.window, end = b->first + b->count;

	for (size_t j = b->low; j < b->high; j++) {
		size_t from = MAX(b->first, j - MIN(window, j)), to = MIN(end, j + window + 1);
		float *target =
			t->sub.begin ? matrix_row(&b->x, 0) : matrix_row(&t->weights.in, p->ids[j]);
		size_t count = 0;

		for (size_t at = from; at < to; at++) {
			size_t i = at - b->first, far = at > j ? at - j : j - at;

			if (far && far <= b->reach[i] && p->begin[at] == p->begin[j])
				errors[count++] = b->x_out[i];
		}
		if (t->sub.begin)
			memset(target, 0, n * sizeof(float));
		t->kernels->gather(target, errors, count, n);
		if (t->sub.begin)
			block_add(t, p->ids[j], target);
	}
}

static void learn(struct worker *w, float alpha)
{
	struct block *b = w->space;

	block_choose_inputs(b, alpha, STEP);
	for (size_t first = 0; first < w->passage.count; first += b->count) {
		if (!worker_tick(w))
			return;
		block_start(b, w, first);
		make_hidden(b, w);
		block_set_near(b, w, first, b->count, 0);
		block_learn(b, w, alpha);
		spread_errors(b, w);
	}
}

const struct engine engine_block_cbow = {
	.prepare = prepare,
	.learn = learn,
	.release = release,
};
