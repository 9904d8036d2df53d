/* Training on AVX-512: 16 floats a vector, 32 registers. */
#include "math/train_kernels.h"

#if defined(__x86_64__)

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma")))
#define NAME   "avx512"
#define TABLE  train_kernels_avx512

#include "math/kernels/train_avx512.inc"

TARGET static void transpose(float *out, const float *const *rows, size_t count, size_t n)
{
	for (size_t r = 0; r < count; r += 16)
		for (size_t i = 0; i < n; i += 16) {
			__m512 v[16];

#pragma GCC unroll 16
			for (size_t k = 0; k < 16; k++)
				v[k] = _mm512_load_ps(rows[r + k] + i);
			transpose16(out + i * count + r, count, v, 16);
		}
}

#include "math/kernels/train_body.inc"

#endif
