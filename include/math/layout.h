/*
 * Maps in two dimensions that improve round by round, behind one set of calls: t-SNE (math/tsne.h)
 * and the UMAP-like layout (math/umap.h). One thread at a time uses a layout.
 */
#ifndef MATH_LAYOUT_H
#define MATH_LAYOUT_H

#include <stdbool.h>

#include "base/progress.h"
#include "math/matrix.h"

/* What is put on the map. At least 4 rows, none with NaN or infinity. */
struct layout_rows {
	const struct matrix *m;	/* not needed after the layout was made */
	const uint32_t *ids;	/* (n); NULL = rows 0 … n-1 */
	size_t n;
	bool unit;		/* at length 1, so that what counts is the angle */
	const double *start;	/* (n, 2), any scale: usually principal components 1 and 2 */
};

enum layout_method { LAYOUT_TSNE, LAYOUT_UMAP };

struct layout_options {
	enum layout_method kind;
	double perplexity;	/* of t-SNE */
	size_t neighbours;	/* of UMAP, a row itself counted */
	double min_dist;	/* of UMAP */
	uint64_t seed;		/* of UMAP; t-SNE has nothing random */
	size_t threads;		/* 0 = all */
};

#define LAYOUT_DEFAULTS                                                                           \
	{                                                                                         \
		.perplexity = 30, .neighbours = 15, .min_dist = 0.1                               \
	}

struct layout;

enum status layout_new(struct layout **out, const struct layout_rows *rows,
		       const struct layout_options *opt, const struct progress *progress,
		       struct error *err);
/* Go on until `rounds` rounds were done in all. When it is cancelled (within 50 ms) the map stays as
 * it is, and it can go on from there: the end is the same. */
enum status layout_run(struct layout *l, size_t rounds, const struct progress *progress,
		       struct error *err);
size_t layout_rounds(const struct layout *l);		/* done so far */
size_t layout_total(const struct layout *l);		/* after which it is as good as it gets */
const double *layout_points(const struct layout *l);	/* (n, 2) */
void layout_free(struct layout *l);			/* NULL is fine */

#endif
