/* Training on AVX2 with FMA: 8 floats a vector, 16 registers. */
#include "math/train_kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

typedef __m256 vf;

#define LANES	      8
#define TARGET	      __attribute__((target("avx2,fma")))
#define FMA	      _mm256_fmadd_ps
#define SPREAD(s)     _mm256_set1_ps(s)
#define RECIPROCAL(v) _mm256_div_ps(_mm256_set1_ps(1.0f), v)
#define TILE_ROWS     4
#define TILE_VECS     2
#define NAME	      "avx2"
#define TABLE	      train_kernels_avx2

TARGET static inline __attribute__((always_inline)) void sum4(float *out, __m256 a, __m256 b,
							      __m256 c, __m256 d)
{
	__m256 s = _mm256_hadd_ps(_mm256_hadd_ps(a, b), _mm256_hadd_ps(c, d));

	_mm_storeu_ps(out, _mm_add_ps(_mm256_castps256_ps128(s), _mm256_extractf128_ps(s, 1)));
}
#define SUM4 sum4

/* The 4 × 4 blocks of four rows of 8 from float i on: block l of out e is column 4 l + e. */
TARGET static inline __attribute__((always_inline)) void quads(__m256 q[4],
							       const float *const rows[4], size_t i)
{
	__m256 r0 = _mm256_load_ps(rows[0] + i), r1 = _mm256_load_ps(rows[1] + i);
	__m256 r2 = _mm256_load_ps(rows[2] + i), r3 = _mm256_load_ps(rows[3] + i);
	__m256d a = _mm256_castps_pd(_mm256_unpacklo_ps(r0, r1));
	__m256d b = _mm256_castps_pd(_mm256_unpackhi_ps(r0, r1));
	__m256d c = _mm256_castps_pd(_mm256_unpacklo_ps(r2, r3));
	__m256d d = _mm256_castps_pd(_mm256_unpackhi_ps(r2, r3));

	q[0] = _mm256_castpd_ps(_mm256_unpacklo_pd(a, c));
	q[1] = _mm256_castpd_ps(_mm256_unpackhi_pd(a, c));
	q[2] = _mm256_castpd_ps(_mm256_unpacklo_pd(b, d));
	q[3] = _mm256_castpd_ps(_mm256_unpackhi_pd(b, d));
}

TARGET static void transpose(float *out, const float *const *rows, size_t count, size_t n)
{
	for (size_t r = 0; r < count; r += 8)
		for (size_t i = 0; i < n; i += 8) {
			__m256 up[4], down[4];

			quads(up, rows + r, i);
			quads(down, rows + r + 4, i);
			for (size_t e = 0; e < 4; e++) {
				float *to = out + (i + e) * count + r;

				_mm256_store_ps(to, _mm256_permute2f128_ps(up[e], down[e], 0x20));
				_mm256_store_ps(to + 4 * count,
						_mm256_permute2f128_ps(up[e], down[e], 0x31));
			}
		}
}

#include "math/kernels/train_body.inc"

#endif
