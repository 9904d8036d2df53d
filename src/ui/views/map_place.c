/*
 * From coordinates to the picture: two axes, or three turned around the upright one. When the
 * projection changes every word glides from where it stood on the screen to its new place, so that
 * the eye can follow it.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/views/map.h"

#define GLIDE_NS 250e6

static void place(const struct map *v, size_t i, double *out)
{
	const double *c = v->points.coords + i * MAP_AXES;
	size_t x = (size_t)v->now.axis_x, y = (size_t)v->now.axis_y;

	out[0] = c[x];
	out[1] = c[y];
	if (v->now.turn != 0)
		out[0] = cos(v->now.turn) * c[x] + sin(v->now.turn) * c[MAP_AXES - x - y];
}

void map_place_all(struct map *v)
{
	if (v->xy_cap < v->points.count) {
		v->xy_cap = v->points.count * 2;
		v->xy = xreallocarray(v->xy, v->xy_cap, 2 * sizeof(*v->xy));
	}
	for (size_t i = 0; i < v->points.count; i++)
		place(v, i, v->xy + 2 * i);
}

bool map_turn(struct map *v, double degrees)
{
	if ((v->points.kind != MAP_PCA && v->points.kind != MAP_RANDOM) ||
	    v->points.pca.components < MAP_AXES)
		return false;
	map_undo_push(v);
	map_glide_begin(v);
	v->now.turn = degrees != 0 ? remainder(v->now.turn + degrees * M_PI / 180, 2 * M_PI) : 0;
	if (fabs(v->now.turn) < 1e-9)
		v->now.turn = 0;
	v->stale = true;
	v->has_trust = false;
	return true;
}

void map_glide_forget(struct map *v)
{
	free(v->was);
	v->was = NULL;
	v->was_count = 0;
	v->gliding_since = 0;
}

/* Cells from the middle of the pane, upwards; they mean the same in every projection. */
void map_glide_begin(struct map *v)
{
	const struct scatter_view *view = &v->now.view;

	map_glide_forget(v);
	if (!v->ready || !v->shown_count)
		return;
	v->was = xcalloc(v->shown_count, 2 * sizeof(*v->was));
	v->was_count = MIN(v->shown_count, v->points.frequent);
	v->was_in_cells = true;
	for (size_t i = 0; i < v->was_count; i++) {
		v->was[2 * i] = v->shown[i].x * view->scale + view->col;
		v->was[2 * i + 1] = v->shown[i].y * view->scale / 2 - view->row;
	}
}

void map_glide_start(struct map *v, bool animate)
{
	const struct scatter_view *view = &v->now.view;

	if (!v->was || !v->was_in_cells)
		return;
	v->was_in_cells = false;
	if (!animate || v->was_count != v->points.frequent || !(view->scale > 0)) {
		map_glide_forget(v);
		return;
	}
	for (size_t i = 0; i < v->was_count; i++) {
		v->was[2 * i] = (v->was[2 * i] - view->col) / view->scale;
		v->was[2 * i + 1] = (v->was[2 * i + 1] + view->row) * 2 / view->scale;
	}
	v->gliding_since = clock_ns();
}

void map_glide_step(struct map *v)
{
	double t = (double)(clock_ns() - v->gliding_since) / GLIDE_NS;

	if (!v->gliding_since)
		return;
	t = t >= 1 ? 1 : t * t * (3 - 2 * t);
	for (size_t i = 0; i < MIN(v->was_count, v->shown_count); i++) {
		struct scatter_point *p = &v->shown[i];

		if (isnan(p->x) || isnan(v->was[2 * i]))
			continue;
		p->x = v->was[2 * i] + t * (v->xy[2 * i] - v->was[2 * i]);
		p->y = v->was[2 * i + 1] + t * (v->xy[2 * i + 1] - v->was[2 * i + 1]);
	}
	map_lines_update(v);
	if (t >= 1)
		map_glide_forget(v);
}
