/* One step of learning: its numbers from the formulas, its gradients from finite differences. */
#include "unit.h"

#include <math.h>

#include "math/matrix.h"
#include "train/step.h"
#include "toy_model.h"

enum { DIMS = 16, OUTPUTS = 4 };

struct world {
	struct matrix rows; /* 0 = hidden, 1 = error, 2 … outputs */
	float *outputs[OUTPUTS];
	float labels[OUTPUTS], dots[OUTPUTS], sigmas[OUTPUTS], gradients[OUTPUTS];
	uint32_t ids[OUTPUTS];
	struct train_step step;
};

static void make(struct world *w, float alpha)
{
	uint64_t state = 77;

	if (matrix_init(&w->rows, OUTPUTS + 2, DIMS, NULL))
		fail_msg("no memory");
	for (size_t r = 0; r < OUTPUTS + 2; r++)
		for (size_t i = 0; i < DIMS && r != 1; i++)
			matrix_row(&w->rows, r)[i] = (float)toy_normal(&state) * 0.3f;
	for (size_t o = 0; o < OUTPUTS; o++) {
		w->outputs[o] = matrix_row(&w->rows, 2 + o);
		w->labels[o] = o == 0;
		w->ids[o] = (uint32_t)o;
	}
	w->step = (struct train_step){ .kernels = train_kernels_find("scalar"),
				       .n = DIMS,
				       .alpha = alpha,
				       .hidden = matrix_row(&w->rows, 0),
				       .count = OUTPUTS,
				       .ids = w->ids,
				       .outputs = w->outputs,
				       .labels = w->labels,
				       .error = matrix_row(&w->rows, 1),
				       .dots = w->dots,
				       .sigmas = w->sigmas,
				       .gradients = w->gradients };
}

/* The loss in double precision, after moving one number of one row. */
static double loss_at(const struct world *w, size_t row, size_t i, double by)
{
	double loss = 0;

	for (size_t o = 0; o < OUTPUTS; o++) {
		double dot = 0;

		for (size_t d = 0; d < DIMS; d++) {
			double h = (double)matrix_row(&w->rows, 0)[d];
			double y = (double)matrix_row(&w->rows, 2 + o)[d];

			h += row == 0 && d == i ? by : 0;
			y += row == 2 + o && d == i ? by : 0;
			dot += h * y;
		}
		loss += log1p(exp(o == 0 ? -dot : dot));
	}
	return loss;
}

static double slope(const struct world *w, size_t row, size_t i)
{
	return (loss_at(w, row, i, 1e-5) - loss_at(w, row, i, -1e-5)) / 2e-5;
}

/* Every number moves by −alpha times the slope of the loss there. */
static void gradients_are_slopes_of_the_loss(void **unused)
{
	struct world before, after;
	const float alpha = 0.125f;

	(void)unused;
	make(&before, alpha);
	make(&after, alpha);
	train_step_run(&after.step);
	assert_true(fabs(after.step.loss - loss_at(&before, 1, 0, 0)) < 1e-6);
	for (size_t i = 0; i < DIMS; i++) {
		double moved = (double)matrix_row(&after.rows, 1)[i];

		assert_true(fabs(moved + (double)alpha * slope(&before, 0, i)) < 1e-6);
		for (size_t o = 0; o < OUTPUTS; o++) {
			moved = (double)after.outputs[o][i] - (double)before.outputs[o][i];
			assert_true(fabs(moved + (double)alpha * slope(&before, 2 + o, i)) < 1e-6);
		}
	}
	matrix_release(&before.rows);
	matrix_release(&after.rows);
}

static void numbers_on_the_way_are_there_to_be_seen(void **unused)
{
	struct world w;

	(void)unused;
	make(&w, 0.025f);
	for (size_t i = 0; i < DIMS; i++) {
		matrix_row(&w.rows, 0)[i] = i == 0 ? 2.0f : 0.0f;
		for (size_t o = 0; o < OUTPUTS; o++)
			w.outputs[o][i] = i == 0 ? 0.5f * (float)o : 0.0f;
	}
	train_step_run(&w.step);
	for (size_t o = 0; o < OUTPUTS; o++) {
		double sigma = 1 / (1 + exp(-(double)o));

		assert_true(w.dots[o] == (float)o);
		assert_true(fabs((double)w.sigmas[o] - sigma) < 1e-7);
		assert_true(fabs((double)w.gradients[o] - 0.025 * ((o == 0) - sigma)) < 1e-8);
	}
	matrix_release(&w.rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gradients_are_slopes_of_the_loss),
		cmocka_unit_test(numbers_on_the_way_are_there_to_be_seen),
	};

	return cmocka_run_group_tests_name("train/step", tests, NULL, NULL);
}
