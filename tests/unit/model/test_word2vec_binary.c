#include "unit.h"

#include <stdatomic.h>

#include "base/mem.h"
#include "load_dump.h"
#include "make_model.h"

#define CHECK(cases) check_load_cases("m.bin", cases, ARRAY_LEN(cases), NULL)

/* 32-bit floats, little-endian */
#define F0	"\0\0\0\0"
#define F1	"\0\0\x80\x3F"
#define F2	"\0\0\0\x40"
#define F3	"\0\0\x40\x40"
#define F4	"\0\0\x80\x40"
#define F_NAN	"\0\0\xC0\x7F"
#define F_INF	"\0\0\x80\xFF"
#define F_SPACE "  \x20\x3F" /* 0.6254902: blanks in a number are no separators */
#define F_LF	"\n\n\n\n"   /* and newlines none */

static void with_and_without_newlines(void **state)
{
	static const struct load_case cases[] = {
		CASE("2 2\na " F1 F2 "b " F3 F4, "a: 1 2\nb: 3 4\n"),
		CASE("2 2\na " F1 F2 "\nb " F3 F4 "\n", "a: 1 2\nb: 3 4\n"),
		CASE("2 2\n\na " F1 F2 "\n\nb " F3 F4, "a: 1 2\nb: 3 4\n"),
		CASE("2 2\r\na " F1 F2 "b " F3 F4, "a: 1 2\nb: 3 4\n"),
		CASE("  2 \t2 \na " F1 F2 "b " F3 F4 "\0\0\0", "a: 1 2\nb: 3 4\n"),
		CASE("1 1\na " F1, "a: 1\n"),
		CASE("2 2\na " F_SPACE F_LF "b " F_LF F_SPACE,
		     "a: 0.6254902 6.6463464e-33\nb: 6.6463464e-33 0.6254902\n"),
		CASE("3 1\na " F1 "b " F1 "c " F1 "\n", "a: 1\nb: 1\nc: 1\n"),
	};

	(void)state;
	CHECK(cases);
}

static void words_of_every_kind(void **state)
{
	static const struct load_case cases[] = {
		CASE("3 1\ncaf\xE9 " F1 "\xE6\x97\xA5 " F2 "a\xC2\xA0z " F3,
		     "caf\\xE9: 1\n\\xE6\\x97\\xA5: 2\na\\xC2\\xA0z: 3\n"
		     "! 1 word is not valid UTF-8: kept as it is (row 1)\n"),
		CASE("3 1\na " F1 " " F2 "b " F3,
		     "a: 1\n<row:2>: 2\nb: 3\n! 1 row without a word, named <row:N> (row 2)\n"),
		CASE("3 1\na " F1 "a " F2 "\na " F3,
		     "a: 1\na: 2\na: 3\n"
		     "! 2 repeated words: the first one of each is found (rows 2, 3)\n"),
		CASE("4 1\na " F_NAN "b " F_INF "c " F0 "d " F1 "\n",
		     "a: nan\nb: -inf\nc: 0\nd: 1\n"
		     "! 2 rows hold NaN or infinity: never a result (rows 1, 2)\n"
		     "! 1 row is all zero: never a result of a cosine (row 3)\n"),
	};
	/* one number in ten may look like none, among the first eight rows */
	static const struct load_case odd[] = {
		CASE("2 5\na " F1 F1 F1 F1 F1 "b " F1 F1 F_NAN F1 F1,
		     "a: 1 1 1 1 1\nb: 1 1 nan 1 1\n"
		     "! 1 row holds NaN or infinity: never a result (row 2)\n"),
		CASE("2 5\na " F1 F1 F1 F1 F_INF "b " F1 F1 F_NAN F1 F1,
		     "format error: m.bin: it begins like a word2vec file (2 rows of 5 numbers), "
		     "but what follows is neither such rows as text nor as 32-bit numbers\n"),
	};
	const struct load_options opt = { .format = "word2vec-binary" };

	(void)state;
	CHECK(odd);
	/* half of these few numbers are not finite: by itself that looks like another format */
	check_load_cases("m.bin", cases, ARRAY_LEN(cases) - 1, NULL);
	check_load_cases("m.bin", cases, ARRAY_LEN(cases) - 1, &opt);
}

static void long_words(void **state)
{
	struct strbuf file = STRBUF_INIT;
	char *dir = temp_dir_make(), *path;
	struct model *m;
	size_t n;

	(void)state;
	strbuf_adds(&file, "3 1\n");
	strbuf_add_repeat(&file, 'x', 1000);
	strbuf_add(&file, " " F1 "\n", 6);
	strbuf_add_repeat(&file, 'y', 4096);
	strbuf_add(&file, " " F2 "\n", 6);
	strbuf_add_repeat(&file, 'z', 40000);
	strbuf_add(&file, " " F3 "\n", 6);
	path = temp_file(dir, "m.bin", file.buf, file.len);
	{
		const struct load_options opt = { .format = "word2vec-binary" };
		struct error err = ERROR_INIT;

		/* a third word of 40,000 bytes looks like lost rows */
		assert_int_equal(model_load(&m, path, &opt, NULL, &err), ST_FORMAT);
	}
	free(path);
	memcpy(file.buf, "2 1\n", 4);
	path = temp_file(dir, "m.bin", file.buf, file.len);
	m = model_open(path);
	assert_int_equal(model_rows(m), 2);
	vocab_word(m->vocab, 0, &n);
	assert_int_equal(n, 1000);
	vocab_word(m->vocab, 1, &n);
	assert_int_equal(n, 4096);
	assert_int_equal(m->report.note_count, 1);
	model_unref(m);
	free(path);
	temp_dir_remove(dir);
	strbuf_release(&file);
}

static void a_header_that_lies(void **state)
{
	static const struct load_case cases[] = {
		CASE("3 2\na " F1 F2 "b " F3 F4,
		     "a: 1 2\nb: 3 4\n"
		     "! the file is cut off at row 3 of 3: the rows before that are here\n"),
		CASE("1 2\na " F1 F2 "b " F3 F4,
		     "a: 1 2\n! the file goes on behind the 1 row that its header announces: what "
		     "follows was not read\n"),
		CASE("2147483647 2\na " F1 F2 "b " F3 F4, "a: 1 2\nb: 3 4\n! the file is cut off "
							  "at row 3 of 2147483647: the rows before "
							  "that are here\n"),
		CASE("1000000000000 2\na " F1 F2 "b " F3 F4,
		     "format error: m.bin: its header says 1000000000000 rows; vecscope takes up "
		     "to "
		     "2147483647\n"),
		CASE("18446744073709551616 2\na " F1 F2 "b " F3 F4,
		     "format error: m.bin: its header says 18446744073709551615 rows; vecscope "
		     "takes "
		     "up to 2147483647\n"),
		CASE("2 1000000000000\na " F1 F2 "b " F3 F4,
		     "format error: m.bin: its header says 1000000000000 dimensions; vecscope "
		     "takes "
		     "up to 65536\n"),
		CASE("2 65537\na " F1 F2 "b " F3 F4,
		     "format error: m.bin: its header says 65537 dimensions; vecscope takes up to "
		     "65536\n"),
		CASE("4294967296 4294967296\na " F1 F2 "b " F3 F4,
		     "format error: m.bin: its header says 4294967296 dimensions; vecscope takes "
		     "up "
		     "to 65536\n"),
		CASE("2 65536\na " F1 F2 "b " F3 F4,
		     "format error: m.bin: it is cut off before the end of its first row\n"),
		CASE("0 2\na " F1 F2, "format error: m.bin: its header says 0 rows of 2 numbers: "
				      "there is nothing in it\n"),
		CASE("2 0\na ",
		     "format error: m.bin: its header says 2 rows of 0 numbers: there is "
		     "nothing in it\n"),
		CASE("2 2\n",
		     "format error: m.bin: its header announces 2 x 2 numbers, but nothing "
		     "follows\n"),
	};

	(void)state;
	CHECK(cases);
}

/* A header that announces one row, and far more behind it than any row can be. */
static void much_behind_the_last_row(void **state)
{
	struct strbuf file = STRBUF_INIT;
	char *dump;

	(void)state;
	strbuf_add(&file, "1 1\na " F1, 10);
	strbuf_add_repeat(&file, 'x', 3000000);
	dump = load_dump("m.bin", file.buf, file.len, NULL);
	assert_string_equal(dump, "a: 1\n! the file goes on behind the 1 row that its header "
				  "announces: what follows was not read\n");
	free(dump);
	strbuf_release(&file);
}

static void cut_off(void **state)
{
	static const struct load_case cases[] = {
		CASE("2 2\na " F1 F2 "\nb " F3 "\0\0\x80", "a: 1 2\n! the file is cut off at row 2 "
							   "of 2: the rows before that are here\n"),
		CASE("2 2\na " F1 F2 "\nlong", "a: 1 2\n! the file is cut off at row 2 of 2: the "
					       "rows before that are here\n"),
		CASE("2 2\na " F1 F2 "\n", "a: 1 2\n! the file is cut off at row 2 of 2: the rows "
					   "before that are here\n"),
		CASE("2 2\na " F1 "\0\0\0",
		     "format error: m.bin: it is cut off before the end of its first row\n"),
	};

	(void)state;
	CHECK(cases);
}

/* Rows as gensim writes them; from row `spaced` on every tenth word holds a space. */
static void put_rows(struct strbuf *file, size_t begin, size_t end, size_t dims, size_t spaced)
{
	for (size_t i = begin; i < end; i++) {
		strbuf_addf(file, i >= spaced && i % 10 == 0 ? "new york%zu " : "w%zu ", i);
		for (size_t j = 0; j < dims; j++) {
			float x = test_number(i, j);

			strbuf_add(file, &x, sizeof(x));
		}
	}
}

static void lost_rows_are_told(void **state)
{
	struct strbuf file = STRBUF_INIT;
	char *dump;

	(void)state;
	/* at the beginning: the file is not recognised */
	strbuf_adds(&file, "300 16\n");
	put_rows(&file, 0, 300, 16, 0);
	dump = load_dump("m.bin", file.buf, file.len, NULL);
	assert_string_equal(dump,
			    "format error: m.bin: it begins like a word2vec file (300 rows of "
			    "16 numbers), but what follows is neither such rows as text nor as "
			    "32-bit numbers\n");
	free(dump);
	/* in the middle: too many words that are none */
	strbuf_clear(&file);
	strbuf_adds(&file, "300 16\n");
	put_rows(&file, 0, 300, 16, 100);
	dump = load_dump("m.bin", file.buf, file.len, NULL);
	assert_non_null(strstr(dump, " of 300 words hold control characters: the rows were lost on "
				     "the way (are there spaces in the words, or is the header "
				     "wrong?)\n"));
	free(dump);
	/* near the end: the sound rows stay, the others are named */
	strbuf_clear(&file);
	strbuf_adds(&file, "3000 16\n");
	put_rows(&file, 0, 3000, 16, 2980);
	dump = load_dump("m.bin", file.buf, file.len, NULL);
	assert_memory_equal(dump, "w0: ", 4);
	assert_non_null(strstr(dump, "\nw2989: "));
	assert_non_null(strstr(dump, "! 2 words hold control characters, the first in row 2982: it "
				     "and the row before it may be wrong (a space in a word?)\n"));
	free(dump);
	strbuf_release(&file);
}

static void no_word_in_sight(void **state)
{
	struct strbuf file = STRBUF_INIT;
	char *dump;

	(void)state;
	strbuf_adds(&file, "3000 1\n");
	put_rows(&file, 0, 1000, 1, SIZE_MAX);
	for (size_t i = 0; i < 200000; i++)
		strbuf_addc(&file, (char)(i % 7 + 1));
	for (size_t threads = 1; threads < 4; threads++) {
		const struct load_options opt = { .read = { .threads = threads,
							    .block_bytes = 100 } };

		dump = load_dump("m.bin", file.buf, file.len, &opt);
		assert_string_equal(dump,
				    "format error: m.bin: lost the rows at row 1001, byte 8897: no "
				    "word stands there (are there spaces in the words, or is the "
				    "header wrong?)\n");
		free(dump);
	}
	strbuf_release(&file);
}

static void any_block_size_and_threads_give_the_same(void **state)
{
	static const size_t sizes[] = { 1, 13, 100, 4099, 100000, 0 };
	struct strbuf file = STRBUF_INIT;
	char *first = NULL;

	(void)state;
	strbuf_adds(&file, "3001 7\n");
	for (size_t i = 0; i < 3000; i++) {
		put_rows(&file, i, i + 1, 7, SIZE_MAX);
		if (i % 3 == 0)
			strbuf_addc(&file, '\n');
	}
	strbuf_adds(&file, "w17 stump");
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		for (size_t threads = 1; threads <= 5; threads += 2) {
			const struct load_options opt = { .read = { .threads = threads,
								    .block_bytes = sizes[i] } };
			char *dump = load_dump("m.bin", file.buf, file.len, &opt);

			if (!first)
				first = xstrdup(dump);
			else if (strcmp(first, dump) != 0)
				fail_msg("blocks of %zu bytes, %zu threads: another model",
					 sizes[i], threads);
			free(dump);
		}
	}
	assert_non_null(strstr(first, "\nw2999: "));
	assert_non_null(strstr(first, "\n! the file is cut off at row 3001 of 3001: "));
	free(first);
	strbuf_release(&file);
}

/* The shared files: floats as gensim reads them; damaged ones end in a sentence. */
static void numbers_of_peers(void **state)
{
	static const float first[] = { 0.421453f, 0.934356f, -0.050914f, 0.593318f };
	char *path = fixture_path("gensim/euclidean_vectors.bin");
	struct model *m;

	(void)state;
	if (!path) {
		skip();
		return;
	}
	m = model_open(path);
	assert_int_equal(model_rows(m), 2747);
	assert_int_equal(model_dims(m), 10);
	for (size_t j = 0; j < 4; j++)
		assert_float_equal(model_row(m, 0)[j], first[j], 1e-6);
	assert_string_equal(vocab_word(m->vocab, 0, NULL), "the");
	assert_string_equal(vocab_word(m->vocab, 2746, NULL), "fly");
	assert_int_equal(report_size(&m->report), 0);
	model_unref(m);
	free(path);
}

static bool stop_at_once(void *ctx, uint64_t done, uint64_t total)
{
	(void)ctx, (void)done, (void)total;
	return false;
}

/* Progress is asked every 40 ms; blocks of one row make this file long enough. */
static void loading_can_be_cancelled(void **state)
{
	static const struct progress stop = { .step = stop_at_once };
	const struct load_options opt = { .read = { .threads = 2, .block_bytes = 8 } };
	struct strbuf file = STRBUF_INIT;
	char *dir = temp_dir_make(), *path;
	struct error err = ERROR_INIT;
	struct model *m = NULL;

	(void)state;
	strbuf_adds(&file, "300000 1\n");
	put_rows(&file, 0, 300000, 1, SIZE_MAX);
	path = temp_file(dir, "m.bin", file.buf, file.len);
	assert_int_equal(model_load(&m, path, &opt, &stop, &err), ST_CANCELLED);
	assert_null(m);
	free(path);
	temp_dir_remove(dir);
	strbuf_release(&file);
}

static void damaged_files_say_so(void **state)
{
	static const char plain[] = "3 2\na " F1 F2 "b\xC3\xA9 " F3 F4 "c " F2 F1;
	static const char lines[] = "2 3\na " F1 F2 F_LF "\nb " F3 F4 F_SPACE "\n";
	char *dir = temp_dir_make();

	(void)state;
	assert_true(load_damaged(dir, "m.bin", plain, sizeof(plain) - 1) > 100);
	assert_true(load_damaged(dir, "m.bin", lines, sizeof(lines) - 1) > 100);
	temp_dir_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(with_and_without_newlines),
		cmocka_unit_test(words_of_every_kind),
		cmocka_unit_test(long_words),
		cmocka_unit_test(a_header_that_lies),
		cmocka_unit_test(much_behind_the_last_row),
		cmocka_unit_test(cut_off),
		cmocka_unit_test(lost_rows_are_told),
		cmocka_unit_test(no_word_in_sight),
		cmocka_unit_test(any_block_size_and_threads_give_the_same),
		cmocka_unit_test(numbers_of_peers),
		cmocka_unit_test(loading_can_be_cancelled),
		cmocka_unit_test(damaged_files_say_so),
	};

	return cmocka_run_group_tests_name("model/word2vec_binary", tests, NULL, NULL);
}
