/* How vocab.c builds its two orders of the rows. */
#ifndef VOCAB_ORDER_H
#define VOCAB_ORDER_H

#include "model/vocab.h"

/* Rows by the bytes of their words, equal words by row. Freed with free(); NULL if memory is short. */
uint32_t *vocab_order_bytes(const struct vocab *v, uint64_t seed);
/* Rows by the seeded hash of the loose form of their words, equal hashes by row. */
uint32_t *vocab_order_loose(const struct vocab *v, uint64_t seed);
/* vocab_find_loose() on that order. */
struct vocab_loose {
	const struct vocab *v;
	const uint32_t *order;
	uint64_t seed;
};
size_t vocab_loose_matches(const struct vocab_loose *loose, const char *word, size_t n,
			   uint32_t *rows, size_t max);

#endif
