/* Reading as a whole: the same result whatever the threads and blocks, hostile bytes, and real
 * corpora with counts from an independent program. */
#include "unit.h"

#include "io/source.h"
#include "text_corpus.h"

#include <unicode/ubrk.h>
#include <unicode/ustring.h>

/* --- any threads, any blocks ------------------------------------------------------------------- */

static uint64_t next_random(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

/* Bits of text in which everything happens that a cut could tear apart. */
static size_t make_text(char *to, size_t n, uint64_t seed)
{
	static const char *const bits[] = {
		"the",
		"The",
		"a",
		"king",
		"U.S.",
		"don't",
		"e-mail",
		"don\u2019t",
		"3.14",
		"1,000",
		" ",
		" ",
		" ",
		" ",
		"\n",
		"\n\n",
		"\r\n",
		"\t",
		". ",
		"! ",
		"?",
		".",
		"...",
		"-",
		"--",
		"'",
		"\"",
		"\u3002",
		"\uff0c",
		"\u6211\u7231\u81ea\u7136",
		"\u8bed\u8a00\u5904\u7406",
		"\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
		"\u00c4rger",
		"cafe\u0301",
		"\u00a0",
		"\xff",
		"\xe4\xb8",
		"<b>",
		"</b>",
		"<p>",
		"<!-- x -->",
		"&amp;",
		"&lt;",
		"&",
		"<",
		"<script>",
		"</script>",
		"_",
		"incomprehensibilities",
		"\f",
		"\u2019",
		"\u201d",
		"(",
		")",
		"b",
		"c",
	};
	size_t len = 0;

	while (len + 32 < n) {
		const char *bit = bits[next_random(&seed) % (sizeof(bits) / sizeof(*bits))];

		memcpy(to + len, bit, strlen(bit));
		len += strlen(bit);
	}
	return len;
}

static void threads_and_blocks_leave_no_trace(void **state)
{
	static const size_t blocks[] = { 1, 2, 7, 64, 100, 1000, 4096, 30000 };
	static const size_t threads[] = { 1, 2, 7 };
	char text[20000];

	(void)state;
	for (uint64_t seed = 1; seed <= 48; seed++) {
		struct text_options opt = small_text_options();
		struct text_report report[2] = { { 0 }, { 0 } };
		size_t n = make_text(text, sizeof(text), seed * 0x9E3779B97F4A7C15u);
		struct corpus *whole, *parts;

		opt.sentences = (enum text_sentences)(seed % 3);
		opt.numbers = (enum text_numbers)(seed / 3 % 3);
		opt.keep_markup = seed % 2;
		opt.keep_case = seed % 5 == 0;
		opt.stopwords = seed % 4 == 0 ? "en" : NULL;
		opt.min_count = seed % 7 == 0 ? 5 : 1;
		opt.phrase_passes = seed % 3;
		opt.phrase_threshold = 1;
		opt.phrase_min_count = 2;
		opt.report = &report[0];
		whole = text_corpus_read(text, n, &opt, NULL);
		if (whole)
			text_corpus_check(whole);
		opt.report = &report[1];
		opt.block = blocks[seed % 8];
		opt.threads = threads[seed / 8 % 3];
		parts = text_corpus_read(text, n, &opt, NULL);
		assert_int_equal(!whole, !parts); /* all in a <script>, say */
		if (!whole)
			continue;
		text_corpus_equal(whole, parts);
		assert_int_equal(report[0].invalid_bytes, report[1].invalid_bytes);
		assert_int_equal(report[0].words, report[1].words);
		assert_int_equal(report[0].lines, report[1].lines);
		corpus_free(whole);
		corpus_free(parts);
		text_report_release(&report[0]);
		text_report_release(&report[1]);
	}
}

/* --- hostile bytes ----------------------------------------------------------------------------- */

static void expect_no_words(const char *bytes, size_t n)
{
	struct text_options opt = small_text_options();
	struct error err = ERROR_INIT;

	assert_null(text_corpus_read(bytes, n, &opt, &err));
	assert_true(err.text[0] != '\0');
}

static void a_giant_word_is_left_out(void **state)
{
	const size_t n = (size_t)100 << 20;
	char *text = malloc(n + 10);
	struct text_options opt = small_text_options();
	struct text_report report = { 0 };
	struct corpus *c;

	(void)state;
	memset(text, 'x', n);
	memcpy(text, "one ", 4);
	memcpy(text + n, " two three", 10);
	opt.report = &report;
	c = text_corpus_read(text, n + 10, &opt, NULL);
	assert_non_null(c);
	assert_int_equal(c->word_count, 3);
	assert_int_equal(c->token_count, 3);
	assert_true(report.overlong_words >= 1);
	corpus_free(c);
	text_report_release(&report);
	expect_no_words(text + 4, n - 4);
	free(text);
}

static void words_up_to_the_limit_are_kept(void **state)
{
	char text[2 * TEXT_WORD_MAX + 16];
	struct text_options opt = small_text_options();
	struct corpus *c;

	(void)state;
	memset(text, 'Q', sizeof(text));
	text[TEXT_WORD_MAX] = ' ';
	c = text_corpus_read(text, 2 * TEXT_WORD_MAX + 2, &opt, NULL); /* one too long behind it */
	assert_non_null(c);
	assert_int_equal(c->token_count, 1);
	assert_int_equal(c->offsets[1], TEXT_WORD_MAX);
	assert_int_equal(c->bytes[0], 'q');
	corpus_free(c);
	c = text_corpus_read(text, 2 * TEXT_WORD_MAX + 1, &opt, NULL);
	assert_int_equal(c->token_count, 2);
	assert_int_equal(c->word_count, 1);
	corpus_free(c);
}

static void random_bytes_are_survived(void **state)
{
	static char text[1 << 16];
	uint64_t x = 88172645463325252u;

	(void)state;
	for (int round = 0; round < 20; round++) {
		struct text_options opt = small_text_options();
		struct corpus *c;

		for (size_t i = 0; i < sizeof(text); i++)
			text[i] = (char)(next_random(&x) % 255 + 1);
		opt.block = (size_t)round * 100;
		c = text_corpus_read(text, sizeof(text), &opt, NULL);
		assert_non_null(c);
		text_corpus_check(c);
		corpus_free(c);
	}
}

static void zero_bytes_behind_the_head_separate(void **state)
{
	char *text = malloc(100000);
	struct text_options opt = small_text_options();
	struct corpus *c;

	(void)state;
	memset(text, ' ', 100000);
	memcpy(text, "one", 3);
	memcpy(text + 90000, "two\0three", 9);
	c = text_corpus_read(text, 100000, &opt, NULL);
	assert_non_null(c);
	assert_int_equal(c->token_count, 3);
	corpus_free(c);
	free(text);
}

static void nothing_much_is_said(void **state)
{
	struct text_options opt = small_text_options();

	(void)state;
	expect_no_words("\n\n\n", 3);
	expect_no_words("\xEF\xBB\xBF", 3);
	expect_no_words("<p></p>", 7);
	text_corpus_expect("\xEF\xBB\xBF"
			   "one",
			   &opt, "one |");
	text_corpus_expect("x", &opt, "x |");
}

/* --- real corpora ------------------------------------------------------------------------------ */

struct expected {
	const char *name;
	enum text_sentences sentences;
	uint64_t words, distinct, lines, kept, tokens, ends;
};

static void expect_counts(const struct expected *e)
{
	struct text_options opt;
	struct text_report report = { 0 };
	struct error err = ERROR_INIT;
	struct corpus *c = NULL;
	char *path = shared_data_path(e->name);

	if (!path) {
		print_message("left out: %s is not there\n", e->name);
		return;
	}
	text_options_init(&opt);
	opt.sentences = e->sentences;
	opt.report = &report;
	assert_int_equal(corpus_read(&c, path, &opt, NULL, &err), ST_OK);
	text_corpus_check(c);
	assert_int_equal(report.words, e->words);
	assert_int_equal(report.distinct, e->distinct);
	assert_int_equal(report.lines, e->lines);
	assert_int_equal(c->word_count, e->kept);
	assert_int_equal(c->token_count, e->tokens);
	assert_int_equal(c->sentence_count, e->ends);
	corpus_free(c);
	text_report_release(&report);
	free(path);
}

/* Counts by an independent program: regular expressions of Python's regex module (words, NFC and
 * sentence ends as read.h describes them). */
static void real_corpora_have_the_expected_counts(void **state)
{
	static const struct expected all[] = {
		{ "corpora/state_union.txt.zst", TEXT_SENTENCES_LINE, 350246, 13727, 1069, 4675,
		  334819, 1066 },
		{ "corpora/state_union.txt.zst", TEXT_SENTENCES_TEXT, 350246, 13727, 1069, 4675,
		  334819, 17842 },
		{ "corpora/state_union.txt.zst", TEXT_SENTENCES_AUTO, 350246, 13727, 1069, 4675,
		  334819, 18047 },
		{ "corpora/reuters21578.txt.zst", TEXT_SENTENCES_LINE, 2692126, 73789, 124463,
		  19751, 2606688, 124404 },
		{ "corpora/reuters21578.txt.zst", TEXT_SENTENCES_TEXT, 2692126, 73789, 124463,
		  19751, 2606688, 105185 },
		{ "corpora/reuters21578.txt.zst", TEXT_SENTENCES_AUTO, 2692126, 73789, 124463,
		  19751, 2606688, 143256 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		expect_counts(&all[i]);
}

/* ICU over a whole text at once: the words that hold a letter or digit. */
static size_t cut_by_icu(const char *text, size_t n, char *joined)
{
	UErrorCode code = U_ZERO_ERROR;
	UChar *units = malloc((n + 1) * sizeof(*units));
	int32_t len = 0, from = 0, to, bytes;
	UBreakIterator *words;
	size_t at = 0;

	u_strFromUTF8(units, (int32_t)n, &len, text, (int32_t)n, &code);
	words = ubrk_open(UBRK_WORD, "", units, len, &code);
	assert_true(U_SUCCESS(code));
	for (; (to = ubrk_next(words)) != UBRK_DONE; from = to) {
		if (ubrk_getRuleStatus(words) < UBRK_WORD_NONE_LIMIT)
			continue;
		u_strToUTF8(joined + at, 1000, &bytes, units + from, to - from, &code);
		at += (size_t)bytes;
		joined[at++] = ' ';
	}
	ubrk_close(words);
	free(units);
	return at;
}

static char *read_packed(const char *path, size_t *n)
{
	struct source *src;
	char *text = malloc((size_t)4 << 20);
	size_t got = 1;

	assert_int_equal(source_open(&src, path, NULL, NULL, NULL), ST_OK);
	for (*n = 0; got; *n += got)
		assert_int_equal(source_read(src, text + *n, ((size_t)4 << 20) - *n, &got, NULL),
				 ST_OK);
	source_close(src);
	return text;
}

/* Chinese of one script, so that what ICU does with the whole is what is expected of the parts. */
static void chinese_is_cut_as_icu_cuts_the_whole(void **state)
{
	struct text_options opt = small_text_options();
	char *path = shared_data_path("corpora/zh-novels-3mb.txt.zst"), *text, *joined, *p;
	struct corpus *c = NULL;
	size_t n, len;

	(void)state;
	if (!path) {
		print_message("left out: zh-novels is not there\n");
		skip();
	}
	text = read_packed(path, &n);
	n = n < 600000 ? n : 600000;
	while (n && text[n - 1] != '\n')
		n--;
	joined = malloc(3 * n + 1000);
	len = cut_by_icu(text, n, joined);
	opt.block = 5000;
	c = text_corpus_read(text, n, &opt, NULL);
	assert_non_null(c);
	p = joined;
	for (uint64_t i = 0; i < c->id_count; i++) {
		size_t k;

		if (c->ids[i] == CORPUS_SENTENCE_END)
			continue;
		k = (size_t)(c->offsets[c->ids[i] + 1] - c->offsets[c->ids[i]]);
		assert_memory_equal(p, c->bytes + c->offsets[c->ids[i]], k);
		assert_int_equal(p[k], ' ');
		p += k + 1;
	}
	assert_int_equal(p - joined, len);
	corpus_free(c);
	free(joined);
	free(text);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_and_blocks_leave_no_trace),
		cmocka_unit_test(a_giant_word_is_left_out),
		cmocka_unit_test(words_up_to_the_limit_are_kept),
		cmocka_unit_test(random_bytes_are_survived),
		cmocka_unit_test(zero_bytes_behind_the_head_separate),
		cmocka_unit_test(nothing_much_is_said),
		cmocka_unit_test(real_corpora_have_the_expected_counts),
		cmocka_unit_test(chinese_is_cut_as_icu_cuts_the_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
