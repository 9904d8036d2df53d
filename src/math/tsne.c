/*
 * The map: gradient descent with momentum and gains of its own for every coordinate (Jacobs 1988).
 *
 *	w_ij = 1 / (1 + ‖y_i − y_j‖²),  Z = Σ_{i≠j} w_ij,  q_ij = w_ij / Z
 *	∂C/∂y_i = 4 Σ_j (e p_ij − q_ij) w_ij (y_i − y_j)      e: exaggeration, at first
 *
 * Attraction goes over the sparse p in double; repulsion over all pairs in float, 16 lanes at once
 * (math/tsne_kernel.h). Each point is worked out by one thread and the sums over points go in order.
 */
#include "math/tsne.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/thread.h"
#include "math/tsne_kernel.h"
#include "tsne.h"

#define CHUNK	       32    /* points between two questions whether to go on */
#define START_SD       1e-4  /* of the first coordinate */
#define FAR_AWAY       1e15f /* where the points stand that fill up the last vector */
#define MOMENTUM_EARLY 0.5
#define MOMENTUM_LATE  0.8
#define GAIN_MIN       0.01

struct tsne {
	struct tsne_options opt;
	size_t n, padded, rounds;
	struct symmetric p;
	double *points, *speed, *gains; /* (n, 2) */
	float *x, *y;			/* (padded) */
	double *pull, *push, *mass;	/* (n, 2) (n, 2) (n) of this round */
};

struct pass {
	struct tsne *t;
	tsne_kernel_fn *kernel;
	const struct progress *progress;
	uint64_t done, total;
	atomic_bool stop;
};

/* --- one round -------------------------------------------------------------------------------- */

static void attract(struct tsne *t, size_t i)
{
	const double *a = t->points + 2 * i;
	double x = 0, y = 0;

	for (size_t e = t->p.starts[i]; e < t->p.starts[i + 1]; e++) {
		const double *b = t->points + 2 * (size_t)t->p.columns[e];
		double dx = a[0] - b[0], dy = a[1] - b[1];
		double force = (double)t->p.values[e] / (1 + dx * dx + dy * dy);

		x += force * dx;
		y += force * dy;
	}
	t->pull[2 * i] = x;
	t->pull[2 * i + 1] = y;
}

static void repel(struct tsne *t, size_t i, tsne_kernel_fn *kernel)
{
	float at[2] = { t->x[i], t->y[i] }, out[3];

	kernel(t->x, t->y, t->padded, at, out);
	t->mass[i] = (double)out[0] - 1; /* the point itself */
	t->push[2 * i] = (double)out[1];
	t->push[2 * i + 1] = (double)out[2];
}

static void visit(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct pass *p = ctx;

	if (worker == 0 && !progress_step(p->progress, p->done, p->total))
		atomic_store(&p->stop, true);
	if (atomic_load(&p->stop))
		return;
	for (size_t i = begin; i < end; i++) {
		attract(p->t, i);
		repel(p->t, i, p->kernel);
	}
}

/* Fill pull, push and mass; returns Z, or 0 when it was stopped. */
static double find_forces(struct pass *p)
{
	struct tsne *t = p->t;
	double z = 0;

	for (size_t i = 0; i < t->n; i++) {
		t->x[i] = (float)t->points[2 * i];
		t->y[i] = (float)t->points[2 * i + 1];
	}
	parallel_for(t->opt.threads, t->n, CHUNK, visit, p);
	if (atomic_load(&p->stop))
		return 0;
	for (size_t i = 0; i < t->n; i++)
		z += t->mass[i];
	return fmax(z, 1e-300);
}

static double gradient(const struct tsne *t, size_t c, double exaggeration, double z)
{
	return 4 * (exaggeration * t->pull[c] - t->push[c] / z);
}

static void centre(struct tsne *t)
{
	double mean[2] = { 0, 0 };

	for (size_t c = 0; c < 2 * t->n; c++)
		mean[c % 2] += t->points[c] / (double)t->n;
	for (size_t c = 0; c < 2 * t->n; c++)
		t->points[c] -= mean[c % 2];
}

/* What was learnt about speed under exaggeration is not true without it. */
static void start_afresh(struct tsne *t)
{
	for (size_t c = 0; c < 2 * t->n; c++) {
		t->speed[c] = 0;
		t->gains[c] = 1;
	}
}

static void move(struct tsne *t, double z)
{
	bool early = t->rounds < t->opt.early;
	double momentum = early ? MOMENTUM_EARLY : MOMENTUM_LATE;

	for (size_t c = 0; c < 2 * t->n; c++) {
		double g = gradient(t, c, early ? t->opt.exaggeration : 1, z);
		double gain = t->gains[c];

		gain = g * t->speed[c] < 0 ? gain + 0.2 : gain * 0.8;
		t->gains[c] = fmax(gain, GAIN_MIN);
		t->speed[c] = momentum * t->speed[c] - t->opt.rate * t->gains[c] * g;
		t->points[c] += t->speed[c];
	}
	centre(t);
	if (++t->rounds == t->opt.early)
		start_afresh(t);
}

enum status tsne_run(struct tsne *t, size_t rounds, const struct progress *progress,
		     struct error *err)
{
	struct pass p = { .t = t, .kernel = tsne_kernel(), .progress = progress, .total = rounds };

	while (t->rounds < rounds) {
		p.done = t->rounds;
		double z = find_forces(&p);

		if (!(z > 0))
			return progress_cancelled(err);
		move(t, z);
	}
	return ST_OK;
}

/* --- life ------------------------------------------------------------------------------------- */

static enum status reserve(struct tsne *t, struct error *err)
{
	double **all[] = { &t->points, &t->speed, &t->gains, &t->pull, &t->push, &t->mass };
	void *p;

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		if (mem_try_calloc(&p, t->n, 2 * sizeof(double), "the map", err))
			return ST_NOMEM;
		*all[i] = p;
	}
	if (mem_try_calloc(&p, t->padded, 2 * sizeof(float), "the map", err))
		return ST_NOMEM;
	t->x = p;
	t->y = t->x + t->padded;
	return ST_OK;
}

/* Around the origin, with a first coordinate of very small deviation. */
static void take_start(struct tsne *t, const double *start)
{
	double spread = 0, scale;

	memcpy(t->points, start, 2 * t->n * sizeof(double));
	centre(t);
	for (size_t i = 0; i < t->n; i++)
		spread += t->points[2 * i] * t->points[2 * i] / (double)t->n;
	scale = spread > 0 ? START_SD / sqrt(spread) : 1;
	for (size_t c = 0; c < 2 * t->n; c++) {
		t->points[c] *= scale;
		t->gains[c] = 1;
	}
	for (size_t i = t->n; i < t->padded; i++)
		t->x[i] = t->y[i] = FAR_AWAY;
}

static void complete(struct tsne_options *o, size_t n)
{
	o->perplexity = fmax(1, fmin(o->perplexity, (double)(n - 1) / 3));
	if (!o->neighbours)
		o->neighbours = (size_t)(3 * o->perplexity);
	o->neighbours = MAX(1, MIN(o->neighbours, n - 1));
	if (!(o->rate > 0))
		o->rate = fmax((double)n / o->exaggeration / 4, 50);
	o->threads = thread_count(o->threads);
}

enum status tsne_new(struct tsne **out, const struct layout_rows *rows,
		     const struct tsne_options *opt, const struct progress *progress,
		     struct error *err)
{
	size_t n = rows->n;
	struct tsne *t;
	enum status st;

	if (n < 4 || n > INT32_MAX || !rows->m->cols || rows->m->cols > INT32_MAX)
		return error_set(err, ST_FAILED, "t-SNE needs at least four words");
	t = xcalloc(1, sizeof(*t));
	t->opt = *opt;
	complete(&t->opt, n);
	t->n = n;
	t->padded = (n + TSNE_LANES - 1) / TSNE_LANES * TSNE_LANES;
	st = reserve(t, err);
	if (st == ST_OK) {
		const struct affinity_task task = {
			{ rows->m, rows->ids, n, t->opt.neighbours, rows->unit, t->opt.threads },
			t->opt.perplexity,
		};

		take_start(t, rows->start);
		st = affinities_find(&t->p, &task, progress, err);
	}
	if (st == ST_OK)
		*out = t;
	else
		tsne_free(t);
	return st;
}

void tsne_free(struct tsne *t)
{
	if (!t)
		return;
	symmetric_release(&t->p);
	free(t->points);
	free(t->speed);
	free(t->gains);
	free(t->pull);
	free(t->push);
	free(t->mass);
	free(t->x);
	free(t);
}

/* --- what one may ask ------------------------------------------------------------------------- */

size_t tsne_rounds(const struct tsne *t)
{
	return t->rounds;
}

const double *tsne_points(const struct tsne *t)
{
	return t->points;
}

double tsne_affinity(const struct tsne *t, size_t i, size_t j)
{
	return symmetric_value(&t->p, i, j);
}

static double weight(const struct tsne *t, size_t i, size_t j)
{
	double dx = t->points[2 * i] - t->points[2 * j];
	double dy = t->points[2 * i + 1] - t->points[2 * j + 1];

	return 1 / (1 + dx * dx + dy * dy);
}

double tsne_divergence(const struct tsne *t)
{
	double z = 0, sum = 0;

	for (size_t i = 0; i < t->n; i++)
		for (size_t j = 0; j < i; j++)
			z += 2 * weight(t, i, j);
	for (size_t i = 0; i < t->n; i++)
		for (size_t e = t->p.starts[i]; e < t->p.starts[i + 1]; e++) {
			double p = (double)t->p.values[e];

			if (p > 0)
				sum += p * log(p * z / weight(t, i, t->p.columns[e]));
		}
	return sum;
}

void tsne_gradient(struct tsne *t, double *out)
{
	struct pass p = { .t = t, .kernel = tsne_kernel() };
	double z = find_forces(&p);

	for (size_t c = 0; c < 2 * t->n; c++)
		out[c] = gradient(t, c, 1, z);
}
