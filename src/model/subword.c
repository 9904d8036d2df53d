#include "model/subword.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

uint32_t subword_hash(const char *bytes, size_t n)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++) {
		int byte = (signed char)bytes[i];

		h = (h ^ (uint32_t)byte) * 16777619u;
	}
	return h;
}

static bool continues(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

void subword_each(const char *word, size_t n, size_t min, size_t max, uint32_t bucket,
		  void (*fn)(void *ctx, const char *gram, size_t gram_n, uint32_t bucket_id),
		  void *ctx)
{
	size_t total = n + 2;
	char *s;

	if (max == 0 || bucket == 0 || (n == 4 && memcmp(word, "</s>", 4) == 0))
		return;
	s = xmalloc(total);
	s[0] = '<';
	memcpy(s + 1, word, n);
	s[n + 1] = '>';
	for (size_t i = 0; i < total; i++) {
		size_t end = i;

		if (continues(s[i]))
			continue;
		for (size_t chars = 1; chars <= max && end < total; chars++) {
			for (end++; end < total && continues(s[end]); end++)
				;
			if (chars < min || (chars == 1 && (i == 0 || end == total)))
				continue;
			fn(ctx, s + i, end - i, subword_hash(s + i, end - i) % bucket);
		}
	}
	free(s);
}
