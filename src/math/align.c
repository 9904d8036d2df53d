/*
 * Orthogonal Procrustes in two dimensions (Schönemann 1966). With centred points p (moving) and q
 * (fixed) and M = Σ pᵀq, the best rotation has the angle atan2(M01 − M10, M00 + M11) and reaches
 * hypot of the two; the best reflection likewise with the other signs. The larger wins.
 */
#include "math/align.h"

#include <math.h>

static void mean_of(const double *xy, size_t n, double mean[2])
{
	mean[0] = mean[1] = 0;
	for (size_t i = 0; i < n; i++) {
		mean[0] += xy[2 * i] / (double)n;
		mean[1] += xy[2 * i + 1] / (double)n;
	}
}

void align_2d(double *xy, const double *to, size_t n)
{
	double from_mean[2], to_mean[2], m[4] = { 0, 0, 0, 0 }, angle, c, s;
	double turned, mirrored, flip;

	if (!n)
		return;
	mean_of(xy, n, from_mean);
	mean_of(to, n, to_mean);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < 4; j++)
			m[j] += (xy[2 * i + j / 2] - from_mean[j / 2]) *
				(to[2 * i + j % 2] - to_mean[j % 2]);
	turned = hypot(m[0] + m[3], m[1] - m[2]);
	mirrored = hypot(m[0] - m[3], m[1] + m[2]);
	flip = mirrored > turned ? -1 : 1;
	angle = flip < 0 ? atan2(m[1] + m[2], m[0] - m[3]) : atan2(m[1] - m[2], m[0] + m[3]);
	c = cos(angle);
	s = sin(angle);
	for (size_t i = 0; i < n; i++) {
		double x = xy[2 * i] - from_mean[0], y = (xy[2 * i + 1] - from_mean[1]) * flip;

		xy[2 * i] = c * x - s * y + to_mean[0];
		xy[2 * i + 1] = s * x + c * y + to_mean[1];
	}
}
