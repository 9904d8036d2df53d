#include "unit.h"

#include <math.h>
#include <stdatomic.h>

#include "base/mem.h"
#include "base/number.h"
#include "comma_locale.h"
#include "load_dump.h"
#include "make_model.h"
#include "toy_model.h"

#define CHECK(cases) check_load_cases("m.txt", cases, ARRAY_LEN(cases), NULL)

static void header_or_none(void **state)
{
	static const struct load_case cases[] = {
		CASE("2 2\na 1 2\nb 3 4\n", "a: 1 2\nb: 3 4\n"),
		CASE("a 1 2\nb 3 4\n", "a: 1 2\nb: 3 4\n"),
		/* trailing spaces as word2vec and fastText write them; several between fields */
		CASE("2 2 \na 1 2 \nb  3   4 \n", "a: 1 2\nb: 3 4\n"),
		CASE("  2\t2\na\t1\t2\nb\t3\t4\n", "a: 1 2\nb: 3 4\n"),
		/* words that are numbers are no header, for lack of a second column that fits */
		CASE("2004 1 2\n17 3 4\n", "2004: 1 2\n17: 3 4\n"),
		CASE("1 1\na 1\n", "a: 1\n"),
		CASE("1 1\n", "format error: m.txt: its header announces 1 x 1 numbers, but "
			      "nothing follows\n"),
		CASE("1 3\na 1 2 3", "a: 1 2 3\n"),
		CASE("a 0.5", "a: 0.5\n"),
		CASE("a 0.5\n", "a: 0.5\n"),
		CASE("a 0.5 1 1.5 2", "a: 0.5 1 1.5 2\n"),
	};

	(void)state;
	CHECK(cases);
}

static void a_header_that_lies(void **state)
{
	static const struct load_case cases[] = {
		CASE("3 2\na 1 2\nb 3 4\n",
		     "a: 1 2\nb: 3 4\n! the header says 3 rows, the file has 2\n"),
		CASE("1 2\na 1 2\nb 3 4\n",
		     "a: 1 2\nb: 3 4\n! the header says 1 row, the file has 2\n"),
		CASE("0 2\na 1 2\n", "a: 1 2\n! the header says 0 rows, the file has 1\n"),
		CASE("2 3\na 1 2\nb 3 4\n",
		     "a: 1 2\nb: 3 4\n! the header says 3 dimensions, the rows have 2\n"),
		CASE("9 1000000\na 1 2\nb 3 4\n",
		     "a: 1 2\nb: 3 4\n! the header says 9 rows, the file has 2\n"
		     "! the header says 1000000 dimensions, the rows have 2\n"),
		CASE("2 0\na 1 2\nb 3 4\n",
		     "a: 1 2\nb: 3 4\n! the header says 0 dimensions, the rows have 2\n"),
		CASE("1000000000000 2\na 1 2\n",
		     "a: 1 2\n! the header says 1000000000000 rows, the file has 1\n"),
		CASE("99999999999999999999999 2\na 1 2\n",
		     "a: 1 2\n! the header says 18446744073709551615 rows, the file has 1\n"),
		CASE("99999999999999999999999 99999999999999999999999\na 1 2\n",
		     "a: 1 2\n! the header says 18446744073709551615 rows, the file has 1\n"
		     "! the header says 18446744073709551615 dimensions, the rows have 2\n"),
	};

	(void)state;
	CHECK(cases);
}

static void words_of_every_kind(void **state)
{
	static const struct load_case cases[] = {
		/* split from the right, as glove.840B needs it */
		CASE("a 1 2\nnew york 3 4\n. . . 5 6\nat name@domain.com 7 8\n",
		     "a: 1 2\nnew york: 3 4\n. . .: 5 6\nat name@domain.com: 7 8\n"),
		CASE("a 1 2\nroute 66 3 4\nb 5 6\n9 9 7 8\nc 9 1\n",
		     "a: 1 2\nroute 66: 3 4\nb: 5 6\n9 9: 7 8\nc: 9 1\n"),
		CASE("2 2\nnew york 1 2\nlos angeles 3 4\n", "new york: 1 2\nlos angeles: 3 4\n"),
		CASE("new york 1 2\nlos angeles 3 4\n", "new york: 1 2\nlos angeles: 3 4\n"),
		/* no-break space, next line, ideographic space, line separator, vertical tab */
		CASE("a\xC2\xA0z 1 2\n\xC2\x85 3 4\n\xE3\x80\x80 5 6\nb\xE2\x80\xA8z 7 8\n\v 9 1\n",
		     "a\\xC2\\xA0z: 1 2\n\\xC2\\x85: 3 4\n\\xE3\\x80\\x80: 5 6\n"
		     "b\\xE2\\x80\\xA8z: 7 8\n\\x0B: 9 1\n"),
		CASE("caf\xE9 1 2\nok 3 4\n\xE4\xB8 5 6\n\xFF\xFE 7 8\n",
		     "caf\\xE9: 1 2\nok: 3 4\n\\xE4\\xB8: 5 6\n\\xFF\\xFE: 7 8\n"
		     "! 3 words are not valid UTF-8: kept as they are (lines 1, 3, 4)\n"),
		CASE("a\0b 1 2\nc 3 4\n", "a\\x00b: 1 2\nc: 3 4\n"),
		CASE("a\rb 1 2\nc 3 4\n", "a\\x0Db: 1 2\nc: 3 4\n"),
		CASE("\x1B]0;x\a 1 2\nc 3 4\n", "\\x1B]0;x\\x07: 1 2\nc: 3 4\n"),
		/* no word at all; a word of blanks is one */
		CASE("a 1 2\n 3 4\nb 5 6\n5 6\n",
		     "a: 1 2\n<row:2>: 3 4\nb: 5 6\n<row:4>: 5 6\n"
		     "! 2 rows without a word, named <row:N> (lines 2, 4)\n"),
		CASE("a 1 2\nnan 3 4\ninf nan 1\n",
		     "a: 1 2\nnan: 3 4\ninf: nan 1\n"
		     "! 1 row holds NaN or infinity: never a result (line 3)\n"),
		CASE("a 1 2\nb 3 4\na 5 6\nb 7 8\n a 1 1\n",
		     "a: 1 2\nb: 3 4\na: 5 6\nb: 7 8\n a: 1 1\n"
		     "! 2 repeated words: the first one of each is found (lines 3, 4)\n"),
		CASE("\"a\" 1 2\n'b' 3 4\n", "\"a\": 1 2\n'b': 3 4\n"),
	};

	(void)state;
	CHECK(cases);
}

static void line_ends_blank_lines_and_marks(void **state)
{
	static const struct load_case cases[] = {
		CASE("2 2\r\na 1 2\r\nb 3 4\r\n", "a: 1 2\nb: 3 4\n"),
		CASE("a 1 2 \r\nb 3 4 \r\n", "a: 1 2\nb: 3 4\n"),
		CASE("a 1 2\r\nb 3 4", "a: 1 2\nb: 3 4\n"),
		CASE("a 1 2\r\nb 3 4\r", "a: 1 2\nb: 3 4\n"),
		CASE("\xEF\xBB\xBF"
		     "a 1 2\nb 3 4\n",
		     "a: 1 2\nb: 3 4\n"),
		CASE("\xEF\xBB\xBF"
		     "2 2\na 1 2\nb 3 4\n",
		     "a: 1 2\nb: 3 4\n"),
		CASE("\n\n2 2\n\na 1 2\n\nb 3 4\n \n\n",
		     "a: 1 2\nb: 3 4\n! 3 blank lines skipped (lines 6, 8, 9)\n"),
		CASE("a 1 2\n\r\nb 3 4\n", "a: 1 2\nb: 3 4\n! 1 blank line skipped (line 2)\n"),
		CASE("a 1 2\n\nb 3 4\n\nc\n\n",
		     "a: 1 2\nb: 3 4\n! 1 row skipped: too few numbers (line 5)\n"
		     "! 3 blank lines skipped (lines 2, 4, 6)\n"),
	};

	(void)state;
	CHECK(cases);
}

static void rows_that_are_not_finite_or_zero(void **state)
{
	static const struct load_case cases[] = {
		CASE("a nan 2\nb 3 -inf\nc 0 -0\nd Infinity NaN\ne -nan 1\nf 1 2\n",
		     "a: nan 2\nb: 3 -inf\nc: 0 -0\nd: inf nan\ne: nan 1\nf: 1 2\n"
		     "! 4 rows hold NaN or infinity: never a result (lines 1, 2, 4, 5)\n"
		     "! 1 row is all zero: never a result of a cosine (line 3)\n"),
		CASE("a 1e39 2\nb 3 -1e999999\nc inf 1\n",
		     "a: inf 2\nb: 3 -inf\nc: inf 1\n"
		     "! 3 rows hold NaN or infinity: never a result (lines 1, 2, 3)\n"
		     "! 2 numbers too large for a float, read as infinity (lines 1, 2)\n"),
		/* finite numbers whose length no float holds */
		CASE("a 3e38 3e38\nb 1 1\n", "a: 3e38 3e38\nb: 1 1\n! 1 row holds NaN or infinity: "
					     "never a result (line 1)\n"),
		CASE("a 1 1\nb 0 0\nc 0 0\nd 0 0\ne 0 0\nf 0 0\ng 0 0\n",
		     "a: 1 1\nb: 0 0\nc: 0 0\nd: 0 0\ne: 0 0\nf: 0 0\ng: 0 0\n"
		     "! 6 rows are all zero: never a result of a cosine (lines 2, 3, 4, 5, 6, "
		     "\\xE2\\x80\\xA6)\n"),
	};

	(void)state;
	CHECK(cases);
}

static void cut_off_and_ragged(void **state)
{
	static const struct load_case cases[] = {
		/* the header says that a row is missing: the last line is a stump */
		CASE("3 2\na 1 2\nb 3 4",
		     "a: 1 2\n! the file ends in the middle of a row, which was left out\n"
		     "! the header says 3 rows, the file has 1\n"),
		CASE("2 2\na 1 2\nb 3 4", "a: 1 2\nb: 3 4\n"),
		CASE("a 1 2\nb 3 4\nc 5 6\nd",
		     "a: 1 2\nb: 3 4\nc: 5 6\n! 1 row skipped: too few numbers (line 4)\n"),
		/* a bad row is one of those that the header counts */
		CASE("3 2\na 1 2\nb 3\nc 5 6\n",
		     "a: 1 2\nc: 5 6\n! 1 row skipped: too few numbers (line 3)\n"),
		/* too few numbers is skipped, one more belongs to the word */
		CASE("a 1 2\nb 3\nc 5 6 7\nd 8 9\n",
		     "a: 1 2\nc 5: 6 7\nd: 8 9\n! 1 row skipped: too few numbers (line 2)\n"),
		CASE("a 1 2\nb 3 x\nc 5 6\nd 0x10 9\ne 1_0 2\nf 1e 2\ng 7 8\nh 9 1\n",
		     "a: 1 2\nc: 5 6\ng: 7 8\nh: 9 1\n! 4 rows skipped: too few numbers (lines 2, "
		     "4, 5, 6)\n"),
		CASE("a 1 2 3\nb 1 2\nc 1\nd\ne f g\n",
		     "format error: m.txt is no embedding file that vecscope knows: it begins with "
		     "the bytes 61 20 31 20 32 20 33 0a; see: help formats\n"),
	};

	(void)state;
	CHECK(cases);
}

static void tables_with_commas_and_semicolons(void **state)
{
	static const struct load_case cases[] = {
		CASE("a,1,2\nb,3,4\n", "a: 1 2\nb: 3 4\n"),
		CASE("a;1;2\nb;3;4\n", "a: 1 2\nb: 3 4\n"),
		CASE("\"new \"\"york\"\"\",1,2\n\"b,c\",3,4\n", "new \"york\": 1 2\nb,c: 3 4\n"),
		CASE("a 1,5\nb 2,7\n", "a 1: 5\nb 2: 7\n"),
		CASE("a, 1, 2\nnew york , 3 ,4\n", "a: 1 2\nnew york: 3 4\n"),
		CASE("word,x,y\na,1,2\nb,3,4\n",
		     "a: 1 2\nb: 3 4\n! 1 row skipped: too few numbers (line 1)\n"),
		CASE("a,1,2,\nb,3,4,\n", "a: 1 2\nb: 3 4\n"),
		CASE("a  ,1,2\nb,3,4\n", "a: 1 2\nb: 3 4\n"),
		CASE("a,1,\nb,,4\nc,5,6\nd,7,8\n",
		     "c: 5 6\nd: 7 8\n! 2 rows skipped: too few numbers (lines 1, 2)\n"),
	};

	(void)state;
	CHECK(cases);
}

static void other_tables_are_refused_by_name(void **state)
{
	static const struct load_case cases[] = {
		CASE("10 20\nword 0:0.5 7:0.25\nother 1:2\n",
		     "format error: m.txt: sparse vectors (index:value, such as PPMI), as wide as "
		     "the vocabulary: vecscope explores dense ones\n"),
		CASE("a 1,5 2,5\nb 3,5 -4,5\n",
		     "format error: m.txt: its numbers have a decimal comma: write points in their "
		     "place, for example with sed 's/\\([0-9]\\),\\([0-9]\\)/\\1.\\2/g'\n"),
		CASE("2 3\na\t1,5\t2,5\t0,25 \nb 3,5 -4,5 1,0\n",
		     "format error: m.txt: its numbers have a decimal comma: write points in their "
		     "place, for example with sed 's/\\([0-9]\\),\\([0-9]\\)/\\1.\\2/g'\n"),
		CASE("10 2 3 6 2 123 < >\n0.1 0.2\n0.3 0.4\n",
		     "format error: m.txt: a floret table: it holds vectors of hash buckets and no "
		     "words; make a word list into vectors with floret print-word-vectors\n"),
		CASE("the 17\nof 3\nand 17\n",
		     "format error: m.txt: a list of words with a class or a count each, not "
		     "vectors\n"),
	};

	(void)state;
	CHECK(cases);
}

static void nothing_in_it(void **state)
{
	static const struct load_case cases[] = {
		CASE("", "format error: m.txt is empty\n"),
		CASE("\n",
		     "format error: m.txt is no embedding file that vecscope knows: it begins "
		     "with the bytes 0a; see: help formats\n"),
		CASE("\xEF\xBB\xBF",
		     "format error: m.txt is no embedding file that vecscope knows: it begins with "
		     "the bytes ef bb bf; see: help formats\n"),
		CASE("word\n",
		     "format error: m.txt is no embedding file that vecscope knows: it begins with "
		     "the bytes 77 6f 72 64 0a; see: help formats\n"),
	};
	static const struct load_case forced[] = {
		CASE("word\n", "format error: m.txt: its first lines are not words followed by "
			       "numbers: no text embedding\n"),
		CASE("2 2\n", "format error: m.txt: its first lines are not words followed by "
			      "numbers: no text embedding\n"),
	};
	const struct load_options opt = { .format = "glove-text" };

	(void)state;
	CHECK(cases);
	check_load_cases("m.txt", forced, ARRAY_LEN(forced), &opt);
}

/* Whatever is a decimal number reads as strtof reads it, to the last bit. */
static void check_spelling(struct strbuf *file, const char *number)
{
	strbuf_addf(file, "%s 1 %s\n", number, number);
}

static void check_against_strtof(const struct strbuf *file)
{
	char *dir = temp_dir_make(), *path = temp_file(dir, "m.txt", file->buf, file->len);
	struct model *m = model_open(path);

	for (uint32_t i = 0; i < model_rows(m); i++) {
		const char *spelling = vocab_word(m->vocab, i, NULL);
		float want = strtof(spelling, NULL), got = model_row(m, i)[1];

		if (memcmp(&got, &want, sizeof(got)) != 0)
			fail_msg("%s is read as %a, strtof says %a", spelling, (double)got,
				 (double)want);
	}
	model_unref(m);
	free(path);
	temp_dir_remove(dir);
}

static void numbers_in_every_spelling(void **state)
{
	static const char *const spellings[] = {
		"0",
		"-0",
		"+0.0",
		"1",
		"+1",
		"-1.",
		".5",
		"+.5",
		"-.25",
		"1e-5",
		"1E+10",
		"1e05",
		"12345678",
		"0.1",
		"00012.50",
		"1e-45",
		"7e-46",
		"7.1e-46",
		"1.17549435e-38",
		"1.17549428e-38",
		"-1.4e-45",
		"3.4028235e38",
		"3.4028236e38",
		"-3.40282346638528859811704183484516925440e38",
		"16777217",
		"16777219",
		"0.000000000000000000000000000000000000000000001",
		"1000000000000000000000000000000000000000000e-42",
		"1.00000005960464477539062500000000000000000000000000000000000000001",
		"1.00000005960464477539062499999999999999999999999999999999999999999",
		"1.000000059604644775390625",
		"0.3333333333333333333333333333333333333333",
		"123456789012345678901234567890",
		"9007199254740993",
		"8388609.5",
		"8388608.5",
		"1e-99999",
		"0e999999999999",
	};
	struct strbuf file = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(spellings); i++)
		check_spelling(&file, spellings[i]);
	check_against_strtof(&file);
	strbuf_release(&file);
}

/* Random decimals, many of them next to the middle between two floats. */
static void random_numbers_are_correctly_rounded(void **state)
{
	struct strbuf file = STRBUF_INIT;
	uint64_t random = 1;

	(void)state;
	for (size_t i = 0; i < 20000; i++) {
		uint32_t bits = (uint32_t)toy_random(&random);
		char text[64];
		float x;

		memcpy(&x, &bits, 4);
		if (!isfinite(x) || !isfinite(nextafterf(x, INFINITY)))
			continue;
		if (i % 2)
			snprintf(text, sizeof(text), "%.*g", (int)(i % 20) + 1, (double)x);
		else
			snprintf(text, sizeof(text), "%.*g", (int)(i % 30) + 8,
				 ((double)x + (double)nextafterf(x, INFINITY)) / 2);
		check_spelling(&file, text);
	}
	check_against_strtof(&file);
	strbuf_release(&file);
}

static void the_locale_does_not_matter(void **state)
{
	static const struct load_case cases[] = { CASE("a 1.5 1e39\nb .1234567890123456789 2\n",
						       "a: 1.5 inf\nb: 0.12345679 2\n"
						       "! 1 row holds NaN or infinity: never a "
						       "result (line 1)\n! 1 number too large for "
						       "a float, read as infinity (line 1)\n") };

	(void)state;
	if (!comma_locale_enter()) {
		skip();
		return;
	}
	CHECK(cases);
	comma_locale_leave();
}

static void very_long_words_and_lines(void **state)
{
	struct strbuf file = STRBUF_INIT;
	char *dir = temp_dir_make(), *path;
	struct model *m;
	size_t n;

	(void)state;
	strbuf_adds(&file, "a 1 2\n");
	strbuf_add_repeat(&file, 'x', 65535); /* the cut would fall into the next character */
	strbuf_adds(&file, "\xC3\xA9 3 4\n");
	strbuf_add_repeat(&file, 'y', 65536);
	strbuf_adds(&file, " 5 6\n");
	strbuf_add_repeat(&file, 'z', 1000000);
	strbuf_adds(&file, " 7 8\nb 9 1\n");
	path = temp_file(dir, "m.txt", file.buf, file.len);
	m = model_open(path);
	assert_int_equal(model_rows(m), 5);
	vocab_word(m->vocab, 1, &n);
	assert_int_equal(n, 65535);
	vocab_word(m->vocab, 2, &n);
	assert_int_equal(n, 65536);
	vocab_word(m->vocab, 3, &n);
	assert_int_equal(n, 65536);
	assert_true(model_row(m, 3)[1] == 8 && model_row(m, 4)[0] == 9);
	assert_int_equal(m->report.kind[REPORT_LONG_WORD].count, 2);
	assert_int_equal(m->report.kind[REPORT_LONG_WORD].place[0], 2);
	assert_int_equal(m->report.kind[REPORT_LONG_WORD].place[1], 4);
	model_unref(m);
	free(path);
	temp_dir_remove(dir);
	strbuf_release(&file);
}

/* 5 MiB without an end of line: first in the file, and behind sound rows. */
static void lines_that_never_end(void **state)
{
	struct strbuf file = STRBUF_INIT;
	const struct load_options opt = { .format = "glove-text" };
	char *dump;

	(void)state;
	strbuf_add_repeat(&file, 'x', (size_t)5 << 20);
	dump = load_dump("m.txt", file.buf, file.len, &opt);
	assert_string_equal(dump, "format error: m.txt: its first lines are not words followed by "
				  "numbers: no text embedding\n");
	free(dump);
	strbuf_clear(&file);
	for (int i = 0; i < 20000; i++)
		strbuf_addf(&file, "w%d 1 2\n", i);
	strbuf_add_repeat(&file, 'x', (size_t)9 << 20);
	dump = load_dump("m.txt", file.buf, file.len, NULL);
	assert_non_null(strstr(dump, "format error: m.txt: no row ends within 4194304 bytes before "
				     "byte "));
	free(dump);
	strbuf_release(&file);
}

/* 1 row of many dimensions: more than the head of the file shows. */
static void one_very_wide_row(void **state)
{
	for (size_t dims = 65536; dims <= 65537; dims++) {
		struct strbuf file = STRBUF_INIT;
		char *dump, *want = NULL;

		(void)state;
		strbuf_addf(&file, "1 %zu\nw", dims);
		for (size_t i = 0; i < dims; i++)
			strbuf_addf(&file, " %zu", i % 10);
		strbuf_addc(&file, '\n');
		dump = load_dump("m.txt", file.buf, file.len, NULL);
		if (dims == 65536)
			want = xasprintf("w:%s", strchr(file.buf, 'w') + 1);
		else
			want = xstrdup("format error: m.txt: its rows have more than 65536 "
				       "numbers: vecscope takes no more dimensions\n");
		assert_string_equal(dump, want);
		free(want);
		free(dump);
		strbuf_release(&file);
	}
}

static void too_many_bad_lines(void **state)
{
	struct strbuf file = STRBUF_INIT;
	char *dump;

	(void)state;
	for (int i = 0; i < 3000; i++)
		strbuf_addf(&file, i % 100 == 99 ? "bad\n" : "w%d 1 2\n", i);
	dump = load_dump("m.txt", file.buf, file.len, NULL);
	assert_non_null(strstr(dump,
			       "format error: m.txt: this is no embedding file: at least 30 of "
			       "3000 lines do not end in 2 numbers; line 100: bad\n"));
	free(dump);
	strbuf_clear(&file);
	for (int i = 0; i < 3000; i++)
		strbuf_addf(&file, i % 200 == 199 ? "bad\n" : "w%d 1 2\n", i);
	dump = load_dump("m.txt", file.buf, file.len, NULL);
	assert_non_null(strstr(dump, "! 15 rows skipped: too few numbers (lines 200, 400, 600, "
				     "800, 1000, \\xE2\\x80\\xA6)\n"));
	free(dump);
	strbuf_clear(&file);
	/* rubbish near the beginning is judged before the end is read */
	for (int i = 0; i < 40000; i++)
		strbuf_addf(&file, i > 10 && i < 400 ? "b\x1B%d\n" : "w%d 1 2\n", i);
	dump = load_dump("m.txt", file.buf, file.len, NULL);
	assert_string_equal(dump, "format error: m.txt: this is no embedding file: at least 250 of "
				  "1000 lines do not end in 2 numbers; line 12: b\\x1B11\n");
	free(dump);
	strbuf_release(&file);
}

/* So many sound rows, then so many that are not: does it load? */
static bool loads_with_bad(size_t sound, size_t bad)
{
	struct strbuf file = STRBUF_INIT;
	bool loads;
	char *dump;

	for (size_t i = 0; i < sound; i++)
		strbuf_addf(&file, "w%zu 1 2\n", i);
	for (size_t i = 0; i < bad; i++)
		strbuf_adds(&file, "bad\n");
	dump = load_dump("m.txt", file.buf, file.len, NULL);
	loads = strncmp(dump, "w0: 1 2\n", 8) == 0;
	assert_true(loads || strstr(dump, "do not end in 2 numbers"));
	free(dump);
	strbuf_release(&file);
	return loads;
}

static void how_much_damage_is_forgiven(void **state)
{
	struct strbuf file = STRBUF_INIT;

	(void)state;
	/* one in a hundred; ten of any number that is not smaller */
	assert_true(loads_with_bad(1100, 11));
	assert_false(loads_with_bad(1099, 11));
	assert_true(loads_with_bad(500, 10));
	assert_true(loads_with_bad(10, 10));
	assert_false(loads_with_bad(9, 10));
	/* a quarter of the first thousand lines, whatever follows */
	for (size_t bad = 250; bad <= 251; bad++) {
		char *dump;

		strbuf_clear(&file);
		for (size_t i = 0; i < 26000; i++)
			strbuf_addf(&file, i >= 1000 - bad && i < 1000 ? "bad\n" : "w%zu 1 2\n", i);
		dump = load_dump("m.txt", file.buf, file.len, NULL);
		assert_int_equal(strncmp(dump, "w0: 1 2\n", 8) == 0, bad == 250);
		free(dump);
	}
	strbuf_release(&file);
}

/* 150 KB with every kind of trouble, some of it on the seams of blocks. */
static void make_troubled_file(struct strbuf *file)
{
	strbuf_adds(file, "9000 4\r\n");
	for (int i = 0; i < 8000; i++) {
		const char *end = i % 7 == 0 ? " \r\n" : "\n";

		if (i % 1001 == 1000)
			strbuf_addf(file, "short %d\n", i);
		if (i % 997 == 5)
			strbuf_addf(file, "\t %s", end);
		if (i % 501 == 7)
			strbuf_addf(file, " ");
		else if (i % 301 == 7)
			strbuf_addf(file, "w%d again", i - 300);
		else if (i % 11 == 3)
			strbuf_addf(file, "w%d", i / 2);
		else
			strbuf_addf(file, "w%d\xC2\xA0\xFF", i);
		strbuf_addf(file, "\t%d.%d %s -1e-%d %d%s", i % 10, i,
			    i % 777 == 9   ? "nan"
			    : i % 555 == 9 ? "1e99"
					   : "0.25",
			    i % 44, i, end);
	}
	strbuf_adds(file, "last 1 2 3 4.");
}

static void any_block_size_and_threads_give_the_same(void **state)
{
	static const size_t sizes[] = { 1, 7, 100, 4096, 10007, 0 };
	struct strbuf file = STRBUF_INIT;
	char *first = NULL;

	(void)state;
	make_troubled_file(&file);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		for (size_t threads = 1; threads <= 5; threads += 2) {
			const struct load_options opt = { .read = { .threads = threads,
								    .block_bytes = sizes[i] } };
			char *dump = load_dump("m.txt", file.buf, file.len, &opt);

			if (!first)
				first = xstrdup(dump);
			else if (strcmp(first, dump) != 0)
				fail_msg("blocks of %zu bytes, %zu threads: another model",
					 sizes[i], threads);
			free(dump);
		}
	}
	assert_non_null(strstr(first, "\n! the file ends in the middle of a row"));
	assert_non_null(
		strstr(first, "\n! 7 rows skipped: too few numbers (lines 1003, 2007, 3010, "));
	assert_non_null(strstr(first, "\n! 9 blank lines skipped (lines 7, 1006, 2004, "));
	free(first);
	strbuf_release(&file);
}

/* Whichever thread meets it, the sentence names the first fault of the file. */
static void the_first_fault_is_the_one_that_is_told(void **state)
{
	struct strbuf file = STRBUF_INIT;

	(void)state;
	for (int i = 0; i < 20000; i++)
		strbuf_addf(&file, i > 9000 && i % 3 == 0 ? "bad%d x\n" : "w%d 1 2\n", i);
	for (size_t threads = 1; threads <= 8; threads++) {
		const struct load_options opt = { .read = { .threads = threads,
							    .block_bytes = 1000 } };
		char *dump = load_dump("m.txt", file.buf, file.len, &opt);

		assert_string_equal(dump,
				    "format error: m.txt: this is no embedding file: at least "
				    "3666 of 20000 lines do not end in 2 numbers; line 9004: "
				    "bad9003 x\n");
		free(dump);
	}
	strbuf_release(&file);
}

static bool stop_after(void *ctx, uint64_t done, uint64_t total)
{
	atomic_int *left = ctx;

	assert_true(done <= total);
	return atomic_fetch_sub(left, 1) > 0;
}

/* Progress is asked every 40 ms, so the file goes on for as long as nobody has said stop. */
static void loading_can_be_cancelled(void **state)
{
	struct strbuf file = STRBUF_INIT;
	char *dir = temp_dir_make(), *path;
	struct error err = ERROR_INIT;
	struct model *m = NULL;
	atomic_int left = 0;
	const struct progress progress = { stop_after, &left };
	const struct load_options opt = { .read = { .threads = 2, .block_bytes = 16 } };

	(void)state;
	for (int i = 0; i < 400000; i++)
		strbuf_addf(&file, "w%d 1 2\n", i);
	path = temp_file(dir, "m.txt", file.buf, file.len);
	assert_int_equal(model_load(&m, path, &opt, &progress, &err), ST_CANCELLED);
	assert_string_equal(err.text, "cancelled");
	assert_null(m);
	free(path);
	temp_dir_remove(dir);
	strbuf_release(&file);
}

static void names_and_provenance(void **state)
{
	char *dir = temp_dir_make(), *path = temp_file(dir, "small.v2.vec", "1 1\na 1\n", 8);
	struct model *m = model_open(path);

	(void)state;
	assert_string_equal(m->name, "small.v2");
	assert_string_equal(m->path, path);
	assert_string_equal(m->format, "word2vec text");
	assert_string_equal(m->packing, "");
	assert_int_equal(m->file_bytes, 8);
	model_unref(m);
	free(path);
	temp_dir_remove(dir);
}

static void damaged_files_say_so(void **state)
{
	static const char header[] = "3 2\r\nnew york 0.5 -1e-3\nb\xC3\xA9\t3 nan \na +.5 4\n";
	static const char none[] = "a,0.5,-1\n\"b\",inf,2\n\n";
	char *dir = temp_dir_make();

	(void)state;
	assert_true(load_damaged(dir, "m.vec", header, sizeof(header) - 1) > 100);
	assert_true(load_damaged(dir, "m.csv", none, sizeof(none) - 1) > 30);
	temp_dir_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(header_or_none),
		cmocka_unit_test(a_header_that_lies),
		cmocka_unit_test(words_of_every_kind),
		cmocka_unit_test(line_ends_blank_lines_and_marks),
		cmocka_unit_test(rows_that_are_not_finite_or_zero),
		cmocka_unit_test(cut_off_and_ragged),
		cmocka_unit_test(tables_with_commas_and_semicolons),
		cmocka_unit_test(other_tables_are_refused_by_name),
		cmocka_unit_test(nothing_in_it),
		cmocka_unit_test(numbers_in_every_spelling),
		cmocka_unit_test(random_numbers_are_correctly_rounded),
		cmocka_unit_test(the_locale_does_not_matter),
		cmocka_unit_test(very_long_words_and_lines),
		cmocka_unit_test(lines_that_never_end),
		cmocka_unit_test(one_very_wide_row),
		cmocka_unit_test(too_many_bad_lines),
		cmocka_unit_test(how_much_damage_is_forgiven),
		cmocka_unit_test(any_block_size_and_threads_give_the_same),
		cmocka_unit_test(the_first_fault_is_the_one_that_is_told),
		cmocka_unit_test(loading_can_be_cancelled),
		cmocka_unit_test(names_and_provenance),
		cmocka_unit_test(damaged_files_say_so),
	};

	return cmocka_run_group_tests_name("model/text", tests, NULL, NULL);
}
