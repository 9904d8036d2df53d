#include "cursor.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define BUFFER ((size_t)1 << 16)

void cursor_init(struct cursor *c, const struct source *src, struct error *err)
{
	*c = (struct cursor){
		.src = src, .size = source_size(src), .buf = xmalloc(BUFFER), .err = err
	};
}

void cursor_release(struct cursor *c)
{
	free(c->buf);
	c->buf = NULL;
}

uint64_t cursor_tell(const struct cursor *c)
{
	return c->next - (c->n - c->pos);
}

uint64_t cursor_left(const struct cursor *c)
{
	return c->size - cursor_tell(c);
}

static void ends_early(struct cursor *c)
{
	if (c->st)
		return;
	c->st = error_set(c->err, ST_FORMAT, "it is cut short: it ends at byte %" PRIu64, c->size);
}

void cursor_seek(struct cursor *c, uint64_t at)
{
	if (at > c->size) {
		ends_early(c);
		return;
	}
	if (at >= c->next - c->n && at <= c->next) {
		c->pos = (size_t)(at - (c->next - c->n));
		return;
	}
	c->next = at;
	c->n = c->pos = 0;
}

void cursor_skip(struct cursor *c, uint64_t n)
{
	if (n > cursor_left(c))
		ends_early(c);
	else
		cursor_seek(c, cursor_tell(c) + n);
}

/* Read on into the empty buffer. */
static bool refill(struct cursor *c)
{
	size_t n = (size_t)MIN((uint64_t)BUFFER, c->size - c->next);

	if (!n)
		ends_early(c);
	if (!c->st)
		c->st = source_range(c->src, c->next, c->buf, n, c->err);
	if (c->st)
		return false;
	c->next += n;
	c->n = n;
	c->pos = 0;
	return true;
}

void cursor_bytes(struct cursor *c, void *out, size_t n)
{
	char *to = out;

	while (n && !c->st) {
		size_t k = MIN(n, c->n - c->pos);

		if (!k && !refill(c))
			break;
		memcpy(to, c->buf + c->pos, k);
		c->pos += k;
		to += k;
		n -= k;
	}
	if (n)
		memset(to, 0, n);
}

uint8_t cursor_u8(struct cursor *c)
{
	uint8_t v;

	cursor_bytes(c, &v, 1);
	return v;
}

uint64_t cursor_u64(struct cursor *c)
{
	unsigned char b[8];
	uint64_t v = 0;

	cursor_bytes(c, b, sizeof(b));
	for (size_t i = 8; i-- > 0;)
		v = v << 8 | b[i];
	return v;
}

uint32_t cursor_u32(struct cursor *c)
{
	unsigned char b[4];
	uint32_t v = 0;

	cursor_bytes(c, b, sizeof(b));
	for (size_t i = 4; i-- > 0;)
		v = v << 8 | b[i];
	return v;
}

int32_t cursor_i32(struct cursor *c)
{
	return (int32_t)cursor_u32(c);
}

int64_t cursor_i64(struct cursor *c)
{
	return (int64_t)cursor_u64(c);
}

double cursor_f64(struct cursor *c)
{
	uint64_t bits = cursor_u64(c);
	double v;

	memcpy(&v, &bits, sizeof(v));
	return v;
}

void cursor_string(struct cursor *c, struct strbuf *out, size_t max)
{
	strbuf_clear(out);
	while (!c->st) {
		const unsigned char *from = c->buf + c->pos, *nul;
		size_t n = c->n - c->pos;

		if (!n) {
			refill(c);
			continue;
		}
		nul = memchr(from, 0, n);
		n = nul ? (size_t)(nul - from) : n;
		if (out->len + n > max) {
			c->st = error_set(c->err, ST_FORMAT,
					  "at byte %" PRIu64
					  " a word of more than %zu bytes begins",
					  cursor_tell(c) - out->len, max);
			return;
		}
		strbuf_add(out, from, n);
		c->pos += n + (nul ? 1 : 0);
		if (nul)
			return;
	}
}
