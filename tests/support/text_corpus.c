#include "text_corpus.h"

#include "base/strbuf.h"
#include "unit.h"

struct text_options small_text_options(void)
{
	struct text_options opt;

	text_options_init(&opt);
	opt.min_count = 1;
	opt.threads = 1;
	return opt;
}

struct corpus *text_corpus_read(const void *bytes, size_t n, const struct text_options *opt,
				struct error *err)
{
	char *dir = temp_dir_make(), *path = temp_file(dir, "text", bytes, n);
	struct corpus *c = NULL;

	if (corpus_read(&c, path, opt, NULL, err) != ST_OK)
		c = NULL;
	free(path);
	temp_dir_remove(dir);
	return c;
}

char *text_corpus_show(const struct corpus *c)
{
	struct strbuf sb = STRBUF_INIT;

	for (uint64_t i = 0; i < c->id_count; i++) {
		uint32_t id = c->ids[i];

		if (i)
			strbuf_addc(&sb, ' ');
		if (id == CORPUS_SENTENCE_END)
			strbuf_addc(&sb, '|');
		else
			strbuf_add(&sb, c->bytes + c->offsets[id],
				   (size_t)(c->offsets[id + 1] - c->offsets[id]));
	}
	return strbuf_detach(&sb, NULL);
}

void text_corpus_expect(const char *text, const struct text_options *opt, const char *expected)
{
	struct error err = ERROR_INIT;
	struct corpus *c = text_corpus_read(text, strlen(text), opt, &err);
	char *shown;

	assert_string_equal(err.text, "");
	assert_non_null(c);
	text_corpus_check(c);
	shown = text_corpus_show(c);
	assert_string_equal(shown, expected);
	free(shown);
	corpus_free(c);
}

static int compare_words(const struct corpus *c, size_t a, size_t b)
{
	size_t na = (size_t)(c->offsets[a + 1] - c->offsets[a]);
	size_t nb = (size_t)(c->offsets[b + 1] - c->offsets[b]);
	int d = memcmp(c->bytes + c->offsets[a], c->bytes + c->offsets[b], na < nb ? na : nb);

	return d ? d : (na > nb) - (na < nb);
}

void text_corpus_check(const struct corpus *c)
{
	uint64_t *counts = calloc(c->word_count, sizeof(*counts)), tokens = 0, ends = 0;

	assert_true(c->word_count > 0);
	assert_true(c->id_count > 0);
	assert_int_equal(c->ids[c->id_count - 1], CORPUS_SENTENCE_END);
	for (uint64_t i = 0; i < c->id_count; i++) {
		if (c->ids[i] == CORPUS_SENTENCE_END) {
			assert_true(i > 0 && c->ids[i - 1] != CORPUS_SENTENCE_END);
			ends++;
			continue;
		}
		assert_true(c->ids[i] < c->word_count);
		counts[c->ids[i]]++;
		tokens++;
	}
	assert_int_equal(tokens, c->token_count);
	assert_int_equal(ends, c->sentence_count);
	assert_true(c->raw_count >= c->token_count);
	assert_int_equal(c->offsets[0], 0);
	for (size_t i = 0; i < c->word_count; i++) {
		assert_int_equal(counts[i], c->counts[i]);
		assert_true(c->offsets[i + 1] > c->offsets[i]);
		if (i && c->counts[i] == c->counts[i - 1])
			assert_true(compare_words(c, i - 1, i) < 0);
		else if (i)
			assert_true(c->counts[i] < c->counts[i - 1]);
	}
	free(counts);
}

void text_corpus_equal(const struct corpus *a, const struct corpus *b)
{
	assert_int_equal(a->id_count, b->id_count);
	assert_int_equal(a->token_count, b->token_count);
	assert_int_equal(a->raw_count, b->raw_count);
	assert_int_equal(a->sentence_count, b->sentence_count);
	assert_int_equal(a->word_count, b->word_count);
	assert_memory_equal(a->ids, b->ids, a->id_count * sizeof(*a->ids));
	assert_memory_equal(a->offsets, b->offsets, (a->word_count + 1) * sizeof(*a->offsets));
	assert_memory_equal(a->counts, b->counts, a->word_count * sizeof(*a->counts));
	assert_memory_equal(a->bytes, b->bytes, a->offsets[a->word_count]);
}
