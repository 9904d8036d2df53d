#include "block.h"

#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "numeric.h"

#define LOOK_EVERY 128 /* blocks: a loss costs far more than a step */

static enum status init_arrays(struct block *b, const struct trainer *t, struct error *err)
{
	struct {
		void **p;
		size_t count, size;
	} arrays[] = {
		{ (void **)&b->y_rows, b->most * 2 * t->opt.window, sizeof(float *) },
		{ (void **)&b->dy_rows, b->most * 2 * t->opt.window, sizeof(float *) },
		{ (void **)&b->gram_rows, t->sub.most, sizeof(float *) },
		{ (void **)&b->weights, b->most, sizeof(float) },
		{ (void **)&b->x_out, b->most, sizeof(float *) },
		{ (void **)&b->y_out, b->shared, sizeof(float *) },
		{ (void **)&b->x_in, b->most, sizeof(float *) },
		{ (void **)&b->reach, b->most, sizeof(size_t) },
		{ (void **)&b->pairs, b->most, sizeof(size_t) },
		{ (void **)&b->negatives, b->shared, sizeof(uint32_t) },
		{ (void **)&b->next, b->shared, sizeof(uint32_t) },
	};
	enum status st = ST_OK;

	for (size_t i = 0; i < ARRAY_LEN(arrays) && !st; i++)
		st = mem_try_calloc(arrays[i].p, arrays[i].count, arrays[i].size, "a block", err);
	return st;
}

enum status block_init(struct block *b, const struct trainer *t, size_t most, size_t shared,
		       struct error *err)
{
	size_t n = t->weights.n, around = most + 2 * t->opt.window;
	struct {
		struct matrix *m;
		size_t rows, cols;
	} matrices[] = {
		{ &b->x, most, n },
		{ &b->error, most, n },
		{ &b->delta, around, n },
		{ &b->context, around, n },
		{ &b->yt, 1, n * shared },
		{ &b->p, 1, most * shared },
		{ &b->g, 1, most * (2 * t->opt.window + 4) + TRAIN_LANES },
	};
	enum status st;

	*b = (struct block){ .most = most, .inputs = most, .shared = shared };
	st = init_arrays(b, t, err);
	for (size_t i = 0; i < ARRAY_LEN(matrices) && !st; i++)
		st = matrix_init(matrices[i].m, matrices[i].rows, matrices[i].cols, err);
	for (size_t i = 0; i < most && !st; i++)
		b->x_in[i] = matrix_row(&b->x, i);
	return st;
}

void block_release(struct block *b)
{
	matrix_release(&b->x);
	matrix_release(&b->error);
	matrix_release(&b->delta);
	matrix_release(&b->context);
	matrix_release(&b->yt);
	matrix_release(&b->p);
	matrix_release(&b->g);
	free(b->y_rows);
	free(b->dy_rows);
	free(b->gram_rows);
	free(b->weights);
	free(b->x_out);
	free(b->y_out);
	free(b->x_in);
	free(b->reach);
	free(b->pairs);
	free(b->negatives);
	free(b->next);
}

void block_choose_inputs(struct block *b, float alpha, float step)
{
	float wish = alpha > 0 ? step / alpha : (float)b->most;
	size_t inputs = wish < 1 ? 1 : wish < (float)b->most ? (size_t)wish : b->most;

	b->inputs = inputs >= 8 ? inputs / 8 * 8 : inputs;
}

static void ask_for_word(const struct trainer *t, uint32_t word)
{
	const struct weights *w = &t->weights;

	t->kernels->ask(matrix_row(&w->in, word), w->n);
	t->kernels->ask(matrix_row(&w->out, word), w->n);
	if (!t->sub.begin)
		return;
	for (uint64_t g = t->sub.begin[word]; g < t->sub.begin[word + 1]; g++)
		t->kernels->ask(matrix_row(&w->in, t->sub.rows[g]), w->n);
}

static void draw_next(struct block *b, struct worker *w)
{
	for (size_t k = 0; k < b->shared; k++)
		b->next[k] = sampler_draw(&w->t->sampler, &w->rng);
}

void block_ask_ahead(const struct block *b, const struct worker *w, size_t i)
{
	const struct passage *p = &w->passage;
	size_t ahead = b->first + b->count + w->t->opt.window + i;

	for (size_t k = i * b->shared / b->count; k < (i + 1) * b->shared / b->count; k++)
		w->t->kernels->ask(matrix_row(&w->t->weights.out, b->next[k]), w->t->weights.n);
	if (ahead < p->count)
		ask_for_word(w->t, p->ids[ahead]);
}

size_t block_size(struct block *b, const struct passage *p, size_t first)
{
	size_t most = MIN(b->inputs, p->count - first), count = 0;

	memset(b->times, 0, sizeof(b->times));
	while (count < most) {
		uint32_t hash = p->ids[first + count] * 2654435761u;

		if (b->times[hash >> 23]++ == BLOCK_SAME)
			break;
		count++;
	}
	return count;
}

void block_start(struct block *b, struct worker *w, size_t first)
{
	const struct passage *p = &w->passage;
	size_t window = w->t->opt.window, last;
	uint32_t *old = b->negatives;

	b->first = first;
	b->count = block_size(b, p, first);
	last = first + b->count - 1;
	b->low = first - MIN(window, first - p->begin[first]);
	b->high = MIN(last + window + 1, p->end[last]);
	if (first == 0)
		draw_next(b, w);
	b->negatives = b->next;
	b->next = old;
	draw_next(b, w);
	for (size_t i = 0; i < b->count; i++)
		b->reach[i] = 1 + rng_below(&w->rng, (uint32_t)window);
	b->look = first == 0 || w->ticks % LOOK_EVERY == 0;
	w->ticks++;
}

void block_window(const struct block *b, const struct passage *p, size_t i, size_t *low,
		  size_t *high)
{
	size_t reach = b->reach[i - b->first];

	*low = i - MIN(reach, i - p->begin[i]);
	*high = MIN(i + reach + 1, p->end[i]);
}

const float *block_row(struct block *b, const struct trainer *t, uint32_t word, float *space,
		       size_t *rows)
{
	const float *own = matrix_row(&t->weights.in, word);
	uint64_t begin, end;

	*rows = 1;
	if (!t->sub.begin)
		return own;
	begin = t->sub.begin[word];
	end = t->sub.begin[word + 1];
	for (uint64_t g = begin; g < end; g++)
		b->gram_rows[g - begin] = matrix_row(&t->weights.in, t->sub.rows[g]);
	memcpy(space, own, t->weights.n * sizeof(float));
	t->kernels->gather(space, b->gram_rows, (size_t)(end - begin), t->weights.n);
	*rows += (size_t)(end - begin);
	return space;
}

void block_add(const struct trainer *t, uint32_t word, const float *error)
{
	t->kernels->add(matrix_row(&t->weights.in, word), error, t->weights.n);
	if (!t->sub.begin)
		return;
	for (uint64_t g = t->sub.begin[word]; g < t->sub.begin[word + 1]; g++)
		t->kernels->add(matrix_row(&t->weights.in, t->sub.rows[g]), error, t->weights.n);
}

static void take_negatives(struct block *b, const struct trainer *t)
{
	for (size_t k = 0; k < b->shared; k++)
		b->y_out[k] = matrix_row(&t->weights.out, b->negatives[k]);
	t->kernels->transpose(b->yt.data, (const float *const *)b->y_out, b->shared, t->weights.n);
}

/* Pairs of input i whose target is `word`. */
static size_t pairs_with(const struct block *b, const struct worker *w, size_t i, uint32_t word)
{
	const struct passage *p = &w->passage;
	size_t at = b->first + i, low, high, count = 0;

	if (w->t->opt.architecture == TRAIN_CBOW)
		return p->ids[at] == word;
	block_window(b, p, at, &low, &high);
	for (size_t j = low; j < high; j++)
		count += j != at && p->ids[j] == word;
	return count;
}

static void unweigh(struct block *b, const struct worker *w, size_t k)
{
	for (size_t i = 0; i < b->count; i++) {
		size_t same = pairs_with(b, w, i, b->negatives[k]);

		if (same && b->pairs[i])
			b->p.data[i * b->shared + k] *= 1.0f - (float)same / (float)b->pairs[i];
	}
}

/* A negative that is a target of an input counts only for that input's other pairs. A filter of
 * 4096 bits tells most blocks and negatives that there is nothing to do. */
static void mask_targets(struct block *b, const struct worker *w)
{
	uint64_t filter[64] = { 0 };

	for (size_t j = b->low; j < b->high; j++) {
		uint32_t h = w->passage.ids[j] * 2654435761u;

		filter[h >> 26] |= UINT64_C(1) << (h >> 20 & 63);
	}
	for (size_t k = 0; k < b->shared; k++) {
		uint32_t h = b->negatives[k] * 2654435761u;

		if (filter[h >> 26] >> (h >> 20 & 63) & 1)
			unweigh(b, w, k);
	}
}

static void look_at_scores(struct block *b, const struct trainer *t)
{
	for (size_t i = 0; i < b->count; i++) {
		double sum = 0;

		if (!block_looks_at(b, i) || !b->pairs[i])
			continue;
		for (size_t k = 0; k < b->shared; k++)
			sum += numeric_softplus((double)b->p.data[i * b->shared + k]);
		b->loss += sum * (double)(b->pairs[i] * t->opt.negative) / (double)b->shared;
		b->looked += b->pairs[i];
	}
}

void block_learn_negatives(struct block *b, struct worker *w)
{
	const struct trainer *t = w->t;
	const struct train_kernels *k = t->kernels;
	size_t n = t->weights.n, stride = b->x.stride;
	float *p = b->p.data;

	take_negatives(b, t);
	k->scores(p, b->x.data, stride, b->count, b->yt.data, b->shared, n);
	if (b->look)
		look_at_scores(b, t);
	k->sigmoids(p, b->weights, b->count, b->shared);
	mask_targets(b, w);
	k->accumulate(b->x_out, b->count, p, b->shared, 1, b->shared,
		      (const float *const *)b->y_out, n);
	k->accumulate(b->y_out, b->shared, p, 1, b->shared, b->count, b->x_in, n);
}

void block_report_loss(struct block *b, struct worker *w)
{
	if (!b->look)
		return;
	worker_add_loss(w, b->loss, b->looked);
	b->loss = 0;
	b->looked = 0;
}
