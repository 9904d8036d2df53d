/* Archives made byte by byte in tests: zip with stored members, sound whatever stands in them. */
#ifndef TESTS_ZIP_H
#define TESTS_ZIP_H

#include "bytes.h"

struct zip {
	struct strbuf bytes, directory;
	unsigned count;
};

#define ZIP_INIT { STRBUF_INIT, STRBUF_INIT, 0 }

static inline uint32_t zip_crc(const char *data, size_t n)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < n; i++) {
		crc ^= (unsigned char)data[i];
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
	}
	return ~crc;
}

/* What the member's own header and the directory have in common. */
static inline void zip_put_sizes(struct strbuf *sb, size_t name, uint32_t crc, size_t n)
{
	put_u16(sb, 20);
	put_u16(sb, 0);
	put_u16(sb, 0); /* stored */
	put_u32(sb, 0);
	put_u32(sb, crc);
	put_u32(sb, (uint32_t)n);
	put_u32(sb, (uint32_t)n);
	put_u16(sb, (unsigned)name);
	put_u16(sb, 0);
}

static inline void zip_add(struct zip *z, const char *name, const char *data, size_t n)
{
	uint32_t at = (uint32_t)z->bytes.len, crc = zip_crc(data, n);

	put_u32(&z->bytes, 0x04034b50);
	zip_put_sizes(&z->bytes, strlen(name), crc, n);
	strbuf_adds(&z->bytes, name);
	strbuf_add(&z->bytes, data, n);
	put_u32(&z->directory, 0x02014b50);
	put_u16(&z->directory, 20);
	zip_put_sizes(&z->directory, strlen(name), crc, n);
	put_le(&z->directory, 0, 6); /* comment, disk, attributes */
	put_u32(&z->directory, 0);
	put_u32(&z->directory, at);
	strbuf_adds(&z->directory, name);
	z->count++;
}

/* The whole archive is in z->bytes then. */
static inline void zip_close(struct zip *z)
{
	uint32_t at = (uint32_t)z->bytes.len;

	strbuf_add(&z->bytes, z->directory.buf, z->directory.len);
	put_u32(&z->bytes, 0x06054b50);
	put_u32(&z->bytes, 0);
	put_u16(&z->bytes, z->count);
	put_u16(&z->bytes, z->count);
	put_u32(&z->bytes, (uint32_t)z->directory.len);
	put_u32(&z->bytes, at);
	put_u16(&z->bytes, 0);
}

static inline void zip_release(struct zip *z)
{
	strbuf_release(&z->bytes);
	strbuf_release(&z->directory);
	z->count = 0;
}

#endif
