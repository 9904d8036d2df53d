/* Sorting rows by 64-bit keys: shared by the byte order and the loose order of a vocabulary. */
#ifndef VOCAB_SORT_H
#define VOCAB_SORT_H

#include <stddef.h>
#include <stdint.h>

struct row_key {
	uint64_t key;
	uint32_t row;
};

/* Sort a[0 … n) by key, equal keys in their present order; tmp has room for n. */
void row_keys_sort(struct row_key *a, size_t n, struct row_key *tmp);

#endif
