/* A text of two topics whose words never meet: what training must keep apart. */
#ifndef TESTS_TOPICS_H
#define TESTS_TOPICS_H

#include "text/corpus.h"

/* `sentences` sentences of 12 words, each all of topic "a0 … a19" or all of "b0 … b19", with two
 * common words "the" and "of" among them; the same for every call. Free with words_corpus_free(). */
struct corpus *topics_corpus(size_t sentences);

#endif
