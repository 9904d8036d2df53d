#include "numeric.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define LN2_HIGH 0x1.62e42fefa38p-1 /* the upper bits: k × this is exact for |k| < 2048 */
#define LN2_LOW	 0x1.ef35793c7673p-45

/* eˣ = 2ᵏ eʳ, |r| ≤ ln 2 / 2, by the Taylor series to r¹³ / 13! (the rest is below 1e-17). */
double numeric_exp(double x)
{
	double k, r, sum = 1;

	if (isnan(x))
		return x;
	if (x > 709.7)
		return HUGE_VAL;
	if (x < -708)
		return 0;
	k = floor(x * 1.4426950408889634 + 0.5);
	r = x - k * LN2_HIGH - k * LN2_LOW;
	for (int i = 13; i >= 1; i--)
		sum = 1 + sum * r / i;
	return ldexp(sum, (int)k);
}

/* x = 2ᵏ m, √½ ≤ m < √2; log m = 2 artanh((m − 1) / (m + 1)) as a series in the odd powers. */
double numeric_log(double x)
{
	int k;
	double m = frexp(x, &k), s, square, sum = 0;

	if (m < 0.70710678118654752) {
		m *= 2;
		k--;
	}
	s = (m - 1) / (m + 1);
	square = s * s;
	for (int i = 23; i >= 1; i -= 2)
		sum = sum * square + 1.0 / i;
	return k * LN2_HIGH + (k * LN2_LOW + 2 * s * sum);
}

double numeric_pow(double x, double y)
{
	if (y == 0)
		return 1;
	return x > 0 ? numeric_exp(y * numeric_log(x)) : 0;
}

double numeric_softplus(double x)
{
	if (x > 0)
		return x + numeric_softplus(-x);
	return isnan(x) ? x : numeric_log(1 + numeric_exp(x));
}
