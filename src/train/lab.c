/* See include/train/lab.h. The state between two steps is where learn_word() would be in its loop:
 * the place in the passage, its window, the next context in it. */
#include "train/lab.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "internal.h"
#include "math/pca.h"

enum { RECENT = 100, EPOCHS = TRAIN_EPOCHS_MAX };

struct lab {
	struct corpus *corpus;
	struct lab_options opt;
	struct trainer *trainer;
	struct train_step last;
	bool stepped;
	uint32_t *contexts;
	size_t context_count;
	uint64_t steps;
	size_t epoch, piece;
	size_t at, low, high, next; /* next = the context to learn from */
	bool in_window, reading;
	double recent[RECENT];
};

void lab_options_init(struct lab_options *o)
{
	*o = (struct lab_options){
		.architecture = TRAIN_SKIPGRAM,
		.dims = 5,
		.window = 2,
		.negative = 3,
		.alpha = 0.1,
		.seed = 1,
	};
}

static void watch(void *ctx, const struct train_step *step)
{
	struct lab *lab = ctx;

	lab->last = *step;
	lab->stepped = true;
	lab->recent[lab->steps % RECENT] = step->loss;
	lab->steps++;
}

static enum status make_trainer(struct lab *lab, struct error *err)
{
	struct train_options o;
	enum status st;

	train_options_init(&o);
	o.architecture = lab->opt.architecture;
	o.dims = lab->opt.dims;
	o.window = lab->opt.window;
	/* room for as many outputs as there are words */
	o.negative = lab->opt.softmax ? lab->corpus->word_count : lab->opt.negative;
	o.sample = 0;
	o.epochs = EPOCHS;
	o.alpha = o.min_alpha = lab->opt.alpha;
	o.seed = lab->opt.seed;
	o.sequential = o.reproducible = true;
	st = trainer_new(&lab->trainer, lab->corpus, &o, err);
	if (st != ST_OK)
		return st;
	lab->trainer->softmax = lab->opt.softmax;
	lab->trainer->watch = watch;
	lab->trainer->watch_ctx = lab;
	return ST_OK;
}

enum status lab_new(struct lab **out, struct corpus *corpus, const struct lab_options *o,
		    struct error *err)
{
	struct lab *lab = xcalloc(1, sizeof(*lab));
	enum status st = ST_OK;

	lab->corpus = corpus;
	lab->opt = *o;
	if (corpus->word_count > LAB_WORDS_MAX)
		st = error_set(
			err, ST_FAILED,
			"the lab shows every number: it takes a text of at most %d different "
			"words, this one has %zu",
			LAB_WORDS_MAX, corpus->word_count);
	if (st == ST_OK)
		st = make_trainer(lab, err);
	if (st != ST_OK) {
		lab_free(lab);
		return st;
	}
	lab->contexts = xcalloc(2 * o->window + 1, sizeof(*lab->contexts));
	*out = lab;
	return ST_OK;
}

void lab_free(struct lab *lab)
{
	if (!lab)
		return;
	trainer_free(lab->trainer);
	corpus_free(lab->corpus);
	free(lab->contexts);
	free(lab);
}

/* --- going through the text --- */

/* As learn_piece() does. */
static void read_piece(struct lab *lab)
{
	struct trainer *t = lab->trainer;
	struct worker *w = &t->workers[0];

	w->rng = rng_make(t->opt.seed, lab->epoch, lab->piece);
	passage_read(&w->passage, &t->pieces, lab->piece, false, &t->sampler, &w->rng);
	lab->reading = true;
	lab->at = 0;
	lab->in_window = false;
}

static void next_piece(struct lab *lab)
{
	lab->reading = false;
	if (++lab->piece < lab->trainer->pieces.count)
		return;
	lab->piece = 0;
	lab->epoch++;
}

static void learn_pair(struct lab *lab)
{
	struct worker *w = &lab->trainer->workers[0];

	lab->contexts[0] = w->passage.ids[lab->next];
	lab->context_count = 1;
	sequential_learn_pair(w, lab->next++, lab->at, (float)lab->opt.alpha);
}

static void learn_mean(struct lab *lab)
{
	struct worker *w = &lab->trainer->workers[0];

	lab->context_count = 0;
	for (size_t i = lab->low; i < lab->high; i++)
		if (i != lab->at)
			lab->contexts[lab->context_count++] = w->passage.ids[i];
	lab->next = lab->high;
	sequential_learn_mean(w, lab->at, lab->low, lab->high, (float)lab->opt.alpha);
}

/* The next context of the window, or the next word's window; false: the passage is over. */
static bool advance(struct lab *lab)
{
	struct worker *w = &lab->trainer->workers[0];

	for (;;) {
		if (lab->in_window && lab->next == lab->at)
			lab->next++;
		if (lab->in_window && lab->next < lab->high)
			return true;
		lab->at += lab->in_window;
		lab->in_window = lab->at < w->passage.count;
		if (!lab->in_window)
			return false;
		sequential_window(w, lab->at, &lab->low, &lab->high);
		lab->next = lab->low;
	}
}

static void one_step(struct lab *lab)
{
	uint64_t before = lab->steps;

	/* a text without two words side by side has no step: two epochs tell */
	for (size_t tries = 0;
	     lab->steps == before && tries < 2 * lab->trainer->pieces.count + 2;) {
		if (!lab->reading)
			read_piece(lab);
		if (!advance(lab)) {
			next_piece(lab);
			tries++;
		} else if (lab->opt.architecture == TRAIN_CBOW) {
			learn_mean(lab);
		} else {
			learn_pair(lab);
		}
	}
}

void lab_step(struct lab *lab, size_t n)
{
	while (n-- && lab->epoch < EPOCHS)
		one_step(lab);
}

void lab_set_alpha(struct lab *lab, double alpha)
{
	lab->opt.alpha = alpha;
}

/* --- looking --- */

const struct lab_options *lab_options(const struct lab *lab)
{
	return &lab->opt;
}

const struct train_step *lab_last(const struct lab *lab)
{
	return lab->stepped ? &lab->last : NULL;
}

const uint32_t *lab_contexts(const struct lab *lab, size_t *count)
{
	*count = lab->context_count;
	return lab->contexts;
}

uint64_t lab_steps(const struct lab *lab)
{
	return lab->steps;
}

size_t lab_epoch(const struct lab *lab)
{
	return lab->epoch;
}

double lab_loss(const struct lab *lab)
{
	size_t n = (size_t)MIN(lab->steps, (uint64_t)RECENT);
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += lab->recent[i];
	return n ? sum / (double)n : (double)NAN;
}

size_t lab_words(const struct lab *lab)
{
	return lab->corpus->word_count;
}

const char *lab_word(const struct lab *lab, uint32_t id, size_t *n)
{
	const struct corpus *c = lab->corpus;

	*n = (size_t)(c->offsets[id + 1] - c->offsets[id]);
	return c->bytes + c->offsets[id];
}

uint32_t lab_find(const struct lab *lab, const char *word)
{
	for (uint32_t id = 0; id < lab_words(lab); id++) {
		size_t n;
		const char *have = lab_word(lab, id, &n);

		if (n == strlen(word) && !memcmp(have, word, n))
			return id;
	}
	return VOCAB_NONE;
}

const float *lab_input(const struct lab *lab, uint32_t id)
{
	return matrix_row(&lab->trainer->weights.in, id);
}

const float *lab_output(const struct lab *lab, uint32_t id)
{
	return matrix_row(&lab->trainer->weights.out, id);
}

static void as_they_are(const struct lab *lab, double *out)
{
	for (uint32_t id = 0; id < lab_words(lab); id++)
		for (size_t d = 0; d < 2; d++)
			out[2 * id + d] = d < lab->opt.dims ? (double)lab_input(lab, id)[d] : 0;
}

enum status lab_picture(const struct lab *lab, double *out, double *kept, struct error *err)
{
	struct matrix rows = lab->trainer->weights.in;
	struct pca pca;
	double xy[2] = { 0, 0 };
	enum status st;

	*kept = 1;
	rows.cols = lab->opt.dims;
	if (lab->opt.dims <= 2 || lab_words(lab) < 4) {
		as_they_are(lab, out);
		return ST_OK;
	}
	st = pca_fit(&pca, &rows, NULL, lab_words(lab), 2, false, 1, NULL, err);
	if (st != ST_OK)
		return st;
	for (uint32_t id = 0; id < lab_words(lab); id++) {
		pca_project(&pca, lab_input(lab, id), false, xy);
		out[2 * id] = xy[0];
		out[2 * id + 1] = pca.components > 1 ? xy[1] : 0;
	}
	if (pca.total_variance > 0)
		*kept = (pca.variance[0] + (pca.components > 1 ? pca.variance[1] : 0)) /
			pca.total_variance;
	pca_release(&pca);
	return ST_OK;
}

enum status lab_model(const struct lab *lab, struct model **out, struct error *err)
{
	return trainer_snapshot(lab->trainer, out, err);
}
