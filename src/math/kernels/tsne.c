/*
 * The same loop compiled for each instruction set, with vectors as wide as its registers. Division
 * and addition are exact IEEE operations everywhere.
 */
#include "math/tsne_kernel.h"

#include <string.h>

#include "math/kernels.h"

#define TARGET
#define NAME  portable
#define WIDTH 4
#include "math/kernels/tsne_body.inc"

#if defined(__x86_64__)

#define TARGET __attribute__((target("avx2")))
#define NAME   on_avx2
#define WIDTH  8
#include "math/kernels/tsne_body.inc"

#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq")))
#define NAME   on_avx512
#define WIDTH  16
#include "math/kernels/tsne_body.inc"

#endif

tsne_kernel_fn *tsne_kernel(void)
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
