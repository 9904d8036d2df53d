/*
 * A text as word ids: what training reads. Made once from files; the text is never read again.
 *
 * Words are numbered by falling count, equal counts by their bytes, so that the same text gives the
 * same ids on every machine with any number of threads. Immutable once built; any thread reads.
 */
#ifndef TEXT_CORPUS_H
#define TEXT_CORPUS_H

#include <stddef.h>
#include <stdint.h>

/* Stands in `ids` behind the last word of each sentence (windows do not reach across). */
#define CORPUS_SENTENCE_END UINT32_MAX

struct corpus {
	uint32_t *ids;		/* (id_count): words in the order of the text, and sentence ends */
	uint64_t id_count;
	uint64_t token_count;	/* ids that are words */
	uint64_t raw_count;	/* words in the text, those below min-count included */
	uint64_t sentence_count;
	size_t word_count;	/* distinct words kept */
	char *bytes;		/* the words, one behind the other, no NUL */
	uint64_t *offsets;	/* (word_count + 1): word i is bytes[offsets[i]] … bytes[offsets[i + 1] - 1] */
	uint64_t *counts;	/* (word_count) */
};

void corpus_free(struct corpus *c);

#endif
