#include "math/spectral.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/rng.h"

enum { EXTRA = 10, ROUNDS = 12, SWEEPS = 60, STEP_ROWS = 256 };

/* --- small dense: Jacobi --- */

static void rotate(double *a, size_t n, size_t p, size_t q, double *vectors)
{
	double apq = a[p * n + q], theta, t, c, s;

	if (apq == 0)
		return;
	theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
	t = (theta >= 0 ? 1 : -1) / (fabs(theta) + sqrt(theta * theta + 1));
	c = 1 / sqrt(t * t + 1);
	s = t * c;
	for (size_t i = 0; i < n; i++) {
		double x = a[i * n + p], y = a[i * n + q];

		a[i * n + p] = c * x - s * y;
		a[i * n + q] = s * x + c * y;
	}
	for (size_t i = 0; i < n; i++) {
		double x = a[p * n + i], y = a[q * n + i];

		a[p * n + i] = c * x - s * y;
		a[q * n + i] = s * x + c * y;
	}
	for (size_t i = 0; i < n; i++) {
		double x = vectors[i * n + p], y = vectors[i * n + q];

		vectors[i * n + p] = c * x - s * y;
		vectors[i * n + q] = s * x + c * y;
	}
}

static double off_diagonal(const double *a, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			sum += a[i * n + j] * a[i * n + j];
	return sum;
}

void jacobi_eigen(double *a, size_t n, double *values, double *vectors)
{
	double scale = 0;

	memset(vectors, 0, n * n * sizeof(*vectors));
	for (size_t i = 0; i < n; i++)
		vectors[i * n + i] = 1;
	for (size_t i = 0; i < n * n; i++)
		scale += a[i] * a[i];
	for (int sweep = 0; sweep < SWEEPS && off_diagonal(a, n) > 1e-26 * scale; sweep++)
		for (size_t p = 0; p < n; p++)
			for (size_t q = p + 1; q < n; q++)
				rotate(a, n, p, q, vectors);
	for (size_t i = 0; i < n; i++)
		values[i] = a[i * n + i];
}

/* --- the subspace --- */

struct space {
	const struct sparse *m;
	size_t n, l;
	double *q, *y;	   /* (n, l) row-major */
	double *b, *u, *w; /* (l, l), (l, l), (l) */
	const struct progress *progress;
	uint64_t done, total;
};

static bool step(struct space *s, size_t i)
{
	return i % STEP_ROWS != 0 || progress_step(s->progress, s->done + i, s->total);
}

/* y = M q */
static bool multiply(struct space *s)
{
	for (size_t i = 0; i < s->n; i++) {
		double *out = s->y + i * s->l;

		memset(out, 0, s->l * sizeof(*out));
		for (uint64_t e = s->m->begin[i]; e < s->m->begin[i + 1]; e++) {
			const double *in = s->q + (size_t)s->m->cols[e] * s->l;
			double v = (double)s->m->values[e];

			for (size_t j = 0; j < s->l; j++)
				out[j] += v * in[j];
		}
		if (!step(s, i))
			return false;
	}
	s->done += s->n;
	return true;
}

/* b = xᵀ y, both (n, l) */
static bool inner(struct space *s, const double *x, const double *y)
{
	memset(s->b, 0, s->l * s->l * sizeof(*s->b));
	for (size_t i = 0; i < s->n; i++) {
		for (size_t p = 0; p < s->l; p++) {
			double v = x[i * s->l + p];

			for (size_t q = 0; q < s->l; q++)
				s->b[p * s->l + q] += v * y[i * s->l + q];
		}
		if (!step(s, i))
			return false;
	}
	s->done += s->n;
	return true;
}

/* Cholesky's factor b = R ᵀR in place (upper); a direction that is lost is set to zero. */
static void cholesky(double *b, size_t l)
{
	for (size_t j = 0; j < l; j++) {
		double d = b[j * l + j], first = d;

		for (size_t k = 0; k < j; k++)
			d -= b[k * l + j] * b[k * l + j];
		d = d > 1e-14 * first && d > 0 ? sqrt(d) : 0;
		b[j * l + j] = d;
		for (size_t i = j + 1; i < l; i++) {
			double v = b[j * l + i];

			for (size_t k = 0; k < j; k++)
				v -= b[k * l + j] * b[k * l + i];
			b[j * l + i] = d > 0 ? v / d : 0;
		}
	}
}

/* Columns of x made orthonormal: x R⁻¹ with xᵀx = RᵀR; twice, as once loses digits. */
static bool orthonormalise(struct space *s, double *x)
{
	for (int twice = 0; twice < 2; twice++) {
		if (!inner(s, x, x))
			return false;
		cholesky(s->b, s->l);
		for (size_t i = 0; i < s->n; i++)
			for (size_t j = 0; j < s->l; j++) {
				double v = x[i * s->l + j], d = s->b[j * s->l + j];

				for (size_t k = 0; k < j; k++)
					v -= x[i * s->l + k] * s->b[k * s->l + j];
				x[i * s->l + j] = d > 0 ? v / d : 0;
			}
	}
	return true;
}

static void start(struct space *s, uint64_t seed)
{
	struct rng rng = rng_make(seed, 0x5bec, 0);

	for (size_t i = 0; i < s->n * s->l; i++)
		s->q[i] = (double)rng_unit(&rng) - 0.5;
}

static void swap_spaces(struct space *s)
{
	double *t = s->q;

	s->q = s->y;
	s->y = t;
}

static bool iterate(struct space *s)
{
	for (int round = 0; round < ROUNDS; round++) {
		if (!orthonormalise(s, s->q) || !multiply(s))
			return false;
		swap_spaces(s);
	}
	/* Rayleigh-Ritz: the eigenvectors of M within the space */
	if (!orthonormalise(s, s->q) || !multiply(s) || !inner(s, s->q, s->y))
		return false;
	jacobi_eigen(s->b, s->l, s->w, s->u);
	return true;
}

static void take_vector(const struct space *s, size_t from, double *vectors, size_t k, size_t at)
{
	double largest = 0;

	for (size_t i = 0; i < s->n; i++) {
		double v = 0;

		for (size_t j = 0; j < s->l; j++)
			v += s->q[i * s->l + j] * s->u[j * s->l + from];
		vectors[i * k + at] = v;
		if (fabs(v) > fabs(largest) * (1 + 1e-6))
			largest = v;
	}
	for (size_t i = 0; largest < 0 && i < s->n; i++)
		vectors[i * k + at] = -vectors[i * k + at];
}

static void take_largest(const struct space *s, size_t k, double *vectors, double *values)
{
	for (size_t at = 0; at < k; at++) {
		size_t best = 0;

		for (size_t j = 1; j < s->l; j++)
			if (fabs(s->w[j]) > fabs(s->w[best]))
				best = j;
		values[at] = s->w[best];
		s->w[best] = 0;
		take_vector(s, best, vectors, k, at);
	}
}

static void release(struct space *s)
{
	free(s->q);
	free(s->y);
	free(s->b);
	free(s->u);
	free(s->w);
}

static enum status make(struct space *s, struct error *err)
{
	void *p[5] = { NULL };
	const size_t sizes[5][2] = {
		{ s->n, s->l }, { s->n, s->l }, { s->l, s->l }, { s->l, s->l }, { s->l, 1 }
	};
	enum status st = ST_OK;

	for (size_t i = 0; i < 5 && st == ST_OK; i++)
		st = mem_try_calloc(&p[i], sizes[i][0], sizes[i][1] * sizeof(double),
				    "the decomposition", err);
	s->q = p[0];
	s->y = p[1];
	s->b = p[2];
	s->u = p[3];
	s->w = p[4];
	return st;
}

enum status sparse_eigen(const struct sparse *m, size_t k, uint64_t seed, double *vectors,
			 double *values, const struct progress *progress, struct error *err)
{
	struct space s = { .m = m, .n = m->n, .l = MIN(k + EXTRA, m->n), .progress = progress };
	enum status st = make(&s, err);

	s.total = (uint64_t)m->n * (3 * (ROUNDS + 1) + 1);
	if (st == ST_OK) {
		start(&s, seed);
		if (iterate(&s))
			take_largest(&s, k, vectors, values);
		else
			st = progress_cancelled(err);
	}
	release(&s);
	return st;
}
