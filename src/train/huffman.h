/*
 * The Huffman tree of hierarchical softmax (Morin & Bengio 2005; Mikolov et al. 2013): each word is
 * a leaf, frequent words near the root, each inner node an output row that answers "left or right".
 * Built by word2vec.c's method with its choices where counts are equal, so codes and nodes are the
 * same: counts in falling order, two queues, node 0 is made first and the root last.
 */
#ifndef TRAIN_HUFFMAN_H
#define TRAIN_HUFFMAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct huffman {
	uint64_t *begin;	/* (words + 1): the path of word i is [begin[i], begin[i + 1]) of: */
	uint32_t *nodes;	/* inner nodes from the root on: output rows 0 … words − 2 */
	uint8_t *codes;		/* the branch taken there; the answer wanted of the row is 1 − code */
	size_t longest;
};

/* counts (words), falling; words ≥ 2. */
enum status huffman_init(struct huffman *h, const uint64_t *counts, size_t words,
			 struct error *err);
void huffman_release(struct huffman *h);

#endif
