/*
 * Numbers as files store them, widened to f32. Shared by every format that holds a dense matrix.
 */
#ifndef MODEL_FORMATS_ELEMENT_H
#define MODEL_FORMATS_ELEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum element {
	ELEMENT_F16, ELEMENT_BF16, ELEMENT_F32, ELEMENT_F64,
	ELEMENT_I8, ELEMENT_U8, ELEMENT_I16, ELEMENT_I32,
};

size_t element_size(enum element e);
/* out[i] = value of the i-th of n elements at `in`, which is aligned for them and in the byte order
 * of this machine. Returns how many finite f64 became infinite. */
size_t element_widen(enum element e, const void *in, size_t n, float *out);
/* Turn the bytes of n elements of `size` bytes around, in place. */
void element_swap(void *bytes, size_t n, size_t size);

#endif
