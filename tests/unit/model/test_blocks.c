/* Every block type against a second, plain implementation: the formulas as they are written down,
 * number by number in the order of the outputs. All bits must be equal. */
#include "unit.h"

#include <math.h>

#include "base/mem.h"
#include "model/formats/blocks.h"

typedef unsigned char u8;

static float half(const u8 *p)
{
	unsigned h = p[0] | (unsigned)p[1] << 8, e = h >> 10 & 31, f = h & 1023;
	double v = e == 0    ? ldexp((double)f, -24)
		   : e == 31 ? (f ? (double)NAN : (double)INFINITY)
			     : ldexp(1024.0 + (double)f, (int)e - 25);

	return (float)(h & 0x8000 ? -v : v);
}

static int bit(const u8 *p, size_t i)
{
	return p[i / 8] >> (i % 8) & 1;
}

static void plain_f32(const u8 *b, float *y)
{
	memcpy(y, b, 4);
}

static void plain_f16(const u8 *b, float *y)
{
	*y = half(b);
}

static void plain_bf16(const u8 *b, float *y)
{
	uint32_t v = (uint32_t)(b[0] | (unsigned)b[1] << 8) << 16;

	memcpy(y, &v, 4);
}

/* number i of a block of 32 nibbles: low halves first */
static int nibble(const u8 *qs, size_t i)
{
	return i < 16 ? qs[i] & 15 : qs[i - 16] >> 4;
}

static void plain_q4_0(const u8 *b, float *y)
{
	for (size_t i = 0; i < 32; i++)
		y[i] = (float)(nibble(b + 2, i) - 8) * half(b);
}

static void plain_q4_1(const u8 *b, float *y)
{
	for (size_t i = 0; i < 32; i++)
		y[i] = (float)nibble(b + 4, i) * half(b) + half(b + 2);
}

static void plain_q5_0(const u8 *b, float *y)
{
	for (size_t i = 0; i < 32; i++)
		y[i] = (float)(nibble(b + 6, i) + 16 * bit(b + 2, i) - 16) * half(b);
}

static void plain_q5_1(const u8 *b, float *y)
{
	for (size_t i = 0; i < 32; i++)
		y[i] = (float)(nibble(b + 8, i) + 16 * bit(b + 4, i)) * half(b) + half(b + 2);
}

static void plain_q8_0(const u8 *b, float *y)
{
	for (size_t i = 0; i < 32; i++)
		y[i] = (float)(b[2 + i] < 128 ? b[2 + i] : b[2 + i] - 256) * half(b);
}

static void plain_iq4_nl(const u8 *b, float *y)
{
	static const int t[] = { -127, -104, -83, -65, -49, -35, -22, -10,
				 1,    13,   25,  38,  53,  69,	 89,  113 };

	for (size_t i = 0; i < 32; i++)
		y[i] = half(b) * (float)t[nibble(b + 2, i)];
}

static void plain_q2_k(const u8 *b, float *y)
{
	const u8 *scales = b, *qs = b + 16;
	float d = half(b + 80), dmin = half(b + 82);

	for (size_t n = 0; n < 2; n++)
		for (size_t j = 0; j < 4; j++)
			for (size_t g = 0; g < 2; g++)
				for (size_t l = 0; l < 16; l++) {
					u8 sc = scales[8 * n + 2 * j + g];
					int q = qs[32 * n + 16 * g + l] >> (2 * j) & 3;

					*y++ = d * (float)(sc & 15) * (float)q -
					       dmin * (float)(sc >> 4);
				}
}

static void plain_q3_k(const u8 *b, float *y)
{
	const u8 *hmask = b, *qs = b + 32, *s = b + 96;
	float d = half(b + 108);
	int scale[16];

	for (size_t k = 0; k < 4; k++) {
		int a = s[k], c = s[4 + k], t = s[8 + k];

		scale[k] = (a & 15) | (t & 3) << 4;
		scale[4 + k] = (c & 15) | (t >> 2 & 3) << 4;
		scale[8 + k] = a >> 4 | (t >> 4 & 3) << 4;
		scale[12 + k] = c >> 4 | (t >> 6 & 3) << 4;
	}
	for (size_t n = 0; n < 2; n++)
		for (size_t j = 0; j < 4; j++)
			for (size_t g = 0; g < 2; g++)
				for (size_t l = 0; l < 16; l++) {
					int set = hmask[16 * g + l] & 1 << (4 * n + j);
					int q = qs[32 * n + 16 * g + l] >> (2 * j) & 3;

					*y++ = d * (float)(scale[8 * n + 2 * j + g] - 32) *
					       (float)(q - (set ? 0 : 4));
				}
}

static void pair_k4(const u8 *s, size_t i, int *sc, int *mn)
{
	*sc = i < 4 ? s[i] & 63 : (s[i + 4] & 15) | s[i - 4] >> 6 << 4;
	*mn = i < 4 ? s[i + 4] & 63 : s[i + 4] >> 4 | s[i] >> 6 << 4;
}

static void plain_q4_k(const u8 *b, float *y)
{
	float d = half(b), dmin = half(b + 2);

	for (size_t c = 0; c < 4; c++)
		for (size_t h = 0; h < 2; h++)
			for (size_t l = 0; l < 32; l++) {
				int q = b[16 + 32 * c + l], sc, mn;

				pair_k4(b + 4, 2 * c + h, &sc, &mn);
				*y++ = d * (float)sc * (float)(h ? q >> 4 : q & 15) -
				       dmin * (float)mn;
			}
}

static void plain_q5_k(const u8 *b, float *y)
{
	float d = half(b), dmin = half(b + 2);

	for (size_t c = 0; c < 4; c++)
		for (size_t h = 0; h < 2; h++)
			for (size_t l = 0; l < 32; l++) {
				int q = b[48 + 32 * c + l], sc, mn;
				int more = b[16 + l] & 1 << (2 * c + h) ? 16 : 0;

				pair_k4(b + 4, 2 * c + h, &sc, &mn);
				*y++ = d * (float)sc * (float)((h ? q >> 4 : q & 15) + more) -
				       dmin * (float)mn;
			}
}

static void plain_q6_k(const u8 *b, float *y)
{
	float d = half(b + 208);

	for (size_t n = 0; n < 2; n++) {
		const u8 *ql = b + 64 * n, *qh = b + 128 + 32 * n, *sc = b + 192 + 8 * n;

		for (size_t l = 0; l < 32; l++) {
			size_t is = l / 16;
			int q[4] = { (ql[l] & 15) | (qh[l] & 3) << 4,
				     (ql[l + 32] & 15) | (qh[l] >> 2 & 3) << 4,
				     ql[l] >> 4 | (qh[l] >> 4 & 3) << 4,
				     ql[l + 32] >> 4 | (qh[l] >> 6 & 3) << 4 };

			for (size_t k = 0; k < 4; k++) {
				int s = sc[is + 2 * k];

				y[128 * n + 32 * k + l] =
					d * (float)(s < 128 ? s : s - 256) * (float)(q[k] - 32);
			}
		}
	}
}

/* id, where the f16 numbers of a block are (they are kept finite), and the plain form */
static const struct {
	uint32_t id;
	int halves[2];
	void (*plain)(const u8 *block, float *out);
} cases[] = {
	{ 0, { -1, -1 }, plain_f32 },	 { 1, { 0, -1 }, plain_f16 },
	{ 30, { -1, -1 }, plain_bf16 },	 { 2, { 0, -1 }, plain_q4_0 },
	{ 3, { 0, 2 }, plain_q4_1 },	 { 6, { 0, -1 }, plain_q5_0 },
	{ 7, { 0, 2 }, plain_q5_1 },	 { 8, { 0, -1 }, plain_q8_0 },
	{ 20, { 0, -1 }, plain_iq4_nl }, { 10, { 80, 82 }, plain_q2_k },
	{ 11, { 108, -1 }, plain_q3_k }, { 12, { 0, 2 }, plain_q4_k },
	{ 13, { 0, 2 }, plain_q5_k },	 { 14, { 208, -1 }, plain_q6_k },
};

static uint64_t seed = 88172645463325252u;

static u8 random_byte(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (u8)(seed >> 32);
}

#define BLOCKS 2000

static void rows_equal_the_formulas_bit_for_bit(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct block_type *t = block_type_find(cases[i].id);
		size_t n = BLOCKS * t->numbers;
		u8 *blocks = xmalloc(BLOCKS * t->bytes);
		float *got = xcalloc(n, sizeof(float)), *want = xcalloc(n, sizeof(float));

		for (size_t k = 0; k < BLOCKS * t->bytes; k++)
			blocks[k] = random_byte();
		for (size_t b = 0; b < BLOCKS; b++)
			for (size_t h = 0; h < 2; h++)
				if (cases[i].halves[h] >= 0 &&
				    (blocks[b * t->bytes + (size_t)cases[i].halves[h] + 1] &
				     0x7C) == 0x7C)
					blocks[b * t->bytes + (size_t)cases[i].halves[h] + 1] ^=
						0x40;
		t->decode(blocks, n, got);
		for (size_t b = 0; b < BLOCKS; b++)
			cases[i].plain(blocks + b * t->bytes, want + b * t->numbers);
		for (size_t k = 0; k < n; k++)
			if (memcmp(&got[k], &want[k], 4) != 0)
				fail_msg("%s, number %zu: %a is not %a", t->name, k, (double)got[k],
					 (double)want[k]);
		free(blocks);
		free(got);
		free(want);
	}
}

static void every_half_is_read(void **state)
{
	const struct block_type *t = block_type_find(1);

	(void)state;
	for (unsigned h = 0; h < 65536; h++) {
		u8 bytes[2] = { (u8)h, (u8)(h >> 8) };
		float got, want = half(bytes);

		t->decode(bytes, 1, &got);
		if (memcmp(&got, &want, 4) != 0 && !(isnan(got) && isnan(want)))
			fail_msg("%04x: %a is not %a", h, (double)got, (double)want);
	}
}

static void sizes_are_those_of_the_format(void **state)
{
	static const struct {
		uint32_t id;
		size_t numbers, bytes;
	} sizes[] = {
		{ 2, 32, 2 + 16 },
		{ 3, 32, 4 + 16 },
		{ 6, 32, 2 + 4 + 16 },
		{ 7, 32, 4 + 4 + 16 },
		{ 8, 32, 2 + 32 },
		{ 10, 256, 16 + 64 + 4 },
		{ 11, 256, 32 + 64 + 12 + 2 },
		{ 12, 256, 4 + 12 + 128 },
		{ 13, 256, 4 + 12 + 32 + 128 },
		{ 14, 256, 128 + 64 + 16 + 2 },
		{ 20, 32, 2 + 16 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		const struct block_type *t = block_type_find(sizes[i].id);

		assert_int_equal(t->numbers, sizes[i].numbers);
		assert_int_equal(t->bytes, sizes[i].bytes);
	}
	for (uint32_t removed = 31; removed < 34; removed++)
		assert_null(block_type_find(removed));
	assert_null(block_type_find(4));
	assert_null(block_type_find(UINT32_MAX));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_equal_the_formulas_bit_for_bit),
		cmocka_unit_test(every_half_is_read),
		cmocka_unit_test(sizes_are_those_of_the_format),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
