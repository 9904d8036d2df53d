/*
 * One step of learning, as a person would do it on paper: one hidden vector (the input word's row,
 * or the mean of a window), a few output rows each with the answer wanted (1 = really there,
 * 0 = drawn at random). Every number on the way stays in the struct to be looked at.
 *
 *	dot_o = h · y_o      sigma_o = 1 / (1 + exp(−dot_o))
 *	gradient_o = alpha (label_o − sigma_o)
 *	error += Σ gradient_o y_o   (before y changes)     y_o += gradient_o h
 *	loss = −Σ log(label_o ? sigma_o : 1 − sigma_o)
 *
 * This is word2vec.c's inner loop (Mikolov et al. 2013), with σ computed instead of looked up in a
 * table that ends at ±6. The fast kernels are tested against it. Pure; any thread.
 */
#ifndef TRAIN_STEP_H
#define TRAIN_STEP_H

#include <stddef.h>
#include <stdint.h>

#include "math/train_kernels.h"

struct train_step {
	/* given */
	const struct train_kernels *kernels;
	size_t n;		/* floats of a padded row */
	float alpha;
	uint32_t input, target;	/* word ids: input is the centre for CBOW */
	const float *hidden;	/* (n) */
	size_t count;		/* outputs */
	const uint32_t *ids;	/* (count) rows of the output matrix, for whoever looks */
	float *const *outputs;	/* (count) */
	const float *labels;	/* (count) 1 or 0 */

	/* results; the arrays are the caller's */
	float *error;		/* (n) is added to */
	float *dots, *sigmas, *gradients;	/* (count) */
	double loss;
};

void train_step_run(struct train_step *s);
/*
 * The full softmax, which negative samples replace: the outputs are all words, exactly one of them
 * wanted, and sigma_o = exp(dot_o) / Σ exp(dot); loss = −log sigma of the wanted one. Every dot is
 * taken before any row moves.
 */
void train_step_run_softmax(struct train_step *s);

#endif
