/*
 * The corpus in pieces, and one piece as training reads it.
 *
 * Pieces are fixed by the corpus alone (a few thousand words each, cut at sentence ends unless a
 * sentence is longer than two pieces); each is read with a random stream of its own, named by seed,
 * epoch and number. So what is drawn does not depend on which thread reads the piece, or when.
 *
 * A passage is a piece after subsampling: the kept words, and for each the range of its sentence,
 * beyond which its window does not reach. Held-out sentences are chosen by a hash of the seed and
 * of the place where they begin.
 */
#ifndef TRAIN_PASSAGE_H
#define TRAIN_PASSAGE_H

#include <stdbool.h>

#include "base/rng.h"
#include "sampler.h"
#include "text/corpus.h"

struct pieces {
	const struct corpus *corpus;
	uint64_t *begin;	/* (count + 1) places in corpus->ids */
	size_t count;
	size_t longest;		/* ids in the longest piece */
	uint64_t seed;		/* of the choice of held-out sentences */
	double holdout;		/* share of them */
};

enum status pieces_init(struct pieces *p, const struct corpus *corpus, uint64_t seed,
			double holdout, struct error *err);
void passage_pieces_release(struct pieces *p);

struct passage {
	uint32_t *ids;			/* (count) */
	uint32_t *begin, *end;		/* (count): the sentence of each, as places here */
	size_t count;
	uint64_t words;			/* before subsampling, held-out ones left out */
};

enum status passage_init(struct passage *p, const struct pieces *pieces, struct error *err);
void passage_release(struct passage *p);
/* Read piece i: the sentences to train on, or (held_out) those to measure on. */
void passage_read(struct passage *p, const struct pieces *pieces, size_t i, bool held_out,
		  const struct sampler *sampler, struct rng *rng);

#endif
