/*
 * The descent. An edge with weight v is drawn v / v_max times a round: it pulls its two points
 * together, and for each pull `negatives` points drawn at random push the first one away.
 *
 *	nearness on the map  φ(y, z) = 1 / (1 + a ‖y − z‖^2b)
 *	pull  −2ab ‖y − z‖^2(b−1) / (1 + a ‖y − z‖^2b) (y − z)
 *	push  2b / ((0.001 + ‖y − z‖²) (1 + a ‖y − z‖^2b)) (y − z)
 *
 * each coordinate clipped to ±4 and taken times a rate that falls from 1 to 0. The order of the edges
 * is fixed and each draw sees the ones before, so there is one thread; within a draw all push from
 * where the point is, where the reference implementation moves it after each. Where a round was
 * stopped is part of the state.
 */
#include <math.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/rng.h"
#include "math/portable.h"
#include "umap.h"

#define START_SPAN  10.0
#define START_NOISE 1e-4
#define CLIP	    4.0
#define CHECK	    1024 /* edges between two questions whether to go on */
#define MANY_ROWS   10000

struct edge {
	uint32_t from, to;
	float every, next, next_negative; /* in rounds */
};

struct umap {
	struct umap_options opt;
	size_t n, rounds, at; /* whole rounds done; edge in the one begun */
	struct umap_graph graph;
	double a, b;
	struct edge *edges;
	size_t edge_count;
	double *points; /* (n, 2) */
	struct rng rng;
};

/* --- one step --------------------------------------------------------------------------------- */

static double clip(double x)
{
	return x > CLIP ? CLIP : x < -CLIP ? -CLIP : x;
}

static double squared_distance(const double *p, const double *q)
{
	double dx = p[0] - q[0], dy = p[1] - q[1];

	return dx * dx + dy * dy;
}

static void pull(const struct umap *u, double *p, double *q, double rate)
{
	double squared = squared_distance(p, q), power, force;

	if (!(squared > 0))
		return;
	power = portable_pow_near(squared, u->b);
	force = -2 * u->a * u->b * power / (squared * (u->a * power + 1));
	for (int c = 0; c < 2; c++) {
		double by = clip(force * (p[c] - q[c])) * rate;

		p[c] += by;
		q[c] -= by;
	}
}

/* Onto what pushes p already: all of one draw push it from where it is, so that the processor can
 * work on them side by side. */
static void add_push(const struct umap *u, const double *p, const double *q, double *by)
{
	double squared = squared_distance(p, q), force;

	if (!(squared > 0))
		return;
	force = 2 * u->b / ((0.001 + squared) * (u->a * portable_pow_near(squared, u->b) + 1));
	for (int c = 0; c < 2; c++)
		by[c] += clip(force * (p[c] - q[c]));
}

static void visit(struct umap *u, struct edge *e, float round, double rate)
{
	double *p = u->points + 2 * (size_t)e->from;
	float negative = e->every / (float)u->opt.negatives;
	double by[2] = { 0, 0 };
	int due;

	if (e->next > round)
		return;
	pull(u, p, u->points + 2 * (size_t)e->to, rate);
	e->next += e->every;
	due = (int)((round - e->next_negative) / negative);
	for (int i = 0; i < due; i++)
		add_push(u, p, u->points + 2 * (size_t)rng_below(&u->rng, (uint32_t)u->n), by);
	p[0] += by[0] * rate;
	p[1] += by[1] * rate;
	e->next_negative += (float)due * negative;
}

enum status umap_run(struct umap *u, size_t rounds, const struct progress *progress,
		     struct error *err)
{
	size_t last = MIN(rounds, u->opt.rounds);

	for (; u->rounds < last; u->rounds++, u->at = 0) {
		double done = (double)u->rounds / (double)u->opt.rounds;

		for (; u->at < u->edge_count; u->at++) {
			if (u->at % CHECK == 0 && !progress_step(progress, u->rounds, last))
				return progress_cancelled(err);
			visit(u, &u->edges[u->at], (float)u->rounds, u->opt.rate * (1 - done));
		}
	}
	return ST_OK;
}

/* --- life ------------------------------------------------------------------------------------- */

/* Edges that are too weak to be drawn once are left out. */
static enum status take_edges(struct umap *u, struct error *err)
{
	const struct symmetric *w = &u->graph.w;
	size_t all = w->starts[u->n];
	float most = 0;
	void *p;

	for (size_t e = 0; e < all; e++)
		most = fmaxf(most, w->values[e]);
	if (mem_try_calloc(&p, all, sizeof(*u->edges), "the map", err))
		return ST_NOMEM;
	u->edges = p;
	for (size_t i = 0; i < u->n; i++)
		for (size_t e = w->starts[i]; e < w->starts[i + 1]; e++) {
			float every = most / w->values[e];

			if (every <= (float)u->opt.rounds)
				u->edges[u->edge_count++] =
					(struct edge){ (uint32_t)i, w->columns[e], every, every,
						       every / (float)u->opt.negatives };
		}
	return ST_OK;
}

/* Each coordinate from 0 to START_SPAN, with a little noise, so that no two points are one. */
static void take_start(struct umap *u, const double *start)
{
	double most = 0;

	for (size_t c = 0; c < 2 * u->n; c++)
		most = fmax(most, fabs(start[c]));
	for (size_t c = 0; c < 2 * u->n; c++)
		u->points[c] = (most > 0 ? start[c] / most * START_SPAN : 0) +
			       START_NOISE * ((double)rng_unit(&u->rng) - 0.5);
	for (size_t axis = 0; axis < 2; axis++) {
		double low = HUGE_VAL, high = -HUGE_VAL;

		for (size_t i = 0; i < u->n; i++) {
			low = fmin(low, u->points[2 * i + axis]);
			high = fmax(high, u->points[2 * i + axis]);
		}
		for (size_t i = 0; i < u->n && high > low; i++)
			u->points[2 * i + axis] =
				(u->points[2 * i + axis] - low) * START_SPAN / (high - low);
	}
}

static void complete(struct umap_options *o, size_t n)
{
	o->neighbours = MAX(2, MIN(o->neighbours, n));
	o->spread = o->spread > 0 ? o->spread : 1;
	o->min_dist = fmax(0, fmin(o->min_dist, o->spread));
	o->negatives = MAX(1, o->negatives);
	if (!o->rounds)
		o->rounds = n <= MANY_ROWS ? 500 : 200;
}

enum status umap_new(struct umap **out, const struct layout_rows *rows,
		     const struct umap_options *opt, const struct progress *progress,
		     struct error *err)
{
	size_t n = rows->n;
	struct umap *u;
	enum status st;
	void *p;

	if (n < 4 || n > INT32_MAX || !rows->m->cols || rows->m->cols > INT32_MAX)
		return error_set(err, ST_FAILED, "a layout needs at least four words");
	if (mem_try_calloc(&p, n, 2 * sizeof(double), "the map", err))
		return ST_NOMEM;
	u = xcalloc(1, sizeof(*u));
	u->points = p;
	u->opt = *opt;
	u->n = n;
	u->rng = rng_make(opt->seed, 0x756d6170, 0);
	complete(&u->opt, n);
	const struct neighbour_task task = { rows->m,	 rows->ids,   n, u->opt.neighbours - 1,
					     rows->unit, opt->threads };
	st = umap_graph_find(&u->graph, &task, progress, err);
	if (st == ST_OK)
		st = take_edges(u, err);
	if (st == ST_OK) {
		take_start(u, rows->start);
		umap_fit_curve(u->opt.min_dist, u->opt.spread, &u->a, &u->b);
		*out = u;
	} else {
		umap_free(u);
	}
	return st;
}

void umap_free(struct umap *u)
{
	if (!u)
		return;
	umap_graph_release(&u->graph);
	free(u->edges);
	free(u->points);
	free(u);
}

/* --- what one may ask ------------------------------------------------------------------------- */

size_t umap_rounds(const struct umap *u)
{
	return u->rounds;
}

size_t umap_total(const struct umap *u)
{
	return u->opt.rounds;
}

const double *umap_points(const struct umap *u)
{
	return u->points;
}

double umap_rho(const struct umap *u, size_t i)
{
	return u->graph.rho[i];
}

double umap_sigma(const struct umap *u, size_t i)
{
	return u->graph.sigma[i];
}

double umap_membership(const struct umap *u, size_t i, size_t j)
{
	return symmetric_value(&u->graph.w, i, j);
}
