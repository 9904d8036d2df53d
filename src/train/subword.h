/*
 * Sub-words as fastText has them (Bojanowski et al. 2017): the n-grams of min … max characters of
 * "<word>", hashed into buckets; a word's vector is the mean of its own row and those of its
 * n-grams. The sentence mark </s> has none.
 *
 * The hash is FNV-1a over bytes taken as *signed* (fastText's code does; bytes ≥ 0x80 flip the
 * upper 24 bits too), modulo `bucket`. Of the buckets only those are given rows that some word of
 * the vocabulary uses; `grams` says which bucket a row is, for other programs and other words.
 */
#ifndef TRAIN_SUBWORD_H
#define TRAIN_SUBWORD_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "text/corpus.h"

struct subwords {
	uint64_t *begin;	/* (words + 1) */
	uint32_t *rows;		/* rows of n-grams of word i: rows[begin[i]] …; words + index in grams */
	uint32_t *grams;	/* (gram_count) buckets, rising */
	size_t gram_count;
	size_t most;		/* n-grams of the word that has the most */
};

enum status subwords_init(struct subwords *s, const struct corpus *corpus, size_t min_ngram,
			  size_t max_ngram, size_t bucket, struct error *err);
void subwords_release(struct subwords *s);

#endif
