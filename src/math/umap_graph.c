/*
 * Who belongs to whom. Row i has its own scale: the nearest row at another place belongs to it
 * surely, and the width is such that all k (itself counted) make up log2 k:
 *
 *	ρ_i = min { d_ij > 0 },  Σ_j exp(−max(0, d_ij − ρ_i) / σ_i) = log2 k     (bisection in σ_i)
 *	v_j|i = exp(−max(0, d_ij − ρ_i) / σ_i)
 *	v_ij = v_j|i + v_i|j − v_j|i v_i|j                                        (fuzzy union)
 *
 * McInnes and others (2018), algorithms 2 and 3; tolerances of the reference implementation.
 */
#include <math.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "math/portable.h"
#include "umap.h"

#define STEPS	      64
#define TOLERANCE     1e-5
#define LEAST_OF_MEAN 1e-3 /* a width is at least this part of the mean distance */

static double nearest_other(const double *d, size_t k)
{
	for (size_t j = 0; j < k; j++)
		if (d[j] > 0)
			return d[j];
	return 0;
}

static double membership(double d, double rho, double sigma)
{
	return d > rho && sigma > 0 ? portable_exp(-(d - rho) / sigma) : 1;
}

static double find_width(const double *d, size_t k, double rho)
{
	double target = portable_log((double)(k + 1)) / M_LN2;
	double low = 0, high = HUGE_VAL, sigma = 1;

	for (int step = 0; step < STEPS; step++) {
		double sum = 0;

		for (size_t j = 0; j < k; j++)
			sum += membership(d[j], rho, sigma);
		if (fabs(sum - target) < TOLERANCE)
			break;
		if (sum > target)
			high = sigma;
		else
			low = sigma;
		sigma = high < HUGE_VAL ? (low + high) / 2 : sigma * 2;
	}
	return sigma;
}

static double mean_of(const double *d, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += d[i];
	return sum / (double)n;
}

/* distances (n, k): each row says how strongly its neighbours belong to it. */
static void judge(const struct umap_graph *g, const struct neighbours *nn, const double *distances,
		  float *given)
{
	size_t k = nn->k;
	double itself = (double)k / (double)(k + 1); /* a mean that counts the row, at distance 0 */
	double mean = mean_of(distances, nn->n * k) * itself;

	for (size_t i = 0; i < nn->n; i++) {
		const double *d = distances + i * k;
		double rho = nearest_other(d, k);
		double least = LEAST_OF_MEAN * (rho > 0 ? mean_of(d, k) * itself : mean);

		g->rho[i] = rho;
		g->sigma[i] = fmax(find_width(d, k, rho), least);
		for (size_t j = 0; j < k; j++)
			given[i * k + j] = (float)membership(d[j], rho, g->sigma[i]);
	}
}

static float unite(float a, float b)
{
	return a + b - a * b;
}

static enum status make(struct umap_graph *g, const struct neighbours *nn, struct error *err)
{
	size_t n = nn->n, all = n * nn->k;
	const size_t sizes[][2] = { { n, sizeof(double) },
				    { n, sizeof(double) },
				    { all, sizeof(float) },
				    { all, sizeof(double) } };
	void *p[ARRAY_LEN(sizes)] = { NULL };
	enum status st = ST_OK;

	for (size_t i = 0; i < ARRAY_LEN(sizes) && st == ST_OK; i++)
		st = mem_try_calloc(&p[i], sizes[i][0], sizes[i][1], "the map", err);
	g->rho = p[0];
	g->sigma = p[1];
	float *given = p[2];
	double *distances = p[3];

	if (st == ST_OK) {
		for (size_t i = 0; i < all; i++)
			distances[i] = sqrt(nn->squared[i]);
		judge(g, nn, distances, given);
		st = symmetric_make(&g->w, nn, given, unite, err);
	}
	free(given);
	free(distances);
	return st;
}

enum status umap_graph_find(struct umap_graph *out, const struct neighbour_task *task,
			    const struct progress *progress, struct error *err)
{
	struct umap_graph g = { 0 };
	struct neighbours nn;
	enum status st = neighbours_find(&nn, task, progress, err);

	if (st != ST_OK)
		return st;
	st = make(&g, &nn, err);
	neighbours_release(&nn);
	if (st == ST_OK)
		*out = g;
	else
		umap_graph_release(&g);
	return st;
}

void umap_graph_release(struct umap_graph *g)
{
	symmetric_release(&g->w);
	free(g->rho);
	free(g->sigma);
	*g = (struct umap_graph){ 0 };
}
