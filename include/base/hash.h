/*
 * 64-bit hash of bytes: multiply-and-fold in 16-byte steps (the scheme of wyhash by Wang Yi).
 * Not cryptographic; with a secret seed it keeps hash tables safe from crafted words.
 * The value for a given (bytes, seed) is part of file formats and of the model fingerprint: it
 * never changes and is the same on every machine.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t hash_bytes(const void *bytes, size_t n, uint64_t seed);
/* A seed that differs from run to run. */
uint64_t hash_random_seed(void);

static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
	__uint128_t p = (__uint128_t)(a ^ 0x9E3779B97F4A7C15u) * (b ^ 0xE7037ED1A0B428DBu);

	return (uint64_t)p ^ (uint64_t)(p >> 64);
}

#endif
