#include "model/vocab_sort.h"

#include <stdbool.h>
#include <string.h>

#define INSERTION_MAX 32

static void insertion_sort(struct row_key *a, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct row_key x = a[i];
		size_t j = i;

		for (; j && a[j - 1].key > x.key; j--)
			a[j] = a[j - 1];
		a[j] = x;
	}
}

/* Where each value of the digit starts; false if all keys have the same digit. */
static bool digit_starts(const size_t *counts, size_t n, size_t *start)
{
	size_t sum = 0;

	for (size_t d = 0; d < 256; d++) {
		if (counts[d] == n)
			return false;
		start[d] = sum;
		sum += counts[d];
	}
	return true;
}

/* Least significant digit first: eight stable passes over bytes, those that change nothing left
 * out. One reading of the keys counts the digits of all passes. */
void row_keys_sort(struct row_key *a, size_t n, struct row_key *tmp)
{
	size_t counts[8][256] = { { 0 } }, start[256];
	struct row_key *from = a, *to = tmp, *swap;

	if (n <= INSERTION_MAX) {
		insertion_sort(a, n);
		return;
	}
	for (size_t i = 0; i < n; i++)
		for (unsigned d = 0; d < 8; d++)
			counts[d][a[i].key >> (8 * d) & 255]++;
	for (unsigned d = 0; d < 8; d++) {
		if (!digit_starts(counts[d], n, start))
			continue;
		for (size_t i = 0; i < n; i++)
			to[start[from[i].key >> (8 * d) & 255]++] = from[i];
		swap = from;
		from = to;
		to = swap;
	}
	if (from != a)
		memcpy(a, from, n * sizeof(*a));
}
