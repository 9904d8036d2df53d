#include "unit.h"

#include "base/compiler.h"
#include "model/query.h"
#include "toy_model.h"

static struct model *words(const char *const *list, size_t n)
{
	return toy_model_named(list, n, 1);
}

static void check_found(const struct model *m, const char *word, uint32_t row, enum lookup_how how)
{
	struct lookup l;
	struct error err = ERROR_INIT;

	if (lookup_word(m, word, &l, &err))
		fail_msg("%s: %s", word, err.text);
	if (l.row != row || l.how != how)
		fail_msg("%s: row %u way %d instead of %u %d", word, l.row, l.how, row, how);
}

static const char *const mixed[] = {
	"the",	    "Paris", "paris",	      "PARIS", "caf\u00E9", "CAFE",   "Cafe", "new_york",
	"New York", "Iran",  "\u00E9t\u00E9", "ete",   "St_Louis",  "e-mail", "C++",  "los angeles",
};

static void exact_then_case_then_accent_then_joined(void **state)
{
	struct model *m = words(mixed, ARRAY_LEN(mixed));

	(void)state;
	check_found(m, "paris", 2, LOOKUP_EXACT);
	check_found(m, "PARIS", 3, LOOKUP_EXACT);
	check_found(m, "pAris", 1, LOOKUP_CASE); /* the most frequent */
	check_found(m, "iran", 9, LOOKUP_CASE);
	check_found(m, "cafe", 5, LOOKUP_CASE); /* case before accent, though less frequent */
	check_found(m, "Caf\u00E9", 4, LOOKUP_CASE);
	check_found(m, "caf\u00E8", 4, LOOKUP_ACCENT);
	check_found(m, "ETE", 11, LOOKUP_CASE);
	check_found(m, "\u00E9te", 10, LOOKUP_ACCENT);
	check_found(m, "c++", 14, LOOKUP_CASE);
	check_found(m, "new york", 8, LOOKUP_CASE); /* with a space before "_" */
	check_found(m, "st louis", 12, LOOKUP_JOINED);
	check_found(m, "los_angeles", 15, LOOKUP_JOINED);
	toy_model_free(m);
}

static void what_was_taken_is_said(void **state)
{
	struct model *m = words(mixed, ARRAY_LEN(mixed));
	struct strbuf sb = STRBUF_INIT;
	struct lookup l;

	(void)state;
	assert_int_equal(lookup_word(m, "the", &l, NULL), ST_OK);
	lookup_describe(m, "the", &l, &sb);
	assert_string_equal(sb.buf, "");
	assert_int_equal(lookup_word(m, "iran", &l, NULL), ST_OK);
	lookup_describe(m, "iran", &l, &sb);
	assert_string_equal(sb.buf, "iran: taken as Iran (rank 10)");
	strbuf_clear(&sb);
	assert_int_equal(lookup_word(m, "pAris", &l, NULL), ST_OK);
	lookup_describe(m, "pAris", &l, &sb);
	assert_string_equal(sb.buf,
			    "pAris: taken as Paris (rank 2); also paris (rank 3), PARIS (rank 4)");
	strbuf_release(&sb);
	toy_model_free(m);
}

static void check_missing(const struct model *m, const char *word, const char *want)
{
	struct error err = ERROR_INIT;
	struct lookup l = { 77, LOOKUP_CASE };

	assert_int_equal(lookup_word(m, word, &l, &err), ST_FAILED);
	assert_string_equal(err.text, want);
	assert_int_equal(l.row, 77);
	assert_int_equal(lookup_word(m, word, &l, NULL), ST_FAILED);
}

static void a_missing_word_names_near_spellings(void **state)
{
	static const char *const list[] = { "the",  "queen", "quern", "Queens", "been",
					    "king", "man",   "quean", "quaint", "\u00FCber" };
	struct model *m = words(list, ARRAY_LEN(list));

	(void)state;
	check_missing(m, "quen",
		      "no word \"quen\" here; near in spelling: queen (rank 2), quern (rank 3), "
		      "quean (rank 8), Queens (rank 4), been (rank 5)");
	check_missing(m, "uebr", "no word \"uebr\" here; near in spelling: \u00FCber (rank 10)");
	check_missing(m, "zzzzzzz", "no word \"zzzzzzz\" here, and none near in spelling");
	check_missing(m, "king-man",
		      "no word \"king-man\" here; signs need spaces around them: "
		      "king - man");
	check_missing(m, "king queen",
		      "no word \"king queen\" here; its words are there: king + queen");
	check_missing(m, "king nix", "no word \"king nix\" here, and none near in spelling");
	check_missing(m, "", "no word \"\" here, and none near in spelling");
	toy_model_free(m);
}

static void ranks_have_thousands_marked(void **state)
{
	struct model *m = toy_model_new(4000, 1);
	struct error err = ERROR_INIT;
	struct lookup l;

	(void)state;
	assert_int_equal(lookup_word(m, "w3033x", &l, &err), ST_FAILED);
	assert_non_null(strstr(err.text, "near in spelling: w3033 (rank 3,034), w303 (rank 304)"));
	toy_model_free(m);
}

/* The full table of the textbook, without limits or prefilters. */
static unsigned plain_distance(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	unsigned d[32][32];

	for (size_t i = 0; i <= n; i++)
		for (size_t j = 0; j <= m; j++) {
			if (!i || !j) {
				d[i][j] = (unsigned)(i + j);
				continue;
			}
			d[i][j] = MIN(MIN(d[i - 1][j], d[i][j - 1]) + 1,
				      d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				d[i][j] = MIN(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[n][m];
}

static void random_word(char *out, size_t max, unsigned letters, uint64_t *seed)
{
	size_t n = 1 + toy_random(seed) % max;

	for (size_t i = 0; i < n; i++)
		out[i] = (char)('a' + toy_random(seed) % letters);
	out[n] = '\0';
}

/* Against the plain table: same words, by distance and then frequency. */
static void suggestions_are_the_nearest_of_all(void **state)
{
	static char text[30000][12];
	static const char *list[30000];
	uint64_t seed = 5;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(text); i++) {
		random_word(text[i], 9, 5, &seed);
		list[i] = text[i];
	}
	struct model *m = words(list, ARRAY_LEN(list));

	for (size_t q = 0; q < 30; q++) {
		char word[12];
		uint32_t rows[20];
		size_t count, at = 0;

		random_word(word, 11, 5, &seed);
		count = lookup_suggest(m, word, rows, 20);
		for (unsigned d = 0; d <= (strlen(word) <= 3 ? 1u : 2u); d++)
			for (uint32_t r = 0; r < ARRAY_LEN(text) && at < 20; r++)
				if (plain_distance(word, text[r]) == d) {
					assert_true(at < count);
					assert_int_equal(rows[at++], r);
				}
		assert_int_equal(at, count);
	}
	toy_model_free(m);
}

static void suggestions_count_characters_not_bytes(void **state)
{
	static const char *const list[] = { "\u4E2D\u56FD\u4EBA", "\u041C\u0430\u0440\u0438\u044F",
					    "na\u00EFve", "\xFF\xFE", "x" };
	struct model *m = words(list, ARRAY_LEN(list));
	uint32_t rows[4];

	(void)state;
	assert_int_equal(lookup_suggest(m, "\u4E2D\u56FD", rows, 4), 1);
	assert_int_equal(rows[0], 0);
	assert_int_equal(lookup_suggest(m, "\u041C\u0430\u0440\u044F", rows, 4), 1);
	assert_int_equal(rows[0], 1);
	assert_int_equal(lookup_suggest(m, "\xFF", rows, 4), 2); /* replace or insert one */
	assert_int_equal(rows[0], 3);
	assert_int_equal(lookup_suggest(m, "naivve", rows, 0), 0);
	toy_model_free(m);
}

static void endless_words_have_no_suggestions(void **state)
{
	static const char *const list[] = { "a", "b" };
	struct model *m = words(list, 2);
	struct error err = ERROR_INIT;
	char *word = malloc(100001);
	struct lookup l;

	(void)state;
	memset(word, 'a', 100000);
	word[100000] = '\0';
	assert_int_equal(lookup_word(m, word, &l, &err), ST_FAILED);
	assert_memory_equal(err.text, "no word \"aaa", 12);
	free(word);
	toy_model_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exact_then_case_then_accent_then_joined),
		cmocka_unit_test(what_was_taken_is_said),
		cmocka_unit_test(a_missing_word_names_near_spellings),
		cmocka_unit_test(ranks_have_thousands_marked),
		cmocka_unit_test(suggestions_are_the_nearest_of_all),
		cmocka_unit_test(suggestions_count_characters_not_bytes),
		cmocka_unit_test(endless_words_have_no_suggestions),
	};

	return cmocka_run_group_tests_name("model/lookup", tests, NULL, NULL);
}
