/*
 * Random numbers: splitmix64 (Steele, Lea, Flood, OOPSLA 2014). One addition and one mix per
 * number, full period, the same on every machine. A stream is made from any numbers that name it
 * (seed, epoch, piece …), so that it does not depend on who draws before. Not cryptographic.
 */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stdint.h>

#include "base/hash.h"

struct rng {
	uint64_t state;
};

static inline struct rng rng_make(uint64_t seed, uint64_t a, uint64_t b)
{
	return (struct rng){ hash_mix(hash_mix(seed ^ 0x8EBC6AF09C88C6E3u, a), b) };
}

static inline uint64_t rng_next(struct rng *r)
{
	uint64_t z = r->state += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

/* Uniform in [0, n), n > 0, from the upper half of one number (bias below n / 2³²). */
static inline uint32_t rng_below(struct rng *r, uint32_t n)
{
	return (uint32_t)((rng_next(r) >> 32) * n >> 32);
}

/* Uniform in [0, 1) with 24 bits: exact as a float. */
static inline float rng_unit(struct rng *r)
{
	return (float)(rng_next(r) >> 40) * 0x1p-24f;
}

#endif
