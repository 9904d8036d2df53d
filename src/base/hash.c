#include "base/hash.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

static uint64_t load_le(const unsigned char *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v |= (uint64_t)p[i] << (8 * i);
	return v;
}

static uint64_t load8(const unsigned char *p)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	uint64_t v;

	memcpy(&v, p, 8);
	return v;
#else
	return load_le(p, 8);
#endif
}

uint64_t hash_bytes(const void *bytes, size_t n, uint64_t seed)
{
	const unsigned char *p = bytes;
	uint64_t h = hash_mix(seed, n);
	uint64_t a, b;

	for (; n > 16; n -= 16, p += 16)
		h = hash_mix(load8(p) ^ h, load8(p + 8));
	a = n >= 8 ? load8(p) : load_le(p, n);
	b = n > 8 ? load_le(p + 8, n - 8) : 0;
	return hash_mix(hash_mix(a ^ h, b), h);
}

uint64_t hash_random_seed(void)
{
	uint64_t seed = 0;
	struct timespec ts;

	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) == (ssize_t)sizeof(seed))
		return seed;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return hash_mix((uint64_t)ts.tv_nsec, (uint64_t)(uintptr_t)&seed);
}
