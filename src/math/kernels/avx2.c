/*
 * AVX2 with FMA and F16C. Four rows share each load of the query and every row has two chains of
 * fused operations, so eight hide the latency of the two units. As many bytes as are read are asked for
 * a fixed distance ahead, in order.
 */
#include "math/kernels/tables.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <string.h>

#define TARGET	    __attribute__((target("avx2,fma,f16c")))
#define LANES	    8
#define BLOCK	    4	 /* rows at once */
#define AHEAD	    2048 /* floats: 8 KiB */
#define AHEAD_OF(p) ((const char *)((p) + AHEAD))

TARGET static inline __m256i rest_mask(size_t n)
{
	const __m256i index = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);

	return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)n), index);
}

/* The four sums of four vectors, in order. */
TARGET static inline __m128 sum4(__m256 a, __m256 b, __m256 c, __m256 d)
{
	__m256 s = _mm256_hadd_ps(_mm256_hadd_ps(a, b), _mm256_hadd_ps(c, d));

	return _mm_add_ps(_mm256_castps256_ps128(s), _mm256_extractf128_ps(s, 1));
}

/* s[r] += row_r[i … i + 8) × q[i … i + 8) */
#define STEP(s, i)                                                                                 \
	do {                                                                                       \
		__m256 v_ = _mm256_loadu_ps(q + (i));                                              \
		for (size_t r_ = 0; r_ < BLOCK; r_++)                                              \
			s[r_] = _mm256_fmadd_ps(_mm256_loadu_ps(m + r_ * stride + (i)), v_,        \
						s[r_]);                                            \
	} while (0)

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
	__m256 s[BLOCK], t[BLOCK];
	const char *ahead = (const char *)m + AHEAD;
	size_t i = 0;

	for (size_t r = 0; r < BLOCK; r++)
		s[r] = t[r] = _mm256_setzero_ps();
	for (; i + 2 * LANES <= cols; i += 2 * LANES) {
		prefetch_lines(ahead + i * 16);
		STEP(s, i);
		STEP(t, i + LANES);
	}
	if (i < cols)
		prefetch_lines(ahead + i * 16);
	if (i + LANES <= cols) {
		STEP(s, i);
		i += LANES;
	}
	if (i < cols) {
		__m256i mask = rest_mask(cols - i);
		__m256 v = _mm256_maskload_ps(q + i, mask);

		for (size_t r = 0; r < BLOCK; r++)
			t[r] = _mm256_fmadd_ps(_mm256_maskload_ps(m + r * stride + i, mask), v,
					       t[r]);
	}
	_mm_storeu_ps(out, sum4(_mm256_add_ps(s[0], t[0]), _mm256_add_ps(s[1], t[1]),
				_mm256_add_ps(s[2], t[2]), _mm256_add_ps(s[3], t[3])));
}

TARGET static float dot_one(const float *a, const float *b, size_t n)
{
	__m256 s = _mm256_setzero_ps();
	size_t i = 0;
	__m128 four;

	for (; i + LANES <= n; i += LANES)
		s = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), s);
	if (i < n) {
		__m256i mask = rest_mask(n - i);

		s = _mm256_fmadd_ps(_mm256_maskload_ps(a + i, mask),
				    _mm256_maskload_ps(b + i, mask), s);
	}
	four = sum4(s, s, s, s);
	return _mm_cvtss_f32(four);
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
	__m256d s[4] = { _mm256_setzero_pd(), _mm256_setzero_pd(), _mm256_setzero_pd(),
			 _mm256_setzero_pd() };
	double lanes[SQUARE_LANES];
	size_t i = 0;

	for (; i + SQUARE_LANES <= n; i += SQUARE_LANES)
		for (size_t j = 0; j < 4; j++) {
			__m256d a = _mm256_cvtps_pd(_mm_loadu_ps(x + i + 4 * j));

			s[j] = _mm256_fmadd_pd(a, a, s[j]);
		}
	for (size_t j = 0; j < 4; j++)
		_mm256_storeu_pd(lanes + 4 * j, s[j]);
	for (size_t j = 0; i < n; i++, j++)
		lanes[j] += (double)x[i] * (double)x[i];
	return scalar_fold_lanes(lanes);
}

TARGET static void widen_f16(const uint16_t *x, size_t n, float *out)
{
	size_t i = 0;

	for (; i + LANES <= n; i += LANES)
		_mm256_storeu_ps(out + i,
				 _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(x + i))));
	for (; i < n; i++)
		out[i] = scalar_widen_half(x[i]);
}

TARGET static void widen_i8(const int8_t *x, size_t n, float scale, float *out)
{
	__m256 s = _mm256_set1_ps(scale);
	size_t i = 0;

	for (; i + LANES <= n; i += LANES) {
		__m256i v = _mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)(x + i)));

		_mm256_storeu_ps(out + i, _mm256_mul_ps(_mm256_cvtepi32_ps(v), s));
	}
	for (; i < n; i++)
		out[i] = (float)x[i] * scale;
}

/* max |x| over n floats */
TARGET static inline float greatest(const float *x, size_t n)
{
	const __m256 sign = _mm256_set1_ps(-0.0f);
	__m256 m = _mm256_setzero_ps();
	float lanes[LANES], most = 0;
	size_t i = 0;

	for (; i + LANES <= n; i += LANES)
		m = _mm256_max_ps(m, _mm256_andnot_ps(sign, _mm256_loadu_ps(x + i)));
	_mm256_storeu_ps(lanes, m);
	for (size_t j = 0; j < LANES; j++)
		most = lanes[j] > most ? lanes[j] : most;
	for (; i < n; i++)
		most = fabsf(x[i]) > most ? fabsf(x[i]) : most;
	return most;
}

/* 8 bytes of eight 32-bit integers that fit. */
TARGET static inline void store_bytes(int8_t *out, __m256i v)
{
	__m128i s = _mm_packs_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));

	_mm_storel_epi64((__m128i *)(void *)out, _mm_packs_epi16(s, s));
}

TARGET float avx2_to_bytes(const float *x, size_t n, int8_t *out, float *residual)
{
	float most = greatest(x, n), scale = most / 127, inverse = most > 0 ? 127 / most : 0;
	const __m256 limit = _mm256_set1_ps(127), floor = _mm256_set1_ps(-127);
	__m256 sum = _mm256_setzero_ps();
	float lanes[LANES];
	size_t i = 0;

	for (; i + LANES <= n; i += LANES) {
		__m256 v = _mm256_loadu_ps(x + i), q, e;

		q = _mm256_round_ps(_mm256_mul_ps(v, _mm256_set1_ps(inverse)), 0x08);
		q = _mm256_max_ps(_mm256_min_ps(q, limit), floor);
		e = _mm256_fnmadd_ps(q, _mm256_set1_ps(scale), v);
		sum = _mm256_fmadd_ps(e, e, sum);
		store_bytes(out + i, _mm256_cvtps_epi32(q));
	}
	_mm256_storeu_ps(lanes, sum);
	for (; i < n; i++) {
		float q = rintf(x[i] * inverse), e;

		q = q > 127 ? 127 : q < -127 ? -127 : q;
		e = x[i] - q * scale;
		out[i] = (int8_t)q;
		lanes[i % LANES] += e * e;
	}
	*residual = sqrtf(((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
			  ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7])));
	return scale;
}

/* sum += the four products of each row, added up */
TARGET static inline __m256i add_products(__m256i sum, __m256i rows, __m256i digits)
{
	__m256i pairs = _mm256_maddubs_epi16(rows, digits);

	return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

#define BYTE_ROWS 32 /* rows at once: their two sums fill the registers */

TARGET static void dot_half_tile(const uint8_t *tile, const struct bytes_query *q, float *out)
{
	const __m256i off_hi = _mm256_set1_epi32(q->offset[0]);
	const __m256i off_lo = _mm256_set1_epi32(q->offset[1]);
	__m256i hi[4], lo[4];

	for (size_t i = 0; i < 4; i++)
		hi[i] = lo[i] = _mm256_setzero_si256();
	for (size_t g = 0; g < q->groups; g++) {
		const uint8_t *x = tile + g * BYTES_GROUP;
		int32_t digits[2];
		__m256i h, l;

		memcpy(digits, q->digits + 8 * g, sizeof(digits));
		h = _mm256_set1_epi32(digits[0]);
		l = _mm256_set1_epi32(digits[1]);
		_mm_prefetch((const char *)x + 4 * AHEAD, _MM_HINT_T0);
		_mm_prefetch((const char *)x + 4 * AHEAD + 64, _MM_HINT_T0);
		for (size_t i = 0; i < 4; i++) {
			__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)x + i);

			hi[i] = add_products(hi[i], v, h);
			lo[i] = add_products(lo[i], v, l);
		}
	}
	for (size_t i = 0; i < 4; i++) {
		__m256 a = _mm256_cvtepi32_ps(_mm256_sub_epi32(hi[i], off_hi));
		__m256 b = _mm256_cvtepi32_ps(_mm256_sub_epi32(lo[i], off_lo));

		a = _mm256_mul_ps(a, _mm256_set1_ps(128));
		_mm256_storeu_ps(out + 8 * i, _mm256_add_ps(a, b));
	}
}

TARGET static void dot_bytes(const uint8_t *tile, const struct bytes_query *q, float *out)
{
	dot_half_tile(tile, q, out);
	dot_half_tile(tile + 4 * BYTE_ROWS, q, out + BYTE_ROWS);
}

TARGET static uint64_t bound_bytes(const struct bytes_bound *b, float *high)
{
	const __m256 step = _mm256_set1_ps(b->step), pr = _mm256_set1_ps(b->per_residual);
	const __m256 pn = _mm256_set1_ps(b->per_norm);
	const __m256 floor = _mm256_set1_ps(b->a), slope = _mm256_set1_ps(b->b);
	uint64_t mask = 0;

	for (size_t i = 0; i < BYTES_TILE; i += LANES) {
		__m256 norm = _mm256_loadu_ps(b->norm + i);
		__m256 err = _mm256_fmadd_ps(_mm256_loadu_ps(b->residual + i), pr,
					     _mm256_mul_ps(norm, pn));
		__m256 d = _mm256_mul_ps(step, _mm256_loadu_ps(b->dot + i)), below;

		d = _mm256_fmadd_ps(d, _mm256_loadu_ps(b->scale + i), err);
		_mm256_storeu_ps(high + i, d);
		below = _mm256_cmp_ps(d, _mm256_fmadd_ps(slope, norm, floor), _CMP_LT_OQ);
		mask |= (uint64_t)(~_mm256_movemask_ps(below) & 0xFF) << i;
	}
	return mask;
}

/* Whole vectors here, the rest in the scalar function. */
TARGET static float max_sum(const float *a, const float *b, const float *c, size_t n)
{
	__m256 most = _mm256_set1_ps(-INFINITY);
	float lanes[LANES], end;
	size_t i = 0;

	for (; i + LANES <= n; i += LANES)
		most = _mm256_max_ps(most, _mm256_add_ps(_mm256_sub_ps(_mm256_loadu_ps(b + i),
								       _mm256_loadu_ps(a + i)),
							 _mm256_loadu_ps(c + i)));
	end = scalar_max_sum(a + i, b + i, c + i, n - i);
	_mm256_storeu_ps(lanes, most);
	for (size_t j = 0; j < LANES; j++)
		end = lanes[j] > end ? lanes[j] : end;
	return end;
}

TARGET static float max_ratio(const float *a, const float *b, const float *c, size_t n, float delta)
{
	const __m256 half = _mm256_set1_ps(0.5f), up = _mm256_set1_ps(0.5f + delta);
	const __m256 down = _mm256_set1_ps(0.5f - delta), epsilon = _mm256_set1_ps(1e-6f);
	__m256 most = _mm256_set1_ps(-INFINITY);
	float lanes[LANES], end;
	size_t i = 0;

	for (; i + LANES <= n; i += LANES) {
		__m256 low = _mm256_fmadd_ps(half, _mm256_loadu_ps(a + i), down);
		__m256 x = _mm256_fmadd_ps(half, _mm256_loadu_ps(b + i), up);
		__m256 y = _mm256_fmadd_ps(half, _mm256_loadu_ps(c + i), up);

		low = _mm256_add_ps(_mm256_max_ps(low, _mm256_setzero_ps()), epsilon);
		most = _mm256_max_ps(most, _mm256_div_ps(_mm256_mul_ps(x, y), low));
	}
	end = scalar_max_ratio(a + i, b + i, c + i, n - i, delta);
	_mm256_storeu_ps(lanes, most);
	for (size_t j = 0; j < LANES; j++)
		end = lanes[j] > end ? lanes[j] : end;
	return end;
}

const struct kernels kernels_avx2 = {
	.name = "avx2",
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

#endif
