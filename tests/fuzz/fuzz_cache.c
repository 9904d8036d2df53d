/*
 * A copy of a model in the cache. Its header's own checksum is mended first, so that what lies behind
 * it is reached; then it is opened, asked, and compared with its checksums.
 */
#include <string.h>

#include "fuzz.h"
#include "model/cache_internal.h"
#include "model/query.h"

static void mend(uint8_t *data, size_t size)
{
	char digits[CACHE_DIGITS + 1];
	uint64_t n = 0;

	for (size_t i = 8; size >= 8 && i-- > 0;)
		n = n << 8 | data[i];
	if (size < 8 || n > size - 8 || n < CACHE_HEAD_LEN + CACHE_DIGITS)
		return;
	memcpy(data + 8, CACHE_HEAD, CACHE_HEAD_LEN);
	snprintf(digits, sizeof(digits), "%016llx",
		 (unsigned long long)cache_header_sum((char *)data + 8, (size_t)n));
	memcpy(data + 8 + CACHE_HEAD_LEN, digits, CACHE_DIGITS);
}

static void ask(const struct model *m)
{
	static const char *const words[] = { "king", "KING", "caf\xC3\xA9", "x y", "" };

	for (size_t i = 0; i < 5; i++) {
		struct word_vector w = { 0 };

		word_vector_find(m, words[i], &w, NULL, NULL);
		word_vector_release(&w);
	}
	for (uint32_t i = 0; i < model_rows(m); i++) {
		size_t n, begin, end;
		const char *word = vocab_word(m->vocab, i, &n);

		vocab_find(m->vocab, word, n);
		vocab_prefix(m->vocab, word, n, &begin, &end);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64], copy_path[64];
	int source = fuzz_file((const uint8_t *)"1 1\nking 1\n", 11, path);
	int copy = fuzz_file(data, size, copy_path);
	/* the numbers that the seeds name */
	struct cache_slot slot = {
		.given = path,
		.path = path,
		.source = path,
		.copy = copy_path,
		.stamp = { .size = 11, .ends = 22, .mtime = 33 },
	};
	uint8_t *bytes = malloc(size + 1);
	struct model *m = NULL;

	memcpy(bytes, data, size);
	mend(bytes, size);
	if (pwrite(copy, bytes, size, 0) == (ssize_t)size && cache_open(&m, &slot) == CACHE_HIT) {
		ask(m);
		cache_verify(&slot, m, NULL, NULL);
		model_unref(m);
	}
	free(bytes);
	close(source);
	close(copy);
	return 0;
}
