/*
 * One spelling per word: composed, in lower case, digits as the user wants them; and which words
 * are dropped. Done once per distinct word, after reading. One normaliser per thread.
 */
#ifndef TEXT_NORMALISE_H
#define TEXT_NORMALISE_H

#include "base/strbuf.h"
#include "text/read.h"
#include "wordtable.h"

enum word_fate { WORD_KEPT, WORD_IS_STOP, WORD_IS_NUMBER, WORD_IS_NOTHING };

struct normaliser {
	const struct text_options *opt;
	const struct word_table *stopwords;	/* in lower case, or NULL */
	struct strbuf word, lower, scratch;
};

#define NORMALISER_INIT(opt, stopwords) { (opt), (stopwords), STRBUF_INIT, STRBUF_INIT, STRBUF_INIT }

void normaliser_release(struct normaliser *n);
/* The result is in n->word, followed by WORD_PAD readable bytes. */
enum word_fate normalise_word(struct normaliser *n, const char *bytes, size_t len);

#endif
