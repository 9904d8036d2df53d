/*
 * The plain way: word2vec.c's loop, one hidden vector and its outputs at a time (train/step.h). It
 * does everything the trainer offers (skip-gram and CBOW, negative samples and hierarchical
 * softmax, sub-words) and is the yardstick of the fast engines.
 *
 *	skip-gram	for each word c of the window of target o: hidden = vector of c, outputs of o
 *	CBOW		hidden = mean of all rows of the window's words, outputs of o
 *
 * The error (Σ gradient × output row) is added to every input row that went into hidden, undivided,
 * as word2vec.c, gensim and fastText do.
 */
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "internal.h"

#define TICK_WORDS 16

struct sequential {
	struct outputs outputs;
	uint32_t *rows; /* input rows of the hidden vector */
	size_t row_count, row_cap;
	struct matrix vectors; /* 0 = hidden, 1 = error */
};

static enum status prepare(struct worker *w, struct error *err)
{
	struct sequential *s = xcalloc(1, sizeof(*s));
	enum status st = outputs_init(&s->outputs, w->t, err);

	w->plain = s;
	if (!st)
		st = matrix_init(&s->vectors, 2, w->t->weights.n, err);
	return st;
}

static void release(struct worker *w)
{
	struct sequential *s = w->plain;

	if (!s)
		return;
	outputs_release(&s->outputs);
	matrix_release(&s->vectors);
	free(s->rows);
	free(s);
}

enum status outputs_init(struct outputs *o, const struct trainer *t, struct error *err)
{
	size_t most = t->tree.begin ? t->tree.longest : t->opt.negative + 1;
	void *p[6] = { NULL, NULL, NULL, NULL, NULL, NULL };
	enum status st = ST_OK;

	for (size_t i = 0; i < ARRAY_LEN(p) && !st; i++)
		st = mem_try_calloc(&p[i], most, i == 1 ? sizeof(float *) : sizeof(float),
				    "the outputs", err);
	*o = (struct outputs){ .ids = p[0],
			       .rows = p[1],
			       .labels = p[2],
			       .dots = p[3],
			       .sigmas = p[4],
			       .gradients = p[5] };
	if (st)
		outputs_release(o);
	return st;
}

void outputs_release(struct outputs *o)
{
	free(o->ids);
	free(o->rows);
	free(o->labels);
	free(o->dots);
	free(o->sigmas);
	free(o->gradients);
	*o = (struct outputs){ 0 };
}

static void add_output(struct outputs *o, const struct trainer *t, uint32_t id, float label)
{
	o->ids[o->count] = id;
	o->rows[o->count] = matrix_row(&t->weights.out, id);
	o->labels[o->count] = label;
	o->count++;
}

void outputs_choose(struct outputs *o, const struct trainer *t, uint32_t target, struct rng *rng)
{
	o->count = 0;
	if (t->softmax) {
		for (uint32_t id = 0; id < t->corpus->word_count; id++)
			add_output(o, t, id, id == target ? 1 : 0);
		return;
	}
	if (t->tree.begin) {
		for (uint64_t i = t->tree.begin[target]; i < t->tree.begin[target + 1]; i++)
			add_output(o, t, t->tree.nodes[i], t->tree.codes[i] ? 0.0f : 1.0f);
		return;
	}
	add_output(o, t, target, 1);
	for (size_t i = 0; i < t->opt.negative; i++) {
		uint32_t id = sampler_draw(&t->sampler, rng);

		if (id != target)
			add_output(o, t, id, 0);
	}
}

static void add_row(struct sequential *s, uint32_t row)
{
	ARRAY_RESERVE(s->rows, s->row_cap, s->row_count + 1);
	s->rows[s->row_count++] = row;
}

static void add_word(struct sequential *s, const struct trainer *t, uint32_t word)
{
	add_row(s, word);
	if (!t->sub.begin)
		return;
	for (uint64_t i = t->sub.begin[word]; i < t->sub.begin[word + 1]; i++)
		add_row(s, t->sub.rows[i]);
}

static void average(const struct sequential *s, const struct weights *w,
		    const struct train_kernels *k)
{
	float *hidden = matrix_row(&s->vectors, 0), share = 1.0f / (float)s->row_count;

	memset(hidden, 0, w->n * sizeof(float));
	for (size_t i = 0; i < s->row_count; i++)
		k->add(hidden, matrix_row(&w->in, s->rows[i]), w->n);
	k->scale(hidden, share, w->n);
}

/* One step of the rows that were collected towards a target. */
static void learn_one(struct worker *w, uint32_t input, uint32_t target, float alpha)
{
	struct trainer *t = w->t;
	struct sequential *s = w->plain;
	struct outputs *o = &s->outputs;
	struct train_step step = { .kernels = t->kernels,
				   .n = t->weights.n,
				   .alpha = alpha,
				   .input = input,
				   .target = target,
				   .hidden = matrix_row(&s->vectors, 0),
				   .error = matrix_row(&s->vectors, 1),
				   .dots = o->dots,
				   .sigmas = o->sigmas,
				   .gradients = o->gradients };

	average(s, &t->weights, t->kernels);
	outputs_choose(o, t, target, &w->rng);
	step.ids = o->ids;
	step.outputs = o->rows;
	step.labels = o->labels;
	step.count = o->count;
	memset(step.error, 0, step.n * sizeof(float));
	if (t->softmax)
		train_step_run_softmax(&step);
	else
		train_step_run(&step);
	for (size_t i = 0; i < s->row_count; i++)
		t->kernels->add(matrix_row(&t->weights.in, s->rows[i]), step.error, step.n);
	worker_add_loss(w, step.loss, 1);
	if (t->watch)
		t->watch(t->watch_ctx, &step);
}

void sequential_window(struct worker *w, size_t at, size_t *low, size_t *high)
{
	const struct passage *p = &w->passage;
	size_t reach = 1 + rng_below(&w->rng, (uint32_t)w->t->opt.window);

	*low = at - MIN(reach, at - p->begin[at]);
	*high = MIN(at + reach + 1, p->end[at]);
}

void sequential_learn_pair(struct worker *w, size_t context, size_t at, float alpha)
{
	const struct passage *p = &w->passage;
	struct sequential *s = w->plain;

	s->row_count = 0;
	add_word(s, w->t, p->ids[context]);
	learn_one(w, p->ids[context], p->ids[at], alpha);
}

void sequential_learn_mean(struct worker *w, size_t at, size_t low, size_t high, float alpha)
{
	const struct passage *p = &w->passage;
	struct sequential *s = w->plain;

	s->row_count = 0;
	for (size_t i = low; i < high; i++)
		if (i != at)
			add_word(s, w->t, p->ids[i]);
	if (s->row_count)
		learn_one(w, p->ids[at], p->ids[at], alpha);
}

static void learn_word(struct worker *w, size_t at, float alpha)
{
	size_t low, high;

	sequential_window(w, at, &low, &high);
	if (w->t->opt.architecture == TRAIN_CBOW) {
		sequential_learn_mean(w, at, low, high, alpha);
		return;
	}
	for (size_t i = low; i < high; i++)
		if (i != at)
			sequential_learn_pair(w, i, at, alpha);
}

static void learn(struct worker *w, float alpha)
{
	for (size_t i = 0; i < w->passage.count; i++) {
		if (i % TICK_WORDS == 0 && !worker_tick(w))
			return;
		learn_word(w, i, alpha);
	}
}

const struct engine engine_sequential = {
	.prepare = prepare,
	.learn = learn,
	.release = release,
};
