#include "model/cluster.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "base/mem.h"
#include "math/gemm.h"
#include "math/vec.h"

#define ROUNDS_MAX 100
#define CHANGE_MIN 1e-12

struct work {
	const float *const *v;
	size_t n, dims;
	struct clusters *c;
	double *far; /* (n) 1 − greatest cosine with a centre so far */
	uint64_t seed;
};

static double cosine_with(const struct work *w, size_t i, size_t k)
{
	const float *x = w->v[i];

	return vec_dot(x, w->c->centre + k * w->dims, w->dims) / vec_norm(x, w->dims);
}

static void centre_at(struct work *w, size_t k, size_t i)
{
	const float *x = w->v[i];
	double *v = w->c->centre + k * w->dims, length = vec_norm(x, w->dims);

	for (size_t j = 0; j < w->dims; j++)
		v[j] = (double)x[j] / length;
}

/* One word, with probability in proportion to far²; n if all words are at a centre. */
static size_t pick_far(struct work *w)
{
	double sum = 0, at;
	size_t last = w->n;

	for (size_t i = 0; i < w->n; i++)
		sum += w->far[i] * w->far[i];
	w->seed = hash_mix(w->seed, 7);
	at = (double)(w->seed >> 11) * 0x1p-53 * sum;
	for (size_t i = 0; i < w->n; i++) {
		if (!(w->far[i] > CHANGE_MIN))
			continue;
		last = i;
		at -= w->far[i] * w->far[i];
		if (at <= 0)
			return i;
	}
	return last;
}

/* k-means++: far words are likely to be the next centres. */
static void choose_centres(struct work *w, size_t k)
{
	for (size_t i = 0; i < w->n; i++)
		w->far[i] = 1;
	for (w->c->k = 0; w->c->k < k; w->c->k++) {
		size_t i = pick_far(w);

		if (i == w->n)
			return;
		centre_at(w, w->c->k, i);
		for (size_t j = 0; j < w->n; j++)
			w->far[j] = fmin(w->far[j], fmax(0, 1 - cosine_with(w, j, w->c->k)));
	}
}

/* Returns the mean cosine. */
static double assign(struct work *w)
{
	double sum = 0;

	for (size_t i = 0; i < w->n; i++) {
		w->c->cosine[i] = -2;
		for (size_t k = 0; k < w->c->k; k++) {
			double cosine = cosine_with(w, i, k);

			if (cosine > w->c->cosine[i]) {
				w->c->cosine[i] = cosine;
				w->c->of[i] = (uint32_t)k;
			}
		}
		sum += w->c->cosine[i];
	}
	return sum / (double)w->n;
}

/* A centre that lost its words, or whose words cancel, stays where it was. */
static void move_centres(struct work *w)
{
	double *sum = xcalloc(w->dims, sizeof(*sum));

	for (size_t k = 0; k < w->c->k; k++) {
		double length;

		memset(sum, 0, w->dims * sizeof(*sum));
		for (size_t i = 0; i < w->n; i++) {
			const float *x = w->v[i];

			if (w->c->of[i] == k)
				vec_add_scaled(sum, 1 / vec_norm(x, w->dims), x, w->dims);
		}
		length = vec_norm_f64(sum, w->dims);
		for (size_t j = 0; length > CHANGE_MIN && j < w->dims; j++)
			w->c->centre[k * w->dims + j] = sum[j] / length;
	}
	free(sum);
}

struct sized {
	size_t size, first, k;
};

static int by_size(const void *a, const void *b)
{
	const struct sized *x = a, *y = b;

	if (x->size != y->size)
		return x->size > y->size ? -1 : 1;
	return x->first < y->first ? -1 : x->first > y->first;
}

/* Number the clusters by falling size, then by their first word; empty ones are dropped. */
static void sort_clusters(struct work *w)
{
	struct clusters *c = w->c;
	struct sized *sized = xcalloc(c->k + 1, sizeof(*sized));
	double *centre = xcalloc(c->k * w->dims + 1, sizeof(*centre));
	uint32_t *place = xcalloc(c->k + 1, sizeof(*place));
	size_t kept = 0;

	for (size_t k = 0; k < c->k; k++)
		sized[k] = (struct sized){ 0, w->n, k };
	for (size_t i = w->n; i-- > 0;) {
		sized[c->of[i]].size++;
		sized[c->of[i]].first = i;
	}
	qsort(sized, c->k, sizeof(*sized), by_size);
	for (size_t k = 0; k < c->k; k++) {
		place[sized[k].k] = (uint32_t)k;
		memcpy(centre + k * w->dims, c->centre + sized[k].k * w->dims,
		       w->dims * sizeof(*centre));
		kept += sized[k].size != 0;
	}
	for (size_t i = 0; i < w->n; i++)
		c->of[i] = place[c->of[i]];
	free(c->centre);
	c->centre = centre;
	c->k = kept;
	free(sized);
	free(place);
}

static enum status iterate(struct work *w, const struct progress *progress, struct error *err)
{
	double before = -2;

	for (int round = 0; round < ROUNDS_MAX; round++) {
		w->c->mean_cosine = assign(w);
		if (!progress_step(progress, (uint64_t)round, ROUNDS_MAX))
			return progress_cancelled(err);
		if (w->c->mean_cosine - before < CHANGE_MIN)
			return ST_OK;
		before = w->c->mean_cosine;
		move_centres(w);
	}
	w->c->mean_cosine = assign(w);
	return ST_OK;
}

static enum status make_room(struct work *w, size_t k, struct error *err)
{
	void *p[4] = { NULL };
	enum status st = mem_try_calloc(&p[0], w->n + 1, sizeof(*w->c->of), "the clusters", err);
	size_t numbers;

	if (st == ST_OK && !size_mul(k + 1, w->dims, &numbers))
		st = error_set(err, ST_NOMEM, "not enough memory for %zu clusters", k);
	if (st == ST_OK)
		st = mem_try_calloc(&p[1], w->n + 1, sizeof(double), "the clusters", err);
	if (st == ST_OK)
		st = mem_try_calloc(&p[2], numbers, sizeof(double), "the clusters", err);
	if (st == ST_OK)
		st = mem_try_calloc(&p[3], w->n + 1, sizeof(double), "the clusters", err);
	*w->c = (struct clusters){ .of = p[0], .cosine = p[1], .centre = p[2] };
	w->far = p[3];
	return st;
}

enum status cluster_vectors(struct clusters *out, const struct cluster_vectors *vectors, size_t k,
			    uint64_t seed, const struct progress *progress, struct error *err)
{
	struct clusters c;
	size_t n = vectors->n;
	struct work w = { .v = vectors->v, .n = n, .dims = vectors->dims, .c = &c, .seed = seed };
	enum status st = make_room(&w, MIN(k, n), err);

	if (st == ST_OK) {
		choose_centres(&w, MIN(k, n));
		st = iterate(&w, progress, err);
	}
	if (st == ST_OK) {
		sort_clusters(&w);
		*out = c;
	} else {
		clusters_release(&c);
	}
	free(w.far);
	return st;
}

void clusters_release(struct clusters *c)
{
	free(c->of);
	free(c->cosine);
	free(c->centre);
	*c = (struct clusters){ 0 };
}
