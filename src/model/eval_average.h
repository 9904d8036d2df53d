/* The vectors of 3CosAvg. Private to the evaluation. */
#ifndef MODEL_EVAL_AVERAGE_H
#define MODEL_EVAL_AVERAGE_H

#include "model/eval_contest.h"

/* One vector for each pair (c, d) of a section: c + the mean offset of the section's other pairs,
 * at length 1; and at the end one that is zero. Sets the items' vectors. expected: row of d by
 * question. */
enum status average_vectors(struct contest *c, const struct eval_questions *q,
			    const uint32_t *expected, struct error *err);

#endif
