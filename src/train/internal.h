/*
 * The trainer from inside: what its threads share, and what each has for itself.
 *
 * trainer.c makes and runs it, watch.c observes it, result.c copies out of it, an engine learns.
 * Shared and changing are only: the weights (see weights.h), and the atomics below.
 */
#ifndef TRAIN_INTERNAL_H
#define TRAIN_INTERNAL_H

#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>

#include "huffman.h"
#include "passage.h"
#include "sampler.h"
#include "subword.h"
#include "train/step.h"
#include "train/trainer.h"
#include "weights.h"

struct worker;

/*
 * Blocks sum all steps of an input before taking one: (window + 1) × (negative + 1) steps of size
 * alpha, where the loop takes them pair by pair. Up to this product that makes no difference; far
 * beyond, the sum overshoots and the numbers run away (with alpha 0.05, windows of 20 and 20
 * negatives, 22, they did within a second). Above it passages are learned by the loop, until the
 * learning rate has fallen.
 */
#define TRAIN_BLOCK_STEP   8.0
/* Windows up to here are learned in blocks: what an input has to hold is sized by it. */
#define TRAIN_BLOCK_WINDOW 20

/* How a passage is learned. `prepare` makes the worker's space, `release` frees it. */
struct engine {
	enum status (*prepare)(struct worker *w, struct error *err);
	void (*learn)(struct worker *w, float alpha);	/* w->passage */
	void (*release)(struct worker *w);
};

extern const struct engine engine_sequential;		/* sequential.c: everything */
extern const struct engine engine_block_skipgram;	/* block_skipgram.c: negative samples */
extern const struct engine engine_block_cbow;		/* block_cbow.c: negative samples */

struct worker {
	alignas(64) struct trainer *t;
	size_t number;
	struct rng rng;
	struct passage passage;
	void *space;			/* a block engine's */
	void *plain;			/* the sequential engine's */
	uint64_t ticks;
	/* the loss that was looked at, written by this worker only */
	_Atomic double loss_sum;
	_Atomic uint64_t loss_pairs;
	char apart[64];
};

enum halt { HALT_NOT, HALT_KEEP, HALT_CANCEL, HALT_BROKEN };

/* How far training came. */
struct place {
	size_t epoch, piece;
	uint64_t words;
};

/* Seconds and words as worker 0 last reckoned them. */
struct pace {
	uint64_t begun, paused;			/* nanoseconds */
	uint64_t reported;			/* when progress was last told */
	uint64_t words, since;			/* at the start of the window, and its time */
	double loss_sum;
	uint64_t loss_pairs;
};

struct trainer {
	const struct corpus *corpus;
	struct train_options opt;
	const struct train_kernels *kernels;
	const struct engine *engine;
	struct sampler sampler;
	struct pieces pieces;
	struct subwords sub;	/* begin = NULL: none */
	struct huffman tree;	/* begin = NULL: negative samples */
	struct weights weights;
	struct worker *workers;	/* (opt.threads) */
	uint64_t epoch_words;	/* that are trained on in one epoch */
	uint64_t total_words;

	/* the state before the last check that found all numbers finite */
	struct weights good;
	struct place good_place;
	bool has_good;
	uint64_t next_check;	/* words */

	const struct progress *progress;
	uint64_t next_checkpoint;	/* ns */
	pthread_mutex_t report;		/* of the checkpoint: what became of the last one */
	struct error checkpoint_error;	/* text empty: it was written */
	struct pace pace;
	size_t epochs_measured;		/* holdout: since when it has not fallen */
	double epoch_sum;		/* of loss before this epoch */
	uint64_t epoch_pairs;
	bool softmax;			/* the lab: every word is an output, no sampling */
	void (*watch)(void *ctx, const struct train_step *step);
	void *watch_ctx;

	atomic_size_t next_piece, pieces_done;
	_Atomic uint64_t words_done;
	atomic_int halt, phase;
	atomic_bool paused, stopped_early;
	atomic_size_t epoch;
	_Atomic double loss, alpha, words_per_second, seconds;
	_Atomic double *epoch_loss, *holdout_loss;	/* (epochs) */
};

/* --- trainer.c */
/* Called by an engine about every 100 µs … 5 ms; false: stop now. Waits while paused. */
bool worker_tick(struct worker *w);
/* Worker 0: tell the progress, at most every 10 ms; false: stop now. */
bool trainer_report(struct trainer *t);
void worker_add_loss(struct worker *w, double loss, uint64_t pairs);
struct place trainer_place(const struct trainer *t);

/* --- watch.c */
void pace_start(struct trainer *t);
void pace_update(struct trainer *t);	/* worker 0, now and then */
void trainer_sum_loss(const struct trainer *t, double *sum, uint64_t *pairs);

/* --- holdout.c */
/* Mean loss per pair on the held-out sentences; NAN if there are none. */
double holdout_measure(struct trainer *t);

/* --- result.c */
/* The input vector of a word; composed for sub-words. out (dims). */
void trainer_compose(const struct trainer *t, uint32_t word, float *out);
/* Write the native file; reports progress meanwhile and gives up when training is to stop. */
enum status trainer_save(struct trainer *t, const char *path, struct error *err);

/* --- sequential.c */
/* The outputs of a target: itself and negatives other than it, or its path. */
struct outputs {
	uint32_t *ids;
	float **rows;
	float *labels;
	size_t count;
	float *dots, *sigmas, *gradients;
};
enum status outputs_init(struct outputs *o, const struct trainer *t, struct error *err);
void outputs_release(struct outputs *o);
/* One word of the passage, step by step: draw its window [low, high), then learn from each context
 * but itself (skip-gram) or from their mean (CBOW). */
void sequential_window(struct worker *w, size_t at, size_t *low, size_t *high);
void sequential_learn_pair(struct worker *w, size_t context, size_t at, float alpha);
void sequential_learn_mean(struct worker *w, size_t at, size_t low, size_t high, float alpha);
void outputs_choose(struct outputs *o, const struct trainer *t, uint32_t target, struct rng *rng);

#endif
