/*
 * The words of a model: row number ↔ bytes. Words are any bytes (no UTF-8 promised), kept in one
 * blob. Immutable once finished: any thread reads it without locks. Row 0 is the most frequent
 * word by convention, so "rank" shown to people is row + 1.
 *
 * Duplicates: the first row wins the name; later rows keep their text but are not found by it.
 * Sorted order and the loose index are built at first use and published atomically.
 */
#ifndef MODEL_VOCAB_H
#define MODEL_VOCAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define VOCAB_NONE UINT32_MAX

struct vocab;

struct vocab *vocab_new(void);
void vocab_free(struct vocab *v);
/* Room for so many words of so many bytes together: spares growing; never needed. */
enum status vocab_reserve(struct vocab *v, size_t words, size_t bytes, struct error *err);
/* Append a word (building only). *duplicate = row of the first equal word, or VOCAB_NONE. */
enum status vocab_add(struct vocab *v, const char *word, size_t n, uint32_t *duplicate,
		      struct error *err);

size_t vocab_size(const struct vocab *v);
size_t vocab_bytes(const struct vocab *v);		/* memory of words and tables */
const char *vocab_word(const struct vocab *v, uint32_t row, size_t *n);	/* borrowed; NUL-terminated */
uint32_t vocab_find(const struct vocab *v, const char *word, size_t n);	/* exact bytes, or VOCAB_NONE */

/* Rows in byte order of their words: order[0 … size). Built at first use; NULL if
 * memory is short. */
const uint32_t *vocab_sorted(const struct vocab *v);
/* The range [*begin, *end) of vocab_sorted() whose words start with the prefix. */
void vocab_prefix(const struct vocab *v, const char *prefix, size_t n, size_t *begin, size_t *end);
/* Rows whose loose form (utf8_fold_loose) equals that of the word, most frequent first; at most
 * max; returns how many were written. Built at first use. */
size_t vocab_find_loose(const struct vocab *v, const char *word, size_t n, uint32_t *rows,
			size_t max);

#endif
