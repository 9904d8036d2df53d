/*
 * The numbers that are learned: a row per input (words, then n-grams) and a row per output (words,
 * or inner nodes of the Huffman tree). Rows are padded with zeros to `n` floats, a multiple of 16,
 * start on a cache line, and never start a multiple of 4096 bytes apart (such rows would compete
 * for the same lines of the cache). The two matrices lie apart, on huge pages where there are any.
 *
 * ON DATA RACES. With more than one thread the workers read and write these rows without locks
 * ("Hogwild!", Niu, Recht, Ré, Wright 2011), as word2vec.c, fastText, gensim and GloVe do. In C11
 * that is undefined behaviour in the letter; this is why it is done all the same, and how it is
 * kept in bounds:
 *
 *   - Atomic operations, even relaxed, keep compilers from using vectors (5 to 15 times slower);
 *     schedules without conflicts cost a barrier per round and change what is sampled.
 *   - On the processors we run on an aligned 4-byte store does not tear. What a race can do is
 *     lose a step of a few numbers of a row, which the noise of sampling hides: steps are sparse,
 *     and a block of 32 words writes a row once or twice.
 *   - It happens to floats only, through the kernels of math/train_kernels.h, and nothing is ever
 *     derived from them but other floats: no index, no length, no pointer. A racy read can give a
 *     wrong number, never a wrong address.
 *   - The readers beside training (snapshots, live frames, checkpoints) take copies the same way.
 *   - Everything else that threads share is an atomic or immutable. The thread sanitizer is run
 *     with one thread of training, where it sees all of it.
 *
 * With one thread there is no race, and the same seed gives the same bytes.
 */
#ifndef TRAIN_WEIGHTS_H
#define TRAIN_WEIGHTS_H

#include "math/matrix.h"
#include "math/train_kernels.h"

struct weights {
	struct matrix in, out;
	size_t dims;
	size_t n;	/* floats of a padded row = stride of both */
};

/* Input rows uniform in ±1/dims, drawn row by row, as gensim and fastText; output rows zero. */
enum status weights_init(struct weights *w, size_t inputs, size_t outputs, size_t dims,
			 uint64_t seed, struct error *err);
void weights_release(struct weights *w);
enum status weights_copy_init(struct weights *to, const struct weights *from, struct error *err);
void weights_copy(struct weights *to, const struct weights *from);	/* same shape */
int weights_are_finite(const struct weights *w);

#endif
