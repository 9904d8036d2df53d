/* A way from one word to another by steps between near words. */
#ifndef MODEL_CHAIN_H
#define MODEL_CHAIN_H

#include "model/search.h"

#define CHAIN_MAX 64

/*
 * The chain a … b whose steps add up to the least Σ (1 − cos)², where a step goes from a word to one
 * of its k nearest among the most frequent s->max_rank (s->allow too), or to b from a word that is
 * among b's k nearest (Dijkstra). rows: at most CHAIN_MAX, a first. ST_FAILED when there is none or it
 * is not found within 5,000 words.
 */
enum status chain_find(const struct model *m, uint32_t a, uint32_t b, size_t k,
		       const struct search *s, const struct progress *progress, uint32_t *rows,
		       size_t *count, struct error *err);

#endif
