#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/compiler.h"
#include "base/mem.h"
#include "base/thread.h"
#include "internal.h"

#define TICK_NS	      (UINT64_C(10) * 1000 * 1000)
#define CHECKS	      12 /* of a run: looks for numbers that are not finite */
#define CHECK_WORDS   32 /* for each row: a check costs less than a hundredth of that */
#define PAUSE_STEP_NS (5 * 1000 * 1000)

/* --- while it runs ---------------------------------------------------------------------------- */

static bool must_stop(const struct trainer *t)
{
	return atomic_load_explicit(&t->halt, memory_order_relaxed) != HALT_NOT;
}

/* The first reason counts. */
static void halt(struct trainer *t, enum halt why)
{
	int none = HALT_NOT;

	atomic_compare_exchange_strong(&t->halt, &none, why);
}

bool trainer_report(struct trainer *t)
{
	uint64_t now = clock_ns();

	/* not since the last reckoning: epochs that are shorter than a tick reckon too */
	if (now - t->pace.reported >= TICK_NS) {
		t->pace.reported = now;
		pace_update(t);
		if (!progress_step(t->progress, atomic_load(&t->words_done), t->total_words))
			halt(t, HALT_CANCEL);
	}
	return !must_stop(t);
}

static void wait_while_paused(struct worker *w)
{
	const struct timespec moment = { .tv_nsec = PAUSE_STEP_NS };
	uint64_t begun = clock_ns();

	while (atomic_load(&w->t->paused) && !must_stop(w->t)) {
		if (w->number == 0)
			atomic_store(&w->t->phase, TRAIN_PAUSED);
		nanosleep(&moment, NULL);
		if (w->number == 0)
			trainer_report(w->t);
	}
	if (w->number == 0) {
		w->t->pace.paused += clock_ns() - begun;
		atomic_store(&w->t->phase, TRAIN_RUNNING);
	}
}

bool worker_tick(struct worker *w)
{
	if (atomic_load_explicit(&w->t->paused, memory_order_relaxed))
		wait_while_paused(w);
	if (w->number == 0)
		trainer_report(w->t);
	return !must_stop(w->t);
}

void worker_add_loss(struct worker *w, double loss, uint64_t pairs)
{
	double sum = atomic_load_explicit(&w->loss_sum, memory_order_relaxed);
	uint64_t n = atomic_load_explicit(&w->loss_pairs, memory_order_relaxed);

	atomic_store_explicit(&w->loss_sum, sum + loss, memory_order_relaxed);
	atomic_store_explicit(&w->loss_pairs, n + pairs, memory_order_relaxed);
}

struct place trainer_place(const struct trainer *t)
{
	return (struct place){ atomic_load(&t->epoch), atomic_load(&t->pieces_done),
			       atomic_load(&t->words_done) };
}

static double schedule(const struct trainer *t, uint64_t words)
{
	double part = t->total_words ? (double)words / (double)t->total_words : 0;

	return MAX(t->opt.alpha + (t->opt.min_alpha - t->opt.alpha) * part,
		   MIN(t->opt.alpha, t->opt.min_alpha));
}

/* Now and then: are all numbers finite? Then this state is worth going back to. */
static void check_state(struct trainer *t)
{
	uint64_t words = atomic_load(&t->words_done);

	if (words < t->next_check)
		return;
	t->next_check = words + MAX(t->total_words / CHECKS,
				    CHECK_WORDS * (t->weights.in.rows + t->weights.out.rows));
	if (!weights_are_finite(&t->weights)) {
		halt(t, HALT_BROKEN);
	} else if (t->has_good) {
		weights_copy(&t->good, &t->weights);
		t->good_place = trainer_place(t);
	}
}

/* A checkpoint that cannot be written (a full disk) does not end the training: the next may. Until
 * then trainer_checkpoint_error() tells. */
static void save_checkpoint(struct trainer *t)
{
	struct error err = ERROR_INIT;

	if (!t->opt.checkpoint || clock_ns() < t->next_checkpoint)
		return;
	if (weights_are_finite(&t->weights)) {
		enum status st = trainer_save(t, t->opt.checkpoint, &err);

		pthread_mutex_lock(&t->report);
		if (st != ST_CANCELLED)
			t->checkpoint_error = err;
		pthread_mutex_unlock(&t->report);
	}
	t->next_checkpoint = clock_ns() + (uint64_t)(t->opt.checkpoint_seconds * 1e9);
}

static const struct engine *engine_for(const struct trainer *t, double alpha)
{
	double step = alpha * (double)((t->opt.window + 1) * (t->opt.negative + 1));

	return step > TRAIN_BLOCK_STEP ? &engine_sequential : t->engine;
}

static void learn_piece(struct worker *w, size_t piece)
{
	struct trainer *t = w->t;
	double alpha = schedule(t, atomic_load(&t->words_done));

	w->rng = rng_make(t->opt.seed, atomic_load(&t->epoch), piece);
	passage_read(&w->passage, &t->pieces, piece, false, &t->sampler, &w->rng);
	if (w->number == 0)
		atomic_store_explicit(&t->alpha, alpha, memory_order_relaxed);
	engine_for(t, alpha)->learn(w, (float)alpha);
	if (!isfinite(atomic_load_explicit(&w->loss_sum, memory_order_relaxed)))
		halt(t, HALT_BROKEN);
	if (must_stop(t))
		return;
	atomic_fetch_add(&t->words_done, w->passage.words);
	atomic_fetch_add(&t->pieces_done, 1);
	if (w->number == 0) {
		check_state(t);
		save_checkpoint(t);
	}
}

static void work(void *ctx, size_t number)
{
	struct trainer *t = ctx;
	struct worker *w = &t->workers[number];

	while (worker_tick(w)) {
		size_t piece = atomic_fetch_add(&t->next_piece, 1);

		if (piece >= t->pieces.count)
			return;
		learn_piece(w, piece);
	}
}

/* --- epochs ----------------------------------------------------------------------------------- */

static void measure_holdout(struct trainer *t, size_t epoch)
{
	double loss, best = HUGE_VAL;

	if (t->opt.holdout == 0)
		return;
	atomic_store(&t->phase, TRAIN_MEASURING);
	loss = holdout_measure(t);
	atomic_store(&t->phase, TRAIN_RUNNING);
	for (size_t e = 0; e < epoch; e++) {
		double before = atomic_load(&t->holdout_loss[e]);

		best = isnan(before) ? best : fmin(best, before);
	}
	if (isnan(loss) || must_stop(t))
		return;
	atomic_store(&t->holdout_loss[epoch], loss);
	if (t->opt.stop_early && loss >= best) {
		atomic_store(&t->stopped_early, true);
		halt(t, HALT_KEEP);
	}
}

static void run_epoch(struct trainer *t)
{
	size_t epoch = atomic_load(&t->epoch);

	trainer_sum_loss(t, &t->epoch_sum, &t->epoch_pairs);
	atomic_store(&t->next_piece, atomic_load(&t->pieces_done));
	parallel_run(MIN(t->opt.threads, MAX(t->pieces.count, 1)), work, t);
	pace_update(t);
	if (must_stop(t))
		return;
	measure_holdout(t, epoch);
	if (atomic_load(&t->halt) == HALT_CANCEL)
		return;
	atomic_store(&t->pieces_done, 0);
	atomic_store(&t->epoch, epoch + 1);
}

static enum status put_back(struct trainer *t, struct error *err)
{
	uint64_t words = atomic_load(&t->words_done);

	if (t->has_good) {
		weights_copy(&t->weights, &t->good);
		atomic_store(&t->words_done, t->good_place.words);
		atomic_store(&t->pieces_done, t->good_place.piece);
		atomic_store(&t->epoch, t->good_place.epoch);
	}
	return error_set(err, ST_FAILED,
			 "training broke down after %llu words: numbers grew beyond all bounds; "
			 "the learning rate %g is too large for this text, try --alpha %g%s",
			 (unsigned long long)words, t->opt.alpha, t->opt.alpha / 10,
			 t->has_good ? " (the state before is kept)" : "");
}

static enum status outcome(struct trainer *t, struct error *err)
{
	switch (atomic_load(&t->halt)) {
	case HALT_CANCEL:
		return progress_cancelled(err);
	case HALT_BROKEN:
		return put_back(t, err);
	default:
		return ST_OK;
	}
}

enum status trainer_run(struct trainer *t, const struct progress *progress, struct error *err)
{
	enum status st;

	t->progress = progress;
	pace_start(t);
	atomic_store(&t->phase, TRAIN_RUNNING);
	t->next_checkpoint = clock_ns() + (uint64_t)(t->opt.checkpoint_seconds * 1e9);
	while (!must_stop(t) && atomic_load(&t->epoch) < t->opt.epochs)
		run_epoch(t);
	if (!must_stop(t) && !weights_are_finite(&t->weights))
		halt(t, HALT_BROKEN);
	st = outcome(t, err);
	pace_update(t);
	atomic_store(&t->phase, TRAIN_DONE);
	if (!st && t->opt.checkpoint)
		st = trainer_save(t, t->opt.checkpoint, err);
	return st;
}

void trainer_request_stop(struct trainer *t)
{
	halt(t, HALT_KEEP);
}

void trainer_pause(struct trainer *t, bool paused)
{
	atomic_store(&t->paused, paused);
}
