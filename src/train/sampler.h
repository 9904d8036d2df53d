/*
 * Which words are trained on and which serve as negative samples.
 *
 * Subsampling (word2vec.c): a word of count c among N is kept with probability
 * (√(c / tN) + 1) · tN / c, at most 1; t = 0 keeps all. One 32-bit threshold per word.
 *
 * Negative samples come with probability c^exponent / Σ c^exponent by the alias method (Walker
 * 1977, Vose 1991): V columns of equal width, each filled by at most two words, so that one
 * random number and one line of memory give a word. Immutable once made; any thread reads.
 */
#ifndef TRAIN_SAMPLER_H
#define TRAIN_SAMPLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/rng.h"

struct alias_column {
	uint32_t threshold;	/* below it (of 2³²) the column's own word, else `other` */
	uint32_t other;
};

struct sampler {
	struct alias_column *columns;	/* (words) */
	uint32_t *keep;			/* (words): kept when a 32-bit number is ≤ this */
	uint32_t words;
	bool keeps_all;			/* no subsampling */
};

enum status sampler_init(struct sampler *s, const uint64_t *counts, size_t words, double exponent,
			 double sample, struct error *err);
void sampler_release(struct sampler *s);

/* Both without a branch: what the random number says cannot be predicted. */
static inline uint32_t sampler_draw(const struct sampler *s, struct rng *rng)
{
	uint64_t r = rng_next(rng);
	uint32_t column = (uint32_t)((r >> 32) * s->words >> 32);
	struct alias_column c = s->columns[column];
	uint32_t own = -(uint32_t)((uint32_t)r < c.threshold);

	return (column & own) | (c.other & ~own);
}

static inline bool sampler_keeps(const struct sampler *s, uint32_t word, struct rng *rng)
{
	return s->keeps_all || (uint32_t)(rng_next(rng) >> 32) <= s->keep[word];
}

#endif
