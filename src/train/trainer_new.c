/* Making a trainer: everything that can be refused is refused here, before any work is done. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "internal.h"
#include "model/trained.h"

static enum status check_corpus(const struct corpus *c, struct error *err)
{
	if (c->word_count == 0 || c->token_count == 0)
		return error_set(err, ST_FAILED,
				 "there is nothing to learn from: no word of the text is frequent "
				 "enough; try --min-count 1");
	if (c->word_count == 1)
		return error_set(err, ST_FAILED,
				 "there is nothing to learn from: the text has one word only, "
				 "\"%.*s\"",
				 (int)MIN(c->offsets[1] - c->offsets[0], (uint64_t)100), c->bytes);
	return ST_OK;
}

static const struct engine *choose_engine(const struct train_options *o)
{
	bool plain = o->sequential || o->hierarchical || o->window > TRAIN_BLOCK_WINDOW;

	return plain				   ? &engine_sequential
	       : o->architecture == TRAIN_SKIPGRAM ? &engine_block_skipgram
						   : &engine_block_cbow;
}

/* Words of one epoch: all but the held-out sentences. */
static enum status count_words(struct trainer *t, struct error *err)
{
	struct passage p;
	struct rng rng = rng_make(0, 0, 0);
	enum status st;

	t->epoch_words = t->corpus->token_count;
	if (t->opt.holdout > 0) {
		st = passage_init(&p, &t->pieces, err);
		if (st)
			return st;
		t->epoch_words = 0;
		for (size_t i = 0; i < t->pieces.count; i++) {
			passage_read(&p, &t->pieces, i, false, &t->sampler, &rng);
			t->epoch_words += p.words;
		}
		passage_release(&p);
	}
	t->total_words = t->epoch_words * t->opt.epochs;
	return ST_OK;
}

static enum status make_tables(struct trainer *t, struct error *err)
{
	const struct corpus *c = t->corpus;
	const struct train_options *o = &t->opt;
	enum status st =
		sampler_init(&t->sampler, c->counts, c->word_count, o->ns_exponent, o->sample, err);

	if (!st)
		st = pieces_init(&t->pieces, c, o->seed, o->holdout, err);
	if (!st)
		st = count_words(t, err);
	if (!st && o->hierarchical)
		st = huffman_init(&t->tree, c->counts, c->word_count, err);
	if (!st && o->max_ngram)
		st = subwords_init(&t->sub, c, o->min_ngram, o->max_ngram, o->bucket, err);
	return st;
}

/* Asking for memory does not fail, using it may: so a second copy is made only where it is an eighth
 * of what the machine has, at most. */
static bool is_small(const struct weights *w)
{
	double have = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);

	return (double)(w->in.rows + w->out.rows) * (double)w->n * sizeof(float) <= have / 8;
}

static enum status make_weights(struct trainer *t, struct error *err)
{
	size_t words = t->corpus->word_count;
	enum status st = weights_init(&t->weights, words + t->sub.gram_count,
				      t->opt.hierarchical ? words - 1 : words, t->opt.dims,
				      t->opt.seed, err);

	/* without room for a second copy there is nothing to go back to, but training works */
	if (!st && is_small(&t->weights))
		t->has_good = weights_copy_init(&t->good, &t->weights, NULL) == ST_OK;
	return st;
}

static enum status make_workers(struct trainer *t, struct error *err)
{
	void *workers = NULL;
	enum status st = ST_OK;

	if (posix_memalign(&workers, 64, t->opt.threads * sizeof(struct worker)))
		return error_set(err, ST_NOMEM, "not enough memory for %zu threads",
				 t->opt.threads);
	memset(workers, 0, t->opt.threads * sizeof(struct worker));
	t->workers = workers;
	for (size_t i = 0; i < t->opt.threads && !st; i++) {
		struct worker *w = &t->workers[i];

		w->t = t;
		w->number = i;
		st = passage_init(&w->passage, &t->pieces, err);
		if (!st)
			st = engine_sequential.prepare(w, err);
		if (!st && t->engine != &engine_sequential)
			st = t->engine->prepare(w, err);
	}
	return st;
}

static enum status make_losses(struct trainer *t, struct error *err)
{
	void *epoch = NULL, *holdout = NULL;
	enum status st = mem_try_calloc(&epoch, t->opt.epochs, sizeof(double), "the losses", err);

	if (!st)
		st = mem_try_calloc(&holdout, t->opt.epochs, sizeof(double), "the losses", err);
	t->epoch_loss = epoch;
	t->holdout_loss = holdout;
	for (size_t i = 0; i < t->opt.epochs && !st; i++) {
		atomic_init(&t->epoch_loss[i], (double)NAN);
		atomic_init(&t->holdout_loss[i], (double)NAN);
	}
	return st;
}

enum status trainer_new(struct trainer **out, const struct corpus *corpus,
			const struct train_options *opt, struct error *err)
{
	struct train_options o = *opt;
	struct trainer *t;
	enum status st = train_options_check(&o, err);

	if (!st)
		st = check_corpus(corpus, err);
	if (st)
		return st;
	t = xcalloc(1, sizeof(*t));
	pthread_mutex_init(&t->report, NULL);
	t->corpus = corpus;
	t->opt = o;
	t->kernels = o.reproducible ? train_kernels_find("scalar") : train_kernels_get();
	t->engine = choose_engine(&o);
	atomic_init(&t->loss, (double)NAN);
	atomic_init(&t->alpha, o.alpha);
	st = make_tables(t, err);
	if (!st)
		st = make_weights(t, err);
	if (!st)
		st = make_losses(t, err);
	if (!st)
		st = make_workers(t, err);
	if (st)
		trainer_free(t);
	else
		*out = t;
	return st;
}

void trainer_free(struct trainer *t)
{
	if (!t)
		return;
	for (size_t i = 0; t->workers && i < t->opt.threads; i++) {
		passage_release(&t->workers[i].passage);
		engine_sequential.release(&t->workers[i]);
		if (t->engine != &engine_sequential)
			t->engine->release(&t->workers[i]);
	}
	free(t->workers);
	free(t->epoch_loss);
	free(t->holdout_loss);
	weights_release(&t->weights);
	weights_release(&t->good);
	sampler_release(&t->sampler);
	passage_pieces_release(&t->pieces);
	subwords_release(&t->sub);
	huffman_release(&t->tree);
	pthread_mutex_destroy(&t->report);
	free(t);
}
