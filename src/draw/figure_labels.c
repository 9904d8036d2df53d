/*
 * Words on a page. As in draw/labels.h greedy by priority with eight places around the point, but
 * in points of the page instead of cells: a place is free if its box meets no other word and no mark
 * of an important point; of the free ones that wins which covers the fewest dots and reads best.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/display.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "draw/figure_internal.h"

#define GAP	 7.0 /* between a point and its word */
#define ASCENT	 9.5
#define DESCENT	 3.0
#define MARK	 4.5 /* half of an important point's mark */
#define DOT_CELL 6.0 /* the grid that dots and lines are counted in */
#define BEARABLE 7.0 /* what a word that is not important may cost */

struct turn {
	int64_t key; /* smaller goes first */
	size_t point;
};

struct space {
	const struct page *page;
	struct box *taken; /* words that are set */
	size_t taken_count;
	struct box *marks; /* important points */
	size_t mark_count;
	uint16_t *dots; /* (rows, cols) how many stand in each cell of the grid */
	int rows, cols;
};

static const struct {
	double dx, dy; /* −1 left, above; 0 middle; 1 right, below */
	double cost;
} places[] = {
	{ 1, 0, 0 }, { -1, 0, 1 }, { 0, -1, 2 },  { 0, 1, 2 },
	{ 1, 1, 3 }, { 1, -1, 3 }, { -1, -1, 4 }, { -1, 1, 4 },
};

double figure_text_width(const char *text, size_t n)
{
	struct display_iter it = DISPLAY_ITER(text, n);
	struct display_glyph g;
	double em = 0;

	while (display_next(&it, &g)) {
		if (g.width == 2)
			em += 1.05;
		else if (strchr("iljtfrI.,:;'!|()[] ", g.text[0]) && !g.text[1])
			em += 0.42;
		else if (strchr("mwMW@%", g.text[0]) && !g.text[1])
			em += 1.0;
		else if (g.text[0] >= 'A' && g.text[0] <= 'Z')
			em += 0.76;
		else if (g.width)
			em += 0.64;
	}
	return em * FIGURE_FONT;
}

bool figure_is_shown(const struct page *page, const struct scatter_point *p, double *x, double *y)
{
	*x = page->x0 + page->scale * p->x;
	*y = page->y0 - page->scale * p->y;
	return isfinite(*x) && isfinite(*y) && *x >= page->plot.x0 && *x <= page->plot.x1 &&
	       *y >= page->plot.y0 && *y <= page->plot.y1;
}

static int compare_turn(const void *pa, const void *pb)
{
	const struct turn *a = pa, *b = pb;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->point < b->point ? -1 : a->point > b->point;
}

static struct turn *make_order(const struct figure *f)
{
	struct turn *order = xcalloc(f->count + 1, sizeof(*order));

	for (size_t i = 0; i < f->count; i++) {
		order[i].point = i;
		order[i].key = -(int64_t)f->points[i].priority -
			       (f->points[i].important ? (int64_t)1 << 40 : 0);
	}
	qsort(order, f->count, sizeof(*order), compare_turn);
	return order;
}

/* --- what is in the way --- */

static void add_dot(struct space *s, double x, double y)
{
	int row = (int)floor((y - s->page->plot.y0) / DOT_CELL);
	int col = (int)floor((x - s->page->plot.x0) / DOT_CELL);

	if (row >= 0 && col >= 0 && row < s->rows && col < s->cols &&
	    s->dots[row * s->cols + col] < UINT16_MAX)
		s->dots[row * s->cols + col]++;
}

static void add_line(struct space *s, const struct scatter_line *l)
{
	const struct page *p = s->page;
	double dx = p->scale * (l->x1 - l->x0), dy = p->scale * (l->y0 - l->y1);
	double steps = fmin(hypot(dx, dy) / DOT_CELL, 1000);

	for (double i = 0; i <= steps; i++)
		add_dot(s, p->x0 + p->scale * l->x0 + dx * i / fmax(steps, 1),
			p->y0 - p->scale * l->y0 + dy * i / fmax(steps, 1));
}

static void open_space(struct space *s, const struct figure *f, const struct page *page)
{
	double x, y;

	s->page = page;
	s->cols = (int)((page->plot.x1 - page->plot.x0) / DOT_CELL) + 1;
	s->rows = (int)((page->plot.y1 - page->plot.y0) / DOT_CELL) + 1;
	s->dots = xcalloc((size_t)s->rows * (size_t)s->cols, sizeof(*s->dots));
	s->taken = xcalloc(f->count + 1, sizeof(*s->taken));
	s->marks = xcalloc(f->count + 1, sizeof(*s->marks));
	for (size_t i = 0; i < f->count; i++) {
		if (!figure_is_shown(page, &f->points[i], &x, &y))
			continue;
		add_dot(s, x, y);
		if (f->points[i].important)
			s->marks[s->mark_count++] =
				(struct box){ x - MARK, y - MARK, x + MARK, y + MARK };
	}
	for (size_t i = 0; i < f->line_count; i++)
		if (isfinite(f->lines[i].x0 + f->lines[i].y0 + f->lines[i].x1 + f->lines[i].y1))
			add_line(s, &f->lines[i]);
}

static void close_space(struct space *s)
{
	free(s->dots);
	free(s->taken);
	free(s->marks);
}

static bool meets(const struct box *a, const struct box *boxes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct box *b = &boxes[i];

		if (a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 && b->y0 < a->y1)
			return true;
	}
	return false;
}

static double dots_under(const struct space *s, const struct box *b)
{
	int row0 = (int)((b->y0 - s->page->plot.y0) / DOT_CELL), sum = 0;
	int col0 = (int)((b->x0 - s->page->plot.x0) / DOT_CELL);

	for (int row = row0; row <= (int)((b->y1 - s->page->plot.y0) / DOT_CELL); row++)
		for (int col = col0; col <= (int)((b->x1 - s->page->plot.x0) / DOT_CELL); col++)
			if (row >= 0 && col >= 0 && row < s->rows && col < s->cols)
				sum += s->dots[row * s->cols + col];
	return sum;
}

/* The box of a word of that width at a place around (x, y). */
static struct box box_at(double x, double y, double width, size_t place)
{
	double dx = places[place].dx, dy = places[place].dy, left, middle;

	left = dx > 0	? x + (dy != 0 ? 2 : GAP)
	       : dx < 0 ? x - (dy != 0 ? 2 : GAP) - width
			: x - width / 2;
	middle = y + dy * (GAP + (ASCENT + DESCENT) / 2 - (dx != 0 ? 2 : 0));
	return (struct box){ left, middle - (ASCENT + DESCENT) / 2, left + width,
			     middle + (ASCENT + DESCENT) / 2 };
}

static bool is_inside(const struct box *b, const struct box *in)
{
	return b->x0 >= in->x0 && b->x1 <= in->x1 && b->y0 >= in->y0 && b->y1 <= in->y1;
}

/* The cheapest free place for the word of p; false: there is none worth having. */
static bool find_box(const struct space *s, const struct scatter_point *p, double width, bool must,
		     struct box *out)
{
	size_t count = utf8_starts_rtl(p->label, p->label_len) ? 1 : ARRAY_LEN(places);
	double x, y, best = HUGE_VAL;

	figure_is_shown(s->page, p, &x, &y);
	for (size_t i = 0; i < count; i++) {
		struct box b = box_at(x, y, width, i);
		double cost = places[i].cost + 2 * dots_under(s, &b);

		if (!is_inside(&b, &s->page->plot) || meets(&b, s->taken, s->taken_count) ||
		    (!must && meets(&b, s->marks, s->mark_count)))
			continue;
		if (cost < best) {
			best = cost;
			*out = b;
		}
	}
	return p->important ? best < HUGE_VAL : best < BEARABLE;
}

struct figure_label *figure_place_labels(const struct figure *f, const struct page *page,
					 size_t *count)
{
	struct figure_label *labels = xcalloc(f->count + 1, sizeof(*labels));
	struct turn *order = make_order(f);
	struct space s = { 0 };
	size_t plain = 0;
	double x, y;

	*count = 0;
	open_space(&s, f, page);
	for (size_t i = 0; i < f->count && !f->no_labels; i++) {
		const struct scatter_point *p = &f->points[order[i].point];
		struct strbuf cut = STRBUF_INIT;
		struct box b;

		if (!p->label || !p->label_len || (!p->important && plain >= f->labels) ||
		    !figure_is_shown(page, p, &x, &y))
			continue;
		display_fit(&cut, p->label, p->label_len, FIGURE_LABEL_CELLS);
		double width = figure_text_width(cut.buf, cut.len);

		strbuf_release(&cut);
		if (!find_box(&s, p, width, false, &b) &&
		    !(p->must && find_box(&s, p, width, true, &b)))
			continue;
		labels[(*count)++] =
			(struct figure_label){ order[i].point, b.x0, b.y1 - DESCENT, width };
		s.taken[s.taken_count++] = b;
		plain += !p->important;
	}
	close_space(&s);
	free(order);
	return labels;
}
