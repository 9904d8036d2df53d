/* Small models made in memory, for tests that need no file. */
#ifndef TESTS_TOY_MODEL_H
#define TESTS_TOY_MODEL_H

#include "model/model.h"

/* rows × dims, all zero, words "w0", "w1" …; set rows, then toy_model_finish(). */
struct model *toy_model_new(size_t rows, size_t dims);
/* The same with these words. */
struct model *toy_model_named(const char *const *words, size_t rows, size_t dims);
static inline float *toy_row(struct model *m, size_t row)
{
	return matrix_row(&m->matrix, row);
}

/* Compute norms as the model's invariant wants them. */
void toy_model_finish(struct model *m);
void toy_model_free(struct model *m);
/* Read a plain word2vec .bin ("rows dims\n", then word, space, floats). */
struct model *toy_model_read_bin(const char *path);

/* A stream of numbers that is the same everywhere. */
uint64_t toy_random(uint64_t *state);
double toy_normal(uint64_t *state);	/* roughly normal: sum of uniforms */

#endif
