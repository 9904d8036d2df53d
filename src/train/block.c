#include "block.h"

#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "numeric.h"

#define LOOK_EVERY 128 /* blocks: a loss costs far more than a step */

static enum status init_arrays(struct block *b, const struct trainer *t, struct error *err)
{
	size_t around = b->most + 2 * t->opt.window, padded = b->most + TRAIN_LANES;
	struct {
		void **p;
		size_t count, size;
	} arrays[] = {
		{ (void **)&b->x_in, b->most, sizeof(float *) },
		{ (void **)&b->x_out, b->most, sizeof(float *) },
		{ (void **)&b->y, around + b->shared, sizeof(float *) },
		{ (void **)&b->from, padded, sizeof(int32_t) },
		{ (void **)&b->to, padded, sizeof(int32_t) },
		{ (void **)&b->self, padded, sizeof(int32_t) },
		{ (void **)&b->near, around, sizeof(uint32_t) },
		{ (void **)&b->gram_rows, t->sub.most, sizeof(float *) },
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
	size_t n = t->weights.n, around = most + 2 * t->opt.window, padded = most + TRAIN_LANES;
	struct {
		struct matrix *m;
		size_t rows, cols;
	} matrices[] = {
		{ &b->x, most, n },
		{ &b->error, most, n },
		{ &b->context, around, n },
		{ &b->g, 1, (around + shared) * padded },
		{ &b->weights, 1, padded },
		{ &b->space, 1, train_block_space(most, around + shared, n) },
	};
	enum status st;

	*b = (struct block){ .most = most, .inputs = most, .shared = shared };
	st = init_arrays(b, t, err);
	for (size_t i = 0; i < ARRAY_LEN(matrices) && !st; i++)
		st = matrix_init(matrices[i].m, matrices[i].rows, matrices[i].cols, err);
	b->m = (struct train_block){ .dims = t->weights.dims,
				     .n = n,
				     .x = b->x_in,
				     .x_out = b->x_out,
				     .y = b->y,
				     .low = b->from,
				     .high = b->to,
				     .self = b->self,
				     .weights = b->weights.data,
				     .g = b->g.data,
				     .space = b->space.data };
	return st;
}

void block_release(struct block *b)
{
	matrix_release(&b->x);
	matrix_release(&b->error);
	matrix_release(&b->context);
	matrix_release(&b->g);
	matrix_release(&b->weights);
	matrix_release(&b->space);
	free(b->x_in);
	free(b->x_out);
	free(b->y);
	free(b->from);
	free(b->to);
	free(b->self);
	free(b->near);
	free(b->gram_rows);
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

/* Part `part` of `parts` of what the next block wants: asked for between pieces of work, so that it
 * comes meanwhile. */
static void ask_ahead(const struct block *b, const struct worker *w, size_t part, size_t parts)
{
	const struct passage *p = &w->passage;
	size_t ahead = b->first + b->count + w->t->opt.window;

	for (size_t k = part * b->shared / parts; k < (part + 1) * b->shared / parts; k++)
		w->t->kernels->ask(matrix_row(&w->t->weights.out, b->next[k]), w->t->weights.n);
	for (size_t i = part * b->count / parts; i < (part + 1) * b->count / parts; i++)
		if (ahead + i < p->count)
			ask_for_word(w->t, p->ids[ahead + i]);
}

static uint32_t hash_of(uint32_t word)
{
	return word * 2654435761u;
}

size_t block_size(struct block *b, const struct passage *p, size_t first)
{
	size_t most = MIN(b->inputs, p->count - first), count = 0;

	memset(b->times, 0, sizeof(b->times));
	while (count < most) {
		if (b->times[hash_of(p->ids[first + count]) >> 23]++ == BLOCK_SAME)
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
	b->look = w->ticks % LOOK_EVERY == 0 ||
		  (first == 0 && p->count < LOOK_EVERY * b->inputs); /* else often enough */
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

/* --- a block is learned ----------------------------------------------------------------------- */

void block_set_input(struct block *b, size_t i, const float *x, float *error)
{
	b->x_in[i] = x;
	b->x_out[i] = error;
}

void block_set_targets(struct block *b, size_t i, size_t low, size_t high, ptrdiff_t self)
{
	b->from[i] = (int32_t)low;
	b->to[i] = (int32_t)high;
	b->self[i] = (int32_t)self;
	b->pairs[i] = high - low - (self >= 0);
}

void block_set_near(struct block *b, const struct worker *w, size_t begin, size_t count,
		    size_t window)
{
	const struct trainer *t = w->t;

	memcpy(b->near, w->passage.ids + begin, count * sizeof(*b->near));
	for (size_t j = 0; j < count; j++)
		b->y[j] = matrix_row(&t->weights.out, b->near[j]);
	b->m.near = count;
	b->m.offset = b->first - begin;
	b->m.window = window;
}

static void complete(struct block *b, const struct worker *w, float alpha)
{
	const struct trainer *t = w->t;
	size_t stride = (b->count + TRAIN_LANES - 1) / TRAIN_LANES * TRAIN_LANES;
	float weight = -alpha * (float)t->opt.negative / (float)b->shared;

	for (size_t i = 0; i < b->count; i++)
		b->weights.data[i] = weight * (float)b->pairs[i];
	for (size_t i = b->count; i < stride; i++) {
		b->weights.data[i] = 0;
		b->from[i] = b->to[i] = 0;
	}
	for (size_t k = 0; k < b->shared; k++)
		b->y[b->m.near + k] = matrix_row(&t->weights.out, b->negatives[k]);
	b->m.inputs = b->count;
	b->m.stride = stride;
	b->m.outputs = b->m.near + b->shared;
	b->m.alpha = alpha;
}

static void score(const struct block *b, const struct worker *w)
{
	const struct train_kernels *k = w->t->kernels;
	const struct train_block *m = &b->m;
	size_t part = 0;
	size_t near = (m->near + TRAIN_STRIPE - 1) / TRAIN_STRIPE;
	size_t parts = near + b->shared / TRAIN_STRIPE;

	k->take(m);
	for (size_t j = 0; j < m->near; j += TRAIN_STRIPE) {
		k->scores(m, j, MIN(j + TRAIN_STRIPE, m->near));
		ask_ahead(b, w, part++, parts);
	}
	for (size_t j = m->near; j < m->outputs; j += TRAIN_STRIPE) {
		k->scores(m, j, j + TRAIN_STRIPE);
		ask_ahead(b, w, part++, parts);
	}
}

static bool has_target(const struct block *b, size_t i, size_t j)
{
	int32_t at = (int32_t)j;

	return b->from[i] <= at && at < b->to[i] && at != b->self[i];
}

/* The loss of one input, from its scores. */
static double loss_of(const struct block *b, const struct worker *w, size_t i)
{
	const float *g = b->m.g + i;
	double targets = 0, negatives = 0;

	for (size_t j = 0; j < b->m.near; j++)
		if (has_target(b, i, j))
			targets += numeric_softplus(-(double)g[j * b->m.stride]);
	for (size_t j = b->m.near; j < b->m.outputs; j++)
		negatives += numeric_softplus((double)g[j * b->m.stride]);
	return targets + negatives * (double)(b->pairs[i] * w->t->opt.negative) / (double)b->shared;
}

static void look_at_loss(const struct block *b, struct worker *w)
{
	double loss = 0;
	uint64_t pairs = 0;

	for (size_t i = 0; i < b->count; i += 8) {
		loss += b->pairs[i] ? loss_of(b, w, i) : 0;
		pairs += b->pairs[i];
	}
	worker_add_loss(w, loss, pairs);
}

/* Negative k is a target of some inputs: for each, its weight loses the share of those pairs. */
static void unweigh(const struct block *b, size_t k)
{
	float *g = b->m.g + (b->m.near + k) * b->m.stride;
	uint8_t same[TRAIN_BLOCK_MAX] = { 0 };

	for (size_t j = 0; j < b->m.near; j++)
		for (size_t i = 0; b->near[j] == b->negatives[k] && i < b->count; i++)
			same[i] = (uint8_t)(same[i] + has_target(b, i, j));
	for (size_t i = 0; i < b->count; i++)
		if (same[i])
			g[i] *= 1.0f - (float)same[i] / (float)b->pairs[i];
}

/* Most negatives are no target of any input, as a filter of 4096 bits tells. */
static void unweigh_targets(const struct block *b)
{
	uint64_t filter[64] = { 0 };

	for (size_t j = 0; j < b->m.near; j++) {
		uint32_t h = hash_of(b->near[j]);

		filter[h >> 26] |= UINT64_C(1) << (h >> 20 & 63);
	}
	for (size_t k = 0; k < b->shared; k++) {
		uint32_t h = hash_of(b->negatives[k]);

		if (filter[h >> 26] >> (h >> 20 & 63) & 1)
			unweigh(b, k);
	}
}

void block_learn(struct block *b, struct worker *w, float alpha)
{
	const struct train_kernels *k = w->t->kernels;

	complete(b, w, alpha);
	score(b, w);
	if (b->look)
		look_at_loss(b, w);
	k->coefficients(&b->m);
	unweigh_targets(b);
	k->update(&b->m);
}
