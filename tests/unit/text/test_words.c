/* What is a word, and where does a sentence end: exact expectations on small texts. */
#include "unit.h"

#include "text_corpus.h"

static void expect(const char *text, const char *expected)
{
	struct text_options opt = small_text_options();

	text_corpus_expect(text, &opt, expected);
}

static void splits_ascii(void **state)
{
	(void)state;
	expect("The cat sat.", "the cat sat |");
	expect("one", "one |");
	expect("  a\tb\r\nc  ", "a b | c |");
	expect("a/b (c) [d] \"e\" f; g: h, i", "a b c d e f g h i |");
	expect("MP3 b2b 3d 1980s 42", "mp3 b2b 3d 1980s 42 |");
	expect("zero\001one\x7Ftwo", "zero one two |");
	expect("abcdefghijklmnop abcdefghijklmnopq ABCDEFGHIJKLMNOPQ abcdefg abcdefgh abcdefghi",
	       "abcdefghijklmnop abcdefghijklmnopq abcdefghijklmnopq abcdefg abcdefgh abcdefghi |");
}

static void joins_inside_words(void **state)
{
	(void)state;
	expect("don't e-mail rock'n'roll", "don't e-mail rock'n'roll |");
	expect("'quoted' dogs' 'tis -x- --y-- a--b a - b", "quoted dogs tis x y a b a b |");
	expect("3.14 1,000,000 5.93, 1990-1995 2:30 v1.2",
	       "3.14 1,000,000 5.93 1990 1995 2 30 v1.2 |");
	expect("the U.S. economy, e.g. J.R.R. Tolkien's", "the u.s economy e.g j.r.r tolkien's |");
	expect("end.Next a.b.c foo.b", "end next a.b.c foo b |");
	expect("AT&T R&D a & b 1&2", "at&t r&d a b 1 2 |");
	expect("new_york __init__ _x", "new_york init x |");
	expect("don\xE2\x80\x99t e\xE2\x80\x90mail e\xE2\x80\x91mail", "don't e-mail e-mail |");
	expect("col\xC2\xB7lecci\xC3\xB3", "col\xC2\xB7lecci\xC3\xB3 |");
}

static void ends_sentences(void **state)
{
	struct text_options opt = small_text_options();

	(void)state;
	expect("One two. Three! Four? Five", "one two | three | four | five |");
	expect("He said \"no.\" Then (yes.) Then", "he said no | then yes | then |");
	expect("wait... what?! no", "wait | what | no |");
	expect("etc., and J. Smith of the U.S. won 5. Then",
	       "etc and j smith of the u.s won 5 | then |");
	expect("example.com a.", "example com a |");
	opt.sentences = TEXT_SENTENCES_LINE;
	text_corpus_expect("a. b\nc\n\n\nd", &opt, "a b | c | d |");
	opt.sentences = TEXT_SENTENCES_TEXT;
	text_corpus_expect("a\nbb. c\n \t\r\nd\re\ff", &opt, "a bb | c | d e | f |");
}

static void marks_of_many_scripts_end_sentences(void **state)
{
	(void)state;
	expect("\u00bfQu\u00e9 tal? \u00a1Bien! \u00abS\u00ed.\u00bb Bueno",
	       "qu\u00e9 tal | bien | s\u00ed | bueno |");
	expect("\u6211\u7231\u81ea\u7136\u3002\u4f60\u597d\uff01",
	       "\u6211 \u7231 \u81ea\u7136 | \u4f60\u597d |");
	expect("\u0928\u092e\u0938\u094d\u0924\u0947\u0964 \u0930\u093e\u092e",
	       "\u0928\u092e\u0938\u094d\u0924\u0947 | \u0930\u093e\u092e |");
	expect("\u043e\u043d \u0410. \u0421. \u041f\u0443\u0448\u043a\u0438\u043d\u2026 "
	       "\u0434\u0430",
	       "\u043e\u043d \u0430 \u0441 \u043f\u0443\u0448\u043a\u0438\u043d | \u0434\u0430 |");
}

static void wrapped_lines_are_told_from_paragraphs(void **state)
{
	/* the same words, wrapped at 45 columns and as six lines that end where they like */
	static const char wrapped[] = "It was a bright cold day in April and the\n"
				      "clocks were striking thirteen and Winston\n"
				      "Smith with his chin nuzzled into his breast\n"
				      "in an effort to escape the vile wind slipped\n"
				      "quickly through the glass doors of Victory\n"
				      "Mansions though not quickly enough to keep\n"
				      "the swirl of gritty dust from entering.\n";
	static const char lines[] =
		"It was a bright\ncold day in April and the clocks were striking\n"
		"thirteen and\nWinston Smith with his chin nuzzled into his breast\n"
		"in an effort\nto escape\nthe vile wind\nslipped quickly\n";
	struct text_options opt = small_text_options();
	struct text_report report = { 0 };
	struct corpus *c;

	(void)state;
	opt.report = &report;
	c = text_corpus_read(wrapped, sizeof(wrapped) - 1, &opt, NULL);
	assert_non_null(c);
	assert_true(report.wrapped);
	assert_int_equal(c->sentence_count, 1);
	corpus_free(c);
	text_report_release(&report);
	c = text_corpus_read(lines, sizeof(lines) - 1, &opt, NULL);
	assert_non_null(c);
	assert_false(report.wrapped);
	assert_int_equal(c->sentence_count, 8);
	corpus_free(c);
	text_report_release(&report);
}

static void lower_case_is_unicode(void **state)
{
	struct text_options opt = small_text_options();

	(void)state;
	expect("\u00c4RGER Stra\u00dfe STRA\u1e9eE", "\u00e4rger stra\u00dfe stra\u00dfe |");
	expect("\u0130stanbul ISPARTA", "istanbul isparta |");
	expect("\u039f\u0394\u039f\u03a3 \u03a3\u039f\u03a6\u039f\u03a3 \u03a3 \u03a3\u0391\u03a3",
	       "\u03bf\u03b4\u03bf\u03c2 \u03c3\u03bf\u03c6\u03bf\u03c2 \u03c3 \u03c3\u03b1\u03c2 "
	       "|");
	expect("\u041c\u041e\u0421\u041a\u0412\u0410 \U00010400",
	       "\u043c\u043e\u0441\u043a\u0432\u0430 \U00010428 |");
	opt.keep_case = true;
	text_corpus_expect("The NASA \u00c4rger", &opt, "The NASA \u00c4rger |");
}

static void words_are_composed(void **state)
{
	struct text_options opt = small_text_options();

	(void)state;
	expect("caf\u00e9 cafe\u0301 CAFE\u0301", "caf\u00e9 caf\u00e9 caf\u00e9 |");
	expect("soft\u00adhyphen zw\u200cnj", "softhyphen zw\u200cnj |");
	opt.min_count = 3;
	text_corpus_expect("caf\u00e9 cafe\u0301 CAFE\u0301 bar bar", &opt,
			   "caf\u00e9 caf\u00e9 caf\u00e9 |");
}

static void scripts_without_spaces_are_cut(void **state)
{
	(void)state;
	/* what ICU's word iterator gives for the whole text */
	expect("\u6211\u7231\u81ea\u7136\u8bed\u8a00\u5904\u7406",
	       "\u6211 \u7231 \u81ea\u7136 \u8bed\u8a00 \u5904\u7406 |");
	expect("\u7814\u7a76\u751f\u547d\u8d77\u6e90", "\u7814\u7a76 \u751f\u547d \u8d77\u6e90 |");
	expect("\u6211\u7528Python3\u5199\u7a0b\u5e8f",
	       "\u6211 \u7528 python3 \u5199 \u7a0b\u5e8f |");
	expect("\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01",
	       "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 \u0e0a\u0e32\u0e27 \u0e42\u0e25\u0e01 |");
	expect("\u30b3\u30fc\u30d2\u30fc\u3092\u98f2\u3080",
	       "\u30b3\u30fc\u30d2\u30fc \u3092 \u98f2\u3080 |");
	expect("\ud55c\uad6d\uc5b4 \ud14d\uc2a4\ud2b8", "\ud55c\uad6d\uc5b4 \ud14d\uc2a4\ud2b8 |");
}

static void invalid_bytes_stay_and_are_counted(void **state)
{
	static const char text[] = "caf\xE9 x\x80y \xC3 ok \xED\xA0\x80 z";
	struct text_options opt = small_text_options();
	struct text_report report = { 0 };
	struct corpus *c;
	char *shown;

	(void)state;
	opt.report = &report;
	c = text_corpus_read(text, sizeof(text) - 1, &opt, NULL);
	assert_non_null(c);
	shown = text_corpus_show(c);
	assert_string_equal(shown, "caf\xE9 x\x80y \xC3 ok \xED\xA0\x80 z |");
	assert_int_equal(report.invalid_bytes, 6);
	assert_int_equal(report.note_count, 1);
	assert_non_null(strstr(report.notes[0], "6 bytes are no UTF-8"));
	free(shown);
	corpus_free(c);
	text_report_release(&report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_ascii),
		cmocka_unit_test(joins_inside_words),
		cmocka_unit_test(ends_sentences),
		cmocka_unit_test(marks_of_many_scripts_end_sentences),
		cmocka_unit_test(wrapped_lines_are_told_from_paragraphs),
		cmocka_unit_test(lower_case_is_unicode),
		cmocka_unit_test(words_are_composed),
		cmocka_unit_test(scripts_without_spaces_are_cut),
		cmocka_unit_test(invalid_bytes_stay_and_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
