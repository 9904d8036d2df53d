/* A corpus from words between spaces, a sentence a line: what tests and measurements of training
 * read without the text layer. */
#ifndef TESTS_WORDS_CORPUS_H
#define TESTS_WORDS_CORPUS_H

#include "text/corpus.h"

struct corpus *words_corpus_new(const char *text, size_t n, uint64_t min_count);
struct corpus *words_corpus_read(const char *path, uint64_t min_count);	/* NULL: not there */
void words_corpus_free(struct corpus *c);
/* Number of a word, or UINT32_MAX. */
uint32_t words_corpus_find(const struct corpus *c, const char *word);

#endif
