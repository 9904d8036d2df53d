#include "unit.h"

#include <math.h>

#include "math/align.h"

enum { N = 40 };

static void make_points(double *xy)
{
	for (int i = 0; i < N; i++) {
		xy[2 * i] = sin(i * 1.7) * 3 + i * 0.1;
		xy[2 * i + 1] = cos(i * 0.9) * 2 - i * 0.05;
	}
}

static double distance(const double *a, const double *b)
{
	double sum = 0;

	for (int i = 0; i < 2 * N; i++)
		sum += (a[i] - b[i]) * (a[i] - b[i]);
	return sum;
}

/* Turned, mirrored, moved: it comes back. */
static void what_was_turned_comes_back(void **state)
{
	double fixed[2 * N], moved[2 * N];

	(void)state;
	make_points(fixed);
	for (int mirror = 0; mirror < 2; mirror++) {
		for (double angle = -3; angle < 3.2; angle += 0.37) {
			for (int i = 0; i < N; i++) {
				double x = fixed[2 * i], y = fixed[2 * i + 1] * (mirror ? -1 : 1);

				moved[2 * i] = cos(angle) * x - sin(angle) * y + 5;
				moved[2 * i + 1] = sin(angle) * x + cos(angle) * y - 7;
			}
			align_2d(moved, fixed, N);
			assert_true(distance(moved, fixed) < 1e-20);
		}
	}
}

/* No other angle, mirrored or not, comes nearer. */
static void no_other_angle_is_nearer(void **state)
{
	double fixed[2 * N], other[2 * N], best[2 * N], tried[2 * N], mean[2] = { 0, 0 };

	(void)state;
	make_points(fixed);
	for (int i = 0; i < 2 * N; i++)
		best[i] = other[i] = fixed[(i + 6) % (2 * N)] + sin(i * 13.1);
	align_2d(best, fixed, N);
	for (int i = 0; i < 2 * N; i++)
		mean[i % 2] += best[i] / N;
	for (int step = 0; step < 720; step++) {
		double angle = step * M_PI / 180, flip = step < 360 ? 1 : -1;

		for (int i = 0; i < N; i++) {
			double x = best[2 * i] - mean[0], y = flip * (best[2 * i + 1] - mean[1]);

			tried[2 * i] = cos(angle) * x - sin(angle) * y + mean[0];
			tried[2 * i + 1] = sin(angle) * x + cos(angle) * y + mean[1];
		}
		assert_true(distance(tried, fixed) >= distance(best, fixed) - 1e-9);
	}
}

static void one_point_and_none(void **state)
{
	double a[2] = { 3, 4 }, b[2] = { -1, 2 };

	(void)state;
	align_2d(a, b, 0);
	assert_true(a[0] == 3 && a[1] == 4);
	align_2d(a, b, 1);
	assert_true(fabs(a[0] + 1) < 1e-12 && fabs(a[1] - 2) < 1e-12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_turned_comes_back),
		cmocka_unit_test(no_other_angle_is_nearer),
		cmocka_unit_test(one_point_and_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
