#include "math/train_kernels.h"

#include <string.h>

#include "base/compiler.h"
#include "math/kernels.h"
#include "math/kernels/train_tables.h"

const struct train_kernels *train_kernels_find(const char *name)
{
	static const struct train_kernels *const all[] = {
		&train_kernels_scalar,
#if defined(__x86_64__)
		&train_kernels_avx2,
		&train_kernels_avx512,
#endif
#if defined(__aarch64__)
		&train_kernels_neon,
#endif
	};
	const struct kernels *row = kernels_find(name);

	/* what needs more of the processor (avx512vnni) trains as what it is built on (avx512) */
	for (size_t i = 0; row && i < ARRAY_LEN(all); i++)
		if (strncmp(all[i]->name, row->name, strlen(all[i]->name)) == 0)
			return all[i];
	return NULL;
}

const struct train_kernels *train_kernels_get(void)
{
	return train_kernels_find(kernels_get()->name);
}
