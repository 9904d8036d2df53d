/*
 * Training word vectors from a corpus, and watching it happen.
 *
 *	trainer_new → trainer_run (on a job's thread) → trainer_result → trainer_free
 *
 * trainer_run() works on opt.threads threads of its own. Meanwhile any other thread may observe,
 * pause, stop, copy rows or take a snapshot; none of these waits for the training. What they see is
 * at most a few milliseconds old; rows are copied while they are written ("hogwild", see
 * src/train/weights.h), so a row may be half a step ahead of itself, which no drawing shows.
 *
 * The corpus is borrowed and must outlive the trainer.
 */
#ifndef TRAIN_TRAINER_H
#define TRAIN_TRAINER_H

#include "base/progress.h"
#include "model/model.h"
#include "text/corpus.h"
#include "train/options.h"

struct trainer;

/* Refuses (one sentence) options that make no sense, a corpus without words or with only one, and
 * sizes that memory does not hold. */
enum status trainer_new(struct trainer **out, const struct corpus *corpus,
			const struct train_options *opt, struct error *err);
/* Go on where a native file or checkpoint stopped, on the same text. Rows, settings, the place in the
 * text and the learning rate's schedule come from `from`; of opt count only epochs (in all: more
 * than before trains on), threads, stop_early, reproducible, sequential and the checkpoint. With one
 * thread and as many epochs the outcome is that of a run that was never interrupted. Refuses a model
 * without training state and another text. */
enum status trainer_resume(struct trainer **out, const struct corpus *corpus,
			   const struct model *from, const struct train_options *opt,
			   struct error *err);
void trainer_free(struct trainer *t);	/* NULL is fine; not while trainer_run() runs */

/* Train to the end. ST_OK also when stopped by trainer_request_stop() or stop_early: what was
 * learned is kept. ST_CANCELLED when progress says so: trainer_result() still works. ST_FAILED when
 * the numbers are no longer finite; the last good state is put back first.
 * Progress counts words. Once per trainer. */
enum status trainer_run(struct trainer *t, const struct progress *progress, struct error *err);
void trainer_request_stop(struct trainer *t);	/* any thread; the end comes within 50 ms */
void trainer_pause(struct trainer *t, bool paused);	/* any thread */

enum train_phase { TRAIN_READY, TRAIN_RUNNING, TRAIN_PAUSED, TRAIN_MEASURING, TRAIN_DONE };

struct train_state {
	enum train_phase phase;
	uint64_t words_done, words_total;	/* of all epochs, before subsampling */
	uint64_t pairs;			/* (input, output) pairs whose loss was looked at */
	double words_per_second;	/* of the last second or so */
	double seconds;			/* spent training, pauses left out */
	double alpha;			/* now */
	double loss;			/* per pair, negatives included, in nats: of the last words */
	double epoch_loss;		/* mean since the epoch began */
	size_t epoch, epochs;		/* the one at work, from 0; epochs when done */
	double holdout_loss;		/* per pair, after the last whole epoch; NAN = none yet */
	bool stopped_early;		/* by stop_early */
};

/* A copy of the observable state; any thread. */
void trainer_observe(const struct trainer *t, struct train_state *out);
/* Loss on the held-out sentences after epoch i (NAN when there is none yet); any thread. */
double trainer_holdout_loss(const struct trainer *t, size_t epoch);
/* Loss of training in epoch i (the mean so far, for the one at work). */
double trainer_epoch_loss(const struct trainer *t, size_t epoch);
/* True, and why, while the last checkpoint could not be written; any thread. */
bool trainer_checkpoint_error(struct trainer *t, struct error *out);
const struct train_options *trainer_options(const struct trainer *t);	/* checked; borrowed */

size_t trainer_rows(const struct trainer *t);	/* words: ids are those of the corpus */
/* Copy the input vectors of some words: out is (n, dims). Any thread. For sub-word models the
 * composed vectors. */
void trainer_copy_rows(const struct trainer *t, const uint32_t *ids, size_t n, float *out);
/* The input vectors of all words now, as a model of its own (no output rows); any thread. */
enum status trainer_snapshot(const struct trainer *t, struct model **out, struct error *err);
/* The model with all that was learned (model->trained: output rows, counts, sub-words, state), for
 * the native file, predictions and going on later. Any thread; while it runs, as it is now. */
enum status trainer_result(const struct trainer *t, struct model **out, struct error *err);

#endif
