/* What the options of reading do, and the vocabulary that comes of it. */
#include "unit.h"

#include "text_corpus.h"

static void numbers_are_kept_hashed_or_dropped(void **state)
{
	static const char text[] =
		"in 1999 1,750 bags of 5.93 b2b mp3 3.14a \u0663\u0664 x\u00b2 1-a";
	struct text_options opt = small_text_options();

	(void)state;
	text_corpus_expect(text, &opt,
			   "in 1999 1,750 bags of 5.93 b2b mp3 3.14a \u0663\u0664 x\u00b2 1-a |");
	opt.numbers = TEXT_NUMBERS_HASH;
	text_corpus_expect(text, &opt, "in # # bags of # b#b mp# #a # x\u00b2 #-a |");
	opt.numbers = TEXT_NUMBERS_DROP;
	text_corpus_expect(text, &opt, "in bags of b2b mp3 3.14a x\u00b2 1-a |");
}

static void stopwords_are_removed(void **state)
{
	struct text_options opt = small_text_options();
	struct text_report report = { 0 };
	struct error err = ERROR_INIT;
	struct corpus *c;
	char *dir = temp_dir_make();
	static const char mine[] = "# mine\nCat\n\n  sat \r\ndon\u2019t";
	char *list = temp_file(dir, "list", mine, sizeof(mine) - 1);

	(void)state;
	opt.stopwords = "en";
	text_corpus_expect("The cat sat. I don't. It was THE king", &opt, "cat sat | king |");
	opt.keep_case = true;
	text_corpus_expect("The Cat sat on THE mat", &opt, "Cat sat mat |");
	opt.keep_case = false;
	opt.stopwords = list;
	opt.report = &report;
	c = text_corpus_read("the cat sat and don't cat", 25, &opt, &err);
	assert_string_equal(err.text, "");
	assert_int_equal(report.stopword_count, 4);
	assert_int_equal(report.words, 6);
	assert_int_equal(c->raw_count, 6);
	assert_int_equal(c->token_count, 2);
	corpus_free(c);
	text_report_release(&report);
	opt.stopwords = "xx";
	assert_null(text_corpus_read("a", 1, &opt, &err));
	assert_int_equal(err.status, ST_USAGE);
	assert_non_null(strstr(err.text, "language xx"));
	opt.stopwords = "/nowhere/list";
	assert_null(text_corpus_read("a", 1, &opt, &err));
	assert_int_equal(err.status, ST_IO);
	opt.stopwords = "en";
	assert_null(text_corpus_read("the and of the", 14, &opt, &err));
	assert_non_null(strstr(err.text, "stop words or numbers"));
	free(list);
	temp_dir_remove(dir);
}

static void every_list_that_ships_can_be_read(void **state)
{
	static const char codes[] =
		"af ar bg bn br ca cs da de el en eo es et eu fa fi fr ga gl gu ha "
		"he hi hr hu hy id it ja ko ku la lt lv mr ms nl no pl pt ro ru sk "
		"sl so st sv sw th tl tr uk ur vi yo zh zu";

	(void)state;
	for (size_t i = 0; i < sizeof(codes); i += 3) {
		struct text_options opt = small_text_options();
		struct error err = ERROR_INIT;
		struct corpus *c;
		char code[3] = { codes[i], codes[i + 1], '\0' };

		opt.stopwords = code;
		c = text_corpus_read("qqqq", 4, &opt, &err);
		assert_string_equal(err.text, "");
		corpus_free(c);
	}
}

static void markup_is_stripped(void **state)
{
	struct text_options opt = small_text_options();

	(void)state;
	text_corpus_expect(
		"<!DOCTYPE html><html><head><title>A b</title><style>p { x: y }</style>\n"
		"<script>if (a<b) c();</script></head><p class=\"z\">One <b>tw</b>o"
		"<br/>three</P><!-- no > - no\n --><div>H<sub>2</sub>O</div>",
		&opt, "a b | one two | three | h2o |");
	text_corpus_expect("caf&eacute; AT&amp;T x&#8217;s &#x41;b &nope; &lt;tag> fish & chips &",
			   &opt, "caf\u00e9 at&t x's ab nope tag fish chips |");
	text_corpus_expect("a < b and c > d <me@here.org> <y and z> <3 </i> <", &opt,
			   "a b and c d me here org y and z 3 |");
	text_corpus_expect("General Motors <GM> and <C>, <b>", &opt, "general motors gm and c b |");
	text_corpus_expect("<w c5=\"NN1\">king </w><w>queen</w><w>x", &opt, "king queen x |");
	text_corpus_expect("x <![CDATA[one two]]> y</x> <unfinished", &opt,
			   "x one two y unfinished |");
	opt.keep_markup = true;
	text_corpus_expect("<b>one</b> &amp; two", &opt, "b one b amp two |");
}

static void rare_words_are_dropped(void **state)
{
	static const char text[] = "bb bb bb. cc cc cc. rare. aa aa bb cc";
	struct text_options opt = small_text_options();
	struct text_report report = { 0 };
	struct error err = ERROR_INIT;
	struct corpus *c;

	(void)state;
	opt.min_count = 2;
	text_corpus_expect(text, &opt, "bb bb bb | cc cc cc | aa aa bb cc |");
	opt.max_vocab = 2;
	opt.report = &report;
	c = text_corpus_read(text, sizeof(text) - 1, &opt, NULL);
	text_corpus_check(c);
	assert_int_equal(c->word_count, 2);
	assert_memory_equal(c->bytes, "bbcc", 4); /* equal counts: by bytes */
	assert_int_equal(c->counts[0], 4);
	assert_int_equal(c->raw_count, 11);
	assert_int_equal(c->token_count, 8);
	assert_int_equal(c->sentence_count, 3);
	assert_int_equal(report.rare_count, 3);
	assert_int_equal(report.rare_distinct, 2);
	assert_int_equal(report.distinct, 4);
	corpus_free(c);
	text_report_release(&report);
	opt.report = NULL;
	opt.min_count = 5;
	assert_null(text_corpus_read(text, sizeof(text) - 1, &opt, &err));
	assert_int_equal(err.status, ST_FAILED);
	assert_non_null(strstr(err.text, "no word occurs 5 times"));
}

static void vocabulary_is_saved(void **state)
{
	struct text_options opt = small_text_options();
	struct corpus *c = text_corpus_read("b a b c b a", 11, &opt, NULL);
	char *dir = temp_dir_make(), *path = temp_file(dir, "vocab", "old", 3), buf[64];
	struct error err = ERROR_INIT;
	size_t n;
	FILE *f;

	(void)state;
	assert_int_not_equal(corpus_save_vocab(c, path, false, &err), ST_OK);
	assert_int_equal(corpus_save_vocab(c, path, true, &err), ST_OK);
	f = fopen(path, "r");
	n = fread(buf, 1, sizeof(buf), f);
	fclose(f);
	assert_int_equal(n, 12);
	assert_memory_equal(buf, "b 3\na 2\nc 1\n", 12);
	corpus_free(c);
	free(path);
	temp_dir_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_kept_hashed_or_dropped),
		cmocka_unit_test(stopwords_are_removed),
		cmocka_unit_test(every_list_that_ships_can_be_read),
		cmocka_unit_test(markup_is_stripped),
		cmocka_unit_test(rare_words_are_dropped),
		cmocka_unit_test(vocabulary_is_saved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
