/*
 * Numbers to text: the fewest digits that read back as the same value.
 *
 * Every decimal of at most 6 (f32) or 15 (f64) digits survives a round trip, so it is enough to try
 * the correctly rounded forms of 6, 7, 8, 9 (15, 16, 17) digits, to take the first that reads back,
 * and to drop its trailing zeros. Subnormal numbers, which have fewer bits, begin with 1 digit. For
 * f32 in the usual range the digits come from one f64 multiplication by an exact power of ten;
 * everything else goes through printf, whose decimal point depends on the locale and is therefore
 * never looked at.
 */
#include "base/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number_scan.h"

/* value = 0.d1 d2 … × 10^point */
struct digits {
	char d[20];
	int n, point;
	bool negative;
};

static void drop_zeros(struct digits *g)
{
	while (g->n > 1 && g->d[g->n - 1] == '0')
		g->n--;
}

static void digits_of_integer(struct digits *g, uint64_t m, int exp10)
{
	char tmp[20];
	int n = 0;

	do {
		tmp[n++] = (char)('0' + m % 10);
		m /= 10;
	} while (m);
	for (int i = 0; i < n; i++)
		g->d[i] = tmp[n - 1 - i];
	g->n = n;
	g->point = n + exp10;
	drop_zeros(g);
}

/* `precision` digits by printf: d.ddde±xx with whatever decimal point the locale has. */
static void digits_by_printf(struct digits *g, double v, int precision)
{
	char text[64];
	const char *p = text;
	int exp10 = 0;
	bool minus;

	snprintf(text, sizeof(text), "%.*e", precision - 1, fabs(v));
	for (g->n = 0; *p && *p != 'e'; p++)
		if (*p >= '0' && *p <= '9')
			g->d[g->n++] = *p;
	minus = p[1] == '-';
	for (p += 2; *p >= '0' && *p <= '9'; p++)
		exp10 = exp10 * 10 + (*p - '0');
	g->point = (minus ? -exp10 : exp10) + 1;
	drop_zeros(g);
}

static size_t put_scientific(char *out, const struct digits *g)
{
	size_t n = 0;

	out[n++] = g->d[0];
	if (g->n > 1) {
		out[n++] = '.';
		memcpy(out + n, g->d + 1, (size_t)g->n - 1);
		n += (size_t)g->n - 1;
	}
	return n + (size_t)snprintf(out + n, 8, "e%d", g->point - 1);
}

/* Fixed notation for 1e-5 … 1e16, else d.ddde-7. */
static size_t put_digits(char out[NUMBER_TEXT_MAX], const struct digits *g)
{
	size_t n = 0;

	if (g->negative)
		out[n++] = '-';
	if (g->point < -4 || g->point > 16)
		return n + put_scientific(out + n, g);
	if (g->point <= 0) {
		out[n++] = '0';
		out[n++] = '.';
		for (int i = g->point; i < 0; i++)
			out[n++] = '0';
	}
	for (int i = 0; i < g->n; i++) {
		if (i == g->point && i > 0)
			out[n++] = '.';
		out[n++] = g->d[i];
	}
	for (int i = g->n; i < g->point; i++)
		out[n++] = '0';
	out[n] = '\0';
	return n;
}

static size_t put_special(char out[NUMBER_TEXT_MAX], double v)
{
	const char *text = isnan(v) ? "nan" : v > 0 ? "inf" : v < 0 ? "-inf" : "0";

	if (v == 0 && signbit(v))
		text = "-0";
	memcpy(out, text, strlen(text) + 1);
	return strlen(text);
}

static bool reads_back_f32(const struct digits *g, float v)
{
	char text[NUMBER_TEXT_MAX + 8] = "";
	size_t n = put_digits(text, g);
	float back;

	return number_parse_f32(text, n, &back) && back == v;
}

/* Digits of |v| through f64: v × 10^(precision - 1 - e) has one rounding, far below half a digit. */
static bool short_f32(struct digits *g, double a)
{
	int e = (int)floor(log10(a));

	for (int precision = 6; precision <= 9; precision++) {
		int shift = precision - 1 - e;
		double scaled, m;

		if (shift < -22 || shift > 22)
			return false;
		scaled = shift < 0 ? a / number_pow10[-shift] : a * number_pow10[shift];
		m = nearbyint(scaled);
		if (number_exact_f32((uint64_t)m, -shift) != (float)a)
			continue;
		digits_of_integer(g, (uint64_t)m, -shift);
		return true;
	}
	return false;
}

size_t number_format_f32(char out[NUMBER_TEXT_MAX], float v)
{
	struct digits g = { .negative = signbit(v) };

	if (v == 0 || !isfinite(v))
		return put_special(out, (double)v);
	if (short_f32(&g, fabs((double)v)))
		return put_digits(out, &g);
	for (int precision = fabsf(v) < FLT_MIN ? 1 : 6; precision <= 9; precision++) {
		digits_by_printf(&g, (double)v, precision);
		if (reads_back_f32(&g, v))
			break;
	}
	return put_digits(out, &g);
}

size_t number_format_f64(char out[NUMBER_TEXT_MAX], double v)
{
	struct digits g = { .negative = signbit(v) };

	if (v == 0 || !isfinite(v))
		return put_special(out, v);
	for (int precision = fabs(v) < DBL_MIN ? 1 : 15; precision <= 17; precision++) {
		double back;
		size_t n;

		digits_by_printf(&g, v, precision);
		n = put_digits(out, &g);
		if (number_parse_f64(out, n, &back) && back == v)
			return n;
	}
	return put_digits(out, &g);
}
