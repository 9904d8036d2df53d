/*
 * A block holds 32 or 256 numbers as small whole numbers with a scale d (f16) and perhaps a minimum
 * m; the K forms cut their 256 numbers into parts with scales of their own, themselves quantised:
 *
 *	Q4_0 Q5_0 Q8_0 IQ4_NL	y = d q			Q4_1 Q5_1	y = d q + m
 *	Q2_K Q4_K Q5_K		y = (d s) q − (m t)	Q3_K Q6_K	y = (d s) q
 *
 * with s, t the scale and minimum of the part. Low halves of the bytes come before the high ones.
 */
#include "blocks.h"

#include <string.h>

#include "base/compiler.h"
#include "math/kernels.h"

#define K 256 /* numbers in a block of the K forms */

static float half_at(const uint8_t *p)
{
	uint16_t bits = (uint16_t)(p[0] | p[1] << 8);
	float v;

	kernels_get()->widen_f16(&bits, 1, &v);
	return v;
}

static uint32_t u32_at(const uint8_t *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* --- plain numbers ------------------------------------------------------------------------------ */

static void decode_f32(const void *in, size_t n, float *out)
{
	const uint8_t *p = in;

	for (size_t i = 0; i < n; i++, p += 4) {
		uint32_t bits = u32_at(p);

		memcpy(&out[i], &bits, sizeof(bits));
	}
}

static void decode_f16(const void *in, size_t n, float *out)
{
	const uint8_t *p = in;

	if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
		kernels_get()->widen_f16(in, n, out);
		return;
	}
	for (size_t i = 0; i < n; i++, p += 2)
		out[i] = half_at(p);
}

static void decode_bf16(const void *in, size_t n, float *out)
{
	const uint8_t *p = in;

	for (size_t i = 0; i < n; i++, p += 2) {
		uint32_t bits = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 24;

		memcpy(&out[i], &bits, sizeof(bits));
	}
}

/* --- blocks of 32 ------------------------------------------------------------------------------- */

static void decode_q4_0(const void *in, size_t n, float *out)
{
	const uint8_t *p = in;

	for (; n; n -= 32, p += 18, out += 32) {
		float d = half_at(p);

		for (size_t j = 0; j < 16; j++) {
			out[j] = (float)((p[2 + j] & 15) - 8) * d;
			out[j + 16] = (float)((p[2 + j] >> 4) - 8) * d;
		}
	}
}

static void decode_q4_1(const void *in, size_t n, float *out)
{
	const uint8_t *p = in;

	for (; n; n -= 32, p += 20, out += 32) {
		float d = half_at(p), m = half_at(p + 2);

		for (size_t j = 0; j < 16; j++) {
			out[j] = (float)(p[4 + j] & 15) * d + m;
			out[j + 16] = (float)(p[4 + j] >> 4) * d + m;
		}
	}
}

/* The fifth bit of number j stands in `high`. */
static int five_bits(uint32_t high, size_t j, int low)
{
	return low | (int)(high >> j & 1) << 4;
}

static void decode_q5_0(const void *in, size_t n, float *out)
{
	const uint8_t *p = in;

	for (; n; n -= 32, p += 22, out += 32) {
		float d = half_at(p);
		uint32_t high = u32_at(p + 2);

		for (size_t j = 0; j < 16; j++) {
			out[j] = (float)(five_bits(high, j, p[6 + j] & 15) - 16) * d;
			out[j + 16] = (float)(five_bits(high, j + 16, p[6 + j] >> 4) - 16) * d;
		}
	}
}

static void decode_q5_1(const void *in, size_t n, float *out)
{
	const uint8_t *p = in;

	for (; n; n -= 32, p += 24, out += 32) {
		float d = half_at(p), m = half_at(p + 2);
		uint32_t high = u32_at(p + 4);

		for (size_t j = 0; j < 16; j++) {
			out[j] = (float)five_bits(high, j, p[8 + j] & 15) * d + m;
			out[j + 16] = (float)five_bits(high, j + 16, p[8 + j] >> 4) * d + m;
		}
	}
}

static void decode_q8_0(const void *in, size_t n, float *out)
{
	const uint8_t *p = in;

	for (; n; n -= 32, p += 34, out += 32) {
		float d = half_at(p);

		for (size_t j = 0; j < 32; j++)
			out[j] = (float)(int8_t)p[2 + j] * d;
	}
}

static void decode_iq4_nl(const void *in, size_t n, float *out)
{
	static const float values[16] = { -127, -104, -83, -65, -49, -35, -22, -10,
					  1,	13,   25,  38,	53,  69,  89,  113 };
	const uint8_t *p = in;

	for (; n; n -= 32, p += 18, out += 32) {
		float d = half_at(p);

		for (size_t j = 0; j < 16; j++) {
			out[j] = d * values[p[2 + j] & 15];
			out[j + 16] = d * values[p[2 + j] >> 4];
		}
	}
}

/* --- blocks of 256 ------------------------------------------------------------------------------ */

static void decode_q2_k(const void *in, size_t n, float *out)
{
	const uint8_t *p = in;

	for (; n; n -= K, p += 84) {
		float d = half_at(p + 80), min = half_at(p + 82);

		for (size_t part = 0; part < 16; part++) {
			/* two halves of 128, in each four pairs of bits, in each two parts */
			const uint8_t *q = p + 16 + part / 8 * 32 + part % 2 * 16;
			unsigned shift = (unsigned)(part % 8 / 2 * 2);
			float scale = d * (float)(p[part] & 15), less = min * (float)(p[part] >> 4);

			for (size_t l = 0; l < 16; l++)
				*out++ = scale * (float)(q[l] >> shift & 3) - less;
		}
	}
}

/* Sixteen scales of six bits: four low ones in nibbles of s[0 … 8), two high ones in s[8 … 12). */
static int q3_scale(const uint8_t *s, size_t part)
{
	size_t k = part % 4, quarter = part / 4;
	int low = quarter < 2 ? s[part] & 15 : s[part - 8] >> 4;

	return (low | (s[8 + k] >> (2 * quarter) & 3) << 4) - 32;
}

static void decode_q3_k(const void *in, size_t n, float *out)
{
	const uint8_t *p = in;

	for (; n; n -= K, p += 110) {
		float d = half_at(p + 108);

		for (size_t part = 0; part < 16; part++) {
			const uint8_t *q = p + 32 + part / 8 * 32 + part % 2 * 16;
			const uint8_t *high = p + part % 2 * 16;
			unsigned shift = (unsigned)(part % 8 / 2 * 2);
			unsigned bit = (unsigned)(part / 8 * 4 + part % 8 / 2);
			float scale = d * (float)q3_scale(p + 96, part);

			for (size_t l = 0; l < 16; l++)
				*out++ = scale * (float)((q[l] >> shift & 3) -
							 (high[l] >> bit & 1 ? 0 : 4));
		}
	}
}

/* Eight pairs of a scale and a minimum of six bits each, in twelve bytes. */
static void k4_scale(const uint8_t *s, size_t i, float *scale, float *min)
{
	if (i < 4) {
		*scale = (float)(s[i] & 63);
		*min = (float)(s[i + 4] & 63);
	} else {
		*scale = (float)((s[i + 4] & 15) | s[i - 4] >> 6 << 4);
		*min = (float)(s[i + 4] >> 4 | s[i] >> 6 << 4);
	}
}

static void decode_q4_k(const void *in, size_t n, float *out)
{
	const uint8_t *p = in;

	for (; n; n -= K, p += 144) {
		float d = half_at(p), m = half_at(p + 2);

		for (size_t part = 0; part < 8; part++) {
			const uint8_t *q = p + 16 + part / 2 * 32;
			unsigned shift = part % 2 ? 4 : 0;
			float scale, min;

			k4_scale(p + 4, part, &scale, &min);
			scale *= d;
			min *= m;
			for (size_t l = 0; l < 32; l++)
				*out++ = scale * (float)(q[l] >> shift & 15) - min;
		}
	}
}

static void decode_q5_k(const void *in, size_t n, float *out)
{
	const uint8_t *p = in;

	for (; n; n -= K, p += 176) {
		float d = half_at(p), m = half_at(p + 2);

		for (size_t part = 0; part < 8; part++) {
			const uint8_t *q = p + 48 + part / 2 * 32, *high = p + 16;
			unsigned shift = part % 2 ? 4 : 0;
			float scale, min;

			k4_scale(p + 4, part, &scale, &min);
			scale *= d;
			min *= m;
			for (size_t l = 0; l < 32; l++)
				*out++ = scale * (float)((q[l] >> shift & 15) +
							 (high[l] >> part & 1 ? 16 : 0)) -
					 min;
		}
	}
}

static void decode_q6_k(const void *in, size_t n, float *out)
{
	const uint8_t *p = in;

	for (; n; n -= K, p += 210) {
		float d = half_at(p + 208);

		for (size_t part = 0; part < 8; part++) {
			/* two halves of 128 in four parts of 32: nibbles of 64 bytes, pairs of 32 */
			size_t half = part / 4, quarter = part % 4;
			const uint8_t *low = p + half * 64 + quarter % 2 * 32;
			const uint8_t *high = p + 128 + half * 32;
			const uint8_t *scales = p + 192 + half * 8 + quarter * 2;

			for (size_t l = 0; l < 32; l++) {
				int q = low[l] >> (quarter / 2 * 4) & 15;

				q = (q | (high[l] >> (2 * quarter) & 3) << 4) - 32;
				*out++ = d * (float)(int8_t)scales[l / 16] * (float)q;
			}
		}
	}
}

/* --- the types ---------------------------------------------------------------------------------- */

static const struct block_type types[] = {
	{ 0, "F32", 1, 4, decode_f32 },
	{ 1, "F16", 1, 2, decode_f16 },
	{ 2, "Q4_0", 32, 18, decode_q4_0 },
	{ 3, "Q4_1", 32, 20, decode_q4_1 },
	{ 6, "Q5_0", 32, 22, decode_q5_0 },
	{ 7, "Q5_1", 32, 24, decode_q5_1 },
	{ 8, "Q8_0", 32, 34, decode_q8_0 },
	{ 9, "Q8_1", 32, 36, NULL },
	{ 10, "Q2_K", K, 84, decode_q2_k },
	{ 11, "Q3_K", K, 110, decode_q3_k },
	{ 12, "Q4_K", K, 144, decode_q4_k },
	{ 13, "Q5_K", K, 176, decode_q5_k },
	{ 14, "Q6_K", K, 210, decode_q6_k },
	{ 15, "Q8_K", K, 292, NULL },
	{ 16, "IQ2_XXS", K, 66, NULL },
	{ 17, "IQ2_XS", K, 74, NULL },
	{ 18, "IQ3_XXS", K, 98, NULL },
	{ 19, "IQ1_S", K, 50, NULL },
	{ 20, "IQ4_NL", 32, 18, decode_iq4_nl },
	{ 21, "IQ3_S", K, 110, NULL },
	{ 22, "IQ2_S", K, 82, NULL },
	{ 23, "IQ4_XS", K, 136, NULL },
	{ 24, "I8", 1, 1, NULL },
	{ 25, "I16", 1, 2, NULL },
	{ 26, "I32", 1, 4, NULL },
	{ 27, "I64", 1, 8, NULL },
	{ 28, "F64", 1, 8, NULL },
	{ 29, "IQ1_M", K, 56, NULL },
	{ 30, "BF16", 1, 2, decode_bf16 },
	{ 34, "TQ1_0", K, 54, NULL },
	{ 35, "TQ2_0", K, 66, NULL },
	{ 39, "MXFP4", 32, 17, NULL },
	{ 40, "NVFP4", 64, 36, NULL },
	{ 41, "Q1_0", 128, 18, NULL },
	{ 42, "Q2_0", 64, 18, NULL },
};

const struct block_type *block_type_find(uint32_t id)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (types[i].id == id)
			return &types[i];
	return NULL;
}
