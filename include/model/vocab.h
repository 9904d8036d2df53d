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

/*
 * The inside of a vocabulary, for a file that is mapped instead of read: words with a NUL behind
 * each, where they begin, the table of their hashes, and the two orders (NULL: not built).
 */
struct vocab_parts {
	const char *blob;
	const uint64_t *offset;		/* (size + 1), offset[size] = bytes of the blob */
	size_t size;
	const uint64_t *slots;		/* (slot_count), a power of two */
	size_t slot_count;
	uint64_t seed;
	const uint32_t *sorted, *loose;	/* (size) */
};

/* Borrowed from v; the orders are built if they are not there yet (NULL: no memory). */
void vocab_get_parts(const struct vocab *v, struct vocab_parts *out);
/* A vocabulary on parts that stay the caller's and must outlive it. Any bytes may be given: nothing in
 * them leads outside of them. NULL: the words do. Slots and orders are checked as they are used: a slot
 * with a row that does not exist is no word, an order with such rows is built anew. */
struct vocab *vocab_from_parts(const struct vocab_parts *parts, size_t blob_bytes);

#endif
