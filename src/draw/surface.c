#include "draw/surface.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/display.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "draw/ascii.h"

void surface_init(struct surface *s, int rows, int cols)
{
	*s = (struct surface){ .cursor_row = -1, .cursor_col = -1 };
	surface_resize(s, rows, cols);
}

void surface_release(struct surface *s)
{
	free(s->cells);
	*s = (struct surface){ .cursor_row = -1, .cursor_col = -1 };
}

void surface_resize(struct surface *s, int rows, int cols)
{
	rows = MAX(rows, 0);
	cols = MAX(cols, 0);
	if (rows != s->rows || cols != s->cols) {
		free(s->cells);
		s->cells = NULL;
		if (rows && cols)
			s->cells = xcalloc((size_t)rows * (size_t)cols, sizeof(*s->cells));
		s->rows = rows;
		s->cols = cols;
	}
	surface_erase(s);
}

static void blank(struct cell *c, enum role role)
{
	c->text[0] = '\0';
	c->width = 1;
	c->role = (uint8_t)role;
	c->reverse = false;
}

void surface_erase(struct surface *s)
{
	size_t n = (size_t)s->rows * (size_t)s->cols;

	for (size_t i = 0; i < n; i++)
		blank(&s->cells[i], ROLE_TEXT);
	s->cursor_row = s->cursor_col = -1;
}

struct cell *surface_cell(const struct surface *s, int row, int col)
{
	if (row < 0 || col < 0 || row >= s->rows || col >= s->cols)
		return NULL;
	return &s->cells[(size_t)row * (size_t)s->cols + (size_t)col];
}

/* Before a cell is overwritten: what is left of a wide glyph in it becomes a space. */
static void free_cell(struct surface *s, int row, int col)
{
	struct cell *c = surface_cell(s, row, col);

	if (c && c->width == 0)
		blank(c - 1, (enum role)c[-1].role);
	if (c && c->width == 2 && col + 1 < s->cols)
		blank(c + 1, (enum role)c->role);
}

static void put_cell(struct surface *s, int row, int col, enum role role, const char *glyph,
		     int width)
{
	struct cell *c = surface_cell(s, row, col);
	size_t n = strlen(glyph);

	if (width == 2 && !surface_cell(s, row, col + 1)) {
		glyph = "";
		n = 0;
		width = 1;
	}
	if (!c) { /* the right half of a wide glyph may still be inside */
		if (width == 2 && surface_cell(s, row, col + 1))
			put_cell(s, row, col + 1, role, "", 1);
		return;
	}
	free_cell(s, row, col);
	blank(c, role);
	if (n && n < sizeof(c->text) && strcmp(glyph, " ") != 0)
		memcpy(c->text, glyph, n + 1);
	if (width == 2) {
		free_cell(s, row, col + 1);
		c->width = 2;
		blank(c + 1, role);
		c[1].width = 0;
	}
}

void surface_put_glyph(struct surface *s, int row, int col, enum role role, const char *glyph,
		       int width)
{
	char plain[2] = "?";
	uint32_t cp;

	if (s->ascii && (unsigned char)glyph[0] >= 0x80) {
		if (utf8_decode(glyph, strlen(glyph), &cp) && ascii_symbol(cp))
			plain[0] = ascii_symbol(cp);
		glyph = plain;
		width = 1;
	}
	put_cell(s, row, col, role, glyph, width);
}

/* The ASCII form of a piece of text: symbols by their nearest character, the rest escaped. */
static void put_ascii_form(struct strbuf *out, const char *text, size_t n)
{
	uint32_t cp = 0;
	size_t len;
	char symbol;

	for (; n; text += len, n -= len) {
		len = utf8_decode(text, n, &cp);
		symbol = len ? ascii_symbol(cp) : '\0';
		if (len && cp == 0x2026)
			strbuf_adds(out, "...");
		else if (symbol)
			strbuf_addc(out, symbol);
		else
			display_put_ascii(out, text, len ? len : 1);
		len = len ? len : 1;
	}
}

static int put_plain(struct surface *s, int row, int col, int cells, enum role role,
		     const char *text, size_t n)
{
	char glyph[2] = "";
	size_t fits = (size_t)cells, dots = n > fits ? MIN(fits, 3) : 0;

	n = MIN(n, fits);
	for (size_t i = 0; i < n; i++) {
		glyph[0] = i + dots >= fits && dots ? '.' : text[i];
		put_cell(s, row, col + (int)i, role, glyph, 1);
	}
	return (int)n;
}

static int put_unicode(struct surface *s, int row, int col, int cells, enum role role,
		       const char *text, size_t n)
{
	struct strbuf fitted = STRBUF_INIT;
	struct display_iter it;
	struct display_glyph g;
	int used = 0;

	display_fit(&fitted, text, n, (size_t)cells);
	it = (struct display_iter)DISPLAY_ITER(fitted.buf, fitted.len);
	while (display_next(&it, &g)) {
		put_cell(s, row, col + used, role, g.text, g.width);
		used += g.width;
	}
	strbuf_release(&fitted);
	return used;
}

static bool is_plain(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text[i] < 0x20 || text[i] == 0x7F)
			return false;
	return true;
}

int surface_put(struct surface *s, int row, int col, int cells, enum role role, const char *text,
		size_t n)
{
	struct strbuf ascii = STRBUF_INIT;
	int used;

	cells = MIN(cells, s->cols - col);
	if (cells <= 0 || row < 0 || row >= s->rows)
		return 0;
	if (is_plain(text, n) && (n <= (size_t)cells || s->ascii))
		return put_plain(s, row, col, cells, role, text, n);
	if (!s->ascii)
		return put_unicode(s, row, col, cells, role, text, n);
	put_ascii_form(&ascii, text, n);
	used = put_plain(s, row, col, cells, role, ascii.buf, ascii.len);
	strbuf_release(&ascii);
	return used;
}

int surface_puts(struct surface *s, int row, int col, int cells, enum role role, const char *text)
{
	return surface_put(s, row, col, cells, role, text, strlen(text));
}

int surface_putf(struct surface *s, int row, int col, int cells, enum role role, const char *fmt,
		 ...)
{
	char text[512], *longer = NULL;
	va_list ap;
	int n, used;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0)
		return 0;
	if ((size_t)n >= sizeof(text)) {
		longer = xmalloc((size_t)n + 1);
		va_start(ap, fmt);
		vsnprintf(longer, (size_t)n + 1, fmt, ap);
		va_end(ap);
	}
	used = surface_put(s, row, col, cells, role, longer ? longer : text, (size_t)n);
	free(longer);
	return used;
}

size_t surface_text_width(const struct surface *s, const char *text, size_t n)
{
	struct strbuf ascii = STRBUF_INIT;
	size_t cells;

	if (!s->ascii || is_plain(text, n))
		return display_width(text, n);
	put_ascii_form(&ascii, text, n);
	cells = ascii.len;
	strbuf_release(&ascii);
	return cells;
}

int surface_put_right(struct surface *s, int row, int col, int cells, enum role role,
		      const char *text)
{
	size_t n = strlen(text);
	int width = (int)MIN(surface_text_width(s, text, n), 1u << 20);

	if (width < cells) {
		col += cells - width;
		cells = width;
	}
	return surface_put(s, row, col, cells, role, text, n);
}

void surface_hline(struct surface *s, int row, int col, int cols, enum role role, const char *glyph)
{
	int end = MIN(col + cols, s->cols);

	for (col = MAX(col, 0); col < end; col++)
		surface_put_glyph(s, row, col, role, glyph, 1);
}

void surface_vline(struct surface *s, int row, int col, int rows, enum role role, const char *glyph)
{
	int end = MIN(row + rows, s->rows);

	for (row = MAX(row, 0); row < end; row++)
		surface_put_glyph(s, row, col, role, glyph, 1);
}

void surface_fill(struct surface *s, struct rect r, enum role role)
{
	for (int row = r.row; row < r.row + r.rows; row++)
		surface_hline(s, row, r.col, r.cols, role, "");
}

void surface_set_reverse(struct surface *s, int row, int col, int cols, bool reverse)
{
	struct cell *c;

	for (int i = col; i < col + cols; i++) {
		c = surface_cell(s, row, i);
		if (c)
			c->reverse = reverse;
	}
}

void surface_bar(struct surface *s, int row, int col, int cells, double fraction, enum role role,
		 bool ascii)
{
	static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█" };
	double steps;
	int filled;

	if (!(fraction > 0) || cells <= 0)
		return;
	steps = (fraction > 1 ? 1 : fraction) * cells * 8;
	filled = MAX((int)(steps + 0.5), 1);
	if (ascii || s->ascii) {
		surface_hline(s, row, col, MAX((filled + 4) / 8, 1), role, "#");
		return;
	}
	surface_hline(s, row, col, filled / 8, role, eighths[8]);
	if (filled % 8)
		surface_put_glyph(s, row, col + filled / 8, role, eighths[filled % 8], 1);
}

static bool cell_equal(const struct cell *a, const struct cell *b)
{
	return a->width == b->width && a->role == b->role && a->reverse == b->reverse &&
	       strcmp(a->text, b->text) == 0;
}

bool surface_equal(const struct surface *a, const struct surface *b)
{
	size_t n = (size_t)a->rows * (size_t)a->cols;

	if (a->rows != b->rows || a->cols != b->cols || a->cursor_row != b->cursor_row ||
	    a->cursor_col != b->cursor_col)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!cell_equal(&a->cells[i], &b->cells[i]))
			return false;
	return true;
}

void surface_dump_text(const struct surface *s, struct strbuf *out)
{
	const struct cell *c;
	size_t end;

	for (int row = 0; row < s->rows; row++) {
		end = out->len;
		for (int col = 0; col < s->cols; col++) {
			c = surface_cell(s, row, col);
			if (c->text[0]) {
				strbuf_adds(out, c->text);
				end = out->len;
			} else if (c->width) {
				strbuf_addc(out, ' ');
			}
		}
		strbuf_truncate(out, end);
		strbuf_addc(out, '\n');
	}
}
