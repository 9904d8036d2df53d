/* Words that are near two vectors at once. */
#ifndef MODEL_BETWEEN_H
#define MODEL_BETWEEN_H

#include "model/search.h"

/* The best s->k rows by the lesser of their cosines with a and b (dims each); exact, ties to the lower
 * row. s->metric is ignored. */
enum status search_between(const struct model *m, const double *a, const double *b,
			   const struct search *s, const struct progress *progress,
			   struct hit *hits, size_t *count, struct error *err);

#endif
