/*
 * NEON (AArch64). Four rows share each load of the query; every row has two chains of fused
 * operations.
 */
#include "math/kernels/tables.h"

#if defined(__aarch64__)

#include <arm_neon.h>
#include <string.h>

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

/* Four rows of a group against one digit: products of bytes in 16 bits, neighbours added in 32. */
static inline void add_products(int32x4_t sum[2], int8x16_t rows, int8x8_t digits)
{
	sum[0] = vpadalq_s16(sum[0], vmull_s8(vget_low_s8(rows), digits));
	sum[1] = vpadalq_s16(sum[1], vmull_s8(vget_high_s8(rows), digits));
}

#define BYTE_ROWS 16 /* rows at once */

static void dot_part(const uint8_t *tile, const struct bytes_query *q, float *out)
{
	int32x4_t hi[BYTE_ROWS / 4][2], lo[BYTE_ROWS / 4][2];

	for (size_t i = 0; i < BYTE_ROWS / 4; i++)
		hi[i][0] = hi[i][1] = lo[i][0] = lo[i][1] = vdupq_n_s32(0);
	for (size_t g = 0; g < q->groups; g++) {
		const uint8_t *x = tile + g * BYTES_GROUP;
		int32_t digits[2];
		int8x8_t h, l;

		memcpy(digits, q->digits + 8 * g, sizeof(digits));
		h = vreinterpret_s8_s32(vdup_n_s32(digits[0]));
		l = vreinterpret_s8_s32(vdup_n_s32(digits[1]));
		for (size_t i = 0; i < BYTE_ROWS / 4; i++) {
			uint8x16_t v = veorq_u8(vld1q_u8(x + 16 * i), vdupq_n_u8(0x80));

			add_products(hi[i], vreinterpretq_s8_u8(v), h);
			add_products(lo[i], vreinterpretq_s8_u8(v), l);
		}
	}
	for (size_t i = 0; i < BYTE_ROWS / 4; i++) {
		float32x4_t a = vcvtq_f32_s32(vpaddq_s32(hi[i][0], hi[i][1]));
		float32x4_t b = vcvtq_f32_s32(vpaddq_s32(lo[i][0], lo[i][1]));

		vst1q_f32(out + 4 * i, vaddq_f32(vmulq_n_f32(a, 128), b));
	}
}

/* The bytes are made signed again, so the query's offsets are not needed. */
static void dot_bytes(const uint8_t *tile, const struct bytes_query *q, float *out)
{
	for (size_t r = 0; r < BYTES_TILE; r += BYTE_ROWS)
		dot_part(tile + 4 * r, q, out + r);
}

const struct kernels kernels_neon = {
	.name = "neon",
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

#endif
