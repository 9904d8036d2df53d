/*
 * A growing byte string, always NUL-terminated (`buf` is never NULL; it may hold NUL bytes too).
 *
 *	struct strbuf sb = STRBUF_INIT;
 *	strbuf_addf(&sb, "%zu words", n);
 *	strbuf_release(&sb);
 *
 * strbuf_detach() moves the bytes out; the caller frees them with free().
 */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stddef.h>

#include "base/compiler.h"

struct strbuf {
	char *buf;
	size_t len, cap;
};

extern char strbuf_empty[];
#define STRBUF_INIT { strbuf_empty, 0, 0 }

void strbuf_release(struct strbuf *sb);
void strbuf_clear(struct strbuf *sb);		/* length 0, memory kept */
void strbuf_reserve(struct strbuf *sb, size_t extra);
void strbuf_truncate(struct strbuf *sb, size_t len);
void strbuf_add(struct strbuf *sb, const void *bytes, size_t n);
void strbuf_adds(struct strbuf *sb, const char *s);
void strbuf_addc(struct strbuf *sb, char c);
void strbuf_add_repeat(struct strbuf *sb, char c, size_t n);
void strbuf_addf(struct strbuf *sb, const char *fmt, ...) PRINTF_LIKE(2, 3);
char *strbuf_detach(struct strbuf *sb, size_t *len);

#endif
