/*
 * Reading one float off a line, fast: the inner loop of every text reader.
 *
 * The digits are gathered eight at a time into an integer m < 10¹⁹; the value is m × 10ᵉ in f64,
 * |e| ≤ 22. That product is at most 3 units in the last place off. Rounding it to f32 gives what
 * rounding the exact value would, unless one of the midpoints between two floats (f64 numbers
 * whose low 29 bits are 1000…0) is that near: then, and for longer or subnormal numbers, the C
 * library decides (number_slow_f32). So the result always equals strtof() in the C locale.
 *
 * The text must be followed by a byte that is no part of a number and by 8 more readable bytes.
 */
#ifndef BASE_NUMBER_SCAN_H
#define BASE_NUMBER_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NUMBER_SCAN_PAD 16	/* readable bytes that a buffer needs behind its last number */

extern const double number_pow10[23];		/* 10⁰ … 10²², exact */
extern const double number_pow10_down[23];	/* 10⁻⁰ … 10⁻²², rounded */
extern const uint64_t number_pow10_u64[9];

/* What strtof says about s[0..n), which has the form of a decimal number. */
float number_slow_f32(const char *s, size_t n);
/* The float nearest to m × 10^e. */
float number_exact_f32(uint64_t m, int e);
/* nan, inf, infinity at s (after the sign), any case: the end of it, or NULL. */
const char *number_scan_special(const char *s, float *out);

static inline bool number_fast_f32(uint64_t m, int e, float *out)
{
	double d = (double)m;
	uint64_t bits;

	if (e < -22 || e > 22)
		return false;
	d *= e < 0 ? number_pow10_down[-e] : number_pow10[e];
	memcpy(&bits, &d, 8);
	if ((bits & 0x1FFFFFFF) - 0x0FFFFFFC <= 8 || d > 0x1.fffffep127 || (d < 0x1p-126 && m))
		return false;
	*out = (float)d;
	return true;
}

/* Value of the k ≤ 8 digits whose characters are in the low bytes of v. */
static inline uint64_t number_eight_digits(uint64_t v, unsigned k)
{
	v <<= 8 * (8 - k) & 63;
	v = (v * 10 + (v >> 8)) & 0x00FF00FF00FF00FF;
	v = (v * 100 + (v >> 16)) & 0x0000FFFF0000FFFF;
	return (v * 10000 + (v >> 32)) & 0xFFFFFFFF;
}

static inline uint64_t number_load8(const char *s)
{
	uint64_t v;

	memcpy(&v, s, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v;
}

/* Digits at s into *m; returns the end. *m wraps after 19 digits: the caller counts. */
static inline const char *number_scan_digits(const char *s, uint64_t *m)
{
	for (;;) {
		uint64_t v = number_load8(s) ^ 0x3030303030303030;
		uint64_t other = ((v + 0x7676767676767676) | v) & 0x8080808080808080;
		unsigned k = other ? (unsigned)__builtin_ctzll(other) / 8 : 8;

		if (k == 0)
			return s;
		*m = *m * number_pow10_u64[k] + number_eight_digits(v, k);
		s += k;
		if (k < 8)
			return s;
	}
}

/* e±digits at s, or nothing of that form: returns s itself. */
static inline const char *number_scan_exponent(const char *s, int *exponent)
{
	const char *p = s + 1;
	bool minus = *p == '-';
	int e = 0;

	if ((*s | 0x20) != 'e')
		return s;
	if (minus || *p == '+')
		p++;
	if (*p < '0' || *p > '9')
		return s;
	for (; *p >= '0' && *p <= '9'; p++)
		e = e < 100000 ? e * 10 + (*p - '0') : e;
	*exponent += minus ? -e : e;
	return p;
}

/* The number that starts at s: its end, or NULL if none does. [+-] digits [. digits] [e±digits],
 * a digit on one side of the point at least; nan and inf in any case. */
static inline const char *number_scan_f32(const char *s, float *out)
{
	const char *start = s, *first, *p;
	bool minus = *s == '-';
	uint64_t m = 0;
	ptrdiff_t digits;
	int e = 0;

	s += minus || *s == '+';
	first = s;
	while (*s >= '0' && *s <= '9')
		m = m * 10 + (uint64_t)(*s++ - '0');
	digits = s - first;
	if (*s == '.') {
		p = number_scan_digits(s + 1, &m);
		digits += p - s - 1;
		e = (p - s - 1) < 100000 ? -(int)(p - s - 1) : -100000;
		s = p;
	}
	if (digits == 0) {
		s = number_scan_special(first, out);
		if (s && minus)
			*out = -*out;
		return s;
	}
	s = number_scan_exponent(s, &e);
	if (digits > 19 || !number_fast_f32(m, e, out))
		*out = number_slow_f32(start, (size_t)(s - start));
	else if (minus)
		*out = -*out;
	return s;
}

#endif
