/*
 * The distinct words of a text while its vocabulary is made: merged from the threads' tables, cleaned,
 * joined to phrases, then ranked. Words are numbered provisionally, in any order.
 */
#ifndef TEXT_LEXICON_H
#define TEXT_LEXICON_H

#include <stdint.h>

#include "base/progress.h"
#include "normalise.h"
#include "text/corpus.h"
#include "wordtable.h"

/* In a map from one numbering to another: the word is dropped. */
#define LEXICON_DROPPED CORPUS_SENTENCE_END

struct lexicon {
	char *bytes;
	uint64_t *offsets;	/* (count + 1) */
	uint64_t *counts;	/* (count) */
	size_t count, cap;
	size_t len, bytes_cap;	/* of bytes */
};

/* Where the tables of the threads flow together. */
struct lexicon_merge {
	struct word_table *to;
	struct normaliser words;
	struct text_report *report;	/* counts what is dropped */
	const struct progress *progress;
};

/* Clean the words of `from` and add them to m->to; (*map)[number in from] is the number there, or
 * LEXICON_DROPPED. Caller frees *map. */
enum status lexicon_merge(struct lexicon_merge *m, const struct word_table *from, uint32_t **map,
			  struct error *err);
enum status lexicon_init(struct lexicon *lex, const struct word_table *t, struct error *err);
void lexicon_release(struct lexicon *lex);
/* A new word of count 0 that is not there yet. */
enum status lexicon_add(struct lexicon *lex, const char *word, size_t n, uint32_t *id,
			struct error *err);

/* Drop what is rare, sort by falling count and bytes, and fill the words, offsets and counts of c.
 * (*map)[provisional number] = id or LEXICON_DROPPED; caller frees. */
enum status lexicon_rank(const struct lexicon *lex, const struct text_options *opt,
			 struct corpus *c, uint32_t **map, struct error *err);

#endif
