/*
 * Hierarchical clustering by average linkage (UPGMA): the two groups whose members lie closest on
 * average become one, until one is left. Deterministic; of equal distances the lower numbers first.
 *
 * Nearest-neighbour chain with the update of Lance and Williams, O(n²) time and memory: Müllner,
 * "Modern hierarchical, agglomerative clustering algorithms" (2011). The result is that of
 * scipy.cluster.hierarchy.linkage(…, "average").
 */
#ifndef MATH_LINKAGE_H
#define MATH_LINKAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/progress.h"

/* One merge, by rising height. Groups: 0 … n-1 are the items, n + i is what merge i made. */
struct merge {
	uint32_t left, right;	/* left < right as numbers */
	double height;		/* mean distance between the members of the two */
	uint32_t size;		/* items in the new group */
};

/* distances: (n, n), symmetric, finite, destroyed. merges: (n - 1). Cancellable. */
enum status linkage_average(double *distances, size_t n, struct merge *merges,
			    const struct progress *progress, struct error *err);
/* The items as a tree drawn without crossings has them from top to bottom; of two groups the larger
 * comes first. order: (n). */
void linkage_order(const struct merge *merges, size_t n, uint32_t *order);

#endif
