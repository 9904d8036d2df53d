/*
 * Reading a file of little-endian fields one after the other, with one fault for all: after the
 * first that cannot be read every further one is zero and `st` stays what it was, so that callers
 * look once per group. Buffered; the source must be seekable.
 */
#ifndef MODEL_FORMATS_CURSOR_H
#define MODEL_FORMATS_CURSOR_H

#include <stdint.h>

#include "base/strbuf.h"
#include "io/source.h"

struct cursor {
	const struct source *src;
	uint64_t next;		/* byte of the file behind what is in buf */
	uint64_t size;		/* of the file */
	unsigned char *buf;
	size_t n, pos;		/* bytes in buf, and how many of them are used */
	enum status st;
	struct error *err;	/* gets the sentence of the first fault */
};

void cursor_init(struct cursor *c, const struct source *src, struct error *err);
void cursor_release(struct cursor *c);
uint64_t cursor_tell(const struct cursor *c);
uint64_t cursor_left(const struct cursor *c);		/* bytes up to the end of the file */
void cursor_seek(struct cursor *c, uint64_t at);
void cursor_skip(struct cursor *c, uint64_t n);
void cursor_bytes(struct cursor *c, void *out, size_t n);
uint8_t cursor_u8(struct cursor *c);
uint32_t cursor_u32(struct cursor *c);
int32_t cursor_i32(struct cursor *c);
uint64_t cursor_u64(struct cursor *c);
int64_t cursor_i64(struct cursor *c);
double cursor_f64(struct cursor *c);
/* Bytes up to a NUL, which is used up but not kept; more than `max` are a fault. `out` is cleared
 * before. */
void cursor_string(struct cursor *c, struct strbuf *out, size_t max);

#endif
