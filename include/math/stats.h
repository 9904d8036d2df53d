/*
 * Correlation as scipy.stats has it: pearsonr and spearmanr with their two-sided p.
 */
#ifndef MATH_STATS_H
#define MATH_STATS_H

#include <stddef.h>

struct correlation {
	double r, p;	/* NaN when a side is constant or n < 2 */
};

/* p from t = r √((n − 2) / (1 − r²)) with n − 2 degrees of freedom; 1 for n = 2. */
struct correlation stats_pearson(const double *x, const double *y, size_t n);
/* Pearson of the ranks; equal values share the mean of their ranks. */
struct correlation stats_spearman(const double *x, const double *y, size_t n);
/* Ranks from 1, ties averaged: out (n). */
void stats_ranks(const double *x, size_t n, double *out);
/* P(|T| ≥ |t|) for Student's t with ν > 0 degrees of freedom. */
double stats_t_two_sided(double t, double degrees);

#endif
