/* Training on AVX-512: 16 floats a vector, 32 registers. */
#include "math/train_kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

typedef __m512 vf;

#define LANES	  16
#define TARGET	  __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma")))
#define FMA	  _mm512_fmadd_ps
#define SPREAD(s) _mm512_set1_ps(s)
#define TILE_ROWS 8
#define TILE_VECS 3
#define NAME	  "avx512"
#define TABLE	  train_kernels_avx512

/* 2⁻¹⁴ off at first; one step of Newton's method squares that. */
TARGET static inline __attribute__((always_inline)) __m512 reciprocal(__m512 v)
{
	__m512 r = _mm512_rcp14_ps(v);

	return _mm512_mul_ps(r, _mm512_fnmadd_ps(v, r, _mm512_set1_ps(2.0f)));
}
#define RECIPROCAL reciprocal

TARGET static inline __attribute__((always_inline)) void sum4(float *out, __m512 a, __m512 b,
							      __m512 c, __m512 d)
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
	_mm_storeu_ps(out, _mm512_castps512_ps128(_mm512_maskz_compress_ps(0x1111, s)));
}
#define SUM4 sum4

/* Four rows of 4 × 4 blocks at once: unpack pairs of rows, then quarters of vectors. */
TARGET static inline __attribute__((always_inline)) void
transpose16(float *out, size_t out_stride, const float *rows, size_t stride)
{
	__m512 q[4][4];

#pragma GCC unroll 4
	for (size_t g = 0; g < 4; g++) {
		__m512 r0 = _mm512_load_ps(rows + (4 * g) * stride);
		__m512 r1 = _mm512_load_ps(rows + (4 * g + 1) * stride);
		__m512 r2 = _mm512_load_ps(rows + (4 * g + 2) * stride);
		__m512 r3 = _mm512_load_ps(rows + (4 * g + 3) * stride);
		__m512d a = _mm512_castps_pd(_mm512_unpacklo_ps(r0, r1));
		__m512d b = _mm512_castps_pd(_mm512_unpackhi_ps(r0, r1));
		__m512d c = _mm512_castps_pd(_mm512_unpacklo_ps(r2, r3));
		__m512d d = _mm512_castps_pd(_mm512_unpackhi_ps(r2, r3));

		/* lane block l of q[g][e] holds column 4 l + e of the four rows */
		q[g][0] = _mm512_castpd_ps(_mm512_unpacklo_pd(a, c));
		q[g][1] = _mm512_castpd_ps(_mm512_unpackhi_pd(a, c));
		q[g][2] = _mm512_castpd_ps(_mm512_unpacklo_pd(b, d));
		q[g][3] = _mm512_castpd_ps(_mm512_unpackhi_pd(b, d));
	}
#pragma GCC unroll 4
	for (size_t e = 0; e < 4; e++) {
		__m512 lo01 = _mm512_shuffle_f32x4(q[0][e], q[1][e], 0x44);
		__m512 hi01 = _mm512_shuffle_f32x4(q[0][e], q[1][e], 0xEE);
		__m512 lo23 = _mm512_shuffle_f32x4(q[2][e], q[3][e], 0x44);
		__m512 hi23 = _mm512_shuffle_f32x4(q[2][e], q[3][e], 0xEE);

		_mm512_store_ps(out + e * out_stride, _mm512_shuffle_f32x4(lo01, lo23, 0x88));
		_mm512_store_ps(out + (4 + e) * out_stride, _mm512_shuffle_f32x4(lo01, lo23, 0xDD));
		_mm512_store_ps(out + (8 + e) * out_stride, _mm512_shuffle_f32x4(hi01, hi23, 0x88));
		_mm512_store_ps(out + (12 + e) * out_stride,
				_mm512_shuffle_f32x4(hi01, hi23, 0xDD));
	}
}

TARGET static void transpose(float *out, const float *rows, size_t stride, size_t count, size_t n)
{
	for (size_t r = 0; r < count; r += 16)
		for (size_t i = 0; i < n; i += 16)
			transpose16(out + i * count + r, count, rows + r * stride + i, stride);
}

#include "math/kernels/train_body.inc"

#endif
