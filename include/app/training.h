/*
 * One training, from the text to the model: run by the command `train` on its thread, watched,
 * paused and stopped by whoever holds a reference (the training screen, `pause`, `stop`, the
 * progress line).
 *
 *	training_new → training_run (runner thread) → training_take_model → training_unref
 *
 * Everything but training_run() and training_take_model() may be called by any thread at any time.
 */
#ifndef APP_TRAINING_H
#define APP_TRAINING_H

#include <stdbool.h>

#include "base/progress.h"
#include "base/strbuf.h"
#include "text/read.h"
#include "train/count.h"
#include "train/trainer.h"

struct training;

/* What is asked for. Strings are copied; options without NAN or 0-for-all are fine. */
struct training_request {
	const char *path;		/* file, folder or "-" */
	const char *name;		/* of the model; NULL = from the path */
	const char *save_vocab;		/* "word count" lines go there; NULL = nowhere */
	const char *resume;		/* native file to go on from; NULL = start anew */
	const char *checkpoint;		/* NULL = none */
	bool force;			/* save_vocab may be overwritten */
	bool count;			/* count and decompose instead of learning: train/count.h */
	bool fit_sample, fit_epochs;	/* choose them by the size of the text: training_fit() */
	struct text_options text;
	struct train_options train;
};

enum training_stage { TRAINING_READING, TRAINING_LEARNING, TRAINING_ENDED };

/*
 * What a small text needs where the user says nothing. The usual threshold of subsampling leaves
 * hardly a word of it, and five times over it are not enough to find the words their places:
 *
 *	words of text	sample	epochs
 *	1,000,000 …	1e-4	5
 *	50,000 …	1e-3	15
 *	fewer		0	50
 */
void training_fit(struct train_options *o, uint64_t tokens, bool sample, bool epochs);

/* Refuses options that make no sense: ST_USAGE. */
enum status training_new(struct training **out, const struct training_request *request,
			 struct error *err);
struct training *training_ref(struct training *t);
void training_unref(struct training *t);	/* NULL is fine */

/* Read the text, learn, build the model. Once. ST_OK also when it was stopped and something was
 * learned. When the numbers broke down the status is ST_FAILED and the last good state is there to
 * be taken all the same. Progress counts bytes first, then words. */
enum status training_run(struct training *t, const struct progress *progress, struct error *err);
/* After training_run(): the model, or NULL; the caller owns it. Once. */
struct model *training_take_model(struct training *t);

/* What was counted; NULL when it learned. Valid after training_run(). */
const struct count_report *training_counted(const struct training *t);

enum training_stage training_stage(const struct training *t);
const char *training_name(const struct training *t);
const char *training_path(const struct training *t);
/* NULL until the text was read; then for as long as the reference is held. */
struct trainer *training_trainer(const struct training *t);
const struct corpus *training_corpus(const struct training *t);
/* Valid once the corpus is there. */
const struct text_report *training_report(const struct training *t);

/* End it and keep what was learned; true if this is news. While the text is read: give up. */
bool training_stop(struct training *t);
/* True: it is paused now. */
bool training_toggle_pause(struct training *t);
/* One line: "epoch 2/5  37 %  4.1 M words/s  alpha 0.0163  loss 0.231  12 s left". */
void training_describe(const struct training *t, struct strbuf *out);

#endif
