/*
 * What may reach a terminal. Every byte from a file, a database or the user goes through here
 * before it is printed or put on a screen, so that no control sequence survives:
 *
 *   invalid byte, C0, DEL, C1	visible as \xHH (and \n \t \r as such)
 *   bidi and invisible controls, private use, unassigned	<U+XXXX>
 *   a mark without a base	on U+25CC; at most 8 marks per base
 *
 * Width is counted in terminal cells with utf8_width(), never in bytes or code points.
 */
#ifndef BASE_DISPLAY_H
#define BASE_DISPLAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* One thing to draw: a base character with its marks, or a piece of visible escape. */
struct display_glyph {
	char text[40];	/* NUL-terminated valid UTF-8, printable */
	int width;	/* 1 or 2 cells */
};

/* Take the next glyph off (*s, *n); false at the end. An escape comes out one cell at a time:
 * `state` keeps the rest and starts as { 0 }. */
struct display_iter {
	const char *s;
	size_t n;
	char pending[16];
	size_t pending_at;
};
#define DISPLAY_ITER(s, n) { (s), (n), "", 0 }
bool display_next(struct display_iter *it, struct display_glyph *out);

size_t display_width(const char *s, size_t n);			/* cells of the visible form */
void display_put(struct strbuf *out, const char *s, size_t n);	/* append the visible form */
/* Append the visible form cut to at most `cells` cells (with … when cut); returns cells used.
 * `ascii` uses ... instead of … and escapes everything that is not ASCII. */
size_t display_fit(struct strbuf *out, const char *s, size_t n, size_t cells);
/* The visible form with every non-ASCII character as \u{XXXX}: for terminals that cannot show it. */
void display_put_ascii(struct strbuf *out, const char *s, size_t n);

#endif
