/* Reading small texts in tests: words as one string, with | at the ends of sentences. */
#ifndef TESTS_TEXT_CORPUS_H
#define TESTS_TEXT_CORPUS_H

#include "text/read.h"

/* Options of a small text: all words kept, one thread. */
struct text_options small_text_options(void);
/* Write the bytes to a file and read them. NULL with *err on a fault. */
struct corpus *text_corpus_read(const void *bytes, size_t n, const struct text_options *opt,
				struct error *err);
/* "the cat | sat |"; caller frees. */
char *text_corpus_show(const struct corpus *c);
/* The bytes read with `opt` show as `expected`. */
void text_corpus_expect(const char *text, const struct text_options *opt, const char *expected);
/* All that a corpus promises by itself. */
void text_corpus_check(const struct corpus *c);
/* Nothing differs. */
void text_corpus_equal(const struct corpus *a, const struct corpus *b);

#endif
