#include "draw/tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"

enum { LABEL_MAX = 30 };

struct drawing {
	struct surface *s;
	struct rect r;
	const struct tree *t;
	size_t top;
	int width;   /* columns of the tree itself */
	size_t *row; /* (2 leaves) line of each group: that of its first leaf */
};

static int column(const struct drawing *d, double height)
{
	double most = d->t->leaves > 1 ? d->t->joins[d->t->leaves - 2].height : 0;
	double share = most > 0 ? fmax(0, fmin(1, height / most)) : 0;

	return (int)lround((1 - share) * (d->width - 2)) + 1;
}

static int column_of(const struct drawing *d, uint32_t group)
{
	if (group < d->t->leaves)
		return d->width;
	return column(d, d->t->joins[group - d->t->leaves].height);
}

static void put(const struct drawing *d, size_t line, int col, const char *glyph)
{
	if (line >= d->top && line - d->top < (size_t)d->r.rows && col < d->r.cols)
		surface_puts(d->s, d->r.row + (int)(line - d->top), d->r.col + col, 1, ROLE_LINE,
			     glyph);
}

static void put_line(const struct drawing *d, size_t line, int from, int to)
{
	for (int col = from; col < to; col++)
		put(d, line, col, "─");
}

static void draw_join(const struct drawing *d, size_t i)
{
	const struct tree_join *j = &d->t->joins[i];
	bool left_first = d->row[j->left] < d->row[j->right];
	uint32_t upper = left_first ? j->left : j->right, lower = left_first ? j->right : j->left;
	int col = column(d, j->height);

	put_line(d, d->row[upper], col + 1, column_of(d, upper));
	put_line(d, d->row[lower], col + 1, column_of(d, lower));
	put(d, d->row[upper], col, "┬");
	for (size_t line = d->row[upper] + 1; line < d->row[lower]; line++)
		put(d, line, col, "│");
	put(d, d->row[lower], col, "└");
}

static void find_rows(struct drawing *d)
{
	const struct tree *t = d->t;

	d->row = xcalloc(2 * t->leaves, sizeof(*d->row));
	for (size_t i = 0; i < t->leaves; i++)
		d->row[t->order[i]] = i;
	for (size_t i = 0; i + 1 < t->leaves; i++)
		d->row[t->leaves + i] = MIN(d->row[t->joins[i].left], d->row[t->joins[i].right]);
}

static int label_cells(const struct drawing *d)
{
	size_t widest = 3;

	for (size_t i = 0; i < d->t->leaves; i++)
		widest = MAX(widest,
			     surface_text_width(d->s, d->t->labels[i], strlen(d->t->labels[i])));
	return (int)MIN(widest, (size_t)LABEL_MAX);
}

static void draw_scale(const struct drawing *d)
{
	size_t line = d->t->leaves;
	double most = d->t->joins[d->t->leaves - 2].height;

	if (line < d->top || line - d->top >= (size_t)d->r.rows)
		return;
	int row = d->r.row + (int)(line - d->top);

	surface_putf(d->s, row, d->r.col + 1, 8, ROLE_DIM, "%.2f", most);
	if (d->width > 24)
		surface_putf(d->s, row, d->r.col + column(d, most / 2), 8, ROLE_DIM, "%.2f",
			     most / 2);
	surface_puts(d->s, row, d->r.col + d->width - 1, 2, ROLE_DIM, "0");
}

void tree_draw(struct surface *s, struct rect r, const struct tree *t, size_t top)
{
	struct drawing d = { s, r, t, top, 0, NULL };

	if (t->leaves < 2 || r.rows <= 0 || r.cols < 8)
		return;
	d.width = MAX(r.cols - label_cells(&d) - 2, 4);
	find_rows(&d);
	put(&d, d.row[2 * t->leaves - 2], 0, "─");
	for (size_t i = t->leaves - 1; i-- > 0;)
		draw_join(&d, i);
	for (size_t i = 0; i < t->leaves; i++) {
		const char *label = t->labels[t->order[i]];

		if (i >= top && i - top < (size_t)r.rows)
			surface_puts(s, r.row + (int)(i - top), r.col + d.width + 1,
				     r.cols - d.width - 1, ROLE_LABEL, label);
	}
	draw_scale(&d);
	free(d.row);
}
