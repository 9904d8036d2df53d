#include "math/plane.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "math/vec.h"

#define FLAT 1e-9 /* of the longer side: what is left of a vector that lies on a line is rounding */

static double dot(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

static void subtract(double *out, const double *a, const double *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = a[i] - b[i];
}

/* Length 1, or all zero if it is shorter than `floor`. */
static bool normalise(double *x, double floor, size_t n)
{
	double length = vec_norm_f64(x, n);
	bool has_direction = isfinite(length) && length > floor;

	if (has_direction)
		vec_scale(x, 1 / length, n);
	else
		memset(x, 0, n * sizeof(*x));
	return has_direction;
}

void plane_fit(struct plane *p, const double *a, const double *b, const double *c, size_t dims)
{
	double *block = xcalloc(3 * dims, sizeof(*block)), floor, along;

	*p = (struct plane){ dims, block, block + dims, block + 2 * dims, 0 };
	memcpy(p->origin, a, dims * sizeof(*a));
	subtract(p->u, b, a, dims);
	subtract(p->v, c, a, dims);
	floor = FLAT * fmax(vec_norm_f64(p->u, dims), vec_norm_f64(p->v, dims));
	if (!normalise(p->u, floor, dims)) {
		/* a is b: the line from a to c is all there is */
		memcpy(p->u, p->v, dims * sizeof(*p->u));
		memset(p->v, 0, dims * sizeof(*p->v));
		p->rank = normalise(p->u, 0, dims) ? 1 : 0;
		return;
	}
	along = dot(p->u, p->v, dims);
	for (size_t i = 0; i < dims; i++)
		p->v[i] -= along * p->u[i];
	p->rank = normalise(p->v, floor, dims) ? 2 : 1;
}

double plane_project(const struct plane *p, const double *x, double out[2])
{
	double sum = 0;

	out[0] = out[1] = 0;
	for (size_t i = 0; i < p->dims; i++) {
		out[0] += (x[i] - p->origin[i]) * p->u[i];
		out[1] += (x[i] - p->origin[i]) * p->v[i];
	}
	for (size_t i = 0; i < p->dims; i++) {
		double rest = x[i] - p->origin[i] - out[0] * p->u[i] - out[1] * p->v[i];

		sum += rest * rest;
	}
	return sqrt(sum);
}

void plane_release(struct plane *p)
{
	free(p->origin);
	*p = (struct plane){ 0 };
}
