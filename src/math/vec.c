#include "math/vec.h"

#include <math.h>

double vec_dot(const float *a, const double *b, size_t n)
{
	double s = 0;

	for (size_t i = 0; i < n; i++)
		s += (double)a[i] * b[i];
	return s;
}

double vec_dot_f32(const float *a, const float *b, size_t n)
{
	double s = 0;

	for (size_t i = 0; i < n; i++)
		s += (double)a[i] * (double)b[i];
	return s;
}

double vec_norm(const float *a, size_t n)
{
	return sqrt(vec_dot_f32(a, a, n));
}

double vec_norm_f64(const double *a, size_t n)
{
	double s = 0;

	for (size_t i = 0; i < n; i++)
		s += a[i] * a[i];
	return sqrt(s);
}

double vec_distance(const float *a, const double *b, size_t n)
{
	double s = 0;

	for (size_t i = 0; i < n; i++) {
		double d = (double)a[i] - b[i];

		s += d * d;
	}
	return sqrt(s);
}

void vec_add_scaled(double *y, double w, const float *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] += w * (double)x[i];
}

void vec_scale(double *y, double w, size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] *= w;
}
