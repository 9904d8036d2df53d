/* The part of draw/scatter.h that only computes: bounds, views, finding a point. */
#include "draw/scatter.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

#define FAR_CELLS  1e6
#define LABEL_ROOM 10 /* columns left free beside the outermost points */

struct scatter_bounds scatter_bounds_empty(void)
{
	return (struct scatter_bounds){ HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL };
}

void scatter_bounds_add(struct scatter_bounds *b, double x, double y)
{
	if (!isfinite(x) || !isfinite(y))
		return;
	b->x0 = fmin(b->x0, x);
	b->x1 = fmax(b->x1, x);
	b->y0 = fmin(b->y0, y);
	b->y1 = fmax(b->y1, y);
}

bool scatter_bounds_is_empty(const struct scatter_bounds *b)
{
	return !(b->x0 <= b->x1);
}

/* The k-th smallest of n values (from 0), which are put in another order: Hoare's selection. A map
 * that moves asks for it in every frame, where sorting takes longer than drawing. */
static double nth_smallest(double *values, size_t n, size_t k)
{
	ptrdiff_t low = 0, high = (ptrdiff_t)n - 1, at = (ptrdiff_t)k;

	while (low < high) {
		double pivot = values[low + (high - low) / 2];
		ptrdiff_t i = low, j = high;

		while (i <= j) {
			while (values[i] < pivot)
				i++;
			while (values[j] > pivot)
				j--;
			if (i <= j) {
				double t = values[i];

				values[i++] = values[j];
				values[j--] = t;
			}
		}
		if (at <= j)
			high = j;
		else if (at >= i)
			low = i;
		else
			break;
	}
	return values[k];
}

static void trimmed_range(double *values, size_t n, double trim, double *low, double *high)
{
	size_t cut = MIN((size_t)(trim * (double)n), n - 1);

	*low = nth_smallest(values, n, cut);
	*high = nth_smallest(values, n, n - 1 - cut);
}

struct scatter_bounds scatter_bounds_trimmed(const double *x, const double *y, size_t stride,
					     size_t n, double trim)
{
	struct scatter_bounds b = scatter_bounds_empty();
	double *xs = xmalloc((n + 1) * sizeof(*xs)), *ys = xmalloc((n + 1) * sizeof(*ys));
	size_t count = 0;

	for (size_t i = 0; i < n * stride; i += stride)
		if (isfinite(x[i]) && isfinite(y[i])) {
			xs[count] = x[i];
			ys[count++] = y[i];
		}
	if (count) {
		trimmed_range(xs, count, trim, &b.x0, &b.x1);
		trimmed_range(ys, count, trim, &b.y0, &b.y1);
	}
	free(xs);
	free(ys);
	return b;
}

static int clamp_cell(double v)
{
	return (int)fmax(-FAR_CELLS, fmin(FAR_CELLS, v));
}

struct scatter_view scatter_fit(const struct scatter_bounds *b, int rows, int cols)
{
	struct scatter_view v = { 1, 0, 0 };
	int labels = cols >= 3 * LABEL_ROOM ? LABEL_ROOM : 2;
	double room_x = MAX(cols - labels, 1);
	double room_y = MAX(rows - (rows > 6 ? 3 : 1), 1) * 2.0;

	if (scatter_bounds_is_empty(b))
		return v;
	v.scale = fmin(room_x / fmax(b->x1 - b->x0, 1e-9), room_y / fmax(b->y1 - b->y0, 1e-9));
	v.col = clamp_cell(round(-v.scale * (b->x0 + b->x1) / 2)) - labels / 4;
	v.row = clamp_cell(round(v.scale * (b->y0 + b->y1) / 4));
	return v;
}

void scatter_zoom(struct scatter_view *v, double factor, double row, double col, int rows, int cols)
{
	double from_col = col - cols / 2, from_row = row - rows / 2;

	v->col = clamp_cell(round(from_col - (from_col - v->col) * factor));
	v->row = clamp_cell(round(from_row - (from_row - v->row) * factor));
	v->scale *= factor;
}

void scatter_cell(const struct scatter_view *v, double x, double y, int rows, int cols, int *row,
		  int *col)
{
	*col = clamp_cell(floor(x * v->scale)) + v->col + cols / 2;
	*row = clamp_cell(floor(-y * v->scale / 2)) + v->row + rows / 2;
}

static bool label_is_at(const struct scatter_point *p, int row, int col)
{
	return p->side != LABEL_HIDDEN && p->text_row == row && col >= p->text_col &&
	       col < p->text_col + p->text_cells;
}

size_t scatter_find(const struct scatter_point *points, size_t n, int row, int col, int reach)
{
	size_t best = n;
	int64_t best_distance = (int64_t)reach * reach, dx, dy, distance;

	for (size_t i = 0; i < n; i++) {
		const struct scatter_point *p = &points[i];

		if (isnan(p->x))
			continue;
		if (label_is_at(p, row, col))
			return i;
		dx = p->col - col;
		dy = 2 * (int64_t)(p->row - row);
		distance = dx * dx + dy * dy;
		if (distance > best_distance)
			continue;
		if (distance < best_distance || best == n || p->priority > points[best].priority) {
			best = i;
			best_distance = distance;
		}
	}
	return best;
}
