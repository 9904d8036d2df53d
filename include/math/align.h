/* Laying one set of points over another, so that pictures of the same thing do not turn over. */
#ifndef MATH_ALIGN_H
#define MATH_ALIGN_H

#include <stddef.h>

/*
 * Turn (and mirror, if that fits better) the n points `xy` around their mean so that they lie as
 * close as possible to `to`, point by point: orthogonal Procrustes in the plane, closed form.
 * xy, to: (n, 2). Distances among the points stay as they are; the mean becomes that of `to`.
 */
void align_2d(double *xy, const double *to, size_t n);

#endif
