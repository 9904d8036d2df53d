#include <math.h>

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
