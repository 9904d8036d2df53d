/*
 * The kernels of training, written once for every width of vector. The including file defines
 *
 *	LANES		floats in a vector
 *	vf		the vector type
 *	TARGET		attributes of every function
 *	FMA(a, b, c)	a b + c, vectors; fused or not as the table's name promises
 *	SPREAD(s)	s in every lane
 *	RECIPROCAL(v)	1 / v
 *	SUM4(out, a, b, c, d)	the four sums over lanes, to out[0 … 3]
 *	TILE_ROWS, TILE_VECS	accumulators that fit the registers: rows × vectors
 *	NAME		the table's name; TABLE its identifier
 *
 * and includes this. The rest is arithmetic on vector types, which gcc and clang both compile.
 *
 * The two products of a block (algorithms: scores X·Yᵀ; updates P·Y and Pᵀ·X) share one shape:
 * a tile of TILE_ROWS × TILE_VECS sums lives in registers while the inner index runs, each step
 * loading TILE_VECS vectors and TILE_ROWS single numbers for TILE_ROWS × TILE_VECS fused steps.
 */
#include <stdbool.h>

#include "base/compiler.h"
#include "math/kernels/train_tables.h"

typedef uint32_t vu __attribute__((vector_size(LANES * 4)));
typedef int32_t vi __attribute__((vector_size(LANES * 4)));

#define INLINE TARGET static inline __attribute__((always_inline))

INLINE vf load(const float *p)
{
	return *(const vf *)p;
}

INLINE void store(float *p, vf v)
{
	*(vf *)p = v;
}

/* mask ? a : b, lane by lane */
INLINE vf choose(vi mask, vf a, vf b)
{
	return (vf)(((vi)a & mask) | ((vi)b & ~mask));
}

/*
 * σ(x) = 1 / (1 + e⁻ˣ). e⁻ˣ = 2ᵏ eʳ with k = round(−x log₂ e), |r| ≤ ln 2 / 2; the polynomial is
 * that of Cephes' expf (relative error 2e-7). Adding 1.5 · 2²³ rounds to an integer and leaves it
 * in the low bits, whence it goes to the exponent. x is clamped to ±40; NaN stays NaN.
 */
INLINE vf sigmoid(vf x)
{
	const vf magic = SPREAD(12582912.0f);
	vf t, k, r, p;

	x = choose(x > SPREAD(40.0f), SPREAD(40.0f), x);
	x = choose(x < SPREAD(-40.0f), SPREAD(-40.0f), x);
	t = FMA(x, SPREAD(-1.44269504088896341f), magic);
	k = t - magic;
	r = FMA(k, SPREAD(-0.693359375f), -x);
	r = FMA(k, SPREAD(2.12194440e-4f), r);
	p = FMA(SPREAD(1.9875691500e-4f), r, SPREAD(1.3981999507e-3f));
	p = FMA(p, r, SPREAD(8.3334519073e-3f));
	p = FMA(p, r, SPREAD(4.1665795894e-2f));
	p = FMA(p, r, SPREAD(1.6666665459e-1f));
	p = FMA(p, r, SPREAD(5.0000001201e-1f));
	p = FMA(p * r, r, r + SPREAD(1.0f));
	p = p * (vf)(((vu)t << 23) + 0x3F800000u);
	return RECIPROCAL(SPREAD(1.0f) + p);
}

/* --- one input, its targets ------------------------------------------------------------------- */

INLINE void dots4(float out[4], const float *x, const float *const y[4], size_t n)
{
	vf a = SPREAD(0.0f), b = a, c = a, d = a;

	for (size_t i = 0; i < n; i += LANES) {
		vf v = load(x + i);

		a = FMA(v, load(y[0] + i), a);
		b = FMA(v, load(y[1] + i), b);
		c = FMA(v, load(y[2] + i), c);
		d = FMA(v, load(y[3] + i), d);
	}
	SUM4(out, a, b, c, d);
}

/* x_out += Σ g_j y_j ; dy_j += g_j x for `vecs` vectors from float i on. */
INLINE void spread_pairs(const struct train_pairs *p, const float *g, size_t i, const size_t vecs)
{
	vf x[4], sum[4];

#pragma GCC unroll 4
	for (size_t v = 0; v < vecs; v++) {
		x[v] = load(p->x + i + v * LANES);
		sum[v] = load(p->x_out + i + v * LANES);
	}
	for (size_t j = 0; j < p->count; j++) {
		const float *y = p->y[j] + i;
		float *dy = p->dy[j] + i;
		vf gj = SPREAD(g[j]);

#pragma GCC unroll 4
		for (size_t v = 0; v < vecs; v++) {
			sum[v] = FMA(gj, load(y + v * LANES), sum[v]);
			store(dy + v * LANES, FMA(gj, x[v], load(dy + v * LANES)));
		}
	}
#pragma GCC unroll 4
	for (size_t v = 0; v < vecs; v++)
		store(p->x_out + i + v * LANES, sum[v]);
}

TARGET static void pairs(const struct train_pairs *p, size_t n)
{
	float g[TRAIN_TARGETS] __attribute__((aligned(64)));
	float s[TRAIN_TARGETS] __attribute__((aligned(64)));
	size_t i = 0;

	for (size_t j = 0; j < p->count; j += 4) {
		const float *y[4];

		for (size_t k = 0; k < 4; k++)
			y[k] = p->y[MIN(j + k, p->count - 1)];
		dots4(s + j, p->x, y, n);
	}
	for (size_t j = 0; j < p->count; j += LANES) {
		store(g + j, sigmoid(-load(s + j)) * SPREAD(p->alpha));
		store(p->dots + j, load(s + j));
	}
	for (; i + 4 * LANES <= n; i += 4 * LANES)
		spread_pairs(p, g, i, 4);
	if (i + 2 * LANES <= n) {
		spread_pairs(p, g, i, 2);
		i += 2 * LANES;
	}
	for (; i < n; i += LANES)
		spread_pairs(p, g, i, 1);
}

/* --- products --------------------------------------------------------------------------------- */

struct product {
	float *const *c;
	const float *a;
	size_t row_step, inner_step, inner;
	const float *b;
	size_t stride;
};

/* c_r += Σ_j a_rj b_j for `rows` rows from r on and `vecs` vectors from float i on. Rows are
 * finished one after the other: two that are the same memory both count. */
INLINE void tile(const struct product *p, size_t r, size_t i, const size_t rows, const size_t vecs)
{
	vf sum[TILE_ROWS][TILE_VECS];
	const float *a = p->a + r * p->row_step, *b = p->b + i;

#pragma GCC unroll 16
	for (size_t k = 0; k < rows; k++)
#pragma GCC unroll 8
		for (size_t v = 0; v < vecs; v++)
			sum[k][v] = SPREAD(0.0f);
	for (size_t j = 0; j < p->inner; j++) {
		vf y[TILE_VECS];

#pragma GCC unroll 8
		for (size_t v = 0; v < vecs; v++)
			y[v] = load(b + v * LANES);
#pragma GCC unroll 16
		for (size_t k = 0; k < rows; k++) {
			vf s = SPREAD(a[k * p->row_step]);

#pragma GCC unroll 8
			for (size_t v = 0; v < vecs; v++)
				sum[k][v] = FMA(s, y[v], sum[k][v]);
		}
		a += p->inner_step;
		b += p->stride;
	}
#pragma GCC unroll 16
	for (size_t k = 0; k < rows; k++) {
		float *c = p->c[r + k] + i;

#pragma GCC unroll 8
		for (size_t v = 0; v < vecs; v++)
			store(c + v * LANES, load(c + v * LANES) + sum[k][v]);
	}
}

INLINE void strip(const struct product *p, size_t rows, size_t i, const size_t vecs)
{
	size_t r = 0;

	for (; r + TILE_ROWS <= rows; r += TILE_ROWS)
		tile(p, r, i, TILE_ROWS, vecs);
	for (; r < rows; r++)
		tile(p, r, i, 1, vecs);
}

TARGET static void product(const struct product *p, size_t rows, size_t n)
{
	size_t i = 0;

	for (; i + TILE_VECS * LANES <= n; i += TILE_VECS * LANES)
		strip(p, rows, i, TILE_VECS);
#if TILE_VECS > 2
	for (; i + 2 * LANES <= n; i += 2 * LANES)
		strip(p, rows, i, 2);
#endif
	for (; i < n; i += LANES)
		strip(p, rows, i, 1);
}

TARGET static void accumulate(float *const *c, size_t rows, const float *a, size_t row_step,
			      size_t inner_step, size_t inner, const float *b, size_t stride,
			      size_t n)
{
	struct product p = { c, a, row_step, inner_step, inner, b, stride };

	product(&p, rows, n);
}

TARGET static void scores(float *s, const float *x, size_t stride, size_t m, const float *yt,
			  size_t k, size_t n)
{
	float *rows[TRAIN_BLOCK_MAX];
	struct product p = { rows, x, stride, 1, n, yt, k };

	for (size_t i = 0; i < m; i++)
		rows[i] = s + i * k;
	memset(s, 0, m * k * sizeof(*s));
	product(&p, m, k);
}

TARGET static void sigmoids(float *s, const float *w, size_t m, size_t k)
{
	for (size_t i = 0; i < m; i++)
		for (size_t j = 0; j < k; j += LANES)
			store(s + i * k + j, sigmoid(load(s + i * k + j)) * SPREAD(w[i]));
}

/* --- rows ------------------------------------------------------------------------------------- */

TARGET static float dot(const float *x, const float *y, size_t n)
{
	vf a = SPREAD(0.0f), b = a;
	float out[4] __attribute__((aligned(16)));
	size_t i = 0;

	for (; i + 2 * LANES <= n; i += 2 * LANES) {
		a = FMA(load(x + i), load(y + i), a);
		b = FMA(load(x + i + LANES), load(y + i + LANES), b);
	}
	if (i < n)
		a = FMA(load(x + i), load(y + i), a);
	SUM4(out, a, b, a, b);
	return out[0] + out[1];
}

TARGET static void add(float *y, const float *x, size_t n)
{
	for (size_t i = 0; i < n; i += LANES)
		store(y + i, load(y + i) + load(x + i));
}

TARGET static void axpy(float *y, float a, const float *x, size_t n)
{
	vf s = SPREAD(a);

	for (size_t i = 0; i < n; i += LANES)
		store(y + i, FMA(s, load(x + i), load(y + i)));
}

const struct train_kernels TABLE = {
	.name = NAME,
	.pairs = pairs,
	.transpose = transpose,
	.scores = scores,
	.sigmoids = sigmoids,
	.accumulate = accumulate,
	.dot = dot,
	.add = add,
	.axpy = axpy,
};
