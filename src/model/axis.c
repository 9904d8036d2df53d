/*
 * An axis is a direction between words. Whether a word's place on it means anything is told by random
 * axes: directions between two random frequent words spread the word by about as much as nothing
 * special does.
 */
#include <math.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "base/mem.h"
#include "math/vec.h"
#include "model/bias.h"

#define AXES	  1000
#define FREQUENT  10000
#define TRIES_MAX 64

static bool has_direction(double length)
{
	return length > 0 && isfinite(length);
}

/* The direction between two vectors, at length 1; false if there is none. */
static bool difference(double *out, size_t dims, const float *left, const float *right)
{
	double l = vec_norm(left, dims), r = vec_norm(right, dims), length;

	for (size_t i = 0; i < dims; i++)
		out[i] = 0;
	if (!has_direction(l) || !has_direction(r))
		return false;
	vec_add_scaled(out, 1 / r, right, dims);
	vec_add_scaled(out, -1 / l, left, dims);
	length = vec_norm_f64(out, dims);
	if (!(length > 1e-9))
		return false;
	vec_scale(out, 1 / length, dims);
	return true;
}

enum status axis_direction(double *out, size_t dims, const struct bias_pair *pairs, size_t n,
			   struct error *err)
{
	double *one = xcalloc(dims, sizeof(*one)), *sum = xcalloc(dims, sizeof(*sum)), length;

	for (size_t i = 0; i < n; i++)
		if (difference(one, dims, pairs[i].left, pairs[i].right))
			for (size_t j = 0; j < dims; j++)
				sum[j] += one[j];
	length = vec_norm_f64(sum, dims);
	for (size_t j = 0; length > 1e-9 && j < dims; j++)
		out[j] = sum[j] / length;
	free(one);
	free(sum);
	return length > 1e-9
		       ? ST_OK
		       : error_set(err, ST_FAILED,
				   "the two ends of the axis are the same: it has no direction");
}

double axis_position(const double *direction, const float *x, size_t dims)
{
	return vec_dot(x, direction, dims) / vec_norm(x, dims);
}

/* A direction between two random frequent words; false if none was found. */
static bool random_axis(double *out, const struct model *m, uint64_t *state)
{
	uint64_t n = MIN(model_rows(m), FREQUENT);

	for (int tries = 0; tries < TRIES_MAX; tries++) {
		uint32_t a = (uint32_t)((*state = hash_mix(*state, 1)) % n);
		uint32_t b = (uint32_t)((*state = hash_mix(*state, 2)) % n);

		if (a != b && difference(out, model_dims(m), model_row(m, a), model_row(m, b)))
			return true;
	}
	return false;
}

enum status axis_spread(double *out, const struct model *m, const float *const *vectors, size_t n,
			uint64_t seed, struct error *err)
{
	double *axis = xcalloc(model_dims(m), sizeof(*axis));
	bool found = true;

	for (size_t i = 0; i < n; i++)
		out[i] = 0;
	for (size_t k = 0; found && k < AXES; k++) {
		found = random_axis(axis, m, &seed);
		for (size_t i = 0; found && i < n; i++) {
			double at = axis_position(axis, vectors[i], model_dims(m));

			out[i] += at * at / AXES;
		}
	}
	for (size_t i = 0; i < n; i++)
		out[i] = sqrt(out[i]);
	free(axis);
	return found ? ST_OK
		     : error_set(err, ST_FAILED,
				 "the model has no two different words with a direction");
}
