/*
 * Hierarchical clustering: the two groups that lie closest become one, until one is left.
 * Deterministic; of equal distances the lower numbers first.
 *
 *	average		mean distance between the members of two groups (UPGMA)
 *	single		the least of these distances
 *	complete	the greatest
 *	ward		how much the sum of squared distances to the centres grows (Ward 1963);
 *			the items' distances must be Euclidean
 *
 * Nearest-neighbour chain with the update of Lance and Williams, O(n²) time and memory: Müllner,
 * "Modern hierarchical, agglomerative clustering algorithms" (2011). The result is that of
 * scipy.cluster.hierarchy.linkage(…, method), for ward too (its heights are distances, not squares).
 */
#ifndef MATH_LINKAGE_H
#define MATH_LINKAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/progress.h"

enum linkage { LINKAGE_AVERAGE, LINKAGE_SINGLE, LINKAGE_COMPLETE, LINKAGE_WARD };

/* One merge, by rising height. Groups: 0 … n-1 are the items, n + i is what merge i made. */
struct merge {
	uint32_t left, right;	/* left < right as numbers */
	double height;		/* distance of the two, as the linkage has it */
	uint32_t size;		/* items in the new group */
};

/* distances: (n, n), symmetric, finite, destroyed. merges: (n - 1). Cancellable. */
enum status linkage_merge(double *distances, size_t n, enum linkage kind, struct merge *merges,
			  const struct progress *progress, struct error *err);
/* The items as a tree drawn without crossings has them from top to bottom; of two groups the larger
 * comes first. order: (n). */
void linkage_order(const struct merge *merges, size_t n, uint32_t *order);

#endif
