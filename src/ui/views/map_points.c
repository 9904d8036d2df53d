/*
 * Places of words, each at unit length, because what one asks is the angle between words. A linear
 * projection is kept as axes: principal components, random directions, two dimensions, or the
 * directions between words. t-SNE and UMAP have no axes: a word that comes later stands among the three that
 * it is nearest to.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "math/vec.h"
#include "ui/views/map.h"

enum { LAYOUT_WORDS_MAX = 20000 };

void map_points_release(struct map_points *p)
{
	pca_release(&p->pca);
	free(p->rows);
	free(p->coords);
	*p = (struct map_points){ 0 };
}

static bool has_direction(const struct model *m, uint32_t row)
{
	return row < model_rows(m) && m->norms[row] > 0 && isfinite(m->norms[row]);
}

static void project(const struct map_points *p, const struct model *m, uint32_t row, double *out)
{
	double *all = xcalloc(p->pca.components + 1, sizeof(*all));

	pca_project(&p->pca, model_row(m, row), true, all);
	for (size_t i = 0; i < MAP_AXES; i++)
		out[i] = i < p->pca.components ? all[i] : 0;
	free(all);
}

static void reserve(struct map_points *p, size_t need)
{
	size_t cap = p->cap;

	if (need <= cap)
		return;
	ARRAY_RESERVE(p->rows, cap, need);
	p->coords = xreallocarray(p->coords, cap, MAP_AXES * sizeof(*p->coords));
	p->cap = cap;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The rows that have a direction, each once, rising; caller frees. */
static uint32_t *choose(const struct map_rows *from, const struct model *m, size_t *count)
{
	uint32_t *rows = xcalloc(from->count + 1, sizeof(*rows));
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < from->count; i++) {
		uint32_t row = from->rows ? from->rows[i] : (uint32_t)i;

		if (has_direction(m, row))
			rows[n++] = row;
	}
	if (from->rows)
		qsort(rows, n, sizeof(*rows), by_number);
	for (size_t i = 0; i < n; i++)
		if (!kept || rows[kept - 1] != rows[i])
			rows[kept++] = rows[i];
	*count = kept;
	return rows;
}

/* --- axes that are given --- */

static void random_axes(struct pca *pca, uint64_t seed)
{
	struct rng rng = rng_make(seed, 0x70726f6a, 0);

	for (size_t c = 0; c < pca->components; c++) {
		double *axis = pca->axes + c * pca->dims;

		for (size_t j = 0; j < pca->dims; j++)
			for (int k = 0; k < 12; k++) /* nearly normal */
				axis[j] += (double)rng_unit(&rng) - 0.5;
		for (size_t b = 0; b < c; b++) {
			const double *before = pca->axes + b * pca->dims;
			double along = 0;

			for (size_t j = 0; j < pca->dims; j++)
				along += before[j] * axis[j];
			for (size_t j = 0; j < pca->dims; j++)
				axis[j] -= along * before[j];
		}
		vec_scale(axis, 1 / fmax(vec_norm_f64(axis, pca->dims), 1e-300), pca->dims);
	}
}

/* From one word to another. */
static void word_axis(double *axis, const struct model *m, uint32_t from, uint32_t to)
{
	size_t d = model_dims(m);
	double length;

	vec_add_scaled(axis, -1 / fmax((double)m->norms[from], 1e-30), model_row(m, from), d);
	vec_add_scaled(axis, 1 / fmax((double)m->norms[to], 1e-30), model_row(m, to), d);
	length = vec_norm_f64(axis, d);
	vec_scale(axis, length > 0 ? 1 / length : 0, d);
}

/* Weighted words, at length 1. */
static void add_up_axis(double *axis, const struct model *m, const struct map_axis *of)
{
	size_t d = model_dims(m);
	double length;

	for (size_t i = 0; i < of->count; i++)
		vec_add_scaled(axis, of->weights[i] / fmax((double)m->norms[of->rows[i]], 1e-30),
			       model_row(m, of->rows[i]), d);
	length = vec_norm_f64(axis, d);
	vec_scale(axis, length > 0 ? 1 / length : 0, d);
}

static void set_axes(struct pca *pca, const struct model *m, const struct map_wish *wish)
{
	if (wish->kind == MAP_RANDOM) {
		random_axes(pca, wish->layout.seed);
	} else if (wish->kind == MAP_DIMS) {
		for (size_t c = 0; c < 2; c++)
			pca->axes[c * pca->dims + MIN(wish->at[c], pca->dims - 1)] = 1;
	} else if (wish->axes[0].count) {
		for (size_t c = 0; c < 2; c++)
			add_up_axis(pca->axes + c * pca->dims, m, &wish->axes[c]);
	} else {
		for (size_t c = 0; c < 2; c++)
			word_axis(pca->axes + c * pca->dims, m, wish->at[2 * c],
				  wish->at[2 * c + 1]);
	}
}

/* As pca_fit() leaves it, with other axes. Axes between words start where both words' share is 0. */
static void give_axes(struct map_points *p, const struct model *m, const struct map_wish *wish)
{
	size_t d = model_dims(m);
	struct pca *pca = &p->pca;

	pca->dims = d;
	pca->components = wish->kind == MAP_RANDOM ? MIN((size_t)MAP_AXES, d) : MIN((size_t)2, d);
	pca->mean = xcalloc(d, sizeof(double));
	pca->axes = xcalloc(MAP_AXES * d, sizeof(double));
	pca->variance = xcalloc(MAP_AXES, sizeof(double));
	set_axes(pca, m, wish);
	for (size_t i = 0; i < p->count && wish->kind != MAP_WORD_AXES; i++) {
		const float *row = model_row(m, p->rows[i]);

		vec_add_scaled(pca->mean, 1 / vec_norm(row, d) / (double)p->count, row, d);
	}
	pca_measure(pca, &m->matrix, p->rows, p->count, true);
}

/* The axes of the words, or of others (frozen): then what they keep is measured on the words. */
static enum status find_axes(struct map_points *p, const struct model *m,
			     const struct map_wish *wish, const struct progress *progress,
			     struct error *err)
{
	uint32_t *fitted = p->rows;
	size_t count = p->count;
	enum status st = ST_OK;

	if (wish->kind != MAP_PCA && !map_kind_is_layout(wish->kind)) {
		give_axes(p, m, wish);
		return ST_OK;
	}
	if (wish->frozen)
		fitted = choose(&wish->fitted, m, &count);
	if (count < 3)
		st = error_set(err, ST_FAILED, "axes need at least three words");
	else
		st = pca_fit(&p->pca, &m->matrix, fitted, count, MAP_AXES, true,
			     wish->layout.threads, progress, err);
	if (st == ST_OK && wish->frozen)
		pca_measure(&p->pca, &m->matrix, p->rows, p->count, true);
	if (wish->frozen)
		free(fitted);
	return st;
}

static enum status check_size(const struct map_points *p, struct error *err)
{
	if (p->count < 3)
		return error_set(err, ST_FAILED, "a map needs at least three words");
	if (map_kind_is_layout(p->kind) && p->count > LAYOUT_WORDS_MAX)
		return error_set(err, ST_FAILED, "at most %d words for %s, not %zu",
				 LAYOUT_WORDS_MAX, p->kind == MAP_TSNE ? "t-SNE" : "UMAP",
				 p->count);
	return ST_OK;
}

enum status map_points_fit(struct map_points *out, const struct model *m,
			   const struct map_wish *wish, const struct progress *progress,
			   struct error *err)
{
	struct map_points p = { .kind = wish->kind };
	enum status st;

	p.rows = choose(&wish->shown, m, &p.count);
	p.frequent = p.cap = p.count;
	st = check_size(&p, err);
	if (st == ST_OK)
		st = find_axes(&p, m, wish, progress, err);
	if (st != ST_OK) {
		map_points_release(&p);
		return st;
	}
	p.coords = xcalloc(p.count, MAP_AXES * sizeof(*p.coords));
	for (size_t i = 0; i < p.count; i++)
		project(&p, m, p.rows[i], p.coords + i * MAP_AXES);
	*out = p;
	return ST_OK;
}

void map_points_move(struct map_points *p, const double *xy)
{
	for (size_t i = 0; i < p->frequent; i++) {
		p->coords[i * MAP_AXES] = xy[2 * i];
		p->coords[i * MAP_AXES + 1] = xy[2 * i + 1];
		p->coords[i * MAP_AXES + 2] = 0;
	}
}

/* Only what is fitted; without axes, which a layout does not need. */
void map_points_copy(struct map_points *to, const struct map_points *from)
{
	struct map_points copy = { .kind = from->kind, .rounds = from->rounds };

	reserve(&copy, from->frequent);
	copy.count = copy.frequent = from->frequent;
	memcpy(copy.rows, from->rows, from->frequent * sizeof(*copy.rows));
	memcpy(copy.coords, from->coords, from->frequent * MAP_AXES * sizeof(*copy.coords));
	*to = copy;
}

/* Where a layout would have put a word, roughly: the mean of the three it is nearest to, by nearness. */
static void place_among(const struct map_points *p, const struct model *m, uint32_t row,
			double *out)
{
	size_t d = model_dims(m), near[3] = { 0, 0, 0 };
	double best[3] = { -2, -2, -2 }, sum = 0;
	double length = vec_norm(model_row(m, row), d);

	for (size_t i = 0; i < p->frequent; i++) {
		const float *other = model_row(m, p->rows[i]);
		double cosine = vec_dot_f32(model_row(m, row), other, d) / length /
				fmax((double)m->norms[p->rows[i]], 1e-30);

		for (size_t k = 0; k < 3; k++)
			if (cosine > best[k]) {
				memmove(best + k + 1, best + k, (2 - k) * sizeof(*best));
				memmove(near + k + 1, near + k, (2 - k) * sizeof(*near));
				best[k] = cosine;
				near[k] = i;
				break;
			}
	}
	memset(out, 0, MAP_AXES * sizeof(*out));
	for (size_t k = 0; k < 3; k++) {
		double weight = 1 / (1.001 - fmin(best[k], 1));

		sum += weight;
		for (size_t c = 0; c < MAP_AXES; c++)
			out[c] += weight * p->coords[near[k] * MAP_AXES + c];
	}
	for (size_t c = 0; c < MAP_AXES; c++)
		out[c] /= sum;
}

size_t map_points_find(const struct map_points *p, uint32_t row)
{
	size_t low = 0, high = p->frequent, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (p->rows[mid] < row)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < p->frequent && p->rows[low] == row)
		return low;
	for (size_t i = p->frequent; i < p->count; i++)
		if (p->rows[i] == row)
			return i;
	return MAP_NO_POINT;
}

size_t map_points_add(struct map_points *p, const struct model *m, uint32_t row)
{
	size_t at = map_points_find(p, row);

	if (at != MAP_NO_POINT || !has_direction(m, row))
		return at;
	reserve(p, p->count + 1);
	p->rows[p->count] = row;
	if (map_kind_is_layout(p->kind))
		place_among(p, m, row, p->coords + p->count * MAP_AXES);
	else
		project(p, m, row, p->coords + p->count * MAP_AXES);
	return p->count++;
}

void map_points_drop_added(struct map_points *p)
{
	p->count = p->frequent;
}

double map_points_explained(const struct map_points *p, int x, int y)
{
	double sum = 0;

	if (!(p->pca.total_variance > 0))
		return 0;
	for (size_t i = 0; i < p->pca.components; i++)
		if ((int)i == x || (int)i == y)
			sum += p->pca.variance[i];
	return sum / p->pca.total_variance;
}
