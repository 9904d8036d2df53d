/*
 * Both models on one map. Turning model a by the rotation of orthogonal Procrustes makes its rows
 * comparable with those of b; then one plane shows both:
 *
 *	to = (y − μ) V		y: the row of b at length 1; V, μ: components and mean of the ground in b
 *	from = (xR − μ) V	x: the row of a at length 1; R: the rotation
 *
 * A plane keeps little of a move in hundreds of dimensions. How much is said beside it:
 * Σ|to − from|² / Σ|y − xR|² over the words that were asked for.
 */
#include "model/moves.h"

#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "math/pca.h"
#include "math/vec.h"
#include "model/align.h"

enum { AXES = 2, LEAST = 3 };

void moves_release(struct moves *m)
{
	free(m->a);
	free(m->from);
	*m = (struct moves){ 0 };
}

static enum status reserve(struct moves *m, size_t count, struct error *err)
{
	void *rows = NULL, *places = NULL;
	enum status st = mem_try_calloc(&rows, count + 1, 2 * sizeof(uint32_t), "the map", err);

	if (st == ST_OK)
		st = mem_try_calloc(&places, count + 1, 2 * AXES * sizeof(double), "the map", err);
	if (st != ST_OK) {
		free(rows);
		return st;
	}
	m->a = rows;
	m->b = m->a + count + 1;
	m->from = places;
	m->to = m->from + AXES * (count + 1);
	return ST_OK;
}

/* Its place among the shared words, which rise by row of a; SIZE_MAX. */
static size_t find_shared(const struct alignment *al, uint32_t row)
{
	size_t low = 0, high = al->shared;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (al->a[mid] < row)
			low = mid + 1;
		else
			high = mid;
	}
	return low < al->shared && al->a[low] == row ? low : SIZE_MAX;
}

static void add(struct moves *m, const struct alignment *al, size_t at, uint8_t *taken)
{
	if (at == SIZE_MAX || taken[at])
		return;
	taken[at] = 1;
	m->a[m->count] = al->a[at];
	m->b[m->count++] = al->b[at];
}

static enum status choose(struct moves *m, const struct alignment *al,
			  const struct moves_wish *wish, struct error *err)
{
	size_t most = MIN(al->shared, wish->count + wish->ground);
	void *taken = NULL;
	enum status st = mem_try_calloc(&taken, al->shared + 1, 1, "the map", err);

	if (st == ST_OK)
		st = reserve(m, most, err);
	for (size_t i = 0; st == ST_OK && i < wish->count; i++)
		add(m, al, find_shared(al, wish->rows[i]), taken);
	m->asked = m->count;
	for (size_t i = 0; st == ST_OK && i < al->shared && m->count < m->asked + wish->ground; i++)
		add(m, al, i, taken);
	free(taken);
	if (st == ST_OK && m->count < LEAST)
		st = error_set(err, ST_FAILED, "a map of both needs three words that both know");
	return st;
}

/* Rows of both at length 1, a's turned, in the space of b. */
struct pair {
	double *turned, *there; /* (greater of both dims) */
};

static void load_pair(const struct pair *p, const struct moves *m, const struct alignment *al,
		      const struct model *models[2], size_t i)
{
	const float *there = model_row(models[1], m->b[i]);
	double length = vec_norm(there, al->to_dims);

	align_row(al, model_row(models[0], m->a[i]), p->turned);
	vec_scale(p->turned, 1 / vec_norm_f64(p->turned, al->dims), al->dims);
	memset(p->there, 0, al->dims * sizeof(double));
	for (size_t j = 0; j < al->to_dims; j++)
		p->there[j] = (double)there[j] / length;
}

static void project(const struct pca *pca, const double *row, double *out)
{
	double all[AXES] = { 0 };

	pca_project_f64(pca, row, all);
	out[0] = all[0];
	out[1] = all[1];
}

static double distance_squared(const double *x, const double *y, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (x[i] - y[i]) * (x[i] - y[i]);
	return sum;
}

static enum status place_all(struct moves *m, const struct alignment *al, const struct pca *pca,
			     const struct model *models[2], const struct progress *progress,
			     struct error *err)
{
	struct pair p = { xcalloc(al->dims, sizeof(double)), xcalloc(al->dims, sizeof(double)) };
	double shown = 0, all = 0;
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < m->count; i++) {
		double *from = m->from + AXES * i, *to = m->to + AXES * i;

		load_pair(&p, m, al, models, i);
		project(pca, p.turned, from);
		project(pca, p.there, to);
		if (i < m->asked) {
			shown += distance_squared(from, to, AXES);
			all += distance_squared(p.turned, p.there, al->dims);
		}
		if (i % 64 == 0 && !progress_step(progress, i, m->count))
			st = progress_cancelled(err);
	}
	m->seen = all > 0 ? shown / all : 0;
	free(p.turned);
	free(p.there);
	return st;
}

/* The plane of the ground, or of everything if there is hardly any. */
static enum status fit_plane(struct pca *pca, const struct moves *m, const struct model *b,
			     size_t threads, const struct progress *progress, struct error *err)
{
	size_t first = m->count - m->asked >= LEAST ? m->asked : 0;

	return pca_fit(pca, &b->matrix, m->b + first, m->count - first, AXES, true, threads,
		       progress, err);
}

static enum status fit(struct moves *m, const struct alignment *al, const struct model *models[2],
		       const struct moves_wish *wish, const struct progress *progress,
		       struct error *err)
{
	struct pca pca = { 0 };
	enum status st = choose(m, al, wish, err);

	m->shared = al->shared;
	m->anchors = al->anchors;
	if (st == ST_OK)
		st = fit_plane(&pca, m, models[1], wish->threads, progress, err);
	if (st != ST_OK)
		return st;
	for (size_t c = 0; c < MIN(pca.components, (size_t)AXES) && pca.total_variance > 0; c++)
		m->explained += pca.variance[c] / pca.total_variance;
	st = place_all(m, al, &pca, models, progress, err);
	pca_release(&pca);
	return st;
}

enum status moves_fit(struct moves *out, const struct model *a, const struct model *b,
		      const struct moves_wish *wish, const struct progress *progress,
		      struct error *err)
{
	const struct model *models[2] = { a, b };
	struct moves m = { 0 };
	struct alignment al;
	enum status st = align_fit(&al, a, b, wish->anchors, progress, err);

	if (st != ST_OK)
		return st;
	st = fit(&m, &al, models, wish, progress, err);
	align_release(&al);
	if (st == ST_OK)
		*out = m;
	else
		moves_release(&m);
	return st;
}
