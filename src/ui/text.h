/* Small pieces of text that several parts of the screen write. */
#ifndef UI_TEXT_H
#define UI_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/* 1234567 → "1,234,567" */
void text_add_count(struct strbuf *out, uint64_t n);

/* Append text whose lines are cut at blanks to `cols` cells, going on below where they begin: behind
 * the blanks, or in the second column of a list ("-n    how many"). Returns how many lines. */
size_t text_wrap(struct strbuf *out, const char *text, size_t cols);

/* How much a word says, roughly: its letters; a sign of Chinese or Japanese says as much as two. */
size_t text_letters(const char *word, size_t n);

#endif
