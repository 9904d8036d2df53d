/*
 * Correlations and the p that belongs to them.
 *
 * P(|T| ≥ t) = I_x(ν/2, 1/2) with x = ν / (ν + t²), the regularised incomplete beta function, by its
 * continued fraction (Press et al., Numerical Recipes, 6.4; Lentz's method), which converges fast
 * for x < (a + 1) / (a + b + 2); otherwise I_x(a, b) = 1 − I_{1−x}(b, a).
 */
#include "math/stats.h"

#include <math.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"

#define STEPS_MAX 500
#define PRECISION 1e-15
#define TINY	  1e-300

/* --- the incomplete beta function ------------------------------------------------------------- */

static double away_from_zero(double x)
{
	return fabs(x) < TINY ? TINY : x;
}

static double beta_fraction(double a, double b, double x)
{
	double c = 1, d = 1 / away_from_zero(1 - (a + b) * x / (a + 1)), h = d;

	for (int m = 1; m <= STEPS_MAX; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), step;

		d = 1 / away_from_zero(1 + even * d);
		c = away_from_zero(1 + even / c);
		h *= d * c;
		d = 1 / away_from_zero(1 + odd * d);
		c = away_from_zero(1 + odd / c);
		step = d * c;
		h *= step;
		if (fabs(step - 1) < PRECISION)
			break;
	}
	return h;
}

static double log_gamma(double x)
{
	int sign;

	return lgamma_r(x, &sign);
}

/* I_x(a, b); y = 1 − x is given too, because near 1 the difference would lose it. */
static double beta_regularised(double a, double b, double x, double y)
{
	double front;

	if (x <= 0 || y <= 0)
		return x <= 0 ? 0 : 1;
	front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log(y));
	if (x < (a + 1) / (a + b + 2))
		return front * beta_fraction(a, b, x) / a;
	return 1 - front * beta_fraction(b, a, y) / b;
}

double stats_t_two_sided(double t, double degrees)
{
	double all = degrees + t * t;

	if (isnan(t) || !(degrees > 0))
		return (double)NAN;
	return isinf(t) ? 0 : beta_regularised(degrees / 2, 0.5, degrees / all, t * t / all);
}

/* --- correlation ------------------------------------------------------------------------------ */

static double mean_of(const double *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return sum / (double)n;
}

static double p_of(double r, size_t n)
{
	double degrees = (double)n - 2;

	if (isnan(r) || n < 2)
		return (double)NAN;
	return n == 2 ? 1 : stats_t_two_sided(r * sqrt(degrees / ((1 - r) * (1 + r))), degrees);
}

struct correlation stats_pearson(const double *x, const double *y, size_t n)
{
	double mx = mean_of(x, n), my = mean_of(y, n), xx = 0, yy = 0, xy = 0, r;

	for (size_t i = 0; i < n; i++) {
		double dx = x[i] - mx, dy = y[i] - my;

		xx += dx * dx;
		yy += dy * dy;
		xy += dx * dy;
	}
	if (n < 2 || !(xx > 0) || !(yy > 0))
		return (struct correlation){ (double)NAN, (double)NAN };
	r = fmax(-1, fmin(1, xy / sqrt(xx * yy)));
	return (struct correlation){ r, p_of(r, n) };
}

struct placed {
	double value;
	size_t at;
};

static int compare_placed(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	return x->value < y->value ? -1 : x->value > y->value;
}

void stats_ranks(const double *x, size_t n, double *out)
{
	struct placed *sorted = xcalloc(n + 1, sizeof(*sorted));
	size_t end;

	for (size_t i = 0; i < n; i++)
		sorted[i] = (struct placed){ x[i], i };
	qsort(sorted, n, sizeof(*sorted), compare_placed);
	for (size_t i = 0; i < n; i = end) {
		for (end = i + 1; end < n && sorted[end].value <= sorted[i].value;)
			end++;
		for (size_t j = i; j < end; j++)
			out[sorted[j].at] = (double)(i + end + 1) / 2;
	}
	free(sorted);
}

struct correlation stats_spearman(const double *x, const double *y, size_t n)
{
	double *ranks = xcalloc(2 * n + 1, sizeof(*ranks));
	struct correlation c;

	stats_ranks(x, n, ranks);
	stats_ranks(y, n, ranks + n);
	c = stats_pearson(ranks, ranks + n, n);
	free(ranks);
	return c;
}
