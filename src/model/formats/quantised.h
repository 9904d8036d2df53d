/*
 * A product-quantised matrix as fastText's .ftz files hold it: each row is one code byte per
 * sub-vector, and perhaps one for its length.
 *
 *	row[q × dsub + k] = length × centroid(q, codes[row × nsubq + q])[k]
 *
 * (Jégou et al. 2011; facebookresearch/fastText: src/quantmatrix.cc, productquantizer.cc)
 */
#ifndef MODEL_FORMATS_QUANTISED_H
#define MODEL_FORMATS_QUANTISED_H

#include "cursor.h"

struct quantiser {
	uint32_t dim, nsubq, dsub, lastdsub;
	float *centroids;		/* (dim × 256) */
};

struct quantised {
	uint64_t rows, cols;
	struct quantiser pq, norm_pq;	/* the second: dim 1 */
	uint8_t *codes;			/* (rows, nsubq) */
	uint8_t *norm_codes;		/* (rows), or NULL: no lengths */
};

/* Read one at the cursor, everything checked against everything. */
enum status quantised_read(struct quantised *out, struct cursor *c, struct error *err);
void quantised_release(struct quantised *q);
void quantised_row(const struct quantised *q, size_t i, float *out);

#endif
