/*
 * Training in plain C: vectors of 4 floats as the compiler lays them out for any processor, each
 * product rounded before it is added. Every operation is IEEE 754's, in a fixed order: the same
 * bytes on every machine.
 */
#include "math/train_kernels.h"

typedef float vf __attribute__((vector_size(16), may_alias));

#define LANES 4
#define TARGET
#define FMA(a, b, c)  ((a) * (b) + (c))
#define SPREAD(s)     ((vf){ (s), (s), (s), (s) })
#define RECIPROCAL(v) (SPREAD(1.0f) / (v))
#define SUM4(out, a, b, c, d)                                                                      \
	((out)[0] = sum(a), (out)[1] = sum(b), (out)[2] = sum(c), (out)[3] = sum(d))
#define TILE_ROWS 2
#define TILE_VECS 4
#define NAME	  "scalar"
#define TABLE	  train_kernels_scalar

static inline float sum(vf v)
{
	return (v[0] + v[2]) + (v[1] + v[3]);
}

static void transpose(float *out, const float *const *rows, size_t count, size_t n)
{
	for (size_t r = 0; r < count; r++)
		for (size_t i = 0; i < n; i++)
			out[i * count + r] = rows[r][i];
}

#include "math/kernels/train_body.inc"
