/*
 * AVX-512. Four rows share each load of the query; every row is one chain of fused operations, so
 * four hide the latency of the unit. The rows of a block lie one behind the other: while it is
 * read, as many bytes a fixed distance ahead are asked for, in order, so that no line is missed.
 */
#include "math/kernels/tables.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <string.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma")))
#define TARGET_VNNI                                                                                \
	__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma")))
#define LANES	    16
#define BLOCK	    4	 /* rows at once */
#define AHEAD	    2048 /* floats: 8 KiB */
#define AHEAD_OF(p) ((const char *)((p) + AHEAD))

/* The four sums of four vectors, in order. */
TARGET static inline __m128 sum4(__m512 a, __m512 b, __m512 c, __m512 d)
{
	/* 16 → 4 lanes of each, kept apart in the four quarters */
	__m512 ab =
		_mm512_add_ps(_mm512_shuffle_f32x4(a, b, 0x44), _mm512_shuffle_f32x4(a, b, 0xEE));
	__m512 cd =
		_mm512_add_ps(_mm512_shuffle_f32x4(c, d, 0x44), _mm512_shuffle_f32x4(c, d, 0xEE));
	__m512 s = _mm512_add_ps(_mm512_shuffle_f32x4(ab, cd, 0x88),
				 _mm512_shuffle_f32x4(ab, cd, 0xDD));

	s = _mm512_add_ps(s, _mm512_permute_ps(s, 0x4E));
	s = _mm512_add_ps(s, _mm512_permute_ps(s, 0xB1));
	s = _mm512_maskz_compress_ps(0x1111, s);
	return _mm512_castps512_ps128(s);
}

TARGET static inline void prefetch_lines(const char *p)
{
	_mm_prefetch(p, _MM_HINT_T0);
	_mm_prefetch(p + 64, _MM_HINT_T0);
	_mm_prefetch(p + 128, _MM_HINT_T0);
	_mm_prefetch(p + 192, _MM_HINT_T0);
}

TARGET static inline void dot_block(const float *m, size_t stride, const float *q, size_t cols,
				    float *out)
{
	const float *r0 = m, *r1 = m + stride, *r2 = r1 + stride, *r3 = r2 + stride;
	__m512 s0 = _mm512_setzero_ps(), s1 = s0, s2 = s0, s3 = s0;
	__mmask16 rest = (__mmask16)((1u << cols % LANES) - 1);
	const char *ahead = (const char *)m + AHEAD;
	size_t i = 0;

	for (; i + LANES <= cols; i += LANES) {
		__m512 v = _mm512_loadu_ps(q + i);

		prefetch_lines(ahead + i * 16);
		s0 = _mm512_fmadd_ps(_mm512_loadu_ps(r0 + i), v, s0);
		s1 = _mm512_fmadd_ps(_mm512_loadu_ps(r1 + i), v, s1);
		s2 = _mm512_fmadd_ps(_mm512_loadu_ps(r2 + i), v, s2);
		s3 = _mm512_fmadd_ps(_mm512_loadu_ps(r3 + i), v, s3);
	}
	if (rest) {
		__m512 v = _mm512_maskz_loadu_ps(rest, q + i);

		prefetch_lines(ahead + i * 16);
		s0 = _mm512_fmadd_ps(_mm512_maskz_loadu_ps(rest, r0 + i), v, s0);
		s1 = _mm512_fmadd_ps(_mm512_maskz_loadu_ps(rest, r1 + i), v, s1);
		s2 = _mm512_fmadd_ps(_mm512_maskz_loadu_ps(rest, r2 + i), v, s2);
		s3 = _mm512_fmadd_ps(_mm512_maskz_loadu_ps(rest, r3 + i), v, s3);
	}
	_mm_storeu_ps(out, sum4(s0, s1, s2, s3));
}

TARGET static float dot_one(const float *a, const float *b, size_t n)
{
	__m512 s = _mm512_setzero_ps();
	__mmask16 rest = (__mmask16)((1u << n % LANES) - 1);
	size_t i = 0;

	for (; i + LANES <= n; i += LANES)
		s = _mm512_fmadd_ps(_mm512_loadu_ps(a + i), _mm512_loadu_ps(b + i), s);
	if (rest)
		s = _mm512_fmadd_ps(_mm512_maskz_loadu_ps(rest, a + i),
				    _mm512_maskz_loadu_ps(rest, b + i), s);
	return _mm512_reduce_add_ps(s);
}

TARGET static void dot_rows(const float *m, size_t stride, size_t rows, const float *q, size_t cols,
			    float *out)
{
	size_t r = 0;

	for (; r + BLOCK <= rows; r += BLOCK)
		dot_block(m + r * stride, stride, q, cols, out + r);
	for (; r < rows; r++)
		out[r] = dot_one(m + r * stride, q, cols);
}

TARGET static double sum_squares(const float *x, size_t n)
{
	__m512d s0 = _mm512_setzero_pd(), s1 = s0;
	double lanes[SQUARE_LANES];
	size_t i = 0;

	for (; i + SQUARE_LANES <= n; i += SQUARE_LANES) {
		__m512d a = _mm512_cvtps_pd(_mm256_loadu_ps(x + i));
		__m512d b = _mm512_cvtps_pd(_mm256_loadu_ps(x + i + 8));

		s0 = _mm512_fmadd_pd(a, a, s0);
		s1 = _mm512_fmadd_pd(b, b, s1);
	}
	_mm512_storeu_pd(lanes, s0);
	_mm512_storeu_pd(lanes + 8, s1);
	for (size_t j = 0; i < n; i++, j++)
		lanes[j] += (double)x[i] * (double)x[i];
	return scalar_fold_lanes(lanes);
}

TARGET static void widen_f16(const uint16_t *x, size_t n, float *out)
{
	size_t i = 0;

	for (; i + LANES <= n; i += LANES)
		_mm512_storeu_ps(out + i,
				 _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(x + i))));
	for (; i < n; i++)
		out[i] = scalar_widen_half(x[i]);
}

TARGET static void widen_i8(const int8_t *x, size_t n, float scale, float *out)
{
	__m512 s = _mm512_set1_ps(scale);
	size_t i = 0;

	for (; i + LANES <= n; i += LANES) {
		__m512i v = _mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)(x + i)));

		_mm512_storeu_ps(out + i, _mm512_mul_ps(_mm512_cvtepi32_ps(v), s));
	}
	for (; i < n; i++)
		out[i] = (float)x[i] * scale;
}

/* sum += the four products of each row, added up */
TARGET static inline __m512i add_products(__m512i sum, __m512i rows, __m512i digits)
{
	__m512i pairs = _mm512_maddubs_epi16(rows, digits);

	return _mm512_add_epi32(sum, _mm512_madd_epi16(pairs, _mm512_set1_epi16(1)));
}

TARGET_VNNI static inline __m512i add_products_vnni(__m512i sum, __m512i rows, __m512i digits)
{
	return _mm512_dpbusd_epi32(sum, rows, digits);
}

/* 128 (hi − its offset) + (lo − its offset) */
TARGET static inline void join_digits(__m512i hi, __m512i lo, const int32_t offset[2], float *out)
{
	__m512 a = _mm512_cvtepi32_ps(_mm512_sub_epi32(hi, _mm512_set1_epi32(offset[0])));
	__m512 b = _mm512_cvtepi32_ps(_mm512_sub_epi32(lo, _mm512_set1_epi32(offset[1])));

	_mm512_storeu_ps(out, _mm512_add_ps(_mm512_mul_ps(a, _mm512_set1_ps(128)), b));
}

/* A whole tile, four lines a group and two sums for each; the same loop with and without VNNI. */
#define DOT_BYTES(name, target, add)                                                               \
	target static void name(const uint8_t *tile, const struct bytes_query *q, float *out)      \
	{                                                                                          \
		__m512i hi[4], lo[4];                                                              \
                                                                                                   \
		for (size_t i = 0; i < 4; i++)                                                     \
			hi[i] = lo[i] = _mm512_setzero_si512();                                    \
		for (size_t g = 0; g < q->groups; g++) {                                           \
			const uint8_t *x = tile + g * BYTES_GROUP;                                 \
			int32_t digits[2];                                                         \
			__m512i h, l;                                                              \
                                                                                                   \
			memcpy(digits, q->digits + 8 * g, sizeof(digits));                         \
			h = _mm512_set1_epi32(digits[0]);                                          \
			l = _mm512_set1_epi32(digits[1]);                                          \
			prefetch_lines((const char *)x + 4 * AHEAD);                               \
			for (size_t i = 0; i < 4; i++) {                                           \
				__m512i v = _mm512_loadu_si512(x + 64 * i);                        \
                                                                                                   \
				hi[i] = add(hi[i], v, h);                                          \
				lo[i] = add(lo[i], v, l);                                          \
			}                                                                          \
		}                                                                                  \
		for (size_t i = 0; i < 4; i++)                                                     \
			join_digits(hi[i], lo[i], q->offset, out + 16 * i);                        \
	}

DOT_BYTES(dot_bytes, TARGET, add_products)
DOT_BYTES(dot_bytes_vnni, TARGET_VNNI, add_products_vnni)

TARGET static uint64_t bound_bytes(const struct bytes_bound *b, float *high)
{
	const __m512 step = _mm512_set1_ps(b->step), pr = _mm512_set1_ps(b->per_residual);
	const __m512 pn = _mm512_set1_ps(b->per_norm);
	const __m512 floor = _mm512_set1_ps(b->a), slope = _mm512_set1_ps(b->b);
	uint64_t mask = 0;

	for (size_t i = 0; i < BYTES_TILE; i += LANES) {
		__m512 norm = _mm512_loadu_ps(b->norm + i);
		__m512 err = _mm512_fmadd_ps(_mm512_loadu_ps(b->residual + i), pr,
					     _mm512_mul_ps(norm, pn));
		__m512 d = _mm512_mul_ps(step, _mm512_loadu_ps(b->dot + i));
		__mmask16 below;

		d = _mm512_fmadd_ps(d, _mm512_loadu_ps(b->scale + i), err);
		_mm512_storeu_ps(high + i, d);
		below = _mm512_cmp_ps_mask(d, _mm512_fmadd_ps(slope, norm, floor), _CMP_LT_OQ);
		mask |= (uint64_t)(uint16_t)~below << i;
	}
	return mask;
}

/* Whole vectors here, the rest in the scalar function. */
TARGET static float max_sum(const float *a, const float *b, const float *c, size_t n)
{
	__m512 most = _mm512_set1_ps(-INFINITY);
	float lanes[LANES], end;
	size_t i = 0;

	for (; i + LANES <= n; i += LANES)
		most = _mm512_max_ps(most, _mm512_add_ps(_mm512_sub_ps(_mm512_loadu_ps(b + i),
								       _mm512_loadu_ps(a + i)),
							 _mm512_loadu_ps(c + i)));
	end = scalar_max_sum(a + i, b + i, c + i, n - i);
	_mm512_storeu_ps(lanes, most);
	for (size_t j = 0; j < LANES; j++)
		end = lanes[j] > end ? lanes[j] : end;
	return end;
}

TARGET static float max_ratio(const float *a, const float *b, const float *c, size_t n, float delta)
{
	const __m512 half = _mm512_set1_ps(0.5f), up = _mm512_set1_ps(0.5f + delta);
	const __m512 down = _mm512_set1_ps(0.5f - delta), epsilon = _mm512_set1_ps(1e-6f);
	__m512 most = _mm512_set1_ps(-INFINITY);
	float lanes[LANES], end;
	size_t i = 0;

	for (; i + LANES <= n; i += LANES) {
		__m512 low = _mm512_fmadd_ps(half, _mm512_loadu_ps(a + i), down);
		__m512 x = _mm512_fmadd_ps(half, _mm512_loadu_ps(b + i), up);
		__m512 y = _mm512_fmadd_ps(half, _mm512_loadu_ps(c + i), up);

		low = _mm512_add_ps(_mm512_max_ps(low, _mm512_setzero_ps()), epsilon);
		most = _mm512_max_ps(most, _mm512_div_ps(_mm512_mul_ps(x, y), low));
	}
	end = scalar_max_ratio(a + i, b + i, c + i, n - i, delta);
	_mm512_storeu_ps(lanes, most);
	for (size_t j = 0; j < LANES; j++)
		end = lanes[j] > end ? lanes[j] : end;
	return end;
}

const struct kernels kernels_avx512 = {
	.name = "avx512",
	.dot_rows = dot_rows,
	.sum_squares = sum_squares,
	.widen_f16 = widen_f16,
	.widen_i8 = widen_i8,
	.to_bytes = avx2_to_bytes,
	.dot_bytes = dot_bytes,
	.bound_bytes = bound_bytes,
	.max_sum = max_sum,
	.max_ratio = max_ratio,
};

const struct kernels kernels_avx512vnni = {
	.name = "avx512vnni",
	.dot_rows = dot_rows,
	.sum_squares = sum_squares,
	.widen_f16 = widen_f16,
	.widen_i8 = widen_i8,
	.to_bytes = avx2_to_bytes,
	.dot_bytes = dot_bytes_vnni,
	.bound_bytes = bound_bytes,
	.max_sum = max_sum,
	.max_ratio = max_ratio,
};

#endif
