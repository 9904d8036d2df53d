/*
 * The sanitiser. A model file may hold any bytes as words, and a terminal obeys many of them: it
 * can be made to change its title, to paste into its own input, to write backwards. So what is
 * drawn is built up from a short list of what is harmless, never cut down from the input:
 *
 *   1. a printable character of one or two cells, with at most 8 marks that take no cell of their own;
 *   2. an escape in plain ASCII for everything else.
 *
 * Two kinds of characters vanish without a trace, and only behind a character they belong to:
 * variation selectors, and the joiner between two emoji. Terminals disagree on the width of what
 * these make, so that the rest of the row would be shifted on some of them.
 */
#include "base/display.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define MARKS_MAX     8
#define DOTTED_CIRCLE "\xE2\x97\x8C"
#define ELLIPSIS      "\xE2\x80\xA6"
#define JOINER	      0x200D

static bool is_plain_ascii(char c)
{
	return c >= 0x20 && c < 0x7F;
}

static bool is_selector(uint32_t cp)
{
	return (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF) ||
	       (cp >= 0x180B && cp <= 0x180F && cp != 0x180E);
}

static void format_escape(char out[16], uint32_t cp)
{
	switch (cp) {
	case '\n':
		memcpy(out, "\\n", 3);
		return;
	case '\t':
		memcpy(out, "\\t", 3);
		return;
	case '\r':
		memcpy(out, "\\r", 3);
		return;
	default:
		snprintf(out, 16, cp < 0xA0 ? "\\x%02X" : "<U+%04X>", (unsigned)cp);
	}
}

static bool take_pending(struct display_iter *it, struct display_glyph *out)
{
	char c = it->pending_at < sizeof(it->pending) ? it->pending[it->pending_at] : '\0';

	if (!c)
		return false;
	it->pending_at++;
	out->text[0] = c;
	out->text[1] = '\0';
	out->width = 1;
	return true;
}

static void skip(struct display_iter *it, size_t n)
{
	it->s += n;
	it->n -= n;
}

static bool joins_emoji(const struct display_iter *it, uint32_t base, size_t len)
{
	uint32_t next;

	return it->n > len && utf8_is_emoji(base) && utf8_decode(it->s + len, it->n - len, &next) &&
	       utf8_is_emoji(next);
}

/* Take the marks behind a base; those beyond MARKS_MAX are dropped. */
static void take_marks(struct display_iter *it, uint32_t base, struct display_glyph *out)
{
	size_t at = strlen(out->text), len, marks = 0;
	uint32_t cp;

	while (it->n && (unsigned char)it->s[0] >= 0x80) {
		len = utf8_decode(it->s, it->n, &cp);
		if (!len)
			return;
		if (utf8_is_drawn(cp) && utf8_width(cp) == 0) {
			if (marks++ < MARKS_MAX) {
				memcpy(out->text + at, it->s, len);
				at += len;
				out->text[at] = '\0';
			}
		} else if (!is_selector(cp) && !(cp == JOINER && joins_emoji(it, base, len))) {
			return;
		}
		skip(it, len);
	}
}

bool display_next(struct display_iter *it, struct display_glyph *out)
{
	uint32_t cp = 0;
	size_t len;

	if (take_pending(it, out))
		return true;
	if (!it->n)
		return false;
	len = utf8_decode(it->s, it->n, &cp);
	if (!len || !utf8_is_drawn(cp)) {
		format_escape(it->pending, len ? cp : (unsigned char)it->s[0]);
		if (!len)
			snprintf(it->pending, sizeof(it->pending), "\\x%02X",
				 (unsigned char)it->s[0]);
		it->pending_at = 0;
		skip(it, len ? len : 1);
		return take_pending(it, out);
	}
	out->width = utf8_width(cp);
	if (out->width == 0) {
		memcpy(out->text, DOTTED_CIRCLE, sizeof(DOTTED_CIRCLE));
		out->width = 1;
	} else {
		memcpy(out->text, it->s, len);
		out->text[len] = '\0';
		skip(it, len);
	}
	take_marks(it, cp, out);
	return true;
}

static size_t plain_length(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && is_plain_ascii(s[i]))
		i++;
	return i;
}

size_t display_width(const char *s, size_t n)
{
	size_t cells = plain_length(s, n);
	struct display_iter it = DISPLAY_ITER(s, n);
	struct display_glyph g;

	if (cells == n)
		return n;
	for (cells = 0; display_next(&it, &g);)
		cells += (size_t)g.width;
	return cells;
}

void display_put(struct strbuf *out, const char *s, size_t n)
{
	struct display_iter it = DISPLAY_ITER(s, n);
	struct display_glyph g;

	if (plain_length(s, n) == n) {
		strbuf_add(out, s, n);
		return;
	}
	while (display_next(&it, &g))
		strbuf_adds(out, g.text);
}

size_t display_fit(struct strbuf *out, const char *s, size_t n, size_t cells)
{
	struct display_iter it = DISPLAY_ITER(s, n);
	struct display_glyph g;
	size_t used = 0, cut_len = out->len, cut_used = 0;

	if (!cells)
		return 0;
	while (display_next(&it, &g)) {
		if (used + (size_t)g.width > cells) { /* back to where … still fits */
			strbuf_truncate(out, cut_len);
			strbuf_adds(out, ELLIPSIS);
			return cut_used + 1;
		}
		strbuf_adds(out, g.text);
		used += (size_t)g.width;
		if (used < cells) {
			cut_len = out->len;
			cut_used = used;
		}
	}
	return used;
}

void display_put_ascii(struct strbuf *out, const char *s, size_t n)
{
	char escape[16];
	uint32_t cp;
	size_t len;

	for (; n; s += len, n -= len) {
		len = utf8_decode(s, n, &cp);
		if (!len) {
			strbuf_addf(out, "\\x%02X", (unsigned char)s[0]);
			len = 1;
		} else if (cp >= 0x80) {
			strbuf_addf(out, "\\u{%X}", (unsigned)cp);
		} else if (is_plain_ascii(s[0])) {
			strbuf_addc(out, s[0]);
		} else {
			format_escape(escape, cp);
			strbuf_adds(out, escape);
		}
	}
}
