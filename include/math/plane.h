/*
 * The plane through three points of a space, with true lengths and angles: what lies in it is drawn
 * exactly, and what lies beside it has its distance.
 *
 *	u = (b − a) / ‖b − a‖,  v = Gram–Schmidt of (c − a)
 *	x ↦ ((x − a)·u, (x − a)·v),  ‖x − a‖² = in-plane² + off-plane²
 *
 * A parallelogram a, b, c, c + b − a is therefore one in the picture too.
 */
#ifndef MATH_PLANE_H
#define MATH_PLANE_H

#include <stddef.h>

struct plane {
	size_t dims;
	double *origin, *u, *v;	/* (dims); one block, owned by origin */
	size_t rank;		/* 2; 1 when the points lie on a line (v = 0), 0 when they are one */
};

/* Through a, b and c, (dims) each. Always succeeds; see rank. */
void plane_fit(struct plane *p, const double *a, const double *b, const double *c, size_t dims);
/* Coordinates of x in the plane; returns how far x lies from it. */
double plane_project(const struct plane *p, const double *x, double out[2]);
void plane_release(struct plane *p);

#endif
