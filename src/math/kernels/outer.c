/*
 * c stays in registers while the rows go by: 8 × 16 in those of AVX-512, 4 × 8 in those of AVX2,
 * 4 × 4 elsewhere. Two rows of each panel lie in one cache line or follow each other, whatever the
 * number of columns is.
 */
#include "math/outer_kernel.h"

#include <string.h>

#include "math/kernels.h"

#define TARGET
#define NAME	       portable
#define WIDTH	       2
#define ROWS	       4
#define FUSED(a, b, c) ((a) * (b) + (c))
#include "math/kernels/outer_body.inc"

#if defined(__x86_64__)

#include <immintrin.h>

#define TARGET	       __attribute__((target("avx2,fma")))
#define NAME	       on_avx2
#define WIDTH	       4
#define ROWS	       4
#define FUSED(a, b, c) ((on_avx2_vector)_mm256_fmadd_pd((__m256d)(a), (__m256d)(b), (__m256d)(c)))
#include "math/kernels/outer_body.inc"

#define TARGET	       __attribute__((target("avx512f,avx512vl,avx512dq")))
#define NAME	       on_avx512
#define WIDTH	       8
#define ROWS	       8
#define FUSED(a, b, c) ((on_avx512_vector)_mm512_fmadd_pd((__m512d)(a), (__m512d)(b), (__m512d)(c)))
#include "math/kernels/outer_body.inc"

#endif

outer_kernel_fn *outer_kernel(void)
{
#if defined(__x86_64__)
	const char *name = kernels_get()->name;

	if (strncmp(name, "avx512", 6) == 0) /* avx512vnni too */
		return on_avx512;
	if (strcmp(name, "avx2") == 0)
		return on_avx2;
#endif
	return portable;
}
