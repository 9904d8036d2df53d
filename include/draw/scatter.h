/*
 * A scatter plot on a surface: dots for all points, a glyph for each point that matters, labels
 * beside them that never overlap (draw/labels.h). Distances are kept: one unit is as long across
 * as down, a row being two columns high.
 *
 * The view moves in whole cells, so that panning shifts the picture without changing it.
 */
#ifndef DRAW_SCATTER_H
#define DRAW_SCATTER_H

#include "draw/canvas.h"
#include "draw/labels.h"
#include "draw/surface.h"

struct scatter_point {
	double x, y;		/* in the world, y upwards; NaN: not drawn */
	const char *label;	/* borrowed bytes; NULL = never one */
	size_t label_len;
	const char *glyph;	/* borrowed, one cell; NULL = a plain dot, "·" when it has a label */
	enum role role;		/* of glyph and label */
	enum role dot_role;	/* of the plain dot */
	int priority;		/* of label and glyph, higher first */
	bool important;		/* its label is placed over plain dots, beyond the budget */
	bool must;		/* important, and its label may cover the glyphs of others */
	enum label_side side;	/* in: of the last frame, LABEL_HIDDEN at first; out: of this one */
	/* out: */
	int row, col;		/* its cell, counted from the top left of the rectangle */
	int text_row, text_col, text_cells;	/* of the label, if it is shown */
};

struct scatter_line {
	double x0, y0, x1, y1;
	enum role role;
};

struct scatter_view {
	double scale;		/* columns per unit */
	int col, row;		/* cell of the world's origin, from the middle of the rectangle */
};

struct scatter_bounds {
	double x0, y0, x1, y1;
};

struct scatter_options {
	enum canvas_glyphs glyphs;
	bool density;		/* colour plain dots by how many share a cell */
	bool no_labels;		/* not even the important ones */
	size_t label_budget;	/* of labels that are not important; 0 = as labels_place() thinks */
	bool frozen;		/* moving: keep labels and their sides */
	size_t label_step;	/* bytes of labels that come or go in one frame; 0 = all at once */
	bool *labels_wait;	/* out, or NULL: some wait for the next frame */
	const struct scatter_line *lines;
	size_t line_count;
};

/* Empty bounds, and growing them by a point. NaN is ignored. */
struct scatter_bounds scatter_bounds_empty(void);
void scatter_bounds_add(struct scatter_bounds *b, double x, double y);
bool scatter_bounds_is_empty(const struct scatter_bounds *b);
/* The bounds of n points x[i × stride], y[i × stride] but the outermost `trim` (0 … 0.5) at each
 * side. */
struct scatter_bounds scatter_bounds_trimmed(const double *x, const double *y, size_t stride,
					     size_t n, double trim);

/* The view that shows the bounds as large as possible, with some room for labels. */
struct scatter_view scatter_fit(const struct scatter_bounds *b, int rows, int cols);
/* Scale by `factor` around a cell of the rectangle. */
void scatter_zoom(struct scatter_view *v, double factor, double row, double col, int rows, int cols);
/* The cell where (x, y) lies; far outside it is clamped to ±1e6. */
void scatter_cell(const struct scatter_view *v, double x, double y, int rows, int cols, int *row,
		  int *col);

/* Draw, and fill the out fields of each point. */
void scatter_draw(struct surface *s, struct rect r, const struct scatter_view *v,
		  struct scatter_point *points, size_t n, const struct scatter_options *opt);
/* The point whose label is at that cell of the rectangle, or else whose dot is nearest within
 * `reach` columns; n if there is none. Uses the out fields of the last scatter_draw(). */
size_t scatter_find(const struct scatter_point *points, size_t n, int row, int col, int reach);

#endif
