#include "unit.h"

#include <math.h>

#include "base/rng.h"
#include "math/plane.h"

enum { D = 50 };

static void random_point(struct rng *r, double *x)
{
	for (int i = 0; i < D; i++)
		x[i] = 2 * (double)rng_unit(r) - 1;
}

static double distance(const double *a, const double *b, int n)
{
	double sum = 0;

	for (int i = 0; i < n; i++)
		sum += (a[i] - b[i]) * (a[i] - b[i]);
	return sqrt(sum);
}

/* a, b, c and c + b − a keep all their distances, and none lies beside the plane. */
static void a_parallelogram_is_exact(void **state)
{
	struct rng rng = rng_make(7, 0, 0);
	double p[4][D], xy[4][2];
	struct plane plane;

	(void)state;
	for (int round = 0; round < 20; round++) {
		for (int k = 0; k < 3; k++)
			random_point(&rng, p[k]);
		for (int i = 0; i < D; i++)
			p[3][i] = p[2][i] + p[1][i] - p[0][i];
		plane_fit(&plane, p[0], p[1], p[2], D);
		assert_int_equal(plane.rank, 2);
		for (int k = 0; k < 4; k++)
			assert_true(plane_project(&plane, p[k], xy[k]) < 1e-12);
		for (int k = 0; k < 4; k++)
			for (int j = 0; j < k; j++)
				assert_true(fabs(distance(p[k], p[j], D) -
						 distance(xy[k], xy[j], 2)) < 1e-12);
		assert_true(fabs(xy[3][0] - xy[2][0] - xy[1][0]) < 1e-12);
		assert_true(fabs(xy[3][1] - xy[2][1]) < 1e-12);
		plane_release(&plane);
	}
}

/* ‖x − y‖² = in-plane² + off-plane² for y in the plane. */
static void pythagoras_holds_beside_the_plane(void **state)
{
	struct rng rng = rng_make(8, 0, 0);
	double a[D], b[D], c[D], x[D], at[2], off;
	struct plane plane;

	(void)state;
	random_point(&rng, a);
	random_point(&rng, b);
	random_point(&rng, c);
	plane_fit(&plane, a, b, c, D);
	for (int round = 0; round < 20; round++) {
		random_point(&rng, x);
		off = plane_project(&plane, x, at);
		assert_true(off > 0.1);
		assert_true(fabs(distance(x, a, D) -
				 sqrt(at[0] * at[0] + at[1] * at[1] + off * off)) < 1e-12);
	}
	plane_release(&plane);
}

static void points_on_a_line(void **state)
{
	double a[3] = { 1, 2, 3 }, b[3] = { 2, 4, 6 }, c[3] = { 4, 8, 12 }, at[2];
	struct plane plane;

	(void)state;
	plane_fit(&plane, a, b, c, 3);
	assert_int_equal(plane.rank, 1);
	assert_true(plane_project(&plane, c, at) < 1e-9);
	assert_true(fabs(at[0] - 3 * sqrt(14)) < 1e-9 && at[1] == 0);
	plane_release(&plane);
	plane_fit(&plane, a, a, c, 3);
	assert_int_equal(plane.rank, 1);
	assert_true(plane_project(&plane, c, at) < 1e-9);
	plane_release(&plane);
	plane_fit(&plane, a, a, a, 3);
	assert_int_equal(plane.rank, 0);
	assert_true(fabs(plane_project(&plane, b, at) - sqrt(14)) < 1e-12);
	plane_release(&plane);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_parallelogram_is_exact),
		cmocka_unit_test(pythagoras_holds_beside_the_plane),
		cmocka_unit_test(points_on_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
