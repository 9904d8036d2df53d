/* N-grams against fastText's own output, and the compact table against the plain one. */
#include "unit.h"

#include "base/compiler.h"
#include "model/subword.h"
#include "train/subword.h"
#include "words_corpus.h"

struct grams {
	char text[200][64];
	uint32_t bucket[200];
	size_t count;
};

static void collect(void *ctx, const char *gram, size_t n, uint32_t bucket)
{
	struct grams *g = ctx;

	assert_true(g->count < 200 && n < 64);
	memcpy(g->text[g->count], gram, n);
	g->text[g->count][n] = '\0';
	g->bucket[g->count++] = bucket;
}

static void check_word(const char *word, const struct grams *want)
{
	struct grams got = { .count = 0 };

	subword_each(word, strlen(word), 3, 6, 2000000, collect, &got);
	/* fastText prints the word itself first */
	assert_int_equal(got.count + 1, want->count);
	for (size_t i = 0; i < got.count; i++)
		assert_string_equal(got.text[i], want->text[i + 1]);
}

/* Lines: <start>, the word, then what print-ngrams says: the n-gram (it may hold spaces) and five
 * numbers; <end>. */
static void n_grams_are_those_of_fasttext(void **unused)
{
	char *path = fixture_path("gensim/fb-ngrams.txt"), line[512], word[128] = "";
	FILE *f = path ? fopen(path, "r") : NULL;
	static struct grams want;
	size_t words = 0;

	(void)unused;
	free(path);
	if (!f)
		skip();
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		if (strcmp(line, "<start>") == 0) {
			if (!fgets(word, sizeof(word), f))
				fail_msg("no word");
			word[strcspn(word, "\n")] = '\0';
			want.count = 0;
		} else if (strcmp(line, "<end>") == 0) {
			check_word(word, &want);
			words++;
		} else {
			char *end = line + strlen(line);

			while (end > line && end[-1] == ' ')
				*--end = '\0';
			for (int i = 0; i < 5 && (end = strrchr(line, ' ')); i++)
				*end = '\0';
			collect(&want, line, strlen(line), 0);
		}
	}
	fclose(f);
	assert_true(words >= 4);
}

static void the_hash_takes_bytes_as_signed(void **unused)
{
	(void)unused;
	assert_int_equal(subword_hash("", 0), 2166136261u);
	assert_int_equal(subword_hash("a", 1), 0xE40C292Cu); /* FNV-1a's own test value */
	/* 0xE9 is −23: all upper bits flip */
	assert_int_equal(subword_hash("\xE9", 1), (2166136261u ^ 0xFFFFFFE9u) * 16777619u);
}

static void marks_and_invalid_bytes_are_taken_as_fasttext_does(void **unused)
{
	struct grams g = { .count = 0 };

	(void)unused;
	subword_each("</s>", 4, 3, 6, 100, collect, &g);
	assert_int_equal(g.count, 0);
	subword_each("ab", 2, 3, 6, 0, collect, &g);
	assert_int_equal(g.count, 0);
	subword_each("a", 1, 1, 2, 100, collect, &g); /* <a  a  a> : no lone < or > */
	assert_int_equal(g.count, 3);
	assert_string_equal(g.text[0], "<a");
	assert_string_equal(g.text[1], "a");
	assert_string_equal(g.text[2], "a>");
	g.count = 0;
	subword_each("\x80\xC3", 2, 2, 3, 100, collect, &g); /* "<\x80\xC3>": < goes on over \x80 */
	assert_int_equal(g.count, 3);
	assert_string_equal(g.text[0], "<\x80\xC3");
	assert_string_equal(g.text[1], "<\x80\xC3>");
	assert_string_equal(g.text[2], "\xC3>");
}

static void count_only(void *ctx, const char *gram, size_t n, uint32_t bucket)
{
	struct grams *g = ctx;

	(void)gram, (void)n;
	g->bucket[g->count++] = bucket;
}

static void the_compact_table_means_the_same_buckets(void **unused)
{
	static const char text[] = "the cat sat on the mat\nна мате сидит кот\n";
	struct corpus *c = words_corpus_new(text, sizeof(text) - 1, 1);
	struct subwords s;

	(void)unused;
	assert_int_equal(subwords_init(&s, c, 3, 6, 50, NULL), ST_OK);
	for (size_t i = 1; i < s.gram_count; i++)
		assert_true(s.grams[i - 1] < s.grams[i]);
	for (size_t w = 0; w < c->word_count; w++) {
		struct grams g = { .count = 0 };

		subword_each(c->bytes + c->offsets[w], c->offsets[w + 1] - c->offsets[w], 3, 6, 50,
			     count_only, &g);
		assert_int_equal(s.begin[w + 1] - s.begin[w], g.count);
		for (size_t i = 0; i < g.count; i++) {
			uint32_t row = s.rows[s.begin[w] + i];

			assert_true(row >= c->word_count && row - c->word_count < s.gram_count);
			assert_int_equal(s.grams[row - c->word_count], g.bucket[i]);
		}
	}
	subwords_release(&s);
	words_corpus_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(n_grams_are_those_of_fasttext),
		cmocka_unit_test(the_hash_takes_bytes_as_signed),
		cmocka_unit_test(marks_and_invalid_bytes_are_taken_as_fasttext_does),
		cmocka_unit_test(the_compact_table_means_the_same_buckets),
	};

	return cmocka_run_group_tests_name("train/subword", tests, NULL, NULL);
}
