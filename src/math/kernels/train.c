#include "math/train_kernels.h"

#include <stdbool.h>
#include <string.h>

#include "base/compiler.h"
#include "math/kernels.h"
#include "math/kernels/train_tables.h"

#if defined(__x86_64__)

/* Processors that multiply numbers of 16 bits have the bytes' instructions too, so their row is
 * avx512vnni; who asks for avx512 gets full precision. */
static bool wants_bf16(const char *row)
{
	return __builtin_cpu_supports("avx512bf16") && strcmp(row, "avx512vnni") == 0;
}

#else

static bool wants_bf16(const char *row)
{
	(void)row;
	return false;
}

#endif

const struct train_kernels *train_kernels_find(const char *name)
{
	static const struct train_kernels *const all[] = {
#if defined(__x86_64__)
		&train_kernels_avx512bf16,
		&train_kernels_avx512,
		&train_kernels_avx2,
#endif
#if defined(__aarch64__)
		&train_kernels_neon,
#endif
		&train_kernels_scalar,
	};
	const struct kernels *row =
		kernels_find(name && strcmp(name, "avx512bf16") == 0 ? "avx512vnni" : name);

	/* what needs more of the processor (avx512vnni) trains as what it is built on (avx512) */
	for (size_t i = 0; row && i < ARRAY_LEN(all); i++)
		if (strncmp(all[i]->name, row->name, strlen(all[i]->name)) == 0 ||
		    (strcmp(all[i]->name, "avx512bf16") == 0 && wants_bf16(row->name)))
			return all[i];
	return NULL;
}

const struct train_kernels *train_kernels_get(void)
{
	return train_kernels_find(kernels_get()->name);
}

size_t train_block_space(size_t inputs, size_t outputs, size_t n)
{
	size_t stride = (inputs + TRAIN_LANES - 1) / TRAIN_LANES * TRAIN_LANES;

	/* the inputs twice; of 16 bits, the outputs twice and the coefficients twice: a row more
	 * where there is an odd one, a vector more in each row */
	return 2 * stride * (n + TRAIN_LANES) + (outputs + 2) * (n + stride + 4 * TRAIN_LANES);
}
