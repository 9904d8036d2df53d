/* What one point of a t-SNE map feels of all others, in the fastest form this processor has. */
#ifndef MATH_TSNE_KERNEL_H
#define MATH_TSNE_KERNEL_H

#include <stddef.h>

#define TSNE_LANES 16

/*
 * With w_j = 1 / (1 + ‖p − (x_j, y_j)‖²) for j in [0, n), n a multiple of TSNE_LANES:
 *
 *	out = { Σ w_j,  Σ w_j² (p_x − x_j),  Σ w_j² (p_y − y_j) }
 *
 * Element j goes into lane j mod 16, the lanes are folded in a fixed order, and nothing is fused:
 * every form gives the same bits.
 */
typedef void tsne_kernel_fn(const float *x, const float *y, size_t n, const float p[2],
			    float out[3]);
tsne_kernel_fn *tsne_kernel(void);

#endif
