/* Watching: what worker 0 reckons now and then, and what other threads may see of it. */
#include <math.h>

#include "base/clock.h"
#include "internal.h"

#define WINDOW_NS (UINT64_C(500) * 1000 * 1000)

void trainer_sum_loss(const struct trainer *t, double *sum, uint64_t *pairs)
{
	*sum = 0;
	*pairs = 0;
	for (size_t i = 0; i < t->opt.threads; i++) {
		*sum += atomic_load_explicit(&t->workers[i].loss_sum, memory_order_relaxed);
		*pairs += atomic_load_explicit(&t->workers[i].loss_pairs, memory_order_relaxed);
	}
}

void pace_start(struct trainer *t)
{
	uint64_t now = clock_ns();

	t->pace = (struct pace){
		.begun = now, .reported = now, .since = now, .words = atomic_load(&t->words_done)
	};
}

static void update_epoch_loss(struct trainer *t, double sum, uint64_t pairs)
{
	size_t epoch = atomic_load(&t->epoch);

	if (epoch < t->opt.epochs && pairs > t->epoch_pairs)
		atomic_store(&t->epoch_loss[epoch],
			     (sum - t->epoch_sum) / (double)(pairs - t->epoch_pairs));
}

void pace_update(struct trainer *t)
{
	struct pace *p = &t->pace;
	uint64_t now = clock_ns(), pairs, words = atomic_load(&t->words_done);
	double sum, elapsed = (double)(now - p->since) / 1e9;

	trainer_sum_loss(t, &sum, &pairs);
	update_epoch_loss(t, sum, pairs);
	atomic_store(&t->seconds, (double)(now - p->begun - p->paused) / 1e9);
	if (pairs > p->loss_pairs)
		atomic_store(&t->loss, (sum - p->loss_sum) / (double)(pairs - p->loss_pairs));
	if (elapsed > 0)
		atomic_store(&t->words_per_second, (double)(words - p->words) / elapsed);
	if (now - p->since < WINDOW_NS)
		return;
	p->since = now;
	p->words = words;
	p->loss_sum = sum;
	p->loss_pairs = pairs;
}

void trainer_observe(const struct trainer *t, struct train_state *out)
{
	size_t epoch = atomic_load(&t->epoch);
	double sum;

	*out = (struct train_state){
		.phase = (enum train_phase)atomic_load(&t->phase),
		.words_done = atomic_load(&t->words_done),
		.words_total = t->total_words,
		.words_per_second = atomic_load(&t->words_per_second),
		.seconds = atomic_load(&t->seconds),
		.alpha = atomic_load(&t->alpha),
		.loss = atomic_load(&t->loss),
		.epoch = epoch,
		.epochs = t->opt.epochs,
		.epoch_loss = trainer_epoch_loss(t, epoch),
		.holdout_loss = (double)NAN,
		.stopped_early = atomic_load(&t->stopped_early),
	};
	trainer_sum_loss(t, &sum, &out->pairs);
	for (size_t e = 0; e < t->opt.epochs && e < epoch + 1; e++) {
		double loss = trainer_holdout_loss(t, e);

		out->holdout_loss = isnan(loss) ? out->holdout_loss : loss;
	}
}

double trainer_holdout_loss(const struct trainer *t, size_t epoch)
{
	return epoch < t->opt.epochs ? atomic_load(&t->holdout_loss[epoch]) : (double)NAN;
}

double trainer_epoch_loss(const struct trainer *t, size_t epoch)
{
	return epoch < t->opt.epochs ? atomic_load(&t->epoch_loss[epoch]) : (double)NAN;
}

bool trainer_checkpoint_error(struct trainer *t, struct error *out)
{
	pthread_mutex_lock(&t->report);
	*out = t->checkpoint_error;
	pthread_mutex_unlock(&t->report);
	return *out->text;
}

const struct train_options *trainer_options(const struct trainer *t)
{
	return &t->opt;
}

size_t trainer_rows(const struct trainer *t)
{
	return t->corpus->word_count;
}
