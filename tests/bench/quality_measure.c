/*
 * evaluate_word_analogies(restrict_vocab = 30000) and evaluate_word_pairs of gensim: words without
 * case, 3CosAdd on unit vectors, the three words of a question excluded, questions with a word
 * outside left out; Spearman's correlation with mean ranks for ties.
 */
#include <cblas.h>
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "quality.h"

#define VOCABULARY 30000
#define BATCH	   256

static uint32_t find_word(const struct model *m, char *word)
{
	for (char *p = word; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return vocab_find(m->vocab, word, strlen(word));
}

static float *unit_rows(const struct model *m, size_t rows)
{
	size_t d = model_dims(m);
	float *u = xcalloc(rows * d, sizeof(float));

	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < d && m->norms[i] > 0; j++)
			u[i * d + j] = model_row(m, (uint32_t)i)[j] / m->norms[i];
	return u;
}

static size_t answer(const float *scores, size_t rows, const uint32_t q[4])
{
	size_t best = rows;

	for (size_t i = 0; i < rows; i++) {
		if (i == q[0] || i == q[1] || i == q[2])
			continue;
		if (best == rows || scores[i] > scores[best])
			best = i;
	}
	return best;
}

static size_t count_right(const float *unit, size_t rows, size_t d, const uint32_t (*q)[4],
			  size_t n)
{
	float *targets = xcalloc(BATCH * d, sizeof(float));
	float *scores = xcalloc(BATCH * rows, sizeof(float));
	size_t right = 0;

	for (size_t at = 0; at < n; at += BATCH) {
		size_t part = n - at < BATCH ? n - at : BATCH;

		for (size_t i = 0; i < part; i++)
			for (size_t j = 0; j < d; j++)
				targets[i * d + j] = unit[q[at + i][1] * d + j] -
						     unit[q[at + i][0] * d + j] +
						     unit[q[at + i][2] * d + j];
		cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)part, (int)rows, (int)d,
			    1, targets, (int)d, unit, (int)d, 0, scores, (int)rows);
		for (size_t i = 0; i < part; i++)
			right += answer(scores + i * rows, rows, q[at + i]) == q[at + i][3];
	}
	free(targets);
	free(scores);
	return right;
}

static void measure_analogies(const struct model *m, const char *path, struct quality *out)
{
	size_t rows = model_rows(m) < VOCABULARY ? model_rows(m) : VOCABULARY;
	uint32_t(*q)[4] = xcalloc(20000, sizeof(*q));
	char line[512], w[4][128];
	FILE *f = fopen(path, "r");
	float *unit;

	out->analogies = (double)NAN;
	while (f && out->questions < 20000 && fgets(line, sizeof(line), f)) {
		size_t known = 0;

		if (sscanf(line, "%127s %127s %127s %127s", w[0], w[1], w[2], w[3]) != 4 ||
		    *line == ':')
			continue;
		for (size_t i = 0; i < 4; i++) {
			q[out->questions][i] = find_word(m, w[i]);
			known += q[out->questions][i] < rows;
		}
		out->questions += known == 4;
	}
	if (f)
		fclose(f);
	unit = unit_rows(m, rows);
	if (out->questions)
		out->analogies = 100.0 *
				 (double)count_right(unit, rows, model_dims(m),
						     (const uint32_t(*)[4])q, out->questions) /
				 (double)out->questions;
	free(unit);
	free(q);
}

static double cosine(const struct model *m, uint32_t a, uint32_t b)
{
	double sum = 0;

	for (size_t i = 0; i < model_dims(m); i++)
		sum += (double)model_row(m, a)[i] * (double)model_row(m, b)[i];
	return sum / ((double)m->norms[a] * (double)m->norms[b]);
}

/* Rank of each value, ties getting the mean. */
static void rank(const double *x, double *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t below = 0, same = 0;

		for (size_t j = 0; j < n; j++) {
			below += x[j] < x[i];
			same += x[j] == x[i];
		}
		r[i] = (double)below + (double)(same + 1) / 2;
	}
}

static double pearson(const double *x, const double *y, size_t n)
{
	double mx = 0, my = 0, xy = 0, xx = 0, yy = 0;

	for (size_t i = 0; i < n; i++) {
		mx += x[i] / (double)n;
		my += y[i] / (double)n;
	}
	for (size_t i = 0; i < n; i++) {
		xy += (x[i] - mx) * (y[i] - my);
		xx += (x[i] - mx) * (x[i] - mx);
		yy += (y[i] - my) * (y[i] - my);
	}
	return xy / sqrt(xx * yy);
}

static void measure_wordsim(const struct model *m, const char *path, struct quality *out)
{
	double human[1000], ours[1000], rh[1000], ro[1000];
	char line[512], a[128], b[128];
	FILE *f = fopen(path, "r");

	while (f && out->pairs < 1000 && fgets(line, sizeof(line), f)) {
		uint32_t x, y;

		if (*line == '#' || sscanf(line, "%127s %127s %lf", a, b, &human[out->pairs]) != 3)
			continue;
		x = find_word(m, a);
		y = find_word(m, b);
		if (x != VOCAB_NONE && y != VOCAB_NONE)
			ours[out->pairs++] = cosine(m, x, y);
	}
	if (f)
		fclose(f);
	rank(human, rh, out->pairs);
	rank(ours, ro, out->pairs);
	out->wordsim = out->pairs > 1 ? pearson(rh, ro, out->pairs) : (double)NAN;
}

struct quality quality_measure(const struct model *m, const char *questions, const char *wordsim)
{
	struct quality q = { 0 };

	measure_analogies(m, questions, &q);
	measure_wordsim(m, wordsim, &q);
	return q;
}
