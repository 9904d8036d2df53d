/*
 * The n-grams of a word by fastText's rules, as bucket numbers (formats of fastText's .bin, version
 * 12): every n-gram of min … max characters of "<word>", but a single character at either end; by
 * place, then by length; and the vector of a word that a model has never seen. Pure; any thread.
 */
#ifndef MODEL_SUBWORD_H
#define MODEL_SUBWORD_H

#include "model/model.h"

/* FNV-1a over bytes as signed numbers: fastText's hash. */
uint32_t subword_hash(const char *bytes, size_t n);
/* Call fn for the n-grams of the word: their bytes (valid during the call) and buckets. */
void subword_each(const char *word, size_t n, size_t min, size_t max, uint32_t bucket,
		  void (*fn)(void *ctx, const char *gram, size_t gram_n, uint32_t bucket_id),
		  void *ctx);

/* The vector of any word, (dims): its row if the model has it, else the mean of its n-grams' rows as
 * fastText makes it (n-grams that the text never showed count as zero). ST_FAILED with a sentence
 * when the model has no sub-words, or none of the word's n-grams is known. */
enum status subword_vector(const struct model *m, const char *word, size_t n, float *out,
			   struct error *err);

#endif
