/* Running text as words of the model: for text and wmd. */
#ifndef COMMANDS_SENTENCE_H
#define COMMANDS_SENTENCE_H

#include "app/command.h"

#define SIF_A 1e-3

/* The known words of a text, in order: cut at white space, punctuation around them taken off; looked
 * up exactly, then in any case. What is unknown is named in a note. ST_FAILED if none is known. */
enum status sentence_rows(struct task *t, const char *text, uint32_t **rows, size_t *n,
			  struct error *err);
/* H = Σ 1 / r over all ranks, and the weight a / (a + p) of a word, p = 1 / (rank H). */
double sentence_harmonic(const struct model *m);
double sentence_weight(uint32_t row, double harmonic);
/* Σ w(x) u_x at length 1 with the weights of smooth inverse frequency. Caller frees; NULL and an
 * error if the words cancel out. */
double *sentence_vector(const struct model *m, const uint32_t *rows, size_t n, struct error *err);

#endif
