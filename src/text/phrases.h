/*
 * Pairs of words that occur together more often than chance become one word: new_york.
 *
 * The score of word2phrase (Mikolov et al., Distributed Representations of Words and Phrases, 2013,
 * equation 6):  score(a b) = (count(a b) − min_count) · N / (count(a) · count(b)) > threshold,
 * N the words of the text. From left to right; a word that was joined takes no further part in
 * the same pass, a second pass joins longer phrases. As in word2phrase, a pair does not reach
 * across the end of a sentence, and words rarer than min_count are never joined.
 */
#ifndef TEXT_PHRASES_H
#define TEXT_PHRASES_H

#include "base/progress.h"
#include "lexicon.h"

struct phrase_words {
	struct lexicon *lex;		/* what the ids are numbers of; new words are added … */
	struct word_table *table;	/* … and here: the same words by their bytes */
};

/* One pass over c->ids; *joined grows by the pairs that were joined. */
enum status phrases_join(struct corpus *c, struct phrase_words words, const struct text_options *opt,
			 const struct progress *progress, uint64_t *joined, struct error *err);

#endif
