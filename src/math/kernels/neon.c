/*
 * NEON (AArch64). Four rows share each load of the query; every row has two chains of fused
 * operations.
 */
#include "math/kernels/tables.h"

#if defined(__aarch64__)

#include <arm_neon.h>

#define LANES 4
#define BLOCK 4	   /* rows at once */
#define AHEAD 4096 /* bytes */

static inline void dot_block(const float *m, size_t stride, const float *q, size_t cols, float *out)
{
	float32x4_t s[BLOCK], t[BLOCK];
	float rest[BLOCK] = { 0 };
	const char *ahead = (const char *)m + AHEAD;
	size_t i = 0;

	for (size_t r = 0; r < BLOCK; r++)
		s[r] = t[r] = vdupq_n_f32(0);
	for (; i + 2 * LANES <= cols; i += 2 * LANES) {
		float32x4_t v = vld1q_f32(q + i), w = vld1q_f32(q + i + LANES);

		__builtin_prefetch(ahead + i * 16);
		__builtin_prefetch(ahead + i * 16 + 64);
		for (size_t r = 0; r < BLOCK; r++) {
			const float *x = m + r * stride + i;

			s[r] = vfmaq_f32(s[r], vld1q_f32(x), v);
			t[r] = vfmaq_f32(t[r], vld1q_f32(x + LANES), w);
		}
	}
	for (; i < cols; i++)
		for (size_t r = 0; r < BLOCK; r++)
			rest[r] += m[r * stride + i] * q[i];
	for (size_t r = 0; r < BLOCK; r++)
		out[r] = vaddvq_f32(vaddq_f32(s[r], t[r])) + rest[r];
}

static void dot_rows(const float *m, size_t stride, size_t rows, const float *q, size_t cols,
		     float *out)
{
	size_t r = 0;

	for (; r + BLOCK <= rows; r += BLOCK)
		dot_block(m + r * stride, stride, q, cols, out + r);
	for (; r < rows; r++)
		out[r] = scalar_dot(m + r * stride, q, cols);
}

static double sum_squares(const float *x, size_t n)
{
	float64x2_t s[SQUARE_LANES / 2];
	double lanes[SQUARE_LANES];
	size_t i = 0;

	for (size_t j = 0; j < SQUARE_LANES / 2; j++)
		s[j] = vdupq_n_f64(0);
	for (; i + SQUARE_LANES <= n; i += SQUARE_LANES)
		for (size_t j = 0; j < SQUARE_LANES / 2; j++) {
			float64x2_t a = vcvt_f64_f32(vld1_f32(x + i + 2 * j));

			s[j] = vfmaq_f64(s[j], a, a);
		}
	for (size_t j = 0; j < SQUARE_LANES / 2; j++)
		vst1q_f64(lanes + 2 * j, s[j]);
	for (size_t j = 0; i < n; i++, j++)
		lanes[j] += (double)x[i] * (double)x[i];
	return scalar_fold_lanes(lanes);
}

static void widen_f16(const uint16_t *x, size_t n, float *out)
{
	size_t i = 0;

	for (; i + LANES <= n; i += LANES) {
		float16x4_t half = vreinterpret_f16_u16(vld1_u16(x + i));

		vst1q_f32(out + i, vcvt_f32_f16(half));
	}
	for (; i < n; i++)
		out[i] = scalar_widen_half(x[i]);
}

static void widen_i8(const int8_t *x, size_t n, float scale, float *out)
{
	size_t i = 0;

	for (; i + 8 <= n; i += 8) {
		int16x8_t v = vmovl_s8(vld1_s8(x + i));
		float32x4_t lo = vcvtq_f32_s32(vmovl_s16(vget_low_s16(v)));
		float32x4_t hi = vcvtq_f32_s32(vmovl_s16(vget_high_s16(v)));

		vst1q_f32(out + i, vmulq_n_f32(lo, scale));
		vst1q_f32(out + i + 4, vmulq_n_f32(hi, scale));
	}
	for (; i < n; i++)
		out[i] = (float)x[i] * scale;
}

const struct kernels kernels_neon = {
	.name = "neon",
	.dot_rows = dot_rows,
	.sum_squares = sum_squares,
	.widen_f16 = widen_f16,
	.widen_i8 = widen_i8,
};

#endif
