/* The tables that kernels.c chooses from; each is declared only where it can be compiled. */
#ifndef KERNELS_TABLES_H
#define KERNELS_TABLES_H

#include "math/kernels.h"

/* Sums of squares add element i into lane i mod 16 and the lanes pairwise, far halves first: with
 * products of two floats exact in double, every table gives the same sum to the last bit. */
#define SQUARE_LANES 16

extern const struct kernels kernels_scalar;
#if defined(__x86_64__)
extern const struct kernels kernels_avx2;
extern const struct kernels kernels_avx512;
extern const struct kernels kernels_avx512vnni;
float avx2_to_bytes(const float *x, size_t n, int8_t *out, float *residual);
#endif
#if defined(__aarch64__)
extern const struct kernels kernels_neon;
#endif

float scalar_dot(const float *a, const float *b, size_t n);
/* Fold the lanes as described above. */
double scalar_fold_lanes(double lanes[SQUARE_LANES]);
float scalar_widen_half(uint16_t h);
uint64_t scalar_bound_bytes(const struct bytes_bound *b, float *high);
float scalar_max_sum(const float *a, const float *b, const float *c, size_t n);
float scalar_max_ratio(const float *a, const float *b, const float *c, size_t n, float delta);
float scalar_to_bytes(const float *x, size_t n, int8_t *out, float *residual);

#endif
