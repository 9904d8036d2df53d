/* What the parts of the cache share. */
#ifndef MODEL_CACHE_INTERNAL_H
#define MODEL_CACHE_INTERNAL_H

#include "base/strbuf.h"
#include "model/cache.h"

#define CACHE_SUFFIX  ".safetensors"
#define CACHE_VERSION "1"

struct cache_slot {
	char *path;		/* of the file that is read, as model->path has it */
	char *source;		/* the same, absolute */
	char *copy;		/* path of the copy */
	uint64_t size, ends;	/* bytes; hash of the first and last of them */
	int64_t mtime;		/* nanoseconds */
};

/* Is the file what it was when the slot was made? */
bool cache_slot_is_current(const struct cache_slot *slot);

/* Where the header (behind its length) has the 16 hexadecimal digits of its own checksum, and what
 * comes before them. The checksum is taken with zeros there. */
#define CACHE_HEAD     "{\"__metadata__\":{\"format\":\"vecscope-cache\",\"sum.header\":\""
#define CACHE_HEAD_LEN (sizeof(CACHE_HEAD) - 1)
#define CACHE_DIGITS   16
uint64_t cache_header_sum(const char *text, size_t n);

#define CACHE_PIECE ((size_t)8 << 20)

/* A checksum is the hash of the bytes in pieces of CACHE_PIECE, each with the last one's as seed; the
 * first seed is their number. */
uint64_t cache_sum_piece(const void *bytes, size_t n, uint64_t sum);

#endif
