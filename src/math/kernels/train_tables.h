/* The tables that train.c chooses from; each is declared only where it can be compiled. */
#ifndef KERNELS_TRAIN_TABLES_H
#define KERNELS_TRAIN_TABLES_H

#include <string.h>

#include "math/train_kernels.h"

extern const struct train_kernels train_kernels_scalar;
#if defined(__x86_64__)
extern const struct train_kernels train_kernels_avx2;
extern const struct train_kernels train_kernels_avx512;
extern const struct train_kernels train_kernels_avx512bf16;
#endif
#if defined(__aarch64__)
extern const struct train_kernels train_kernels_neon;
#endif

#endif
