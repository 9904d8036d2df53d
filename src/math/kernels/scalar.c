#include "math/kernels/tables.h"

#include <math.h>
#include <string.h>

float scalar_dot(const float *a, const float *b, size_t n)
{
	float s[4] = { 0, 0, 0, 0 };
	size_t i = 0;

	for (; i + 4 <= n; i += 4)
		for (size_t j = 0; j < 4; j++)
			s[j] += a[i + j] * b[i + j];
	for (; i < n; i++)
		s[0] += a[i] * b[i];
	return (s[0] + s[1]) + (s[2] + s[3]);
}

static void dot_rows(const float *m, size_t stride, size_t rows, const float *q, size_t cols,
		     float *out)
{
	for (size_t r = 0; r < rows; r++)
		out[r] = scalar_dot(m + r * stride, q, cols);
}

double scalar_fold_lanes(double lanes[SQUARE_LANES])
{
	for (size_t half = SQUARE_LANES / 2; half; half /= 2)
		for (size_t j = 0; j < half; j++)
			lanes[j] += lanes[j + half];
	return lanes[0];
}

static double sum_squares(const float *x, size_t n)
{
	double lanes[SQUARE_LANES] = { 0 };
	size_t i = 0;

	for (; i + SQUARE_LANES <= n; i += SQUARE_LANES)
		for (size_t j = 0; j < SQUARE_LANES; j++)
			lanes[j] += (double)x[i + j] * (double)x[i + j];
	for (size_t j = 0; i < n; i++, j++)
		lanes[j] += (double)x[i] * (double)x[i];
	return scalar_fold_lanes(lanes);
}

/* IEEE 754 binary16. A subnormal half is mantissa × 2⁻²⁴, exact as a float; NaNs come out quiet. */
float scalar_widen_half(uint16_t h)
{
	uint32_t sign = (uint32_t)(h & 0x8000) << 16, exponent = h >> 10 & 31, mantissa = h & 0x3FF;
	uint32_t bits;
	float f;

	if (exponent == 0) {
		f = (float)mantissa * 0x1p-24f;
		return sign ? -f : f;
	}
	if (exponent == 31)
		bits = sign | 0x7F800000 | mantissa << 13 | (mantissa ? 0x400000 : 0);
	else
		bits = sign | (exponent + 112) << 23 | mantissa << 13;
	memcpy(&f, &bits, sizeof(f));
	return f;
}

static void widen_f16(const uint16_t *x, size_t n, float *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = scalar_widen_half(x[i]);
}

static void widen_i8(const int8_t *x, size_t n, float scale, float *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = (float)x[i] * scale;
}

/* Four residuals side by side, so that their rounding stays small in long rows. */
float scalar_to_bytes(const float *x, size_t n, int8_t *out, float *residual)
{
	float most = 0, s[4] = { 0, 0, 0, 0 }, scale, inverse;

	for (size_t i = 0; i < n; i++)
		most = fabsf(x[i]) > most ? fabsf(x[i]) : most;
	scale = most / 127;
	inverse = most > 0 ? 127 / most : 0;
	for (size_t i = 0; i < n; i++) {
		float q = rintf(x[i] * inverse), e;

		q = q > 127 ? 127 : q < -127 ? -127 : q;
		e = x[i] - q * scale;
		out[i] = (int8_t)q;
		s[i % 4] += e * e;
	}
	*residual = sqrtf((s[0] + s[1]) + (s[2] + s[3]));
	return scale;
}

static void dot_bytes(const uint8_t *tile, const struct bytes_query *q, float *out)
{
	int32_t hi[BYTES_TILE] = { 0 }, lo[BYTES_TILE] = { 0 };

	for (size_t g = 0; g < q->groups; g++) {
		const uint8_t *x = tile + g * BYTES_GROUP;
		const int8_t *p = q->digits + 8 * g;

		for (size_t r = 0; r < BYTES_TILE; r++, x += 4) {
			hi[r] += x[0] * p[0] + x[1] * p[1] + x[2] * p[2] + x[3] * p[3];
			lo[r] += x[0] * p[4] + x[1] * p[5] + x[2] * p[6] + x[3] * p[7];
		}
	}
	for (size_t r = 0; r < BYTES_TILE; r++)
		out[r] = (float)(hi[r] - q->offset[0]) * 128 + (float)(lo[r] - q->offset[1]);
}

uint64_t scalar_bound_bytes(const struct bytes_bound *b, float *high)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < BYTES_TILE; i++) {
		high[i] = b->step * b->dot[i] * b->scale[i] +
			  (b->residual[i] * b->per_residual + b->norm[i] * b->per_norm);
		mask |= (uint64_t) !(high[i] < b->a + b->b * b->norm[i]) << i;
	}
	return mask;
}

float scalar_max_sum(const float *a, const float *b, const float *c, size_t n)
{
	float most = -INFINITY;

	for (size_t i = 0; i < n; i++) {
		float v = b[i] - a[i] + c[i];

		most = v > most ? v : most;
	}
	return most;
}

float scalar_max_ratio(const float *a, const float *b, const float *c, size_t n, float delta)
{
	float most = -INFINITY, half = 0.5f + delta;

	for (size_t i = 0; i < n; i++) {
		float low = 0.5f - delta + 0.5f * a[i];
		float v =
			(half + 0.5f * b[i]) * (half + 0.5f * c[i]) / ((low > 0 ? low : 0) + 1e-6f);

		most = v > most ? v : most;
	}
	return most;
}

const struct kernels kernels_scalar = {
	.name = "scalar",
	.dot_rows = dot_rows,
	.sum_squares = sum_squares,
	.widen_f16 = widen_f16,
	.widen_i8 = widen_i8,
	.to_bytes = scalar_to_bytes,
	.dot_bytes = dot_bytes,
	.bound_bytes = scalar_bound_bytes,
	.max_sum = scalar_max_sum,
	.max_ratio = scalar_max_ratio,
};
