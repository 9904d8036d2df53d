/*
 * Transport by successive shortest paths: flow is sent from points that still have supply to points
 * that still have demand along the cheapest way in the residual network, found by Dijkstra on costs
 * made non-negative by potentials. Each turn empties a supply, fills a demand or empties an edge.
 * After the last one no cycle of negative cost is left, so the flow is optimal (Ahuja, Magnanti &
 * Orlin 1993, 9.7).
 *
 * Nodes: sources 0 … n − 1, sinks n … n + m − 1.
 */
#include "math/emd.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"

#define NOTHING 1e-12
#define NO_NODE SIZE_MAX

struct emd {
	size_t n, m;
	const double *cost;
	double *flow;	   /* (n, m) */
	double *left;	   /* (n + m) supply and demand not served yet */
	double *potential; /* (n + m) */
	double *away;	   /* (n + m) shortest distance in this turn */
	size_t *before;	   /* (n + m) */
	bool *done;
};

/* Length of the edge from u to v as the potentials see it; infinity if it is not there. */
static double edge(const struct emd *e, size_t u, size_t v)
{
	double c;

	if (u < e->n)
		c = e->cost[u * e->m + (v - e->n)];
	else if (e->flow[v * e->m + (u - e->n)] > NOTHING)
		c = -e->cost[v * e->m + (u - e->n)];
	else
		return HUGE_VAL;
	return fmax(0, c + e->potential[u] - e->potential[v]);
}

static size_t nearest_open(const struct emd *e)
{
	size_t best = NO_NODE;

	for (size_t i = 0; i < e->n + e->m; i++)
		if (!e->done[i] && !isinf(e->away[i]) &&
		    (best == NO_NODE || e->away[i] < e->away[best]))
			best = i;
	return best;
}

/* Distances from all sources with supply; the nearest sink with demand, or NO_NODE. */
static size_t find_path(struct emd *e)
{
	size_t nodes = e->n + e->m, target = NO_NODE, u;

	for (size_t i = 0; i < nodes; i++) {
		e->away[i] = i < e->n && e->left[i] > NOTHING ? 0 : (double)INFINITY;
		e->before[i] = NO_NODE;
		e->done[i] = false;
	}
	while ((u = nearest_open(e)) != NO_NODE) {
		size_t begin = u < e->n ? e->n : 0, end = u < e->n ? nodes : e->n;

		e->done[u] = true;
		if (target == NO_NODE && u >= e->n && e->left[u] > NOTHING)
			target = u;
		for (size_t v = begin; v < end; v++) {
			double length = e->done[v] ? (double)INFINITY : edge(e, u, v);

			if (e->away[u] + length < e->away[v]) {
				e->away[v] = e->away[u] + length;
				e->before[v] = u;
			}
		}
	}
	return target;
}

/* As much as the ends and the edges backwards let through. */
static void send_flow(struct emd *e, size_t target)
{
	double amount = e->left[target];
	size_t v;

	for (v = target; e->before[v] != NO_NODE; v = e->before[v]) {
		size_t u = e->before[v];

		if (u >= e->n)
			amount = fmin(amount, e->flow[v * e->m + (u - e->n)]);
	}
	amount = fmin(amount, e->left[v]);
	e->left[v] -= amount;
	e->left[target] -= amount;
	for (v = target; e->before[v] != NO_NODE; v = e->before[v]) {
		size_t u = e->before[v];

		if (u < e->n)
			e->flow[u * e->m + (v - e->n)] += amount;
		else
			e->flow[v * e->m + (u - e->n)] -= amount;
	}
}

static void run(struct emd *e)
{
	size_t target;

	while ((target = find_path(e)) != NO_NODE) {
		for (size_t i = 0; i < e->n + e->m; i++)
			e->potential[i] += isinf(e->away[i]) ? 0 : e->away[i];
		send_flow(e, target);
	}
}

enum status emd_transport(double *flow, const double *a, size_t n, const double *b, size_t m,
			  const double *cost, struct error *err)
{
	struct emd e = { .n = n, .m = m, .cost = cost, .flow = flow };

	if (n > EMD_MAX || m > EMD_MAX)
		return error_set(err, ST_FAILED, "more than %d different words in a text", EMD_MAX);
	e.left = xcalloc(n + m + 1, sizeof(double));
	e.potential = xcalloc(n + m + 1, sizeof(double));
	e.away = xcalloc(n + m + 1, sizeof(double));
	e.before = xcalloc(n + m + 1, sizeof(size_t));
	e.done = xcalloc(n + m + 1, sizeof(bool));
	for (size_t i = 0; i < n * m; i++)
		flow[i] = 0;
	for (size_t i = 0; i < n + m; i++)
		e.left[i] = i < n ? a[i] : b[i - n];
	run(&e);
	free(e.left);
	free(e.potential);
	free(e.away);
	free(e.before);
	free(e.done);
	return ST_OK;
}

enum status emd_distance(double *out, const double *a, size_t n, const double *b, size_t m,
			 const double *cost, struct error *err)
{
	double *flow, total = 0;
	enum status st;

	if (n > EMD_MAX || m > EMD_MAX)
		return error_set(err, ST_FAILED, "more than %d different words in a text", EMD_MAX);
	flow = xcalloc(n * m + 1, sizeof(*flow));
	st = emd_transport(flow, a, n, b, m, cost, err);
	for (size_t i = 0; i < n * m; i++)
		total += flow[i] * cost[i];
	free(flow);
	if (st == ST_OK)
		*out = total;
	return st;
}
