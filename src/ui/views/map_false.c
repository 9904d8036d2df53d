/*
 * False neighbours: a map in two dimensions puts words side by side that have nothing to do with
 * each other. Of the words nearest to the one that is looked at, those are named which are not among
 * its NEAR_ENOUGH nearest of the map's words in the model.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "math/vec.h"
#include "ui/views/map.h"

enum { NEAR_ENOUGH = 30 };

struct candidate {
	double distance, cosine;
	uint32_t row;
};

static int by_cosine(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->cosine != y->cosine)
		return x->cosine > y->cosine ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static int by_distance(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static size_t collect(const struct map *v, size_t at, struct candidate *out)
{
	size_t d = model_dims(v->model), n = 0;
	const float *from = model_row(v->model, v->link_from);

	for (size_t i = 0; i < v->points.frequent; i++) {
		uint32_t row = v->points.rows[i];
		double norm = fmax((double)v->model->norms[row], 1e-30);

		if (row == v->link_from)
			continue;
		out[n++] = (struct candidate){
			hypot(v->xy[2 * i] - v->xy[2 * at], v->xy[2 * i + 1] - v->xy[2 * at + 1]),
			vec_dot_f32(model_row(v->model, row), from, d) / norm, row
		};
	}
	return n;
}

void map_find_strangers(struct map *v)
{
	size_t at = map_points_find(&v->points, v->link_from), n;
	struct candidate *all;
	double enough;

	v->stranger_count = 0;
	if (at == MAP_NO_POINT || v->points.frequent <= NEAR_ENOUGH)
		return;
	all = xcalloc(v->points.frequent, sizeof(*all));
	n = collect(v, at, all);
	qsort(all, n, sizeof(*all), by_cosine);
	enough = all[MIN(n, (size_t)NEAR_ENOUGH) - 1].cosine;
	qsort(all, n, sizeof(*all), by_distance);
	for (size_t i = 0; i < MIN(n, (size_t)MAP_LINKS_MAX); i++)
		if (all[i].cosine < enough)
			v->strangers[v->stranger_count++] = all[i].row;
	free(all);
}
