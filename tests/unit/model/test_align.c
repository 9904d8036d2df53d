/* Aligning a model that is another one turned, with rows moved on purpose. */
#include "unit.h"

#include <math.h>

#include "base/compiler.h"
#include "math/procrustes.h"
#include "math/vec.h"
#include "model/align.h"
#include "toy_model.h"

static char name_one[] = "one", name_two[] = "two";

/* m's rows, each turned by a rotation in the planes (i, i + 1) and longer, in other order. */
static struct model *turned(const struct model *m, size_t dims)
{
	size_t rows = model_rows(m), d = model_dims(m);
	struct model *out = toy_model_new(0, dims);

	matrix_release(&out->matrix);
	assert_int_equal(matrix_init(&out->matrix, rows, dims, NULL), ST_OK);
	free(out->norms);
	out->norms = calloc(rows, sizeof(float));
	for (size_t r = 0; r < rows; r++) {
		uint32_t from = (uint32_t)(rows - 1 - r);
		size_t n;
		const char *word = vocab_word(m->vocab, from, &n);
		double x[16] = { 0 };

		for (size_t i = 0; i < d; i++)
			x[i] = (double)model_row(m, from)[i];
		for (size_t i = 0; i + 1 < dims; i++) {
			double c = cos(1.0 + (double)i), s = sin(1.0 + (double)i), u = x[i];

			x[i] = c * u - s * x[i + 1];
			x[i + 1] = s * u + c * x[i + 1];
		}
		assert_int_equal(vocab_add(out->vocab, word, n, NULL, NULL), ST_OK);
		for (size_t i = 0; i < dims; i++)
			toy_row(out, r)[i] = (float)(x[i] * (1 + (double)r / 100));
	}
	toy_model_finish(out);
	return out;
}

static struct model *random_model(size_t rows, size_t dims)
{
	struct model *m = toy_model_new(rows, dims);
	uint64_t seed = 8;

	m->name = name_one;
	for (uint32_t r = 0; r < rows; r++)
		for (size_t i = 0; i < dims; i++)
			toy_row(m, r)[i] = (float)toy_normal(&seed);
	toy_model_finish(m);
	return m;
}

static void a_turned_model_is_turned_back(void **state)
{
	(void)state;
	for (size_t dims = 9; dims <= 11; dims += 2) {
		struct model *a = random_model(900, 9), *b = turned(a, dims);
		struct alignment al;

		b->name = name_two;
		for (size_t i = 0; i < 9; i++) /* one word goes elsewhere */
			toy_row(a, 17)[i] = -toy_row(a, 17)[i];
		assert_int_equal(align_fit(&al, a, b, 700, NULL, NULL), ST_OK);
		assert_true(al.shared == 900 && al.anchors == 700 && al.dims == dims);
		for (size_t i = 0; i < 900; i++) {
			double drift = align_drift(&al, a, b, i);

			assert_int_equal(al.a[i], i);
			assert_int_equal(al.b[i], 899 - i);
			assert_true(i == 17 ? drift > 1.99 : fabs(drift) < 1e-4);
		}
		/* orthogonal: lengths stay */
		for (uint32_t row = 0; row < 50; row++) {
			double out[16];

			align_row(&al, model_row(a, row), out);
			assert_true(fabs(vec_norm_f64(out, dims) - (double)a->norms[row]) < 1e-5);
		}
		align_release(&al);
		toy_model_free(a);
		toy_model_free(b);
	}
}

static void nothing_in_common(void **state)
{
	static const char *const words[] = { "x", "y" };
	struct model *a = random_model(3, 4), *b = toy_model_named(words, 2, 4);
	struct alignment al;
	struct error err = ERROR_INIT;

	(void)state;
	b->name = name_two;
	assert_int_equal(align_fit(&al, a, b, 10, NULL, &err), ST_FAILED);
	assert_string_equal(err.text, "one and two have no word in common");
	toy_model_free(a);
	toy_model_free(b);
}

/* The best of many rotations of the plane, by brute force. */
static void procrustes_is_the_best_rotation(void **state)
{
	double a[20], b[20], sum[4] = { 0 }, r[4], best = INFINITY, got = 0;
	uint64_t seed = 5;

	(void)state;
	for (size_t i = 0; i < 20; i++) {
		a[i] = toy_normal(&seed);
		b[i] = a[i] * 0.3 + toy_normal(&seed);
	}
	procrustes_add(sum, a, b, 10, 2);
	assert_int_equal(procrustes_solve(r, sum, 2, NULL), ST_OK);
	for (int k = 0; k < 20000; k++) {
		double t = k % 10000 * 6.283185307 / 10000, flip = k < 10000 ? 1 : -1, cost = 0;

		for (size_t i = 0; i < 10; i++) {
			double x = a[2 * i] * cos(t) - flip * a[2 * i + 1] * sin(t);
			double y = a[2 * i] * sin(t) + flip * a[2 * i + 1] * cos(t);

			cost += pow(x - b[2 * i], 2) + pow(y - b[2 * i + 1], 2);
		}
		best = fmin(best, cost);
	}
	for (size_t i = 0; i < 10; i++)
		for (size_t j = 0; j < 2; j++)
			got += pow(a[2 * i] * r[j] + a[2 * i + 1] * r[2 + j] - b[2 * i + j], 2);
	assert_true(got <= best && got > best - 1e-4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_turned_model_is_turned_back),
		cmocka_unit_test(nothing_in_common),
		cmocka_unit_test(procrustes_is_the_best_rotation),
	};

	return cmocka_run_group_tests_name("model/align", tests, NULL, NULL);
}
