/*
 * The Word Embedding Association Test. The permutation test needs only the associations s(w) of the
 * target words: a division of X ∪ Y scores Σ_X s − Σ_Y s = 2 Σ_X s − Σ s.
 */
#include <math.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "base/mem.h"
#include "model/bias.h"
#include "model/search.h"

#define ALL_MAX	 200000
#define SAMPLES	 100000
#define ASK	 4096
#define ROUNDING 1e-12 /* sums of the same numbers in another order */

struct division {
	const double *s; /* of all words */
	size_t n, x;	 /* all, and how many are in X */
	double reached;	 /* Σ_X s of the true division */
	uint64_t tried, as_high;
};

static double mean_cosine(const struct model *m, uint32_t word, struct bias_words with)
{
	double sum = 0;

	for (size_t i = 0; i < with.n; i++)
		sum += search_cosine(m, word, with.rows[i]);
	return sum / (double)with.n;
}

static void count(struct division *d, double sum)
{
	d->tried++;
	d->as_high += sum >= d->reached - ROUNDING;
}

/* n over k, or more than ALL_MAX */
static double divisions(size_t n, size_t k)
{
	double c = 1;

	for (size_t i = 1; i <= k && c <= ALL_MAX; i++)
		c = c * (double)(n - k + i) / (double)i;
	return c;
}

/* Next k-subset of 0 … n − 1 in lexicographic order; false after the last. */
static bool next_subset(size_t *at, size_t k, size_t n)
{
	for (size_t i = k; i-- > 0;) {
		if (at[i] == n - k + i)
			continue;
		at[i]++;
		for (size_t j = i + 1; j < k; j++)
			at[j] = at[j - 1] + 1;
		return true;
	}
	return false;
}

static void try_all(struct division *d)
{
	size_t *at = xcalloc(d->x + 1, sizeof(*at));

	for (size_t i = 0; i < d->x; i++)
		at[i] = i;
	do {
		double sum = 0;

		for (size_t i = 0; i < d->x; i++)
			sum += d->s[at[i]];
		count(d, sum);
	} while (next_subset(at, d->x, d->n));
	free(at);
}

/* The first x of a partial shuffle; the true division is counted as one of the samples. */
static enum status try_some(struct division *d, uint64_t seed, const struct progress *progress,
			    struct error *err)
{
	double *s = xcalloc(d->n, sizeof(*s));
	enum status st = ST_OK;

	for (size_t i = 0; i < d->n; i++)
		s[i] = d->s[i];
	count(d, d->reached);
	while (d->tried < SAMPLES && st == ST_OK) {
		double sum = 0;

		for (size_t i = 0; i < d->x; i++) {
			size_t j = i + (size_t)((seed = hash_mix(seed, i)) % (d->n - i));
			double swap = s[i];

			s[i] = s[j];
			s[j] = swap;
			sum += s[i];
		}
		count(d, sum);
		if (d->tried % ASK == 0 && !progress_step(progress, d->tried, SAMPLES))
			st = progress_cancelled(err);
	}
	free(s);
	return st;
}

static void measure_effect(const struct division *d, struct weat *out)
{
	double all = 0, square = 0;

	for (size_t i = 0; i < d->n; i++) {
		out->mean[i >= d->x] += d->s[i] / (double)(i < d->x ? d->x : d->n - d->x);
		all += d->s[i] / (double)d->n;
	}
	for (size_t i = 0; i < d->n; i++)
		square += (d->s[i] - all) * (d->s[i] - all);
	out->spread = sqrt(square / (double)(d->n - 1));
	out->effect = (out->mean[0] - out->mean[1]) / out->spread;
}

enum status weat_run(struct weat *out, const struct model *m, const struct bias_words x[2],
		     const struct bias_words a[2], uint64_t seed, const struct progress *progress,
		     struct error *err)
{
	struct division d = { .n = x[0].n + x[1].n, .x = x[0].n };
	enum status st = ST_OK;
	double *s;
	bool all;

	if (!x[0].n || !x[1].n || !a[0].n || !a[1].n)
		return error_set(err, ST_FAILED, "a list of the test has no known word");
	s = xcalloc(d.n, sizeof(*s));
	for (size_t i = 0; i < d.n; i++) {
		uint32_t word = i < d.x ? x[0].rows[i] : x[1].rows[i - d.x];

		s[i] = mean_cosine(m, word, a[0]) - mean_cosine(m, word, a[1]);
		d.reached += i < d.x ? s[i] : 0;
	}
	d.s = s;
	all = divisions(d.n, d.x) <= ALL_MAX;
	if (all)
		try_all(&d);
	else
		st = try_some(&d, seed, progress, err);
	if (st == ST_OK) {
		*out = (struct weat){ .p = (double)d.as_high / (double)d.tried,
				      .divisions = d.tried,
				      .exact = all };
		measure_effect(&d, out);
	}
	free(s);
	return st;
}
