/* What the parts of the cache share. */
#ifndef MODEL_CACHE_INTERNAL_H
#define MODEL_CACHE_INTERNAL_H

#include "base/strbuf.h"
#include "model/cache.h"

#define CACHE_SUFFIX  ".safetensors"
#define CACHE_VERSION "1"
#define CACHE_SEARCH  "search.bytes.1"	/* another layout of the search copy has another name */

/* What tells a file from another version of it. */
struct cache_stamp {
	uint64_t size, ends;	/* bytes; hash of the first and last of them */
	int64_t mtime;		/* nanoseconds */
};

struct cache_slot {
	char *given;		/* file or folder, as the user named it */
	char *path;		/* of the file that is read, as model->path has it */
	char *source;		/* the same, absolute */
	char *copy;		/* path of the copy */
	char *name;		/* of the model as it was loaded from there; or NULL */
	char *member, *format, *tensor, *vocab;	/* of the load options; vocab absolute; or NULL */
	struct cache_stamp stamp;
	uint64_t beside;	/* hash of what lies beside it and matters; 0: nothing */
};

/* Can the copy hold the model's way to vectors for unknown words? Their rows stay in the file of the
 * model where they can be read, else they come along. */
bool cache_holds_composer(const struct model *m);
/* The same out of an opened copy: NULL if its parts do not fit together. */
struct cache_composer {
	uint64_t min, max, bucket, rows, offset;
	const char *source;		/* the file of the model: rows from byte `offset`; or NULL */
	const float *vectors;		/* (vector_rows, dims), of the copy; or NULL */
	size_t vector_rows;
	const uint32_t *buckets, *bucket_rows;	/* (rows), or NULL */
};
struct composer *cache_make_composer(const struct cache_composer *parts, size_t dims);

/* How much lies beside the file that the format looks for. */
uint64_t cache_slot_bytes_beside(const struct cache_slot *slot, const struct format *f);
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
