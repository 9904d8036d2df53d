/* Inside of PCA: passes over the rows in parts, shared by pca.c (exact) and pca_krylov.c (few
 * components of many dimensions). */
#ifndef PCA_H
#define PCA_H

#include <stdatomic.h>

#include "base/compiler.h"
#include "math/kernels.h"
#include "math/pca.h"

#define PCA_PARTS_MAX 8
#define PCA_PARTS_BIG 2		/* when one sum takes more than 8 MiB */
#define PCA_BIG_SUM   1024	/* order of such a sum */
#define PCA_PART_MIN  256	/* rows or columns that are worth a part */
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
	size_t room;		     /* numbers of a row in scratch */
	double *scratch;	     /* (parts, block + 1, room) */
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
static inline size_t pca_parts(size_t length, size_t most)
{
	return MAX(1, MIN(length / PCA_PART_MIN, most));
}

/* The room of a part for `block` rows and one more. */
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

/* Rounded up to what the kernel of covariances takes at a time. */
size_t pca_padded(size_t order);
/* The upper half of XᵀX into out (d, d), which has room for pca_padded(d)² numbers. */
enum status pca_covariance(struct fit *f, size_t threads, double *out, struct error *err);

/* Is it worth it: few components of a large symmetric matrix? */
bool pca_krylov_pays(size_t order, size_t components);
/* pca->axes, variance, components and residual; f->mean is known. */
enum status pca_krylov(struct fit *f, struct pca *pca, size_t components, size_t threads,
		       struct error *err);

#endif
