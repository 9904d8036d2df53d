/*
 * Every kernel table this processor has, against double precision: all lengths 0 … 515, any
 * alignment, special values. `--bench` measures instead.
 */
#include "unit.h"

#include <math.h>
#include <stdbool.h>

#include "base/clock.h"
#include "base/compiler.h"
#include "math/kernels.h"
#include "math/matrix.h"

#define LENGTHS 516
#define ROWS	11

static uint64_t state = 88172645463325252u;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* Uniform in (-1, 1). */
static float uniform(void)
{
	return (float)((double)(next() >> 11) * 0x1p-52 - 1.0);
}

/* A buffer that ends where the memory ends, so that reading beyond it is found by the sanitizer. */
static float *exact_buffer(size_t n)
{
	return malloc(n * sizeof(float) + 1);
}

static void check_dot(const struct kernels *k, const float *m, size_t stride, const float *q,
		      size_t cols)
{
	float out[ROWS + 1];

	out[ROWS] = 77.0f;
	k->dot_rows(m, stride, ROWS, q, cols, out);
	assert_true(out[ROWS] == 77.0f);
	for (size_t r = 0; r < ROWS; r++) {
		double sum = 0, abs_sum = 0, bound;

		for (size_t i = 0; i < cols; i++) {
			double p = (double)m[r * stride + i] * (double)q[i];

			sum += p;
			abs_sum += fabs(p);
		}
		bound = (double)(cols + 1) * 0x1p-24 * abs_sum + (double)cols * 0x1p-149;
		if (!(fabs((double)out[r] - sum) <= bound))
			fail_msg("%s: %zu columns, row %zu: %.9g instead of %.17g (bound %.3g)",
				 k->name, cols, r, (double)out[r], sum, bound);
	}
}

static void dot_rows_is_within_the_bound(void **unused)
{
	(void)unused;
	for (const struct kernels *const *k = kernels_available(); *k; k++)
		for (size_t cols = 0; cols < LENGTHS; cols++) {
			size_t stride = cols + cols % 3, n = ROWS * stride + 1;
			float *m = exact_buffer(n), *q = exact_buffer(cols + 1);

			for (size_t i = 0; i < n; i++)
				m[i] = uniform() * (i % 5 ? 1.0f : 1000.0f);
			for (size_t i = 0; i <= cols; i++)
				q[i] = uniform();
			check_dot(*k, m, stride, q, cols);
			check_dot(*k, m + 1, stride, q + 1, cols ? cols - 1 : 0);
			free(m);
			free(q);
		}
}

static void dot_rows_takes_denormals_and_huge_values(void **unused)
{
	static const float scales[] = { 1e-45f, 1e-40f, 1e-30f, 1e18f, 1e37f };

	(void)unused;
	for (const struct kernels *const *k = kernels_available(); *k; k++)
		for (size_t s = 0; s < ARRAY_LEN(scales); s++)
			for (size_t cols = 1; cols < 70; cols++) {
				float m[ROWS * 70], q[70];

				for (size_t i = 0; i < ARRAY_LEN(m); i++)
					m[i] = uniform() * scales[s];
				for (size_t i = 0; i < 70; i++)
					q[i] = uniform() * 0.01f;
				check_dot(*k, m, 70, q, cols);
			}
}

static void dot_rows_lets_nan_and_infinity_through_in_their_row_only(void **unused)
{
	(void)unused;
	for (const struct kernels *const *k = kernels_available(); *k; k++)
		for (size_t cols = 1; cols < 100; cols++)
			for (size_t bad = 0; bad < ROWS; bad++) {
				float m[ROWS * 100], q[100], out[ROWS];
				bool nan_now = (cols + bad) % 2;

				for (size_t i = 0; i < ARRAY_LEN(m); i++)
					m[i] = uniform();
				for (size_t i = 0; i < 100; i++)
					q[i] = 0.5f;
				m[bad * 100 + next() % cols] = nan_now ? NAN : INFINITY;
				k[0]->dot_rows(m, 100, ROWS, q, cols, out);
				for (size_t r = 0; r < ROWS; r++)
					if (r != bad)
						assert_true(isfinite(out[r]));
				assert_true(nan_now ? isnan(out[bad]) : isinf(out[bad]));
			}
}

static void sum_squares_is_the_same_in_every_table(void **unused)
{
	float *x = exact_buffer(LENGTHS);

	(void)unused;
	for (size_t n = 0; n < LENGTHS; n++) {
		double want = 0, first = kernels_available()[0]->sum_squares(x, 0);

		assert_true(first == 0);
		for (size_t i = 0; i < n; i++) {
			x[i] = uniform() * (i % 7 ? 1e-3f : 1e19f);
			want += (double)x[i] * (double)x[i];
		}
		first = kernels_available()[0]->sum_squares(x, n);
		assert_true(fabs(first - want) <= (double)n * 0x1p-52 * want);
		for (const struct kernels *const *k = kernels_available(); *k; k++)
			assert_true((*k)->sum_squares(x, n) == first);
	}
	free(x);
}

/* The value of a half, from its definition. */
static double half_value(uint16_t h)
{
	int exponent = h >> 10 & 31, mantissa = h & 1023;
	double v;

	if (exponent == 31)
		v = mantissa ? (double)NAN : (double)INFINITY;
	else if (exponent)
		v = ldexp(1024 + mantissa, exponent - 25);
	else
		v = ldexp(mantissa, -24);
	return h & 0x8000 ? -v : v;
}

static void widen_f16_knows_every_half(void **unused)
{
	uint16_t *x = malloc(65536 * sizeof(*x));
	float *out = malloc(65536 * sizeof(*out));

	(void)unused;
	for (size_t i = 0; i < 65536; i++)
		x[i] = (uint16_t)i;
	for (const struct kernels *const *k = kernels_available(); *k; k++)
		for (size_t part = 0; part < 40; part++) {
			size_t n = 65536 - part * 1637;

			memset(out, 0x55, 65536 * sizeof(*out));
			(*k)->widen_f16(x + part, n - part, out + part);
			for (size_t i = part; i < n; i++) {
				double want = half_value((uint16_t)i);

				assert_true(isnan(want) ? isnan(out[i]) : (double)out[i] == want);
				assert_int_equal(signbit(out[i]) != 0, i >> 15);
			}
			assert_true(n == 65536 || out[n] == out[n + 1]); /* untouched */
		}
	free(x);
	free(out);
}

static void widen_i8_multiplies_by_the_scale(void **unused)
{
	int8_t x[256];
	float out[257];

	(void)unused;
	for (int i = 0; i < 256; i++)
		x[i] = (int8_t)(i - 128);
	for (const struct kernels *const *k = kernels_available(); *k; k++)
		for (size_t n = 0; n <= 256; n++) {
			out[n] = 99;
			(*k)->widen_i8(x, n, 0.0123f, out);
			for (size_t i = 0; i < n; i++)
				assert_true(out[i] == (float)x[i] * 0.0123f);
			assert_true(out[n] == 99);
		}
}

static void tables_are_found_by_name(void **unused)
{
	const struct kernels *const *all = kernels_available();

	(void)unused;
	assert_ptr_equal(kernels_find(NULL), all[0]);
	assert_ptr_equal(kernels_find(""), all[0]);
	assert_string_equal(kernels_find("scalar")->name, "scalar");
	assert_null(kernels_find("sse9"));
	assert_int_equal(kernels_select("sse9"), -1);
	for (; *all; all++) {
		assert_int_equal(kernels_select((*all)->name), 0);
		assert_ptr_equal(kernels_get(), *all);
	}
}

/* --- rows as bytes --- */

static void check_dot_bytes(const struct kernels *k, const uint8_t *tile,
			    const struct bytes_query *q)
{
	float out[BYTES_TILE + 1];

	out[BYTES_TILE] = 77.0f;
	k->dot_bytes(tile, q, out);
	assert_true(out[BYTES_TILE] == 77.0f);
	for (size_t r = 0; r < BYTES_TILE; r++) {
		int64_t hi = 0, lo = 0;

		for (size_t i = 0; i < 4 * q->groups; i++) {
			int64_t x = tile[i / 4 * BYTES_GROUP + 4 * r + i % 4] - 128;

			hi += x * q->digits[i / 4 * 8 + i % 4];
			lo += x * q->digits[i / 4 * 8 + 4 + i % 4];
		}
		assert_true(out[r] == (float)hi * 128 + (float)lo);
	}
}

/* kind 0: anything; 1, 2: the extremes that could overflow 16 or 32 bits */
static void fill_bytes(uint8_t *tile, int8_t *digits, size_t groups, int kind)
{
	for (size_t i = 0; i < groups * BYTES_GROUP; i++)
		tile[i] = kind ? 255 : (uint8_t)(1 + next() % 255);
	for (size_t i = 0; i < groups * 8; i++) {
		int extreme = kind == 1 ? 63 : i % 8 < 4 ? -63 : -64;

		digits[i] = (int8_t)(kind ? extreme : (int)(next() % 127) - 63);
	}
}

static void dot_bytes_is_exact_in_every_table(void **unused)
{
	static const size_t groups[] = { 1, 2, 3, 25, 75, 256, BYTES_DIMS_MAX / 4 };

	(void)unused;
	for (size_t c = 0; c < 3 * ARRAY_LEN(groups); c++) {
		struct bytes_query q = { .groups = groups[c / 3] };
		uint8_t *tile = aligned_alloc(64, q.groups * BYTES_GROUP);
		int8_t *digits = malloc(q.groups * 8);

		fill_bytes(tile, digits, q.groups, (int)(c % 3));
		for (size_t i = 0; i < q.groups * 8; i++)
			q.offset[i % 8 / 4] += 128 * digits[i];
		q.digits = digits;
		for (const struct kernels *const *k = kernels_available(); *k; k++)
			check_dot_bytes(*k, tile, &q);
		free(tile);
		free(digits);
	}
}

static double plain_ratio(const float *x, size_t n, double delta)
{
	double most = -(double)INFINITY;

	for (size_t i = 0; i < n; i++) {
		double low = fmax(0, 0.5 + (double)x[i] / 2 - delta);
		double up = 0.5 + (double)x[n + i] / 2 + delta;

		up *= 0.5 + (double)x[2 * n + i] / 2 + delta;
		most = fmax(most, up / (low + 1e-6));
	}
	return most;
}

static float plain_sum(const float *x, size_t n)
{
	float most = -INFINITY;

	for (size_t i = 0; i < n; i++)
		most = fmaxf(most, x[n + i] - x[i] + x[2 * n + i]);
	return most;
}

static void max_sum_and_ratio_find_the_greatest(void **unused)
{
	float *x = exact_buffer(3 * LENGTHS);

	(void)unused;
	for (size_t n = 0; n < LENGTHS; n++) {
		double low, high;

		for (size_t i = 0; i < 3 * n; i++)
			x[i] = i % 50 == 7 ? -1.0f : uniform();
		low = plain_ratio(x, n, 1e-5 - 0x1p-22);
		high = plain_ratio(x, n, 1e-5 + 0x1p-22);
		for (const struct kernels *const *k = kernels_available(); *k; k++) {
			double r = (double)(*k)->max_ratio(x, x + n, x + 2 * n, n, 1e-5f);

			assert_true((*k)->max_sum(x, x + n, x + 2 * n, n) == plain_sum(x, n));
			assert_true(n ? r >= low * (1 - 0x1p-20) && r <= high * (1 + 0x1p-20)
				      : r < 0 && isinf(r));
		}
	}
	free(x);
}

static void bound_bytes_is_the_formula_and_its_test(void **unused)
{
	float in[4][BYTES_TILE], high[BYTES_TILE];

	(void)unused;
	for (int run = 0; run < 500; run++) {
		struct bytes_bound b = { in[0], in[1], in[2],	  in[3],    0.01f,
					 1.5f,	0.1f,  uniform(), uniform() };

		for (size_t i = 0; i < BYTES_TILE; i++) {
			in[0][i] = uniform() * 1e4f;
			in[1][i] = (uniform() + 1) * 0.01f;
			in[2][i] = next() % 40 ? uniform() + 1 : INFINITY;
			in[3][i] = next() % 40 ? uniform() + 1 : NAN;
		}
		for (const struct kernels *const *k = kernels_available(); *k; k++) {
			uint64_t mask = (*k)->bound_bytes(&b, high);

			for (size_t i = 0; i < BYTES_TILE; i++) {
				double want = 0.01 * (double)in[0][i] * (double)in[1][i] +
					      1.5 * (double)in[2][i] + 0.1 * (double)in[3][i];
				double floor = (double)b.a + (double)b.b * (double)in[3][i];
				bool bit = mask >> i & 1;

				if (!isfinite(want)) {
					assert_true(bit);
					continue;
				}
				assert_true(fabs((double)high[i] - want) < 1e-5);
				if (fabs(want - floor) > 1e-5)
					assert_int_equal(bit, !(want < floor));
			}
		}
	}
}

static void to_bytes_tells_what_it_loses(void **unused)
{
	float *x = exact_buffer(LENGTHS);
	int8_t out[LENGTHS + 1];

	(void)unused;
	for (size_t n = 1; n < LENGTHS; n++)
		for (const struct kernels *const *k = kernels_available(); *k; k++) {
			double length = 0, lost = 0;
			float residual, scale, size = n % 3 ? 1.0f : n % 2 ? 1e-10f : 1e10f;

			for (size_t i = 0; i < n; i++)
				x[i] = uniform() * size * (i % 9 ? 1.0f : 0.001f);
			out[n] = 99;
			scale = (*k)->to_bytes(x, n, out, &residual);
			assert_int_equal(out[n], 99);
			for (size_t i = 0; i < n; i++) {
				double e = (double)x[i] - (double)scale * out[i];

				assert_true(out[i] >= -127);
				length += (double)x[i] * (double)x[i];
				lost += e * e;
			}
			assert_true(fabs((double)residual - sqrt(lost)) <=
				    1e-4 * sqrt(lost) + 0x1p-21 * sqrt(length));
			assert_true(sqrt(lost) <= 0.51 * (double)scale * sqrt((double)n));
		}
	free(x);
}

/* --- measuring -------------------------------------------------------------------------------- */

static double best_gb_per_s(const struct kernels *k, const struct matrix *m, const float *q)
{
	double bytes = (double)(m->rows * m->stride) * sizeof(float), best = 0;
	float out[64];

	for (int run = 0; run < 7; run++) {
		uint64_t start = clock_ns();

		for (size_t r = 0; r + 64 <= m->rows; r += 64)
			k->dot_rows(matrix_row(m, r), m->stride, 64, q, m->cols, out);
		best = MAX(best, bytes / (double)(clock_ns() - start));
	}
	return best;
}

static int bench(void)
{
	static const size_t dims[] = { 100, 300, 768 };
	static const size_t mib[] = { 1, 16, 400 };

	for (size_t d = 0; d < ARRAY_LEN(dims); d++)
		for (size_t s = 0; s < ARRAY_LEN(mib); s++) {
			struct matrix m;
			float *q = calloc(dims[d], sizeof(*q));

			if (matrix_init(&m, (mib[s] << 18) / dims[d], dims[d], NULL))
				return 1;
			memset(m.data, 0, m.rows * m.stride * sizeof(float));
			for (const struct kernels *const *k = kernels_available(); *k; k++)
				printf("dot_rows_%s_%zux%zu_MiB %.2f GB/s\n", (*k)->name, dims[d],
				       mib[s], best_gb_per_s(*k, &m, q));
			matrix_release(&m);
			free(q);
		}
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dot_rows_is_within_the_bound),
		cmocka_unit_test(dot_rows_takes_denormals_and_huge_values),
		cmocka_unit_test(dot_rows_lets_nan_and_infinity_through_in_their_row_only),
		cmocka_unit_test(sum_squares_is_the_same_in_every_table),
		cmocka_unit_test(widen_f16_knows_every_half),
		cmocka_unit_test(widen_i8_multiplies_by_the_scale),
		cmocka_unit_test(tables_are_found_by_name),
		cmocka_unit_test(dot_bytes_is_exact_in_every_table),
		cmocka_unit_test(to_bytes_tells_what_it_loses),
		cmocka_unit_test(bound_bytes_is_the_formula_and_its_test),
		cmocka_unit_test(max_sum_and_ratio_find_the_greatest),
	};

	if (argc > 1 && strcmp(argv[1], "--bench") == 0)
		return bench();
	return cmocka_run_group_tests_name("math/kernels", tests, NULL, NULL);
}
