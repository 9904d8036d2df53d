/*
 * Where the window stands on the map. All moves go through here, so that each can be undone, and
 * glides if the user likes that: scale and centre are interpolated, the scale geometrically.
 */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "ui/views/map.h"

#define GLIDE_NS       250e6
#define ZOOM_MIN       0.25
#define ZOOM_MAX       400.0
#define SIGHT_ZOOM_MAX 16.0 /* how near a question brings its answer */
#define ISLAND_TRIM    0.02
#define ISLAND_ROOM    0.2
#define ISLAND_WORTH   0.6   /* less than this part of the picture is left to the others */
#define TRIM	       0.005 /* the outermost words do not decide how large the map is */
#define SMALL	       0.35  /* an answer on less than this part of the pane is too small to read */

/* All moves end here. */
static void go_to(struct map *v, struct scatter_view to, bool animate)
{
	v->from = v->now.view;
	v->target = to;
	v->moving_since = animate ? clock_ns() : 0;
	if (!animate)
		v->now.view = to;
}

void map_frame_finish(struct map *v)
{
	if (v->moving_since)
		v->now.view = v->target;
	v->moving_since = 0;
}

static double mix(double a, double b, double t)
{
	return a + (b - a) * t;
}

bool map_frame_step(struct map *v)
{
	double t = (double)(clock_ns() - v->moving_since) / GLIDE_NS;
	struct scatter_view *now = &v->now.view;

	if (!v->moving_since)
		return false;
	if (t >= 1) {
		map_frame_finish(v);
		return false;
	}
	t = t * t * (3 - 2 * t);
	now->scale = v->from.scale * pow(v->target.scale / v->from.scale, t);
	/* the world point in the middle moves straight; -col / scale is its x */
	now->col = (int)lround(
		now->scale * mix(v->from.col / v->from.scale, v->target.col / v->target.scale, t));
	now->row = (int)lround(
		now->scale * mix(v->from.row / v->from.scale, v->target.row / v->target.scale, t));
	return true;
}

static struct scatter_bounds bounds(const struct map *v, double trim)
{
	return scatter_bounds_trimmed(v->xy, v->xy + 1, 2, v->points.frequent, trim);
}

static void leave_room(double *low, double *high)
{
	double room = ISLAND_ROOM * (*high - *low);

	*low -= room;
	*high += room;
}

/* UMAP lets a handful of words drift far away: when they would take much of the picture, what the
 * others need decides. Zooming out shows them. */
static struct scatter_bounds without_islands(const struct map *v, struct scatter_bounds all)
{
	struct scatter_bounds most = bounds(v, ISLAND_TRIM);

	if (most.x1 - most.x0 > (all.x1 - all.x0) * ISLAND_WORTH &&
	    most.y1 - most.y0 > (all.y1 - all.y0) * ISLAND_WORTH)
		return all;
	leave_room(&most.x0, &most.x1);
	leave_room(&most.y0, &most.y1);
	most.x0 = fmax(most.x0, all.x0);
	most.x1 = fmin(most.x1, all.x1);
	most.y0 = fmax(most.y0, all.y0);
	most.y1 = fmin(most.y1, all.y1);
	return most;
}

static void add_bounds(const struct map *v, struct scatter_bounds *b, const uint32_t *rows,
		       size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t at = map_points_find(&v->points, rows[i]);

		if (at != MAP_NO_POINT)
			scatter_bounds_add(b, v->xy[2 * at], v->xy[2 * at + 1]);
	}
}

static struct scatter_view home_view(const struct map *v)
{
	struct scatter_bounds b = bounds(v, TRIM);

	if (v->points.kind == MAP_UMAP)
		b = without_islands(v, b);
	if (v->points.kind == MAP_WORD_AXES &&
	    map_wish_has_ends(&v->met)) /* their ends belong to the picture */
		add_bounds(v, &b, v->met.at, 4);
	return scatter_fit(&b, v->rows, v->cols);
}

void map_frame_home(struct map *v, bool animate)
{
	go_to(v, home_view(v), animate);
	v->at_home = true;
}

/* The pane has a new size: keep the zoom and the middle, or the whole map if that was shown. */
void map_frame_fit_pane(struct map *v, int rows, int cols)
{
	double old = v->home_scale;
	bool first = v->rows == 0;

	if (rows == v->rows && cols == v->cols && old > 0)
		return;
	v->rows = rows;
	v->cols = cols;
	v->home_scale = home_view(v).scale;
	map_frame_finish(v);
	if (first || v->at_home || !(old > 0))
		map_frame_home(v, false);
	else
		scatter_zoom(&v->now.view, v->home_scale / old, rows / 2, cols / 2, rows, cols);
	v->target = v->now.view;
}

double map_frame_zoom_factor(const struct map *v)
{
	double scale = v->moving_since ? v->target.scale : v->now.view.scale;

	return v->home_scale > 0 ? scale / v->home_scale : 1;
}

void map_frame_zoom(struct map *v, double factor, int row, int col)
{
	double zoom = map_frame_zoom_factor(v), wanted = zoom * factor;

	map_frame_finish(v);
	factor = fmax(ZOOM_MIN, fmin(ZOOM_MAX, wanted)) / zoom;
	scatter_zoom(&v->now.view, factor, row < 0 ? v->rows / 2 : row, col < 0 ? v->cols / 2 : col,
		     v->rows, v->cols);
	v->target = v->now.view;
	v->at_home = false;
}

void map_frame_pan(struct map *v, int cols, int rows)
{
	map_frame_finish(v);
	v->now.view.col -= cols;
	v->now.view.row -= rows;
	v->target = v->now.view;
	v->at_home = false;
}

/* Are the bounds within the pane, and not tiny? */
static bool are_in_sight(const struct map *v, const struct scatter_bounds *b)
{
	const struct scatter_view *view = &v->now.view;
	int r0, c0, r1, c1;

	scatter_cell(view, b->x0, b->y1, v->rows, v->cols, &r0, &c0);
	scatter_cell(view, b->x1, b->y0, v->rows, v->cols, &r1, &c1);
	return r0 >= 0 && c0 >= 0 && r1 < v->rows && c1 < v->cols &&
	       (r1 - r0 >= SMALL * v->rows || c1 - c0 >= SMALL * v->cols);
}

void map_frame_bring_into_sight(struct map *v, bool animate)
{
	struct scatter_bounds b = scatter_bounds_empty();
	struct scatter_view to;
	double most = v->home_scale * SIGHT_ZOOM_MAX;

	add_bounds(v, &b, v->query, v->query_count);
	add_bounds(v, &b, v->answers, MIN(v->answer_count, 20));
	if (scatter_bounds_is_empty(&b) || are_in_sight(v, &b))
		return;
	to = scatter_fit(&b, v->rows, v->cols);
	if (to.scale > most)
		scatter_zoom(&to, most / to.scale, v->rows / 2, v->cols / 2, v->rows, v->cols);
	map_undo_push(v);
	go_to(v, to, animate);
	v->at_home = false;
}

/* By how much a cell lies beyond [edge, size - edge). */
static int overshoot(int at, int size, int edge)
{
	if (at < edge)
		return at - edge;
	return at >= size - edge ? at - (size - edge - 1) : 0;
}

void map_frame_show_selected(struct map *v)
{
	size_t at = map_points_find(&v->points, v->selected);
	int row, col;

	if (at == MAP_NO_POINT || v->rows < 5 || v->cols < 9)
		return;
	scatter_cell(&v->target, v->shown[at].x, v->shown[at].y, v->rows, v->cols, &row, &col);
	if (row < 0 || col < 0 || row >= v->rows || col >= v->cols)
		map_frame_pan(v, overshoot(col, v->cols, 4), overshoot(row, v->rows, 2));
}
