/*
 * The n-grams of a word by fastText's rules, as bucket numbers (formats of fastText's .bin, version
 * 12): every n-gram of min … max characters of "<word>", but a single character at either end; by
 * place, then by length. Pure; any thread.
 */
#ifndef MODEL_SUBWORD_H
#define MODEL_SUBWORD_H

#include <stddef.h>
#include <stdint.h>

/* FNV-1a over bytes as signed numbers: fastText's hash. */
uint32_t subword_hash(const char *bytes, size_t n);
/* Call fn for the n-grams of the word: their bytes (valid during the call) and buckets. */
void subword_each(const char *word, size_t n, size_t min, size_t max, uint32_t bucket,
		  void (*fn)(void *ctx, const char *gram, size_t gram_n, uint32_t bucket_id),
		  void *ctx);

#endif
