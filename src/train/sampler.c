#include "sampler.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "numeric.h"

/* Shares of each word, in widths of a column; their sum is `words`. */
static void scale_shares(double *share, const uint64_t *counts, size_t words, double exponent)
{
	double total = 0;

	for (size_t i = 0; i < words; i++)
		total += share[i] = numeric_pow((double)counts[i], exponent);
	for (size_t i = 0; i < words; i++)
		share[i] = total > 0 ? share[i] / total * (double)words : 1;
}

static uint32_t to_threshold(double share)
{
	double t = floor(share * 0x1p32 + 0.5);

	return t >= 0x1p32 ? UINT32_MAX : (uint32_t)t;
}

/*
 * Vose: as long as there is a word that does not fill its column, a word that has more than a
 * column gives it the rest. `order` holds the poor from the front and the rich from the back.
 */
static void fill_columns(struct alias_column *col, double *share, uint32_t *order, size_t words)
{
	size_t poor = 0, rich = words;

	for (size_t i = 0; i < words; i++) {
		if (share[i] < 1)
			order[poor++] = (uint32_t)i;
		else
			order[--rich] = (uint32_t)i;
	}
	while (poor > 0 && rich < words) {
		uint32_t p = order[--poor], r = order[rich];

		col[p] = (struct alias_column){ to_threshold(share[p]), r };
		share[r] -= 1 - share[p];
		if (share[r] < 1) {
			rich++;
			order[poor++] = r;
		}
	}
	while (poor > 0) /* full but for rounding */
		poor--, col[order[poor]] = (struct alias_column){ UINT32_MAX, order[poor] };
	for (; rich < words; rich++)
		col[order[rich]] = (struct alias_column){ UINT32_MAX, order[rich] };
}

static void set_keep(uint32_t *keep, const uint64_t *counts, size_t words, double sample)
{
	double total = 0, room;

	for (size_t i = 0; i < words; i++)
		total += (double)counts[i];
	room = sample * total;
	for (size_t i = 0; i < words; i++) {
		double c = (double)counts[i];
		double p = sample > 0 && c > 0 ? (sqrt(c / room) + 1) * room / c : 1;

		keep[i] = p >= 1 ? UINT32_MAX : to_threshold(p);
	}
}

enum status sampler_init(struct sampler *s, const uint64_t *counts, size_t words, double exponent,
			 double sample, struct error *err)
{
	void *columns = NULL, *keep = NULL, *share = NULL, *order = NULL;
	enum status st = mem_try_calloc(&columns, words, sizeof(*s->columns), "the samples", err);

	if (!st)
		st = mem_try_calloc(&keep, words, sizeof(*s->keep), "the samples", err);
	if (!st)
		st = mem_try_calloc(&share, words, sizeof(double), "the samples", err);
	if (!st)
		st = mem_try_calloc(&order, words, sizeof(uint32_t), "the samples", err);
	if (!st) {
		scale_shares(share, counts, words, exponent);
		fill_columns(columns, share, order, words);
		set_keep(keep, counts, words, sample);
		*s = (struct sampler){ columns, keep, (uint32_t)words, sample <= 0 };
		columns = keep = NULL;
	}
	free(columns);
	free(keep);
	free(share);
	free(order);
	return st;
}

void sampler_release(struct sampler *s)
{
	free(s->columns);
	free(s->keep);
	*s = (struct sampler){ 0 };
}
