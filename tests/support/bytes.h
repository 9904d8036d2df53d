/* Files made byte by byte in tests: little-endian fields at the end of a strbuf. */
#ifndef TESTS_BYTES_H
#define TESTS_BYTES_H

#include <stdint.h>
#include <string.h>

#include "base/strbuf.h"

static inline void put_le(struct strbuf *sb, uint64_t v, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		strbuf_addc(sb, (char)(v >> (8 * i) & 0xFF));
}

static inline void put_u8(struct strbuf *sb, unsigned v)
{
	put_le(sb, v, 1);
}

static inline void put_u16(struct strbuf *sb, unsigned v)
{
	put_le(sb, v, 2);
}

static inline void put_u32(struct strbuf *sb, uint32_t v)
{
	put_le(sb, v, 4);
}

static inline void put_u64(struct strbuf *sb, uint64_t v)
{
	put_le(sb, v, 8);
}

static inline void put_f32(struct strbuf *sb, float v)
{
	uint32_t bits;

	memcpy(&bits, &v, sizeof(bits));
	put_le(sb, bits, 4);
}

static inline void put_f64(struct strbuf *sb, double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof(bits));
	put_le(sb, bits, 8);
}

#endif
