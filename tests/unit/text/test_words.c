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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_ascii),
		cmocka_unit_test(joins_inside_words),
		cmocka_unit_test(ends_sentences),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
