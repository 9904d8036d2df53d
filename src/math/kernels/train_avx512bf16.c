/*
 * Training on AVX-512 with BF16: the products of a block multiply numbers of 16 bits, two at once in
 * every lane, and sum them in 32. All rows stay floats, and so does everything that is added to
 * them: only the block's own copies of inputs, negatives and coefficients are rounded, to 8 bits of
 * mantissa, to nearest. Quality does not show it (tests/bench/peers/README.md).
 *
 * A "pair" is two such numbers in 32 bits, those that one step of the inner index multiplies: two
 * dimensions in the scores, two rows in the updates. An odd one out is paired with 0.
 */
#include "math/train_kernels.h"

#include <string.h>

#if defined(__x86_64__)

#define TARGET	     __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx2,fma")))
#define NAME	     "avx512bf16"
#define TABLE	     train_kernels_avx512bf16
#define OWN_PRODUCTS /* those of this file */

#include "base/compiler.h"
#include "math/kernels/train_avx512.inc"

#define INLINE TARGET static inline __attribute__((always_inline))

enum {
	PAIRS = TRAIN_BLOCK_MAX / 2, /* of an inner index, at most */
	DIMS = 1024, /* of a score at once: 8 rows of pairs stay in the first cache */
};

/* --- pairs ------------------------------------------------------------------------------------ */

/* Pairs of neighbours: (x₀, x₁), (x₂, x₃) … of 32 floats. */
INLINE __m512i pairs_along(__m512 low, __m512 high)
{
	return (__m512i)_mm512_cvtne2ps_pbh(high, low);
}

/* Pairs across: (a₀, b₀), (a₁, b₁) … */
INLINE __m512i pairs_across(__m512 a, __m512 b)
{
	const __m512i order =
		_mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23,
				 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);

	return _mm512_permutexvar_epi16(order, (__m512i)_mm512_cvtne2ps_pbh(b, a));
}

INLINE __m512 multiply(__m512 sum, __m512i a, __m512i b)
{
	return _mm512_dpbf16_ps(sum, (__m512bh)a, (__m512bh)b);
}

/* The first `count` floats, zeros behind them. */
INLINE __m512 load_some(const float *p, size_t count)
{
	return _mm512_maskz_loadu_ps((__mmask16)((1u << MIN(count, (size_t)16)) - 1), p);
}

/* The pairs of row r from float i on: 16 of them, or 8 and zeros at the end of a row. */
INLINE __m512 pairs_of_row(const float *row, size_t i, size_t n)
{
	__m512 high = i + 16 < n ? _mm512_load_ps(row + i + 16) : _mm512_setzero_ps();

	return _mm512_castsi512_ps(pairs_along(_mm512_load_ps(row + i), high));
}

/* out (n / 2, count): the transpose of rows of pairs. */
TARGET static void transpose(float *out, const float *const *rows, size_t count, size_t n)
{
	for (size_t r = 0; r < count; r += 16)
		for (size_t i = 0; i < n; i += 32) {
			float *to = out + i / 2 * count + r;
			__m512 v[16];

#pragma GCC unroll 16
			for (size_t k = 0; k < 16; k++)
				v[k] = pairs_of_row(rows[r + k], i, n);
			if (i + 16 < n)
				transpose16(to, count, v, 16);
			else
				transpose16(to, count, v, 8);
		}
}

/* --- products --------------------------------------------------------------------------------- */

/* c_r += Σ_j a_rj b_j; pair j of row r is a[r row_step + j inner_step]. */
struct pairs_product {
	const uint32_t *a;
	size_t row_step, inner_step, inner;
	const uint32_t *b;
	size_t stride;
};

/* `rows` rows of c, `vecs` vectors each; b points at the first column. Rows are finished one after
 * the other: two that are the same memory both count. */
INLINE void tile(const struct pairs_product *p, const uint32_t *a, float *const *c, size_t i,
		 const size_t rows, const size_t vecs)
{
	__m512 sum[8][3];
	const uint32_t *b = p->b;

#pragma GCC unroll 8
	for (size_t k = 0; k < rows; k++)
#pragma GCC unroll 3
		for (size_t v = 0; v < vecs; v++)
			sum[k][v] = _mm512_setzero_ps();
	for (size_t j = 0; j < p->inner; j++) {
		__m512i y[3];

#pragma GCC unroll 3
		for (size_t v = 0; v < vecs; v++)
			y[v] = _mm512_loadu_si512(b + v * 16);
#pragma GCC unroll 8
		for (size_t k = 0; k < rows; k++) {
			__m512i s = _mm512_set1_epi32((int)a[k * p->row_step]);

#pragma GCC unroll 3
			for (size_t v = 0; v < vecs; v++)
				sum[k][v] = multiply(sum[k][v], s, y[v]);
		}
		a += p->inner_step;
		b += p->stride;
	}
#pragma GCC unroll 8
	for (size_t k = 0; k < rows; k++)
#pragma GCC unroll 3
		for (size_t v = 0; v < vecs; v++) {
			float *to = c[k] + i + v * 16;

			_mm512_store_ps(to, _mm512_add_ps(_mm512_load_ps(to), sum[k][v]));
		}
}

INLINE void strip(const struct pairs_product *p, float *const *c, size_t rows, size_t i,
		  const size_t vecs)
{
	size_t r = 0;

	for (; r + 8 <= rows; r += 8)
		tile(p, p->a + r * p->row_step, c + r, i, 8, vecs);
	for (; r < rows; r++)
		tile(p, p->a + r * p->row_step, c + r, i, 1, vecs);
}

/* --- scores ----------------------------------------------------------------------------------- */

/* Eight rows (or one) of scores: x_r · y_k over n dimensions, added to what is there. */
INLINE void score_rows(float *const *s, const float *x, size_t stride, const size_t rows,
		       const float *yt, size_t k, size_t n)
{
	uint32_t a[8][DIMS / 2 + 16];
	struct pairs_product p = {
		.a = a[0], .row_step = DIMS / 2 + 16, .inner_step = 1, .inner = n / 2, .stride = k
	};

	for (size_t r = 0; r < rows; r++)
		for (size_t i = 0; i < n; i += 32)
			_mm512_storeu_ps(&a[r][i / 2], pairs_of_row(x + r * stride, i, n));
	for (size_t i = 0; i < k;) {
		p.b = (const uint32_t *)yt + i;
		if (k - i >= 48)
			tile(&p, p.a, s, i, rows, 3), i += 48;
		else if (k - i >= 32)
			tile(&p, p.a, s, i, rows, 2), i += 32;
		else
			tile(&p, p.a, s, i, rows, 1), i += 16;
	}
}

TARGET static void scores(float *s, const float *x, size_t stride, size_t m, const float *yt,
			  size_t k, size_t n)
{
	float *rows[TRAIN_BLOCK_MAX];

	for (size_t i = 0; i < m; i++)
		rows[i] = s + i * k;
	memset(s, 0, m * k * sizeof(*s));
	for (size_t from = 0; from < n; from += DIMS) {
		size_t dims = MIN(DIMS, n - from), i = 0;
		const float *y = yt + from / 2 * k;

		for (; i + 8 <= m; i += 8)
			score_rows(rows + i, x + i * stride + from, stride, 8, y, k, dims);
		for (; i < m; i++)
			score_rows(rows + i, x + i * stride + from, stride, 1, y, k, dims);
	}
}

/* --- updates ---------------------------------------------------------------------------------- */

/* Coefficients that follow one another in a row: out (rows, PAIRS). */
INLINE void pack_along(uint32_t *out, const float *a, size_t rows, size_t row_step, size_t inner)
{
	for (size_t r = 0; r < rows; r++)
		for (size_t j = 0; j < inner; j += 32) {
			const float *from = a + r * row_step + j;
			__m512 low = load_some(from, inner - j), high = _mm512_setzero_ps();

			if (inner - j > 16)
				high = load_some(from + 16, inner - j - 16);
			_mm512_storeu_si512(out + r * PAIRS + j / 2, pairs_along(low, high));
		}
}

/* The same where rows follow one another in memory: out (PAIRS, TRAIN_BLOCK_MAX). */
INLINE void pack_across(uint32_t *out, const float *a, size_t rows, size_t inner_step, size_t inner)
{
	for (size_t j = 0; j < inner; j += 2)
		for (size_t r = 0; r < rows; r += 16) {
			const float *from = a + j * inner_step + r;
			__m512 even = load_some(from, rows - r), odd = _mm512_setzero_ps();

			if (j + 1 < inner)
				odd = load_some(from + inner_step, rows - r);
			_mm512_storeu_si512(out + j / 2 * TRAIN_BLOCK_MAX + r,
					    pairs_across(even, odd));
		}
}

/* `vecs` vectors of the rows b from float i on, as pairs of rows, and what they give. */
INLINE void update_strip(struct pairs_product *p, float *const *c, size_t rows,
			 const float *const *b, size_t inner, size_t i, const size_t vecs)
{
	uint32_t packed[PAIRS * 48];

	for (size_t j = 0; j < inner; j += 2)
		for (size_t v = 0; v < vecs; v++) {
			size_t at = i + v * 16;
			__m512 odd = _mm512_setzero_ps();

			if (j + 1 < inner)
				odd = _mm512_load_ps(b[j + 1] + at);
			_mm512_storeu_si512(packed + j / 2 * 48 + v * 16,
					    pairs_across(_mm512_load_ps(b[j] + at), odd));
		}
	p->b = packed;
	p->stride = 48;
	strip(p, c, rows, i, vecs);
}

TARGET static void accumulate(float *const *c, size_t rows, const float *a, size_t row_step,
			      size_t inner_step, size_t inner, const float *const *b, size_t n)
{
	uint32_t packed[PAIRS * TRAIN_BLOCK_MAX];
	struct pairs_product p = { .a = packed, .inner = (inner + 1) / 2 };
	size_t i = 0;

	if (inner_step == 1) {
		pack_along(packed, a, rows, row_step, inner);
		p.row_step = PAIRS;
		p.inner_step = 1;
	} else {
		pack_across(packed, a, rows, inner_step, inner);
		p.row_step = 1;
		p.inner_step = TRAIN_BLOCK_MAX;
	}
	for (; i + 48 <= n; i += 48)
		update_strip(&p, c, rows, b, inner, i, 3);
	for (; i + 32 <= n; i += 32)
		update_strip(&p, c, rows, b, inner, i, 2);
	for (; i < n; i += 16)
		update_strip(&p, c, rows, b, inner, i, 1);
}

#include "math/kernels/train_body.inc"

#endif
