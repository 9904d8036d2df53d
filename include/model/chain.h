/* A way from one word to another by steps between near words. */
#ifndef MODEL_CHAIN_H
#define MODEL_CHAIN_H

#include "model/query.h"
#include "model/search.h"

#define CHAIN_MAX 64

/*
 * The chain ends[0] … ends[1] whose steps add up to the least Σ (1 − cos)², where a step goes from a
 * word to one of its k nearest among the most frequent s->max_rank (s->allow too), or to the end from
 * a word that is among its k nearest (Dijkstra). An end may be a vector that is no row: between two
 * of them there is at least one word. rows: at most CHAIN_MAX, the start first; VOCAB_NONE for an end
 * that is no row. ST_FAILED when there is no chain or it is not found within 5,000 words.
 */
enum status chain_find(const struct model *m, const struct word_vector ends[2], size_t k,
		       const struct search *s, const struct progress *progress, uint32_t *rows,
		       size_t *count, struct error *err);

#endif
