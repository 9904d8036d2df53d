#include "app/pick.h"

#include <stdlib.h>

/* Max-heap: out[0] is the largest of those kept. */
static void sift_down(uint32_t *heap, size_t n, size_t i)
{
	for (;;) {
		size_t child = 2 * i + 1;
		uint32_t v = heap[i];

		if (child >= n)
			return;
		if (child + 1 < n && heap[child + 1] > heap[child])
			child++;
		if (heap[child] <= v)
			return;
		heap[i] = heap[child];
		heap[child] = v;
		i = child;
	}
}

static int rising(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

size_t pick_smallest(const uint32_t *rows, size_t n, uint32_t *out, size_t k)
{
	size_t kept = n < k ? n : k;

	for (size_t i = 0; i < kept; i++)
		out[i] = rows[i];
	for (size_t i = kept / 2; i-- > 0;)
		sift_down(out, kept, i);
	for (size_t i = kept; kept && i < n; i++) {
		if (rows[i] >= out[0])
			continue;
		out[0] = rows[i];
		sift_down(out, kept, 0);
	}
	qsort(out, kept, sizeof(*out), rising);
	return kept;
}
