/*
 *	rows cols			each four bytes, little-endian
 *	count role shape text		for each run: 1 … 255 cells; role, with the top bit for
 *					"reversed"; width × 64 + length of the text; the text
 */
#include "draw/pack.h"

#include <string.h>

#include "base/mem.h"

enum { HEAD = 8, RUN_MAX = 255, SIDE_MAX = 10000, CELLS_MAX = 1 << 20 };

_Static_assert(ROLE_COUNT <= 128, "a role and a bit fit into a byte");
_Static_assert(CELL_BYTES <= 64, "a length and a width fit into a byte");

static void put_u32(struct strbuf *out, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		strbuf_addc(out, (char)(v >> (8 * i)));
}

static uint32_t get_u32(const char *bytes)
{
	uint32_t v = 0;

	for (int i = 0; i < 4; i++)
		v |= (uint32_t)(unsigned char)bytes[i] << (8 * i);
	return v;
}

static bool same_cell(const struct cell *a, const struct cell *b)
{
	return a->width == b->width && a->role == b->role && a->reverse == b->reverse &&
	       !strcmp(a->text, b->text);
}

void surface_pack(const struct surface *s, struct strbuf *out)
{
	size_t n = (size_t)s->rows * (size_t)s->cols;

	put_u32(out, (uint32_t)s->rows);
	put_u32(out, (uint32_t)s->cols);
	for (size_t i = 0, run; i < n; i += run) {
		const struct cell *c = &s->cells[i];
		size_t len = strlen(c->text);

		for (run = 1; run < RUN_MAX && i + run < n && same_cell(c, c + run);)
			run++;
		strbuf_addc(out, (char)run);
		strbuf_addc(out, (char)(c->role | (c->reverse ? 0x80 : 0)));
		strbuf_addc(out, (char)(c->width << 6 | (int)len));
		strbuf_add(out, c->text, len);
	}
}

/* One run into `room` cells; returns how many bytes it took, 0 = it is none. */
static size_t unpack_run(struct cell *cells, size_t room, const unsigned char *bytes, size_t n,
			 size_t *run)
{
	struct cell c = { .text = "" };
	size_t len;

	if (n < 3)
		return 0;
	*run = bytes[0];
	c.role = bytes[1] & 0x7f;
	c.reverse = bytes[1] & 0x80;
	c.width = bytes[2] >> 6;
	len = bytes[2] & 63;
	if (!*run || *run > room || c.role >= ROLE_COUNT || c.width > 2 || len >= CELL_BYTES ||
	    n - 3 < len)
		return 0;
	memcpy(c.text, bytes + 3, len);
	for (size_t i = 0; i < *run; i++)
		cells[i] = c;
	return 3 + len;
}

bool surface_unpack(struct surface *out, const char *bytes, size_t n)
{
	uint32_t rows = n >= HEAD ? get_u32(bytes) : SIDE_MAX + 1;
	uint32_t cols = n >= HEAD ? get_u32(bytes + 4) : 0;
	size_t cells, done = 0, at = HEAD, run = 0, took = 1;

	if (rows > SIDE_MAX || cols > SIDE_MAX || rows * cols > CELLS_MAX)
		return false;
	cells = (size_t)rows * cols;
	surface_init(out, (int)rows, (int)cols);
	while (done < cells && took) {
		took = unpack_run(out->cells + done, cells - done,
				  (const unsigned char *)bytes + at, n - at, &run);
		at += took;
		done += took ? run : 0;
	}
	if (done == cells && at == n)
		return true;
	surface_release(out);
	return false;
}
