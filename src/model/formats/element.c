#include "element.h"

#include <math.h>
#include <string.h>

#include "math/kernels.h"

size_t element_size(enum element e)
{
	switch (e) {
	case ELEMENT_I8:
	case ELEMENT_U8:
		return 1;
	case ELEMENT_F16:
	case ELEMENT_BF16:
	case ELEMENT_I16:
		return 2;
	case ELEMENT_F64:
		return 8;
	case ELEMENT_F32:
	case ELEMENT_I32:
		break;
	}
	return 4;
}

/* bfloat16 is the upper half of an f32. */
static void widen_bf16(const uint16_t *in, size_t n, float *out)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t bits = (uint32_t)in[i] << 16;

		memcpy(&out[i], &bits, sizeof(bits));
	}
}

static size_t narrow_f64(const double *in, size_t n, float *out)
{
	size_t overflows = 0;

	for (size_t i = 0; i < n; i++) {
		out[i] = (float)in[i];
		overflows += isinf(out[i]) && isfinite(in[i]);
	}
	return overflows;
}

static void widen_u8(const uint8_t *in, size_t n, float *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = (float)in[i];
}

static void widen_i16(const int16_t *in, size_t n, float *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = (float)in[i];
}

static void widen_i32(const int32_t *in, size_t n, float *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = (float)in[i];
}

size_t element_widen(enum element e, const void *in, size_t n, float *out)
{
	switch (e) {
	case ELEMENT_F16:
		kernels_get()->widen_f16(in, n, out);
		break;
	case ELEMENT_BF16:
		widen_bf16(in, n, out);
		break;
	case ELEMENT_F32:
		memcpy(out, in, n * sizeof(float));
		break;
	case ELEMENT_F64:
		return narrow_f64(in, n, out);
	case ELEMENT_I8:
		kernels_get()->widen_i8(in, n, 1.0f, out);
		break;
	case ELEMENT_U8:
		widen_u8(in, n, out);
		break;
	case ELEMENT_I16:
		widen_i16(in, n, out);
		break;
	case ELEMENT_I32:
		widen_i32(in, n, out);
		break;
	}
	return 0;
}

void element_swap(void *bytes, size_t n, size_t size)
{
	unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++, p += size) {
		for (size_t k = 0; k < size / 2; k++) {
			unsigned char c = p[k];

			p[k] = p[size - 1 - k];
			p[size - 1 - k] = c;
		}
	}
}
