/*
 * The kernels of maps, covariances and t-SNE, in every form this processor has.
 */
#include "unit.h"

#include <math.h>

#include "base/compiler.h"
#include "base/rng.h"
#include "math/kernels.h"
#include "math/outer_kernel.h"
#include "math/tsne_kernel.h"
#include "toy_model.h"

/* Each form, any number of rows, beside plain sums; the rest of c is left alone. */
static void outer_products_are_summed(void **state)
{
	enum { ROWS = 67, STRIDE = OUTER_WIDE + 3 };
	double x[OUTER_PANEL * ROWS], y[2 * OUTER_PANEL * ROWS], got[OUTER_HIGH * STRIDE];
	uint64_t seed = 5;

	(void)state;
	for (const struct kernels *const *k = kernels_available(); *k; k++)
		for (size_t n = 0; n <= ROWS; n += n < 5 ? 1 : 31) {
			kernels_select((*k)->name);
			for (size_t i = 0; i < ARRAY_LEN(x); i++)
				x[i] = toy_normal(&seed);
			for (size_t i = 0; i < ARRAY_LEN(y); i++)
				y[i] = toy_normal(&seed);
			for (size_t i = 0; i < ARRAY_LEN(got); i++)
				got[i] = (double)i;
			outer_kernel()(x, y, n, got, STRIDE);
			for (size_t i = 0; i < ARRAY_LEN(got); i++) {
				size_t row = i / STRIDE, col = i % STRIDE;
				double want = (double)i;

				for (size_t r = 0; r < n && col < OUTER_WIDE; r++)
					want += x[8 * r + row] *
						y[col / 8 * 8 * n + 8 * r + col % 8];
				if (!(fabs(got[i] - want) <= 1e-12))
					fail_msg("%s: %.17g instead of %.17g", (*k)->name, got[i],
						 want);
			}
		}
	kernels_select(NULL);
}

enum { POINTS = 20 * TSNE_LANES };

static void scatter(float *x, float *y)
{
	struct rng rng = rng_make(5, 0, 0);

	for (int i = 0; i < POINTS; i++) {
		x[i] = 20 * (rng_unit(&rng) - 0.5f);
		y[i] = 20 * (rng_unit(&rng) - 0.5f);
	}
}

static void repulsion_agrees_with_double(void **state)
{
	float x[POINTS], y[POINTS], p[2] = { 0.3f, -0.2f }, out[3];
	double want[3] = { 0, 0, 0 };

	(void)state;
	scatter(x, y);
	for (int i = 0; i < POINTS; i++) {
		double dx = (double)p[0] - (double)x[i], dy = (double)p[1] - (double)y[i];
		double w = 1 / (1 + dx * dx + dy * dy);

		want[0] += w;
		want[1] += w * w * dx;
		want[2] += w * w * dy;
	}
	for (const struct kernels *const *k = kernels_available(); *k; k++) {
		kernels_select((*k)->name);
		tsne_kernel()(x, y, POINTS, p, out);
		for (int c = 0; c < 3; c++)
			assert_true(fabs((double)out[c] - want[c]) < 1e-5 * want[0]);
	}
	kernels_select(NULL);
}

/* The definition in floats, lane by lane; folded in halves. */
static void plain_lanes(const float *x, const float *y, size_t n, const float p[2], float out[3])
{
	float lanes[3][TSNE_LANES] = { { 0 } };

	for (size_t j = 0; j < n; j++) {
		float dx = p[0] - x[j], dy = p[1] - y[j];
		float w = 1.0f / (1.0f + dx * dx + dy * dy);

		lanes[0][j % TSNE_LANES] += w;
		lanes[1][j % TSNE_LANES] += w * w * dx;
		lanes[2][j % TSNE_LANES] += w * w * dy;
	}
	for (size_t c = 0; c < 3; c++) {
		for (size_t half = TSNE_LANES / 2; half; half /= 2)
			for (size_t i = 0; i < half; i++)
				lanes[c][i] += lanes[c][i + half];
		out[c] = lanes[c][0];
	}
}

static void repulsion_has_the_same_bits_in_every_form(void **state)
{
	float x[POINTS], y[POINTS], out[3], want[3];

	(void)state;
	scatter(x, y);
	for (size_t i = 0; i < POINTS; i++) {
		const float p[2] = { x[i], y[i] };
		size_t n = (1 + i % 20) * TSNE_LANES;

		plain_lanes(x, y, n, p, want);
		for (const struct kernels *const *k = kernels_available(); *k; k++) {
			kernels_select((*k)->name);
			tsne_kernel()(x, y, n, p, out);
			assert_memory_equal(out, want, sizeof(out));
		}
	}
	kernels_select(NULL);
}

/* Wide registers are used wherever they are, under each name that says so. */
static void wide_registers_are_used(void **state)
{
	tsne_kernel_fn *narrow;

	(void)state;
	kernels_select("scalar");
	narrow = tsne_kernel();
	for (const struct kernels *const *k = kernels_available(); *k; k++) {
		kernels_select((*k)->name);
		if (strncmp((*k)->name, "avx", 3) == 0)
			assert_true(tsne_kernel() != narrow);
	}
	kernels_select(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outer_products_are_summed),
		cmocka_unit_test(repulsion_agrees_with_double),
		cmocka_unit_test(repulsion_has_the_same_bits_in_every_form),
		cmocka_unit_test(wide_registers_are_used),
	};

	return cmocka_run_group_tests_name("math/map_kernels", tests, NULL, NULL);
}
