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

#include <stdbool.h>

#if defined(__x86_64__)

#define TARGET	     __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx2,fma")))
#define NAME	     "avx512bf16"
#define TABLE	     train_kernels_avx512bf16
#define OWN_PRODUCTS /* those of this file */
#define OWN_SIGMOID

#include "base/compiler.h"
#include "math/kernels/train_avx512.inc"
#include "math/kernels/train_tables.h"

#define INLINE TARGET static inline __attribute__((always_inline))

/*
 * σ(x) = 1 / (1 + e⁻ˣ), off by 2⁻¹² of itself at most: its products are rounded to 2⁻⁹ afterwards.
 * e⁻ˣ = 2ᵏ 2ʳ with |r| ≤ 1/2; the cubic is the one of least relative error there, 1.0e-4. x is
 * clamped to ±40; NaN stays NaN.
 */
INLINE __m512 sigmoid(__m512 x)
{
	__m512 t, r, p;

	x = _mm512_max_ps(_mm512_set1_ps(-40.0f), _mm512_min_ps(_mm512_set1_ps(40.0f), x));
	t = _mm512_mul_ps(x, _mm512_set1_ps(-1.44269504088896341f));
	r = _mm512_reduce_ps(t, _MM_FROUND_TO_NEAREST_INT);
	p = _mm512_fmadd_ps(_mm512_set1_ps(0.0551716685f), r, _mm512_set1_ps(0.242611125f));
	p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0.693260968f));
	p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0.999928057f));
	p = _mm512_scalef_ps(p, _mm512_sub_ps(t, r));
	return _mm512_rcp14_ps(_mm512_add_ps(_mm512_set1_ps(1.0f), p));
}

/* --- pairs ------------------------------------------------------------------------------------ */

/* Pairs of neighbours: (x₀, x₁), (x₂, x₃) … of 32 floats. */
INLINE __m512i pairs_along(__m512 low, __m512 high)
{
	return (__m512i)_mm512_cvtne2ps_pbh(high, low);
}

INLINE __m512 multiply(__m512 sum, __m512i a, __m512i b)
{
	return _mm512_dpbf16_ps(sum, (__m512bh)a, (__m512bh)b);
}

/* The pairs of a row from float i on: 16 of them, or 8 and zeros at the end of a row. */
INLINE __m512i pairs_of_row(const float *row, size_t i, size_t n)
{
	__m512 high = i + 16 < n ? _mm512_load_ps(row + i + 16) : _mm512_setzero_ps();

	return pairs_along(_mm512_load_ps(row + i), high);
}

/* From the pairs along two rows a and b those across: (a₀, b₀), (a₁, b₁) … to `out` (n). */
INLINE void store_across(uint32_t *out, __m512i a, __m512i b, size_t i, size_t n)
{
	const __m512i order =
		_mm512_set_epi16(47, 15, 46, 14, 45, 13, 44, 12, 43, 11, 42, 10, 41, 9, 40, 8, 39,
				 7, 38, 6, 37, 5, 36, 4, 35, 3, 34, 2, 33, 1, 32, 0);
	const __m512i second = _mm512_add_epi16(order, _mm512_set1_epi16(16));

	_mm512_store_si512(out + i, _mm512_permutex2var_epi16(a, order, b));
	if (i + 16 < n)
		_mm512_store_si512(out + i + 16, _mm512_permutex2var_epi16(a, second, b));
}

/* --- copies ----------------------------------------------------------------------------------- */

/*
 * What is copied of a block, all of it pairs. The near outputs make (near + 1) / 2 pairs of rows,
 * the negatives the pairs after them.
 */
struct copies {
	uint32_t *x_turned; /* (n / 2, stride): pairs of dimensions */
	uint32_t *x;	    /* (stride / 2, wide): pairs of inputs */
	uint32_t *y;	    /* (outputs, long): pairs of dimensions */
	uint32_t *y_across; /* (pairs, wide): pairs of outputs */
	uint32_t *g_across; /* (pairs, stride): pairs of outputs */
	uint32_t *g;	    /* (outputs, stride / 2): pairs of inputs */
	size_t wide, longer, pairs_near, pairs;
};

/* Rows that are read down take an odd number of lines, so that they do not all fall into the same
 * sets of the cache. */
INLINE struct copies copies_of(const struct train_block *b)
{
	size_t n = b->n;
	struct copies c = {
		.wide = n / 16 % 2 ? n : n + 16,
		.longer = (n + 31) / 32 * 16,
		.pairs_near = (b->near + 1) / 2,
		.x_turned = (uint32_t *)b->space,
	};

	c.pairs = c.pairs_near + (b->outputs - b->near + 1) / 2;
	c.x = c.x_turned + n / 2 * b->stride;
	c.y = c.x + b->stride / 2 * c.wide;
	c.y_across = c.y + b->outputs * c.longer;
	c.g_across = c.y_across + c.pairs * c.wide;
	c.g = c.g_across + c.pairs * b->stride;
	return c;
}

/* 16 inputs from r on. */
INLINE void take_inputs(const struct train_block *b, const struct copies *c, size_t r, size_t i)
{
	size_t n = b->n;
	__m512 v[16];

	for (size_t k = 0; k < 16; k++)
		v[k] = r + k < b->inputs ? _mm512_castsi512_ps(pairs_of_row(b->x[r + k], i, n))
					 : _mm512_setzero_ps();
	for (size_t k = 0; k < 16; k += 2)
		store_across(c->x + (r + k) / 2 * c->wide, _mm512_castps_si512(v[k]),
			     _mm512_castps_si512(v[k + 1]), i, n);
	transpose16((float *)c->x_turned + i / 2 * b->stride + r, b->stride, v,
		    i + 16 < n ? 16 : 8);
}

TARGET static void take(const struct train_block *b)
{
	struct copies c = copies_of(b);

	for (size_t r = 0; r < b->stride; r += 16)
		for (size_t i = 0; i < b->n; i += 32)
			take_inputs(b, &c, r, i);
}

/* Outputs [from, to), where `from` is an even one of its kind. */
INLINE void take_outputs(const struct train_block *b, const struct copies *c, size_t from,
			 size_t to)
{
	size_t n = b->n;
	size_t pair = from < b->near ? from / 2 : c->pairs_near + (from - b->near) / 2;

	for (size_t j = from; j < to; j += 2, pair++)
		for (size_t i = 0; i < n; i += 32) {
			__m512i even = pairs_of_row(b->y[j], i, n), odd = _mm512_setzero_si512();

			_mm512_store_si512(c->y + j * c->longer + i / 2, even);
			if (j + 1 < to) {
				odd = pairs_of_row(b->y[j + 1], i, n);
				_mm512_store_si512(c->y + (j + 1) * c->longer + i / 2, odd);
			}
			store_across(c->y_across + pair * c->wide, even, odd, i, n);
		}
}

/* --- scores ----------------------------------------------------------------------------------- */

INLINE void score_tile(const struct train_block *b, const struct copies *c, size_t j, size_t i,
		       const size_t rows, const size_t vecs)
{
	const uint32_t *x = c->x_turned + i, *y = c->y + j * c->longer;
	__m512 sum[8][2];

#pragma GCC unroll 8
	for (size_t k = 0; k < rows; k++)
#pragma GCC unroll 2
		for (size_t v = 0; v < vecs; v++)
			sum[k][v] = _mm512_setzero_ps();
	for (size_t d = 0; d < (b->dims + 1) / 2; d++, x += b->stride) {
		__m512i xs[2];

#pragma GCC unroll 2
		for (size_t v = 0; v < vecs; v++)
			xs[v] = _mm512_load_si512(x + v * 16);
#pragma GCC unroll 8
		for (size_t k = 0; k < rows; k++) {
			__m512i f = _mm512_set1_epi32((int)y[k * c->longer + d]);

#pragma GCC unroll 2
			for (size_t v = 0; v < vecs; v++)
				sum[k][v] = multiply(sum[k][v], f, xs[v]);
		}
	}
#pragma GCC unroll 8
	for (size_t k = 0; k < rows; k++)
#pragma GCC unroll 2
		for (size_t v = 0; v < vecs; v++)
			_mm512_store_ps(b->g + (j + k) * b->stride + i + v * 16, sum[k][v]);
}

/* The last tile begins early enough to be whole: what it computes again comes out the same. */
INLINE void score_inputs(const struct train_block *b, const struct copies *c, struct span outputs,
			 size_t i, const size_t vecs)
{
	if (outputs.to >= 8)
		score_tile(b, c, outputs.to - 8, i, 8, vecs);
	else
		for (size_t j = outputs.from; j < outputs.to; j++)
			score_tile(b, c, j, i, 1, vecs);
}

TARGET static void scores(const struct train_block *b, size_t from, size_t to)
{
	struct copies c = copies_of(b);
	struct span outputs = { from, to };
	size_t i = 0;

	take_outputs(b, &c, from, to);
	for (; to > b->near && i + 32 <= b->stride; i += 32)
		score_inputs(b, &c, outputs, i, 2);
	for (; i < b->stride; i += 16) {
		struct span near = train_near_of(b, i, i + 16);

		if (to > b->near || (near.from < to && from < near.to))
			score_inputs(b, &c, outputs, i, 1);
	}
}

/* --- updates ---------------------------------------------------------------------------------- */

/* Coefficients of two outputs (or one), as pairs both ways. */
INLINE void take_coefficients(const struct train_block *b, const struct copies *c, size_t j,
			      bool alone, size_t pair)
{
	const float *g = b->g + j * b->stride;
	size_t half = b->stride / 2;

	for (size_t i = 0; i < b->stride; i += 32) {
		__m512i even = pairs_of_row(g, i, b->stride), odd = _mm512_setzero_si512();
		bool whole = i + 16 < b->stride;
		__mmask16 some = whole ? 0xFFFF : 0x00FF;

		_mm512_mask_storeu_epi32(c->g + j * half + i / 2, some, even);
		if (!alone) {
			odd = pairs_of_row(g + b->stride, i, b->stride);
			_mm512_mask_storeu_epi32(c->g + (j + 1) * half + i / 2, some, odd);
		}
		store_across(c->g_across + pair * b->stride, even, odd, i, b->stride);
	}
}

/* c_r += Σ_j a_rj b_j, j a pair of the inner index, over two spans. */
struct product {
	float *const *c;
	size_t rows;
	const uint32_t *a; /* a_rj is a[r row_step + j inner_step] */
	size_t row_step, inner_step;
	const uint32_t *b;
	size_t wide;
	struct span (*band)(const struct train_block *b, size_t from, size_t to); /* of rows */
	struct span rest;
};

/* `rows` rows from r on, `vecs` vectors from float i on. Rows are finished one after the other: two
 * that are the same memory both count. */
INLINE void tile(const struct product *p, const struct span inner[2], size_t r, size_t i,
		 const size_t rows, const size_t vecs)
{
	__m512 sum[8][3];

#pragma GCC unroll 8
	for (size_t k = 0; k < rows; k++)
#pragma GCC unroll 3
		for (size_t v = 0; v < vecs; v++)
			sum[k][v] = _mm512_setzero_ps();
	for (size_t s = 0; s < 2; s++) {
		const uint32_t *a = p->a + r * p->row_step + inner[s].from * p->inner_step;
		const uint32_t *b = p->b + inner[s].from * p->wide + i;

		for (size_t j = inner[s].from; j < inner[s].to; j++) {
			__m512i y[3];

#pragma GCC unroll 3
			for (size_t v = 0; v < vecs; v++)
				y[v] = _mm512_load_si512(b + v * 16);
#pragma GCC unroll 8
			for (size_t k = 0; k < rows; k++) {
				__m512i f = _mm512_set1_epi32((int)a[k * p->row_step]);

#pragma GCC unroll 3
				for (size_t v = 0; v < vecs; v++)
					sum[k][v] = multiply(sum[k][v], f, y[v]);
			}
			a += p->inner_step;
			b += p->wide;
		}
	}
#pragma GCC unroll 8
	for (size_t k = 0; k < rows; k++)
#pragma GCC unroll 3
		for (size_t v = 0; v < vecs; v++) {
			float *to = p->c[r + k] + i + v * 16;

			_mm512_store_ps(to, _mm512_add_ps(_mm512_load_ps(to), sum[k][v]));
		}
}

/* The same for 8 floats. */
INLINE void tile_half(const struct product *p, const struct span inner[2], size_t r, size_t i,
		      const size_t rows)
{
	__m256 sum[8];

#pragma GCC unroll 8
	for (size_t k = 0; k < rows; k++)
		sum[k] = _mm256_setzero_ps();
	for (size_t s = 0; s < 2; s++) {
		const uint32_t *a = p->a + r * p->row_step + inner[s].from * p->inner_step;
		const uint32_t *b = p->b + inner[s].from * p->wide + i;

		for (size_t j = inner[s].from; j < inner[s].to; j++) {
			__m256bh y = (__m256bh)_mm256_load_si256((const void *)b);

#pragma GCC unroll 8
			for (size_t k = 0; k < rows; k++)
				sum[k] = _mm256_dpbf16_ps(
					sum[k],
					(__m256bh)_mm256_set1_epi32((int)a[k * p->row_step]), y);
			a += p->inner_step;
			b += p->wide;
		}
	}
#pragma GCC unroll 8
	for (size_t k = 0; k < rows; k++) {
		float *to = p->c[r + k] + i;

		_mm256_store_ps(to, _mm256_add_ps(_mm256_load_ps(to), sum[k]));
	}
}

enum { HALF = 0 }; /* vectors: half a one */

INLINE void any_tile(const struct product *p, const struct span inner[2], size_t r, size_t i,
		     const size_t rows, const size_t vecs)
{
	if (vecs == HALF)
		tile_half(p, inner, r, i, rows);
	else
		tile(p, inner, r, i, rows, vecs);
}

INLINE struct span pairs_in(struct span s)
{
	return (struct span){ s.from / 2, (s.to + 1) / 2 };
}

INLINE void strip(const struct product *p, const struct train_block *b, size_t i, const size_t vecs)
{
	struct span inner[2] = { { 0, 0 }, p->rest };
	size_t r = 0;

	for (; r + 8 <= p->rows; r += 8) {
		inner[0] = pairs_in(p->band(b, r, r + 8));
		any_tile(p, inner, r, i, 8, vecs);
	}
	for (; r < p->rows; r++) {
		inner[0] = pairs_in(p->band(b, r, r + 1));
		any_tile(p, inner, r, i, 1, vecs);
	}
}

INLINE void multiply_all(const struct product *p, const struct train_block *b)
{
	size_t i = 0, n = b->dims;

	for (; i + 40 < n; i += 48)
		strip(p, b, i, 3);
	for (; i + 24 < n; i += 32)
		strip(p, b, i, 2);
	for (; i + 8 < n; i += 16)
		strip(p, b, i, 1);
	if (i < n)
		strip(p, b, i, HALF);
}

TARGET static void update(const struct train_block *b)
{
	struct copies c = copies_of(b);
	struct product inputs = { b->x_out, b->inputs,	   c.g_across,
				  1,	    b->stride,	   c.y_across,
				  c.wide,   train_near_of, { c.pairs_near, c.pairs } };
	struct product outputs = { b->y,   b->outputs,	    c.g,     b->stride / 2, 1, c.x,
				   c.wide, train_inputs_of, { 0, 0 } };
	size_t pair = 0;

	for (size_t j = 0; j < b->near; j += 2)
		take_coefficients(b, &c, j, j + 1 == b->near, pair++);
	for (size_t j = b->near; j < b->outputs; j += 2)
		take_coefficients(b, &c, j, j + 1 == b->outputs, pair++);
	multiply_all(&inputs, b);
	multiply_all(&outputs, b);
}

#include "math/kernels/train_body.inc"

#endif
