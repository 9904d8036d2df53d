/*
 *	exp x = 2^k exp r,      r = x − k ln 2, |r| ≤ ln 2 / 2: Taylor's series to r^13
 *	log x = e ln 2 + 2 artanh s,  x = 2^e m, s = (m − 1) / (m + 1), |s| ≤ 0.172: to s^21
 *
 * ln 2 is taken in two parts, the first with so few bits that k ln 2 is exact.
 */
#include "math/portable.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/compiler.h"

#define LN2_HIGH 6.93147180369123816490e-01
#define LN2_LOW	 1.90821492927058770002e-10

/* 2^k, −1022 ≤ k ≤ 1023 */
static double power_of_two(int64_t k)
{
	uint64_t bits = (uint64_t)(k + 1023) << 52;
	double out;

	memcpy(&out, &bits, sizeof(out));
	return out;
}

/* Without a call of floor(), which is one before SSE4.1. */
static int64_t nearest(double x)
{
	return (int64_t)(x < 0 ? x - 0.5 : x + 0.5);
}

double portable_exp(double x)
{
	static const double inverse[] = { 1,
					  1,
					  1. / 2,
					  1. / 6,
					  1. / 24,
					  1. / 120,
					  1. / 720,
					  1. / 5040,
					  1. / 40320,
					  1. / 362880,
					  1. / 3628800,
					  1. / 39916800,
					  1. / 479001600,
					  1. / 6227020800 };
	double r, sum = 0;
	int64_t k;

	if (!(x > -708))
		return 0;
	if (x > 709)
		return HUGE_VAL;
	k = nearest(x * M_LOG2E);
	r = (x - (double)k * LN2_HIGH) - (double)k * LN2_LOW;
	for (size_t i = ARRAY_LEN(inverse); i-- > 0;)
		sum = sum * r + inverse[i];
	return sum * power_of_two(k);
}

double portable_log(double x)
{
	static const double odd[] = { 1. / 3,  1. / 5,	1. / 7,	 1. / 9,  1. / 11,
				      1. / 13, 1. / 15, 1. / 17, 1. / 19, 1. / 21 };
	uint64_t bits;
	double m, s, z, sum = 0;
	int64_t e;

	memcpy(&bits, &x, sizeof(bits));
	e = (int64_t)(bits >> 52) - 1023;
	bits = (bits & 0x000fffffffffffffu) | 0x3ff0000000000000u;
	memcpy(&m, &bits, sizeof(m));
	if (m > M_SQRT2) {
		m /= 2;
		e++;
	}
	s = (m - 1) / (m + 1);
	z = s * s;
	for (size_t i = ARRAY_LEN(odd); i-- > 0;)
		sum = (sum + odd[i]) * z;
	return (double)e * LN2_HIGH + ((double)e * LN2_LOW + 2 * (s + s * sum));
}

double portable_pow(double x, double y)
{
	return x > 0 ? portable_exp(y * portable_log(x)) : 0;
}

/* The same with shorter series: log to s^11, exp to r^7. */
double portable_pow_near(double x, double y)
{
	uint64_t bits;
	double m, s, z, r, r2;
	int64_t e, k;

	if (!(x > 0))
		return 0;
	memcpy(&bits, &x, sizeof(bits));
	e = (int64_t)(bits - 0x3fe6a09e667f3bcdu) >> 52; /* √½ */
	bits -= (uint64_t)e << 52;
	memcpy(&m, &bits, sizeof(m));
	s = (m - 1) / (m + 1);
	z = s * s;
	r = y * ((double)e * M_LN2 +
		 2 * s * (1 + z * ((1. / 3 + z * (1. / 5)) + z * z * (1. / 7 + z * (1. / 9)))));
	if (!(r > -700 && r < 700))
		return r < 0 ? 0 : HUGE_VAL;
	k = nearest(r * M_LOG2E);
	r -= (double)k * M_LN2;
	r2 = r * r;
	m = ((1 + r) + r2 * (0.5 + r * (1. / 6))) +
	    r2 * r2 * ((1. / 24 + r * (1. / 120)) + r2 * (1. / 720 + r * (1. / 5040)));
	return m * power_of_two(k);
}
