/*
 * The same loop compiled for each instruction set: vectors of 16 floats, which the compiler splits
 * as the processor needs it. Division and addition are exact IEEE operations everywhere.
 */
#include "math/tsne_kernel.h"

#include <string.h>

#include "math/kernels.h"

typedef float lanes __attribute__((vector_size(4 * TSNE_LANES), aligned(4), may_alias));

#define TARGET
#define NAME portable
#include "math/kernels/tsne_body.inc"
#undef TARGET
#undef NAME

#if defined(__x86_64__)

#define TARGET __attribute__((target("avx2")))
#define NAME   on_avx2
#include "math/kernels/tsne_body.inc"
#undef TARGET
#undef NAME

#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq")))
#define NAME   on_avx512
#include "math/kernels/tsne_body.inc"
#undef TARGET
#undef NAME

#endif

tsne_kernel_fn *tsne_kernel(void)
{
#if defined(__x86_64__)
	const char *name = kernels_get()->name;

	if (strcmp(name, "avx512") == 0)
		return on_avx512;
	if (strcmp(name, "avx2") == 0)
		return on_avx2;
#endif
	return portable;
}
