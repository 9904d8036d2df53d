#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "math/pca.h"
#include "math/vec.h"

/* A power of two, about a millionth of what the first axis spans, so that the last bits, which
 * differ between processors, do not show. */
static double quantum(const struct pca *pca)
{
	double spread = pca->components ? sqrt(pca->variance[0]) : 0;

	return spread > 0 ? exp2(floor(log2(spread * 4e-6))) : 0;
}

static void round_all(const struct pca *pca, double *out)
{
	double q = quantum(pca);

	for (size_t c = 0; q > 0 && c < pca->components; c++)
		out[c] = nearbyint(out[c] / q) * q;
}

void pca_project(const struct pca *pca, const float *row, bool unit, double *out)
{
	double length = unit ? vec_norm(row, pca->dims) : 1, scale = length > 0 ? 1 / length : 1;

	for (size_t c = 0; c < pca->components; c++) {
		const double *axis = pca->axes + c * pca->dims;
		double s = 0;

		for (size_t j = 0; j < pca->dims; j++)
			s += axis[j] * ((double)row[j] * scale - pca->mean[j]);
		out[c] = s;
	}
	round_all(pca, out);
}

void pca_project_f64(const struct pca *pca, const double *v, double *out)
{
	for (size_t c = 0; c < pca->components; c++) {
		const double *axis = pca->axes + c * pca->dims;
		double s = 0;

		for (size_t j = 0; j < pca->dims; j++)
			s += axis[j] * (v[j] - pca->mean[j]);
		out[c] = s;
	}
	round_all(pca, out);
}

/* --- other rows on the same axes -------------------------------------------------------------- */

static double unit_scale(const float *row, size_t d, bool unit)
{
	double length = unit ? vec_norm(row, d) : 1;

	return length > 0 ? 1 / length : 1;
}

/* Σ of squares along each axis and in all, of x less the mean. */
static void add_squares(struct pca *pca, const double *x, const double *mean, double *centred)
{
	size_t d = pca->dims;

	for (size_t j = 0; j < d; j++) {
		centred[j] = x[j] - mean[j];
		pca->total_variance += centred[j] * centred[j];
	}
	for (size_t c = 0; c < pca->components; c++) {
		double along = 0;

		for (size_t j = 0; j < d; j++)
			along += pca->axes[c * d + j] * centred[j];
		pca->variance[c] += along * along;
	}
}

void pca_measure(struct pca *pca, const struct matrix *m, const uint32_t *ids, size_t n, bool unit)
{
	size_t d = pca->dims;
	double *mean = xcalloc(3 * d, sizeof(*mean)), *x = mean + d, *centred = x + d;
	double by = n > 1 ? (double)(n - 1) : 1;

	for (size_t i = 0; i < n; i++) {
		const float *row = matrix_row(m, ids[i]);

		vec_add_scaled(mean, unit_scale(row, d, unit) / (double)n, row, d);
	}
	pca->total_variance = 0;
	memset(pca->variance, 0, pca->components * sizeof(*pca->variance));
	for (size_t i = 0; i < n; i++) {
		const float *row = matrix_row(m, ids[i]);

		memset(x, 0, d * sizeof(*x));
		vec_add_scaled(x, unit_scale(row, d, unit), row, d);
		add_squares(pca, x, mean, centred);
	}
	pca->total_variance /= by;
	for (size_t c = 0; c < pca->components; c++)
		pca->variance[c] /= by;
	free(mean);
}
