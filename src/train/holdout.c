/*
 * The loss on sentences that are never trained on: the same windows, subsampling and negatives
 * after every epoch (streams named by the piece alone), so that it falls because of what was
 * learned and not because of what was drawn. Pieces are summed in order: the same value for any
 * number of threads.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/thread.h"
#include "internal.h"
#include "numeric.h"

struct measure {
	struct trainer *t;
	double *loss; /* (pieces) */
	uint64_t *pairs;
	struct outputs *outputs; /* (threads) */
	struct matrix hidden;	 /* (threads) */
};

static void add_rows(const struct trainer *t, uint32_t word, float *hidden, size_t *rows)
{
	t->kernels->add(hidden, matrix_row(&t->weights.in, word), t->weights.n);
	*rows += 1;
	if (!t->sub.begin)
		return;
	for (uint64_t i = t->sub.begin[word]; i < t->sub.begin[word + 1]; i++, *rows += 1)
		t->kernels->add(hidden, matrix_row(&t->weights.in, t->sub.rows[i]), t->weights.n);
}

static double loss_of(const struct trainer *t, const float *hidden, size_t rows,
		      const struct outputs *o)
{
	double loss = 0;

	for (size_t i = 0; i < o->count; i++) {
		double dot =
			(double)t->kernels->dot(hidden, o->rows[i], t->weights.n) / (double)rows;

		loss += numeric_softplus(o->labels[i] > 0 ? -dot : dot);
	}
	return loss;
}

static void measure_word(struct measure *m, struct worker *w, size_t at, size_t piece)
{
	const struct trainer *t = m->t;
	const struct passage *p = &w->passage;
	size_t reach = 1 + rng_below(&w->rng, (uint32_t)t->opt.window), rows = 0;
	size_t low = at - MIN(reach, at - p->begin[at]), high = MIN(at + reach + 1, p->end[at]);
	float *hidden = matrix_row(&m->hidden, w->number);
	bool cbow = t->opt.architecture == TRAIN_CBOW;

	for (size_t i = low; i < high; i++) {
		bool last = i + 1 == high || (i + 2 == high && i + 1 == at);

		if (i == at)
			continue;
		if (rows == 0)
			memset(hidden, 0, t->weights.n * sizeof(float));
		add_rows(t, p->ids[i], hidden, &rows);
		if (cbow && !last)
			continue;
		outputs_choose(&m->outputs[w->number], t, p->ids[at], &w->rng);
		m->loss[piece] += loss_of(t, hidden, rows, &m->outputs[w->number]);
		m->pairs[piece]++;
		rows = 0;
	}
}

static void measure_piece(void *ctx, size_t begin, size_t end, size_t number)
{
	struct measure *m = ctx;
	struct worker *w = &m->t->workers[number];

	for (size_t piece = begin; piece < end; piece++) {
		w->rng = rng_make(m->t->opt.seed, UINT64_MAX, piece);
		passage_read(&w->passage, &m->t->pieces, piece, true, &m->t->sampler, &w->rng);
		for (size_t i = 0; i < w->passage.count; i++) {
			if (i % 64 == 0 && !worker_tick(w))
				return;
			measure_word(m, w, i, piece);
		}
	}
}

static enum status measure_init(struct measure *m, struct trainer *t)
{
	void *loss = NULL, *pairs = NULL;
	enum status st = mem_try_calloc(&loss, t->pieces.count, sizeof(double), "losses", NULL);

	if (!st)
		st = mem_try_calloc(&pairs, t->pieces.count, sizeof(uint64_t), "losses", NULL);
	*m = (struct measure){ .t = t, .loss = loss, .pairs = pairs };
	m->outputs = xcalloc(t->opt.threads, sizeof(*m->outputs));
	if (!st)
		st = matrix_init(&m->hidden, t->opt.threads, t->weights.n, NULL);
	for (size_t i = 0; i < t->opt.threads && !st; i++)
		st = outputs_init(&m->outputs[i], t, NULL);
	return st;
}

static void measure_release(struct measure *m)
{
	for (size_t i = 0; i < m->t->opt.threads; i++)
		outputs_release(&m->outputs[i]);
	free(m->outputs);
	matrix_release(&m->hidden);
	free(m->loss);
	free(m->pairs);
}

double holdout_measure(struct trainer *t)
{
	struct measure m;
	double loss = 0;
	uint64_t pairs = 0;

	if (measure_init(&m, t) == ST_OK)
		parallel_for(t->opt.threads, t->pieces.count, 1, measure_piece, &m);
	for (size_t i = 0; m.pairs && i < t->pieces.count; i++) {
		loss += m.loss[i];
		pairs += m.pairs[i];
	}
	measure_release(&m);
	return pairs ? loss / (double)pairs : (double)NAN;
}
