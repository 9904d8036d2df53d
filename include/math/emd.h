/* The earth mover's distance between two small distributions. */
#ifndef MATH_EMD_H
#define MATH_EMD_H

#include "base/error.h"

#define EMD_MAX 512	/* points of a side */

/* Least Σ flow × cost that moves a (n, sum 1) onto b (m, sum 1); cost (n, m) ≥ 0, row-major. Exact up
 * to rounding: successive shortest paths. */
/* The same, and what is moved from where to where: flow (n, m). */
enum status emd_transport(double *flow, const double *a, size_t n, const double *b, size_t m,
			  const double *cost, struct error *err);
enum status emd_distance(double *out, const double *a, size_t n, const double *b, size_t m,
			 const double *cost, struct error *err);

#endif
