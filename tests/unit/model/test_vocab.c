#include "unit.h"

#include "base/clock.h"
#include "base/compiler.h"
#include "base/strbuf.h"
#include "base/thread.h"
#include "model/vocab.h"

static struct vocab *make(const char *const *words, size_t n)
{
	struct vocab *v = vocab_new();

	for (size_t i = 0; i < n; i++)
		assert_int_equal(vocab_add(v, words[i], strlen(words[i]), NULL, NULL), ST_OK);
	return v;
}

static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Words of 1 … 12 letters of a small alphabet: many repeats, many long common beginnings. */
static struct vocab *make_random(size_t n, unsigned letters, uint64_t seed)
{
	struct vocab *v = vocab_new();

	for (size_t i = 0; i < n; i++) {
		char word[16];
		size_t len = 1 + next(&seed) % 12;

		for (size_t j = 0; j < len; j++)
			word[j] = (char)('a' + next(&seed) % letters);
		assert_int_equal(vocab_add(v, word, len, NULL, NULL), ST_OK);
	}
	return v;
}

static void finds_every_word_by_its_bytes(void **state)
{
	struct vocab *v = vocab_new();
	char word[32];

	(void)state;
	assert_int_equal(vocab_find(v, "x", 1), VOCAB_NONE);
	for (uint32_t i = 0; i < 20000; i++) {
		int n = snprintf(word, sizeof(word), "word-%u", i * 7919u);

		assert_int_equal(vocab_add(v, word, (size_t)n, NULL, NULL), ST_OK);
	}
	for (uint32_t i = 0; i < 20000; i++) {
		int n = snprintf(word, sizeof(word), "word-%u", i * 7919u);
		size_t len;

		assert_int_equal(vocab_find(v, word, (size_t)n), i);
		assert_string_equal(vocab_word(v, i, &len), word);
		assert_int_equal(len, n);
	}
	assert_int_equal(vocab_find(v, "word-1", 6), VOCAB_NONE);
	assert_int_equal(vocab_find(v, "word-", 5), VOCAB_NONE);
	assert_int_equal(vocab_size(v), 20000);
	assert_true(vocab_bytes(v) > 20000 * 8);
	vocab_free(v);
}

static void the_first_of_equal_words_wins(void **state)
{
	struct vocab *v = vocab_new();
	uint32_t dup = 5;

	(void)state;
	vocab_add(v, "a", 1, &dup, NULL);
	assert_int_equal(dup, VOCAB_NONE);
	vocab_add(v, "b", 1, &dup, NULL);
	assert_int_equal(dup, VOCAB_NONE);
	vocab_add(v, "a", 1, &dup, NULL);
	assert_int_equal(dup, 0);
	assert_int_equal(vocab_size(v), 3);
	assert_int_equal(vocab_find(v, "a", 1), 0);
	assert_string_equal(vocab_word(v, 2, NULL), "a");
	vocab_free(v);
}

static void keeps_any_bytes(void **state)
{
	static const char odd[] = { 'a', '\0', 'b', '\xFF', '\n' };
	struct vocab *v = vocab_new();
	size_t n;

	(void)state;
	vocab_add(v, odd, sizeof(odd), NULL, NULL);
	vocab_add(v, "a", 1, NULL, NULL);
	vocab_add(v, "", 0, NULL, NULL);
	assert_memory_equal(vocab_word(v, 0, &n), odd, sizeof(odd));
	assert_int_equal(n, sizeof(odd));
	assert_int_equal(vocab_find(v, odd, sizeof(odd)), 0);
	assert_int_equal(vocab_find(v, "a", 1), 1);
	assert_int_equal(vocab_find(v, "", 0), 2);
	assert_int_equal(vocab_sorted(v)[0], 2);
	assert_int_equal(vocab_sorted(v)[1], 1);
	assert_int_equal(vocab_sorted(v)[2], 0);
	vocab_free(v);
}

static int compare_rows(const struct vocab *v, uint32_t a, uint32_t b)
{
	size_t n, m;
	const char *s = vocab_word(v, a, &n), *t = vocab_word(v, b, &m);
	int c = memcmp(s, t, MIN(n, m));

	if (c || n != m)
		return c ? c : n < m ? -1 : 1;
	return a < b ? -1 : 1;
}

static void assert_sorted(const struct vocab *v)
{
	const uint32_t *order = vocab_sorted(v);
	size_t n = vocab_size(v);
	char *seen = calloc(n + 1, 1);

	for (size_t i = 0; i < n; i++) {
		assert_true(order[i] < n);
		assert_int_equal(seen[order[i]]++, 0);
		if (i)
			assert_true(compare_rows(v, order[i - 1], order[i]) < 0);
	}
	free(seen);
}

static void sorted_is_byte_order_then_row(void **state)
{
	struct vocab *v;

	(void)state;
	for (size_t n = 0; n < 200; n += 33) {
		v = make_random(n, 2, n + 1);
		assert_sorted(v);
		vocab_free(v);
	}
	for (unsigned letters = 1; letters <= 26; letters += 5) {
		v = make_random(50000, letters, letters + 77);
		assert_sorted(v);
		vocab_free(v);
	}
}

static void sorted_copes_with_long_common_beginnings(void **state)
{
	struct vocab *v = vocab_new();
	struct strbuf sb = STRBUF_INIT;
	uint64_t seed = 9;

	(void)state;
	for (size_t i = 0; i < 3000; i++) {
		strbuf_clear(&sb);
		strbuf_add_repeat(&sb, 'x', 50 * (i % 7));
		strbuf_add_repeat(&sb, '\0', i % 3);
		strbuf_addf(&sb, "%x", (unsigned)(next(&seed) % 500));
		vocab_add(v, sb.buf, sb.len, NULL, NULL);
	}
	assert_sorted(v);
	strbuf_release(&sb);
	vocab_free(v);
}

static void prefix_gives_exactly_the_words_that_start_so(void **state)
{
	static const char *const prefixes[] = { "", "a", "ab", "c", "cab", "abcabc", "zz", "b" };
	struct vocab *v = make_random(5000, 3, 4);

	(void)state;
	for (size_t p = 0; p < ARRAY_LEN(prefixes); p++) {
		size_t len = strlen(prefixes[p]), begin, end, count = 0;

		for (uint32_t i = 0; i < vocab_size(v); i++)
			count += strncmp(vocab_word(v, i, NULL), prefixes[p], len) == 0;
		vocab_prefix(v, prefixes[p], len, &begin, &end);
		assert_int_equal(end - begin, count);
		for (size_t i = begin; i < end; i++)
			assert_memory_equal(vocab_word(v, vocab_sorted(v)[i], NULL), prefixes[p],
					    len);
	}
	vocab_free(v);
}

static void prefix_of_an_empty_vocabulary_is_empty(void **state)
{
	struct vocab *v = vocab_new();
	size_t begin, end;

	(void)state;
	vocab_prefix(v, "a", 1, &begin, &end);
	assert_int_equal(begin, end);
	vocab_free(v);
}

static void loose_finds_other_cases_most_frequent_first(void **state)
{
	static const char *const words[] = { "the", "Paris", "paris", "PARIS", "The", "pari" };
	struct vocab *v = make(words, ARRAY_LEN(words));
	uint32_t rows[4];

	(void)state;
	assert_int_equal(vocab_find_loose(v, "pArIs", 5, rows, 4), 3);
	assert_int_equal(rows[0], 1);
	assert_int_equal(rows[1], 2);
	assert_int_equal(rows[2], 3);
	assert_int_equal(vocab_find_loose(v, "PARIS", 5, rows, 2), 2);
	assert_int_equal(rows[1], 2);
	assert_int_equal(vocab_find_loose(v, "parisi", 6, rows, 4), 0);
	vocab_free(v);
}

static void loose_ignores_accents_and_folds_other_scripts(void **state)
{
	static const char *const words[] = { "caf\xC3\xA9", "CAFE", "stra\u00DFe",
					     "\xD0\x9C\xD0\xB8\xD1\x80" };
	struct vocab *v = make(words, ARRAY_LEN(words));
	uint32_t rows[4];

	(void)state;
	assert_int_equal(vocab_find_loose(v, "cafe", 4, rows, 4), 2);
	assert_int_equal(rows[0], 0);
	assert_int_equal(rows[1], 1);
	assert_int_equal(vocab_find_loose(v, "STRASSE", 7, rows, 4), 1);
	assert_int_equal(rows[0], 2);
	assert_int_equal(vocab_find_loose(v, "\xD0\xBC\xD0\x98\xD0\xA0", 6, rows, 4), 1);
	assert_int_equal(rows[0], 3);
	vocab_free(v);
}

struct race {
	struct vocab *v;
	const uint32_t *got[8];
	size_t found[8];
};

static void race_one(void *ctx, size_t worker)
{
	struct race *race = ctx;
	uint32_t rows[2];

	race->got[worker] = vocab_sorted(race->v);
	race->found[worker] = vocab_find_loose(race->v, "A", 1, rows, 2);
}

static void threads_that_race_get_one_order(void **state)
{
	(void)state;
	for (int round = 0; round < 20; round++) {
		struct race race = { .v = make_random(2000, 4, 99) };

		parallel_run(8, race_one, &race);
		for (size_t i = 0; i < 8; i++) {
			assert_ptr_equal(race.got[i], race.got[0]);
			assert_int_equal(race.found[i], race.found[0]);
		}
		vocab_free(race.v);
	}
}

static void refuses_more_than_memory_could_hold(void **state)
{
	struct vocab *v = vocab_new();
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(vocab_reserve(v, (size_t)1 << 40, 0, &err), ST_NOMEM);
	assert_int_equal(vocab_reserve(v, 10, SIZE_MAX - 5, &err), ST_NOMEM);
	assert_int_equal(vocab_reserve(v, 1000, 8000, &err), ST_OK);
	assert_int_equal(vocab_add(v, "a", 1, NULL, &err), ST_OK);
	assert_int_equal(vocab_find(v, "a", 1), 0);
	vocab_free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_every_word_by_its_bytes),
		cmocka_unit_test(the_first_of_equal_words_wins),
		cmocka_unit_test(keeps_any_bytes),
		cmocka_unit_test(sorted_is_byte_order_then_row),
		cmocka_unit_test(sorted_copes_with_long_common_beginnings),
		cmocka_unit_test(prefix_gives_exactly_the_words_that_start_so),
		cmocka_unit_test(prefix_of_an_empty_vocabulary_is_empty),
		cmocka_unit_test(loose_finds_other_cases_most_frequent_first),
		cmocka_unit_test(loose_ignores_accents_and_folds_other_scripts),
		cmocka_unit_test(threads_that_race_get_one_order),
		cmocka_unit_test(refuses_more_than_memory_could_hold),
	};

	return cmocka_run_group_tests_name("model/vocab", tests, NULL, NULL);
}
