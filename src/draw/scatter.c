#include "draw/scatter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/display.h"
#include "base/mem.h"
#include "base/utf8.h"

#define LABEL_CELLS_MAX 28
#define LINE_PRIORITY	1
#define LINE_COST	4

/* What one call of scatter_draw() works on. */
struct frame {
	struct surface *s;
	struct rect r;
	const struct scatter_view *view;
	struct scatter_point *points;
	size_t n;
	const struct scatter_options *opt;
	struct canvas *canvas;
	uint8_t *soft; /* (rows, cols): what a label would cover */
	uint8_t *text; /* (rows, cols): 1 where a label stands */
};

static int dot_at(double world, double dots_per_unit, int origin)
{
	double at = floor(world * dots_per_unit) + origin;

	return (int)fmax(-1e8, fmin(1e8, at));
}

static void world_to_dots(const struct frame *f, double x, double y, int *dot_x, int *dot_y)
{
	int across = canvas_dots_x(f->canvas) / f->r.cols,
	    down = canvas_dots_y(f->canvas) / f->r.rows;

	*dot_x = dot_at(x, f->view->scale * across, (f->view->col + f->r.cols / 2) * across);
	*dot_y = dot_at(-y, f->view->scale * down / 2, (f->view->row + f->r.rows / 2) * down);
}

static bool is_inside(const struct frame *f, const struct scatter_point *p)
{
	return p->row >= 0 && p->row < f->r.rows && p->col >= 0 && p->col < f->r.cols;
}

/* What a label should rather not cover: a dot costs 1, a line more. */
static void add_soft(struct frame *f, uint8_t cost)
{
	for (int row = 0; row < f->r.rows; row++)
		for (int col = 0; col < f->r.cols; col++)
			if (canvas_hit(f->canvas, row, col) && !f->soft[row * f->r.cols + col])
				f->soft[row * f->r.cols + col] = cost;
}

static void draw_lines(struct frame *f)
{
	int x, y;

	for (size_t i = 0; i < f->opt->line_count; i++) {
		const struct scatter_line *l = &f->opt->lines[i];
		int x1, y1;

		if (isnan(l->x0 + l->y0 + l->x1 + l->y1))
			continue;
		world_to_dots(f, l->x0, l->y0, &x, &y);
		world_to_dots(f, l->x1, l->y1, &x1, &y1);
		canvas_line(f->canvas, x, y, x1, y1, l->role, LINE_PRIORITY);
	}
	if (f->opt->line_count)
		add_soft(f, LINE_COST);
}

static void draw_dots(struct frame *f)
{
	int x, y;

	draw_lines(f);
	for (size_t i = 0; i < f->n; i++) {
		struct scatter_point *p = &f->points[i];

		if (isnan(p->x) || isnan(p->y)) {
			p->row = p->col = -1;
			continue;
		}
		scatter_cell(f->view, p->x, p->y, f->r.rows, f->r.cols, &p->row, &p->col);
		world_to_dots(f, p->x, p->y, &x, &y);
		canvas_point(f->canvas, x, y, p->dot_role, p->important ? LINE_PRIORITY + 1 : 0);
	}
	add_soft(f, 1);
	canvas_set_density(f->canvas, f->opt->density);
	canvas_blit(f->canvas, f->s, f->r.row, f->r.col);
}

/* The strongest glyph of each cell wins. `firm`: only those that matter, where no text stands. */
static void draw_glyphs(const struct frame *f, bool firm)
{
	size_t cells = (size_t)f->r.rows * (size_t)f->r.cols;
	const struct scatter_point **best = xcalloc(cells, sizeof(*best));

	for (size_t i = 0; i < f->n; i++) {
		const struct scatter_point *p = &f->points[i], **at;

		if (!is_inside(f, p) || (!p->glyph && p->side == LABEL_HIDDEN))
			continue;
		if (firm && !p->important && p->side == LABEL_HIDDEN)
			continue;
		if (firm && f->text[p->row * f->r.cols + p->col])
			continue;
		at = &best[p->row * f->r.cols + p->col];
		if (!*at || p->priority > (*at)->priority)
			*at = p;
	}
	for (size_t i = 0; i < cells; i++)
		if (best[i])
			surface_put_glyph(f->s, f->r.row + best[i]->row, f->r.col + best[i]->col,
					  best[i]->role, best[i]->glyph ? best[i]->glyph : "·", 1);
	free(best);
}

static int label_cells(const struct frame *f, const struct scatter_point *p)
{
	size_t width = surface_text_width(f->s, p->label, p->label_len);

	return (int)MIN(width, (size_t)MIN(LABEL_CELLS_MAX, MAX(f->r.cols - 3, 1)));
}

/* Labels of the points in sight; which[k] is the point of the k-th. */
static size_t collect_labels(const struct frame *f, struct label *labels, size_t *which)
{
	size_t count = 0;

	for (size_t i = 0; i < f->n; i++) {
		struct scatter_point *p = &f->points[i];

		if (!p->label || !is_inside(f, p)) {
			p->side = LABEL_HIDDEN;
			continue;
		}
		labels[count] = (struct label){
			.row = p->row,
			.col = p->col,
			.width = label_cells(f, p),
			.bytes = p->label_len,
			.priority = p->priority,
			.important = p->important,
			.must = p->must,
			.rtl = utf8_starts_rtl(p->label, p->label_len),
			.last = p->side,
		};
		which[count++] = i;
	}
	return count;
}

static void place_labels(const struct frame *f)
{
	struct label *labels = xcalloc(f->n + 1, sizeof(*labels));
	size_t *which = xcalloc(f->n + 1, sizeof(*which)), count;
	struct label_options opt = {
		.rows = f->r.rows,
		.cols = f->r.cols,
		.budget = f->opt->label_budget,
		.soft = f->soft,
		.frozen = f->opt->frozen,
		.none = f->opt->no_labels,
		.step = f->opt->label_step,
		.more = f->opt->labels_wait,
	};

	count = collect_labels(f, labels, which);
	labels_place(labels, count, &opt);
	for (size_t k = 0; k < count; k++) {
		struct scatter_point *p = &f->points[which[k]];

		p->side = labels[k].side;
		p->text_row = labels[k].text_row;
		p->text_col = labels[k].text_col;
		p->text_cells = labels[k].width;
	}
	free(labels);
	free(which);
}

static void draw_label(const struct frame *f, const struct scatter_point *p)
{
	int row = f->r.row + p->text_row, col = f->r.col + p->text_col;

	/* the cell between dot and text, so that they read as one */
	if (p->side == LABEL_E)
		surface_put_glyph(f->s, row, col - 1, p->role, "", 1);
	if (p->side == LABEL_W)
		surface_put_glyph(f->s, row, col + p->text_cells, p->role, "", 1);
	surface_put(f->s, row, col, p->text_cells, p->role, p->label, p->label_len);
	memset(f->text + p->text_row * f->r.cols + p->text_col, 1, (size_t)p->text_cells);
}

void scatter_draw(struct surface *s, struct rect r, const struct scatter_view *v,
		  struct scatter_point *points, size_t n, const struct scatter_options *opt)
{
	struct frame f = { s, r, v, points, n, opt, NULL, NULL, NULL };

	if (r.rows <= 0 || r.cols <= 0)
		return;
	f.canvas = canvas_new(r.rows, r.cols, opt->glyphs);
	f.soft = xcalloc((size_t)r.rows * (size_t)r.cols, 1);
	f.text = xcalloc((size_t)r.rows * (size_t)r.cols, 1);
	draw_dots(&f);
	place_labels(&f);
	draw_glyphs(&f, false);
	for (size_t i = 0; i < n; i++)
		if (points[i].side != LABEL_HIDDEN)
			draw_label(&f, &points[i]);
	draw_glyphs(&f, true); /* over the blanks beside labels */
	canvas_free(f.canvas);
	free(f.soft);
	free(f.text);
}
