#include "math/trust.h"

#include <math.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "math/vec.h"

struct meter {
	const struct trust_rows *rows;
	size_t k;
	double *scale;	      /* (n) 1, or 1 / length */
	double *squares;      /* (n) squared length after scaling */
	double *far, *on_map; /* (n) squared distances from the point looked at */
	double *row;	      /* (d) */
	uint32_t *near;	      /* (k) */
};

static const float *row_of(const struct meter *m, size_t i)
{
	return matrix_row(m->rows->m, m->rows->ids ? m->rows->ids[i] : i);
}

static enum status prepare(struct meter *m, struct error *err)
{
	size_t n = m->rows->n, d = m->rows->m->cols;
	double **all[] = { &m->scale, &m->squares, &m->far, &m->on_map };
	void *p;

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		if (mem_try_calloc(&p, n, sizeof(double), "the measure of the map", err))
			return ST_NOMEM;
		*all[i] = p;
	}
	m->row = xcalloc(d, sizeof(*m->row));
	m->near = xcalloc(m->k, sizeof(*m->near));
	for (size_t i = 0; i < n; i++) {
		double length = vec_norm(row_of(m, i), d);

		m->scale[i] = m->rows->unit && length > 0 ? 1 / length : 1;
		m->squares[i] = length * m->scale[i] * (length * m->scale[i]);
	}
	return ST_OK;
}

static void release(struct meter *m)
{
	free(m->scale);
	free(m->squares);
	free(m->far);
	free(m->on_map);
	free(m->row);
	free(m->near);
}

/* From point i to all, in the model and on the map; itself is infinitely far. */
static void find_distances(struct meter *m, size_t i)
{
	const struct trust_rows *r = m->rows;
	size_t d = r->m->cols;
	const double *a = r->xy + i * r->stride;

	for (size_t j = 0; j < d; j++)
		m->row[j] = (double)row_of(m, i)[j] * m->scale[i];
	for (size_t j = 0; j < r->n; j++) {
		const double *b = r->xy + j * r->stride;
		double dx = a[r->x] - b[r->x], dy = a[r->y] - b[r->y];
		double dot = vec_dot(row_of(m, j), m->row, d) * m->scale[j];

		m->far[j] = m->squares[i] + m->squares[j] - 2 * dot;
		m->on_map[j] = dx * dx + dy * dy;
	}
	m->far[i] = m->on_map[i] = HUGE_VAL;
}

static bool is_nearer(const double *distance, uint32_t a, uint32_t b)
{
	return distance[a] < distance[b] || (distance[a] == distance[b] && a < b);
}

/* The k nearest, in no order: of a heap with the farthest on top. */
static void pick_nearest(struct meter *m, const double *distance)
{
	size_t n = m->rows->n, count = 0;

	for (uint32_t j = 0; j < n; j++) {
		size_t at;

		if (count == m->k && !is_nearer(distance, j, m->near[0]))
			continue;
		if (count < m->k) {
			for (at = count++; at && is_nearer(distance, m->near[(at - 1) / 2], j);
			     at = (at - 1) / 2)
				m->near[at] = m->near[(at - 1) / 2];
			m->near[at] = j;
			continue;
		}
		for (at = 0; 2 * at + 1 < count;) {
			size_t child = 2 * at + 1;

			if (child + 1 < count &&
			    is_nearer(distance, m->near[child], m->near[child + 1]))
				child++;
			if (!is_nearer(distance, j, m->near[child]))
				break;
			m->near[at] = m->near[child];
			at = child;
		}
		m->near[at] = j;
	}
}

/* Σ (rank − k) over the nearest in one space that are farther than k-th in the other. */
static double excess(struct meter *m, const double *here, const double *there)
{
	double sum = 0;

	pick_nearest(m, here);
	for (size_t a = 0; a < m->k; a++) {
		size_t rank = 1;

		for (uint32_t j = 0; j < m->rows->n; j++)
			rank += is_nearer(there, j, m->near[a]);
		if (rank > m->k)
			sum += (double)(rank - m->k);
	}
	return sum;
}

enum status trust_measure(struct trust *out, const struct trust_rows *rows, size_t k, size_t sample,
			  const struct progress *progress, struct error *err)
{
	struct meter m = { .rows = rows, .k = MAX(1, MIN(k, (rows->n - 1) / 2)) };
	size_t n = rows->n, points = sample && sample < n ? sample : n;
	double false_near = 0, torn = 0, most;
	enum status st;

	if (n < 4)
		return error_set(err, ST_FAILED, "a map of %zu words cannot be measured", n);
	st = prepare(&m, err);
	for (size_t s = 0; s < points && st == ST_OK; s++) {
		find_distances(&m, s * n / points);
		false_near += excess(&m, m.on_map, m.far);
		torn += excess(&m, m.far, m.on_map);
		if (!progress_step(progress, s, points))
			st = progress_cancelled(err);
	}
	most = (double)points * (double)m.k * (double)(2 * n - 3 * m.k - 1) / 2;
	if (st == ST_OK)
		*out = (struct trust){ 1 - false_near / most, 1 - torn / most, m.k, points };
	release(&m);
	return st;
}
