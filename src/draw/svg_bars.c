/*
 * Bars below one another are one slab when their cells are filled to the edges, as a terminal does
 * it; a picture can leave a gap between them. But columns, whose cells stand on one another, must not
 * be torn. Both are made of █, and only their ends tell: a bar ends in ▉ … ▏, a column in ▁ … ▇.
 *
 * So: blocks that touch form a piece. A piece with the end of a bar, and nothing that stands on it or
 * hangs from it, is made of bars.
 */
#include "draw/svg_bars.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

enum kind { OTHER, FULL, BAR_END, COLUMN_END };

static enum kind kind_at(const struct surface *s, int row, int col)
{
	const struct cell *c = surface_cell(s, row, col);
	uint32_t cp = 0;

	if (!c || !c->text[0])
		return OTHER;
	utf8_decode(c->text, strlen(c->text), &cp);
	if (cp == 0x2588 ||
	    cp == 0x258C) /* ▌ is a quarter of a map's dots, too: it tells nothing */
		return FULL;
	if (cp >= 0x2589 && cp <= 0x258F)
		return BAR_END;
	return cp >= 0x2580 && cp <= 0x259F ? COLUMN_END : OTHER;
}

/* What is known of a piece while it is walked over. */
struct piece {
	size_t *cells; /* all of it, in the order in which they were found */
	size_t count;
	bool has_bar_end, has_column_end;
};

static void meet(struct piece *p, const struct surface *s, uint8_t *seen, int row, int col)
{
	size_t at = (size_t)row * (size_t)s->cols + (size_t)col;
	enum kind kind = kind_at(s, row, col);

	p->has_bar_end |= kind == BAR_END;
	p->has_column_end |= kind == COLUMN_END;
	if ((kind != FULL && kind != BAR_END) || seen[at])
		return;
	seen[at] = 1;
	p->cells[p->count++] = at;
}

static void walk(struct piece *p, const struct surface *s, uint8_t *seen, int row, int col)
{
	meet(p, s, seen, row, col);
	for (size_t i = 0; i < p->count; i++) {
		row = (int)(p->cells[i] / (size_t)s->cols);
		col = (int)(p->cells[i] % (size_t)s->cols);
		meet(p, s, seen, row - 1, col);
		meet(p, s, seen, row + 1, col);
		meet(p, s, seen, row, col - 1);
		meet(p, s, seen, row, col + 1);
	}
}

uint8_t *svg_find_bars(const struct surface *s)
{
	size_t n = (size_t)MAX(s->rows, 0) * (size_t)MAX(s->cols, 0);
	uint8_t *bars = xcalloc(n + 1, 1), *seen = xcalloc(n + 1, 1);
	struct piece p = { .cells = xcalloc(n + 1, sizeof(*p.cells)) };

	for (size_t at = 0; at < n; at++) {
		p.count = 0;
		p.has_bar_end = p.has_column_end = false;
		walk(&p, s, seen, (int)(at / (size_t)s->cols), (int)(at % (size_t)s->cols));
		for (size_t i = 0; i < p.count; i++)
			bars[p.cells[i]] = p.has_bar_end && !p.has_column_end;
	}
	free(p.cells);
	free(seen);
	return bars;
}
