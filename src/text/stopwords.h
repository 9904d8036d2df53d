/* Lists of words that carry little meaning: those that ship, or the user's own. */
#ifndef TEXT_STOPWORDS_H
#define TEXT_STOPWORDS_H

#include "wordtable.h"

/* `name` is a language that ships ("en") or a file with one word a line; lines that begin with #
 * followed by a space, and empty ones, say nothing. Words are stored as the reader spells them in
 * lower case. */
enum status stopwords_load(struct word_table *t, const char *name, struct error *err);

#endif
