/* Both models on one map: a turned copy stands where the first one does, but for what moved. */
#include "unit.h"

#include <math.h>

#include "base/compiler.h"
#include "math/pca.h"
#include "math/vec.h"
#include "model/moves.h"
#include "toy_model.h"

enum { ROWS = 300, DIMS = 6 };

static char name_one[] = "one", name_two[] = "two";

static struct model *random_model(void)
{
	struct model *m = toy_model_new(ROWS, DIMS);
	uint64_t seed = 3;

	m->name = name_one;
	for (uint32_t r = 0; r < ROWS; r++)
		for (size_t i = 0; i < DIMS; i++)
			toy_row(m, r)[i] = (float)toy_normal(&seed) * (i < 2 ? 3 : 1);
	toy_model_finish(m);
	return m;
}

/* The same words in the same order, the plane of dimensions 0 and 4 turned by a third of a circle. */
static struct model *turned_model(const struct model *m)
{
	struct model *t = toy_model_new(ROWS, DIMS);
	float c = cosf(2.094F), s = sinf(2.094F);

	t->name = name_two;
	for (uint32_t r = 0; r < ROWS; r++) {
		const float *x = model_row(m, r);

		memcpy(toy_row(t, r), x, DIMS * sizeof(float));
		toy_row(t, r)[0] = c * x[0] - s * x[4];
		toy_row(t, r)[4] = s * x[0] + c * x[4];
	}
	toy_model_finish(t);
	return t;
}

static double apart(const struct moves *m, size_t i)
{
	return hypot(m->from[2 * i] - m->to[2 * i], m->from[2 * i + 1] - m->to[2 * i + 1]);
}

static void what_did_not_move_stands_still(void **state)
{
	struct model *a = random_model(), *b = turned_model(a);
	const uint32_t rows[] = { 200, 7, 200, 9999, 31 };
	struct moves_wish wish = {
		.rows = rows, .count = 5, .ground = 100, .anchors = 300, .threads = 1
	};
	struct moves m;

	(void)state;
	for (size_t i = 0; i < DIMS; i++) /* word 7 goes to where word 8 is */
		toy_row(b, 7)[i] = toy_row(b, 8)[i];
	assert_int_equal(moves_fit(&m, a, b, &wish, NULL, NULL), ST_OK);
	/* twice asked is once there, unknown is not; then the most frequent others */
	assert_int_equal(m.asked, 3);
	assert_int_equal(m.count, 103);
	assert_int_equal(m.a[0], 200);
	assert_int_equal(m.a[1], 7);
	assert_int_equal(m.a[2], 31);
	assert_int_equal(m.a[3], 0);
	assert_int_equal(m.a[10], 8); /* 7 is not in the ground again */
	for (size_t i = 0; i < m.count; i++) {
		assert_int_equal(m.a[i], m.b[i]);
		assert_true(m.a[i] == 7 ? apart(&m, i) > 0.1 : apart(&m, i) < 0.05);
	}
	/* it went to where 8 is, and the plane keeps what the components of the ground keep */
	assert_true(fabs(m.to[2] - m.to[20]) < 1e-6 && fabs(m.to[3] - m.to[21]) < 1e-6);
	assert_true(m.seen > 0 && m.seen <= 1);
	moves_release(&m);
	toy_model_free(a);
	toy_model_free(b);
}

/* The plane, and what it keeps, by plain computation: the components of the ground in b. */
static void the_plane_is_that_of_the_ground(void **state)
{
	struct model *a = random_model(), *b = turned_model(a);
	const uint32_t rows[] = { 299 };
	struct moves_wish wish = {
		.rows = rows, .count = 1, .ground = 50, .anchors = 300, .threads = 1
	};
	struct pca pca;
	struct moves m;
	double place[2];

	(void)state;
	assert_int_equal(moves_fit(&m, a, b, &wish, NULL, NULL), ST_OK);
	assert_int_equal(pca_fit(&pca, &b->matrix, NULL, 50, 2, true, 1, NULL, NULL), ST_OK);
	for (size_t i = 0; i < m.count; i++) {
		pca_project(&pca, model_row(b, m.b[i]), true, place);
		assert_true(fabs(m.to[2 * i] - place[0]) < 1e-5);
		assert_true(fabs(m.to[2 * i + 1] - place[1]) < 1e-5);
	}
	assert_true(fabs(m.explained - (pca.variance[0] + pca.variance[1]) / pca.total_variance) <
		    1e-9);
	pca_release(&pca);
	moves_release(&m);
	toy_model_free(a);
	toy_model_free(b);
}

/* A longer model turned onto a shorter one, and the other way round. */
static void dimensions_may_differ(void **state)
{
	struct model *a = random_model(), *b = toy_model_new(ROWS, 2);
	struct moves_wish wish = { .ground = 40, .anchors = 300, .threads = 1 };
	struct moves m;

	(void)state;
	b->name = name_two;
	for (uint32_t r = 0; r < ROWS; r++)
		memcpy(toy_row(b, r), model_row(a, r), 2 * sizeof(float));
	toy_model_finish(b);
	assert_int_equal(moves_fit(&m, a, b, &wish, NULL, NULL), ST_OK);
	assert_int_equal(m.count, 40);
	assert_true(fabs(m.explained - 1) < 1e-9);
	moves_release(&m);
	assert_int_equal(moves_fit(&m, b, a, &wish, NULL, NULL), ST_OK);
	assert_true(m.explained < 1);
	moves_release(&m);
	toy_model_free(a);
	toy_model_free(b);
}

static void too_little_is_an_error(void **state)
{
	struct model *a = toy_model_new(2, DIMS), *b = random_model();
	struct moves_wish wish = { .ground = 40, .anchors = 300, .threads = 1 };
	struct error err = ERROR_INIT;
	struct moves m;

	(void)state;
	a->name = name_two;
	toy_row(a, 0)[0] = toy_row(a, 1)[1] = 1;
	toy_model_finish(a);
	assert_int_equal(moves_fit(&m, a, b, &wish, NULL, &err), ST_FAILED);
	assert_non_null(strstr(err.text, "three words"));
	toy_model_free(a);
	toy_model_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_did_not_move_stands_still),
		cmocka_unit_test(the_plane_is_that_of_the_ground),
		cmocka_unit_test(dimensions_may_differ),
		cmocka_unit_test(too_little_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
