/* Any bytes as a text: the first byte chooses the options. The result must be whole, and the same
 * with small blocks and two threads. */
#include <string.h>

#include "fuzz.h"
#include "text/read.h"

static struct corpus *read_text(const char *path, const struct text_options *opt)
{
	struct error err = ERROR_INIT;
	struct corpus *c = NULL;

	if (corpus_read(&c, path, opt, NULL, &err) == ST_OK)
		return c;
	if (!err.text[0])
		abort();
	return NULL;
}

static void check(const struct corpus *c)
{
	uint64_t tokens = 0, ends = 0;

	for (uint64_t i = 0; i < c->id_count; i++) {
		if (c->ids[i] != CORPUS_SENTENCE_END && c->ids[i] >= c->word_count)
			abort();
		ends += c->ids[i] == CORPUS_SENTENCE_END;
		tokens += c->ids[i] != CORPUS_SENTENCE_END;
	}
	if (tokens != c->token_count || ends != c->sentence_count || !tokens ||
	    c->ids[c->id_count - 1] != CORPUS_SENTENCE_END)
		abort();
}

static void compare(const struct corpus *a, const struct corpus *b)
{
	if (!a != !b)
		abort();
	if (!a)
		return;
	if (a->id_count != b->id_count || a->word_count != b->word_count ||
	    memcmp(a->ids, b->ids, a->id_count * sizeof(*a->ids)) != 0 ||
	    memcmp(a->bytes, b->bytes, a->offsets[a->word_count]) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text_options opt;
	struct corpus *whole, *parts;
	char path[64];
	int fd;

	if (!size)
		return 0;
	text_options_init(&opt);
	opt.min_count = 1;
	opt.threads = 1;
	opt.keep_case = data[0] & 1;
	opt.keep_markup = data[0] & 2;
	opt.sentences = (enum text_sentences)((data[0] >> 2 & 3) % 3);
	opt.numbers = (enum text_numbers)((data[0] >> 4 & 3) % 3);
	opt.phrase_passes = data[0] >> 6 & 1;
	opt.phrase_min_count = 1;
	opt.phrase_threshold = 1;
	fd = fuzz_file(data + 1, size - 1, path);
	whole = read_text(path, &opt);
	if (whole)
		check(whole);
	opt.block = 1 + data[0] % 61;
	opt.threads = 2;
	parts = read_text(path, &opt);
	compare(whole, parts);
	corpus_free(whole);
	corpus_free(parts);
	close(fd);
	return 0;
}
