#include "train/step.h"

#include <math.h>

#include "numeric.h"

void train_step_run(struct train_step *s)
{
	const struct train_kernels *k = s->kernels;

	s->loss = 0;
	for (size_t o = 0; o < s->count; o++) {
		double dot = (double)k->dot(s->hidden, s->outputs[o], s->n);

		s->dots[o] = (float)dot;
		s->sigmas[o] = (float)(1 / (1 + numeric_exp(-dot)));
		s->gradients[o] = s->alpha * (s->labels[o] - s->sigmas[o]);
		s->loss += numeric_softplus(s->labels[o] > 0 ? -dot : dot);
		k->axpy(s->error, s->gradients[o], s->outputs[o], s->n);
		k->axpy(s->outputs[o], s->gradients[o], s->hidden, s->n);
	}
}

/* Shifted by the largest, so that no power overflows. */
static void softmax(struct train_step *s)
{
	const struct train_kernels *k = s->kernels;
	double largest = -HUGE_VAL, sum = 0;

	for (size_t o = 0; o < s->count; o++) {
		s->dots[o] = k->dot(s->hidden, s->outputs[o], s->n);
		largest = fmax(largest, (double)s->dots[o]);
	}
	for (size_t o = 0; o < s->count; o++)
		sum += numeric_exp((double)s->dots[o] - largest);
	s->loss = 0;
	for (size_t o = 0; o < s->count; o++) {
		double shifted = (double)s->dots[o] - largest;

		s->sigmas[o] = (float)(numeric_exp(shifted) / sum);
		if (s->labels[o] > 0)
			s->loss += log(sum) - shifted;
	}
}

void train_step_run_softmax(struct train_step *s)
{
	const struct train_kernels *k = s->kernels;

	softmax(s);
	for (size_t o = 0; o < s->count; o++) {
		s->gradients[o] = s->alpha * (s->labels[o] - s->sigmas[o]);
		k->axpy(s->error, s->gradients[o], s->outputs[o], s->n);
		k->axpy(s->outputs[o], s->gradients[o], s->hidden, s->n);
	}
}
