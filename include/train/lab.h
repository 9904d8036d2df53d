/*
 * Training under a magnifying glass: a text of at most LAB_WORDS_MAX different words, one step at a
 * time, every number to be looked at. Not an imitation: the steps are those of the sequential path
 * of the trainer (src/train/sequential.c), the same code with the same random stream, so that after
 * a whole epoch the rows are those that trainer_run() with `sequential` would have made.
 *
 * One thread, scalar kernels: the same numbers on every machine. Main thread or any one thread.
 */
#ifndef TRAIN_LAB_H
#define TRAIN_LAB_H

#include "model/model.h"
#include "text/corpus.h"
#include "train/options.h"
#include "train/step.h"

#define LAB_WORDS_MAX 30

struct lab;

struct lab_options {
	enum train_architecture architecture;
	bool softmax;		/* all words as outputs instead of negative samples */
	size_t dims, window, negative;
	double alpha;		/* stays as it is until lab_set_alpha() */
	uint64_t seed;
};

void lab_options_init(struct lab_options *o);	/* skip-gram, 5 dimensions, window 2, 3, 0.1, 1 */
/* Takes the corpus, also when it fails. Refuses more words than LAB_WORDS_MAX. */
enum status lab_new(struct lab **out, struct corpus *corpus, const struct lab_options *o,
		    struct error *err);
void lab_free(struct lab *lab);			/* NULL is fine */

void lab_step(struct lab *lab, size_t n);
void lab_set_alpha(struct lab *lab, double alpha);	/* from the next step on */
const struct lab_options *lab_options(const struct lab *lab);

/* The last step; NULL before the first. Valid until the next lab_step(). */
const struct train_step *lab_last(const struct lab *lab);
/* The input words that went into its hidden vector: one, or a window for CBOW. */
const uint32_t *lab_contexts(const struct lab *lab, size_t *count);
uint64_t lab_steps(const struct lab *lab);
size_t lab_epoch(const struct lab *lab);	/* from 0 */
double lab_loss(const struct lab *lab);		/* mean of the last 100 steps; NAN before the first */

size_t lab_words(const struct lab *lab);
const char *lab_word(const struct lab *lab, uint32_t id, size_t *n);	/* not terminated */
uint32_t lab_find(const struct lab *lab, const char *word);		/* VOCAB_NONE */
/* Rows of the two matrices, dims floats. */
const float *lab_input(const struct lab *lab, uint32_t id);
const float *lab_output(const struct lab *lab, uint32_t id);
/* Both coordinates of all words on the two principal components of the input rows: out (words, 2).
 * Two dimensions are shown as they are. *kept: the share of the variance. */
enum status lab_picture(const struct lab *lab, double *out, double *kept, struct error *err);
/* The words and their input rows as a model. */
enum status lab_model(const struct lab *lab, struct model **out, struct error *err);

#endif
