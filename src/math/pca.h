/* Inside of PCA: passes over the rows in parts, shared by pca.c (exact) and pca_krylov.c (few
 * components of many dimensions). */
#ifndef PCA_H
#define PCA_H

#include <stdatomic.h>

#include "math/kernels.h"
#include "math/pca.h"

#define PCA_RANK_TOLERANCE 1e-12 /* of the greatest eigenvalue: what is rounding */

struct fit {
	const struct matrix *m;
	const uint32_t *ids;
	const struct kernels *k;
	size_t n, d, order; /* order of the symmetric matrix: min(n, d) */
	bool unit;
	double *mean;
	double *centred;	     /* (n, d) for the Gram matrix, else NULL */
	size_t parts, length, block; /* length is what parts and blocks divide: n, or d for G */
	double *sums;		     /* (parts, …) of one pass */
	double *scratch;	     /* (parts, block, d) */
	double *basis;		     /* (d, columns), column-major: of the Krylov pass */
	double *shares;		     /* (parts, block, columns) */
	size_t columns;
	const struct progress *progress;
	uint64_t total;
	atomic_size_t done;
	atomic_bool stop;
	void (*visit)(struct fit *f, size_t part, size_t begin, size_t end);
};

typedef void pca_visit_fn(struct fit *f, size_t part, size_t begin, size_t end);

/* Row i at length 1 if asked, less the mean, in double: out (d). */
void pca_load_centred(const struct fit *f, size_t i, double *out);
/* The room of a part for `block` rows. */
double *pca_scratch_of(const struct fit *f, size_t part);
enum status pca_reserve_scratch(struct fit *f, struct error *err);
/* Visit everything in blocks; each part sums `size` numbers, which end up in out. */
enum status pca_run_pass(struct fit *f, size_t size, size_t threads, double *out, struct error *err);
/* The p greatest eigenpairs of the upper half of a (order, order), which is destroyed: values
 * rising, one vector behind the other. */
enum status pca_eigenpairs(double *a, size_t order, size_t p, double *values, double *vectors,
			   struct error *err);
/* The loading of greatest size becomes positive; of several about equal, the first. */
void pca_fix_sign(double *axis, size_t d);

/* Is it worth it: few components of a large symmetric matrix? */
bool pca_krylov_pays(size_t order, size_t components);
/* pca->axes, variance, components and residual; f->mean is known. */
enum status pca_krylov(struct fit *f, struct pca *pca, size_t components, size_t threads,
		       struct error *err);

#endif
