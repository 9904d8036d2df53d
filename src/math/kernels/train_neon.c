/* Training on NEON: 4 floats a vector, 32 registers. */
#include "math/train_kernels.h"

#if defined(__aarch64__)

#include <arm_neon.h>

typedef float32x4_t vf;

#define LANES 4
#define TARGET
#define FMA(a, b, c)	      vfmaq_f32(c, a, b)
#define SPREAD(s)	      vdupq_n_f32(s)
#define RECIPROCAL(v)	      vdivq_f32(vdupq_n_f32(1.0f), v)
#define SUM4(out, a, b, c, d) vst1q_f32(out, vpaddq_f32(vpaddq_f32(a, b), vpaddq_f32(c, d)))
#define TILE_ROWS	      4
#define TILE_VECS	      4
#define NAME		      "neon"
#define TABLE		      train_kernels_neon

static void transpose(float *out, const float *const *rows, size_t count, size_t n)
{
	for (size_t r = 0; r < count; r += 4)
		for (size_t i = 0; i < n; i += 4) {
			const float *const *from = rows + r;
			float32x4x2_t a = vtrnq_f32(vld1q_f32(from[0] + i), vld1q_f32(from[1] + i));
			float32x4x2_t b = vtrnq_f32(vld1q_f32(from[2] + i), vld1q_f32(from[3] + i));
			float *to = out + i * count + r;

			vst1q_f32(to, vcombine_f32(vget_low_f32(a.val[0]), vget_low_f32(b.val[0])));
			vst1q_f32(to + count,
				  vcombine_f32(vget_low_f32(a.val[1]), vget_low_f32(b.val[1])));
			vst1q_f32(to + 2 * count,
				  vcombine_f32(vget_high_f32(a.val[0]), vget_high_f32(b.val[0])));
			vst1q_f32(to + 3 * count,
				  vcombine_f32(vget_high_f32(a.val[1]), vget_high_f32(b.val[1])));
		}
}

#include "math/kernels/train_body.inc"

#endif
