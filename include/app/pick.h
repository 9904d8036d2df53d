/* The k smallest of many row numbers: the most frequent words of a set. */
#ifndef APP_PICK_H
#define APP_PICK_H

#include <stddef.h>
#include <stdint.h>

/* Write the k smallest of rows[0 … n) to out, rising; returns how many (min(n, k)). One pass with
 * a heap of k: a million rows in about a millisecond when k is small. */
size_t pick_smallest(const uint32_t *rows, size_t n, uint32_t *out, size_t k);

#endif
