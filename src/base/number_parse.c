#include "base/number.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/number_scan.h"

const double number_pow10[23] = { 1e0,	1e1,  1e2,  1e3,  1e4,	1e5,  1e6,  1e7,
				  1e8,	1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
				  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
const double number_pow10_down[23] = { 1e-0,  1e-1,  1e-2,  1e-3,  1e-4,  1e-5,	 1e-6,	1e-7,
				       1e-8,  1e-9,  1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15,
				       1e-16, 1e-17, 1e-18, 1e-19, 1e-20, 1e-21, 1e-22 };
const uint64_t number_pow10_u64[9] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000
};

/* strtod and strtof follow the locale of the process; their _l forms follow the one they are
 * given. The C locale needs no memory, so it is simply made and dropped here. */
static double to_double(const char *text, bool single)
{
	locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	double v;

	if (!c)
		return (double)NAN;
	v = single ? (double)strtof_l(text, NULL, c) : strtod_l(text, NULL, c);
	freelocale(c);
	return v;
}

/* The same for text that has no NUL behind it. */
static double slow(const char *s, size_t n, bool single)
{
	char local[128];
	char *copy = n < sizeof(local) ? local : xmalloc(n + 1);
	double v;

	memcpy(copy, s, n);
	copy[n] = '\0';
	v = to_double(copy, single);
	if (copy != local)
		free(copy);
	return v;
}

float number_slow_f32(const char *s, size_t n)
{
	return (float)slow(s, n, true); /* it is a float already: nothing is rounded twice */
}

float number_exact_f32(uint64_t m, int e)
{
	char text[48];
	float v;

	if (number_fast_f32(m, e, &v))
		return v;
	snprintf(text, sizeof(text), "%llue%d", (unsigned long long)m, e);
	return number_slow_f32(text, strlen(text));
}

const char *number_scan_special(const char *s, float *out)
{
	static const struct {
		const char *name;
		float value;
	} names[] = { { "nan", NAN }, { "infinity", INFINITY }, { "inf", INFINITY } };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strncasecmp(s, names[i].name, strlen(names[i].name)) == 0) {
			*out = names[i].value;
			return s + strlen(names[i].name);
		}
	}
	return NULL;
}

/* Does the whole of s[0..n) have the form of a number? *value is its f32 reading. */
static bool scan_whole(const char *s, size_t n, float *value)
{
	char local[128 + NUMBER_SCAN_PAD];
	char *copy = n <= 128 ? local : xmalloc(n + NUMBER_SCAN_PAD);
	bool ok;

	memcpy(copy, s, n);
	memset(copy + n, 0, NUMBER_SCAN_PAD);
	ok = n > 0 && number_scan_f32(copy, value) == copy + n;
	if (copy != local)
		free(copy);
	return ok;
}

bool number_parse_f32(const char *s, size_t n, float *out)
{
	return scan_whole(s, n, out);
}

bool number_parse_f64(const char *s, size_t n, double *out)
{
	float single;

	if (!scan_whole(s, n, &single))
		return false;
	*out = slow(s, n, false);
	return true;
}

bool number_parse_u64(const char *s, size_t n, uint64_t *out)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned digit = (unsigned char)s[i] - (unsigned)'0';

		if (digit > 9 || __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, digit, &v))
			return false;
	}
	if (n == 0)
		return false;
	*out = v;
	return true;
}

bool number_parse_i64(const char *s, size_t n, int64_t *out)
{
	bool minus = n > 0 && s[0] == '-';
	size_t sign = n > 0 && (s[0] == '-' || s[0] == '+');
	uint64_t v;

	if (!number_parse_u64(s + sign, n - sign, &v) || v > (uint64_t)INT64_MAX + minus)
		return false;
	*out = minus ? (int64_t)(0 - v) : (int64_t)v;
	return true;
}
