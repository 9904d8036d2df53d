#include "math/kernels.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "math/kernels/tables.h"

/* The table in use: the one exception to "no globals", because every search on every thread must
 * use the same and --kernels is given before any model exists. */
static _Atomic(const struct kernels *) chosen;

#if defined(__x86_64__)

#include <cpuid.h>

/* Not every compiler's run-time library knows this one by name. */
static bool has_f16c(void)
{
	unsigned a, b, c, d;

	return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_F16C);
}

/* The compiler's run-time library looks at CPUID and at what the system saves (XCR0). */
static bool has_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && has_f16c();
}

static bool has_avx512(void)
{
	return has_avx2() && __builtin_cpu_supports("avx512f") &&
	       __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
	       __builtin_cpu_supports("avx512dq");
}

const struct kernels *const *kernels_available(void)
{
	static const struct kernels *const all[] = { &kernels_avx512vnni, &kernels_avx512,
						     &kernels_avx2, &kernels_scalar, NULL };

	__builtin_cpu_init();
	if (has_avx512())
		return all + (__builtin_cpu_supports("avx512vnni") ? 0 : 1);
	return all + (has_avx2() ? 2 : 3);
}

#else

const struct kernels *const *kernels_available(void)
{
	static const struct kernels *const all[] = {
#if defined(__aarch64__)
		&kernels_neon,
#endif
		&kernels_scalar,
		NULL
	};

	return all;
}

#endif

const struct kernels *kernels_find(const char *name)
{
	const struct kernels *const *all = kernels_available();

	if (!name || !*name)
		return all[0];
	for (; *all; all++)
		if (strcmp((*all)->name, name) == 0)
			return *all;
	return NULL;
}

const struct kernels *kernels_get(void)
{
	const struct kernels *k = atomic_load(&chosen), *none = NULL;

	if (k)
		return k;
	k = kernels_find(getenv("VECSCOPE_KERNELS"));
	if (!k)
		k = kernels_find(NULL);
	return atomic_compare_exchange_strong(&chosen, &none, k) ? k : none;
}

int kernels_select(const char *name)
{
	const struct kernels *k = kernels_find(name);

	if (!k)
		return -1;
	atomic_store(&chosen, k);
	return 0;
}
