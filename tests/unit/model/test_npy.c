#include "unit.h"

#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "make_model.h"

/* A version 1 file with this literal and these data. */
static char *npy_file(const char *dir, const char *literal, const void *data, size_t n)
{
	struct strbuf sb = STRBUF_INIT;
	size_t len = strlen(literal);
	char *path;

	strbuf_add(&sb, "\x93NUMPY\x01\x00", 8);
	strbuf_addc(&sb, (char)(len & 0xFF));
	strbuf_addc(&sb, (char)(len >> 8));
	strbuf_adds(&sb, literal);
	strbuf_add(&sb, data, n);
	path = temp_file(dir, "m.npy", sb.buf, sb.len);
	strbuf_release(&sb);
	return path;
}

static void write_list(const char *dir, const char *name, const char *text)
{
	free(temp_file(dir, name, text, strlen(text)));
}

static void check_refused(const char *literal, const void *data, size_t n, const char *part)
{
	char *dir = temp_dir_make(), *path = npy_file(dir, literal, data, n);
	struct error err = ERROR_INIT;
	struct model *m = NULL;

	write_list(dir, "m.vocab", "a\nb\n");
	if (model_load(&m, path, NULL, NULL, &err) == ST_OK)
		fail_msg("%s was accepted", literal);
	if (!strstr(err.text, part))
		fail_msg("%s: \"%s\" does not say \"%s\"", literal, err.text, part);
	free(path);
	temp_dir_remove(dir);
}

static struct model *load_literal(const char *literal, const void *data, size_t n, const char *list)
{
	char *dir = temp_dir_make(), *path = npy_file(dir, literal, data, n);
	struct model *m;

	write_list(dir, "m.vocab", list);
	m = model_open(path);
	free(path);
	temp_dir_remove(dir);
	return m;
}

static void check_numbers(struct model *m, const float *want, size_t rows, size_t cols)
{
	assert_int_equal(model_rows(m), rows);
	assert_int_equal(model_dims(m), cols);
	for (uint32_t i = 0; i < rows; i++)
		assert_memory_equal(model_row(m, i), want + i * cols, cols * sizeof(float));
	model_unref(m);
}

/* (2, 3): 1.5 -2 3 / 0 -0.25 100 in every type that can hold them. */
static void every_type_and_byte_order(void **state)
{
	static const float real[] = { 1.5f, -2, 3, 0, -0.25f, 100 };
	static const float whole[] = { 1, -2, 3, 0, -128, 100 };
	static const float positive[] = { 1, 2, 3, 0, 255, 100 };
	static const struct {
		const char *descr;
		const char *bytes;
		size_t n;
		const float *want;
	} cases[] = {
		{ "<f4", "\0\0\xC0\x3F\0\0\0\xC0\0\0\x40\x40\0\0\0\0\0\0\x80\xBE\0\0\xC8\x42", 24,
		  real },
		{ ">f4", "\x3F\xC0\0\0\xC0\0\0\0\x40\x40\0\0\0\0\0\0\xBE\x80\0\0\x42\xC8\0\0", 24,
		  real },
		{ "=f", "\0\0\xC0\x3F\0\0\0\xC0\0\0\x40\x40\0\0\0\0\0\0\x80\xBE\0\0\xC8\x42", 24,
		  real },
		{ "<f2", "\0\x3E\0\xC0\0\x42\0\0\0\xB4\x40\x56", 12, real },
		{ ">e", "\x3E\0\xC0\0\x42\0\0\0\xB4\0\x56\x40", 12, real },
		{ "<f8",
		  "\0\0\0\0\0\0\xF8\x3F\0\0\0\0\0\0\0\xC0\0\0\0\0\0\0\x08\x40"
		  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xD0\xBF\0\0\0\0\0\0\x59\x40",
		  48, real },
		{ ">d",
		  "\x3F\xF8\0\0\0\0\0\0\xC0\0\0\0\0\0\0\0\x40\x08\0\0\0\0\0\0"
		  "\0\0\0\0\0\0\0\0\xBF\xD0\0\0\0\0\0\0\x40\x59\0\0\0\0\0\0",
		  48, real },
		{ "|i1", "\x01\xFE\x03\0\x80\x64", 6, whole },
		{ "|u1", "\x01\x02\x03\0\xFF\x64", 6, positive },
		{ "<i2", "\x01\0\xFE\xFF\x03\0\0\0\x80\xFF\x64\0", 12, whole },
		{ ">i2", "\0\x01\xFF\xFE\0\x03\0\0\xFF\x80\0\x64", 12, whole },
		{ "<i4", "\x01\0\0\0\xFE\xFF\xFF\xFF\x03\0\0\0\0\0\0\0\x80\xFF\xFF\xFF\x64\0\0\0",
		  24, whole },
		{ ">i4", "\0\0\0\x01\xFF\xFF\xFF\xFE\0\0\0\x03\0\0\0\0\xFF\xFF\xFF\x80\0\0\0\x64",
		  24, whole },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *literal = xasprintf("{'descr': '%s', 'fortran_order': False, "
					  "'shape': (2, 3), }\n",
					  cases[i].descr);

		check_numbers(load_literal(literal, cases[i].bytes, cases[i].n, "a\nb\n"),
			      cases[i].want, 2, 3);
		free(literal);
	}
}

/* Keys in any order, Python 2's long integers, either quote, no spaces, growth room. */
static void literals_that_numpy_has_written(void **state)
{
	static const float want[] = { 1, 2, 3, 4, 5, 6 };
	static const char *const literals[] = {
		"{'shape': (2L, 3L), 'fortran_order': False, 'descr': '<f4'}",
		"{\"descr\":\"<f4\",\"fortran_order\":False,\"shape\":(2,3)}",
		"  { 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 2 , 3 , ) , }     "
		"\n\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(literals) / sizeof(literals[0]); i++)
		check_numbers(load_literal(literals[i], want, sizeof(want), "a\nb\n"), want, 2, 3);
}

static void versions_two_and_three(void **state)
{
	static const float want[] = { 1, 2 };
	static const char literal[] =
		"{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }\n";

	(void)state;
	for (char version = 2; version <= 3; version++) {
		char *dir = temp_dir_make(), *path;
		struct strbuf sb = STRBUF_INIT;

		strbuf_add(&sb, "\x93NUMPY", 6);
		strbuf_addc(&sb, version);
		strbuf_add(&sb, "\0", 1);
		strbuf_addc(&sb, (char)strlen(literal));
		strbuf_add(&sb, "\0\0\0", 3);
		strbuf_adds(&sb, literal);
		strbuf_add(&sb, want, sizeof(want));
		path = temp_file(dir, "m.npy", sb.buf, sb.len);
		write_list(dir, "vocab.txt", "only");
		check_numbers(model_open(path), want, 1, 2);
		strbuf_release(&sb);
		free(path);
		temp_dir_remove(dir);
	}
}

static void fortran_order_is_turned(void **state)
{
	enum { ROWS = 1300, COLS = 5 }; /* more than one piece */
	static float columns[ROWS * COLS], want[ROWS * COLS];
	struct strbuf list = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < ROWS; i++) {
		strbuf_addf(&list, "w%zu\n", i);
		for (size_t j = 0; j < COLS; j++)
			columns[j * ROWS + i] = want[i * COLS + j] = (float)(i * 10 + j);
	}
	check_numbers(load_literal("{'descr':'<f4','fortran_order':True,'shape':(1300,5)}", columns,
				   sizeof(columns), list.buf),
		      want, ROWS, COLS);
	strbuf_release(&list);
}

static void a_vector_is_one_row(void **state)
{
	static const float want[] = { 4, 5, 6 };

	(void)state;
	check_numbers(load_literal("{'descr':'<f4','fortran_order':True,'shape':(3,)}", want,
				   sizeof(want), "a\n"),
		      want, 1, 3);
}

static void refuses_what_is_no_matrix_of_numbers(void **state)
{
	static const char zeros[64];

#define LITERAL(descr, shape) "{'descr': " descr ", 'fortran_order': False, 'shape': " shape "}"
	(void)state;
	check_refused(LITERAL("'|O'", "(2, 2)"), zeros, 16, "Python objects");
	check_refused(LITERAL("[('a', '<f4')]", "(2, 2)"), zeros, 16, "structured");
	check_refused(LITERAL("'<c8'", "(2, 2)"), zeros, 32, "\"<c8\"");
	check_refused(LITERAL("'<U12'", "(2,)"), zeros, 64, "\"<U12\"");
	check_refused(LITERAL("'<f16'", "(2, 2)"), zeros, 64, "\"<f16\"");
	check_refused(LITERAL("'<f4'", "()"), zeros, 4, "0 dimensions");
	check_refused(LITERAL("'<f4'", "(2, 2, 2)"), zeros, 32, "3 dimensions");
	check_refused(LITERAL("'<f4'", "(0, 2)"), zeros, 0, "empty");
	check_refused(LITERAL("'<f4'", "(2, 0)"), zeros, 0, "empty");
	check_refused(LITERAL("'<f4'", "(2, 3)"), zeros, 23, "cut short");
	check_refused(LITERAL("'<f4'", "(2, 70000)"), zeros, 64, "too large");
	check_refused(LITERAL("'<f4'", "(2147483648, 1)"), zeros, 64, "too large");
	check_refused(LITERAL("'<f4'", "(4611686018427387904, 4)"), zeros, 64, "too large");
	check_refused(LITERAL("'<f4'", "(2147483647, 65536)"), zeros, 64, "cut short");
	check_refused(LITERAL("'<f4'", "(18446744073709551616, 2)"), zeros, 16, "damaged");
	check_refused(LITERAL("'<f4'", "(-2, 2)"), zeros, 16, "damaged");
	check_refused(LITERAL("'<f4'", "(2)"), zeros, 16, "damaged");
	check_refused(LITERAL("'<f4'", "(2, 2"), zeros, 16, "damaged");
	check_refused(LITERAL("'<f4'", "(2, (2,))"), zeros, 16, "damaged");
	check_refused(LITERAL("'<f4", "(2, 2)"), zeros, 16, "damaged");
	check_refused("{'descr': '<f4', 'shape': (2, 2)}", zeros, 16, "damaged");
	check_refused("{'descr': '<f4', 'descr': '<f4', 'shape': (2, 2)}", zeros, 16, "repeated");
	check_refused("{'descr': '<f4', 'x': 1}", zeros, 16, "unknown");
	check_refused(LITERAL("'<f4'", "(2, 2)") "x", zeros, 16, "damaged");
	check_refused("", zeros, 16, "damaged");
	check_refused("__import__('os')", zeros, 16, "damaged");
	check_refused("{'fortran_order': 1, 'shape': (2, 2), 'descr': '<f4'}", zeros, 16,
		      "damaged");
}

static void a_header_that_claims_gigabytes(void **state)
{
	char *dir = temp_dir_make();
	char *path = temp_file(dir, "m.npy", "\x93NUMPY\x02\x00\xFF\xFF\xFF\xFF{}", 14);
	char *four = temp_file(dir, "four.npy", "\x93NUMPY\x04\x00\x02\x00{}  ", 14);
	struct error err = ERROR_INIT;
	struct model *m = NULL;

	(void)state;
	assert_int_equal(model_load(&m, path, NULL, NULL, &err), ST_FORMAT);
	assert_non_null(strstr(err.text, "4294967295"));
	assert_int_equal(model_load(&m, four, NULL, NULL, &err), ST_FORMAT);
	assert_non_null(strstr(err.text, "version 4.0"));
	free(path);
	free(four);
	temp_dir_remove(dir);
}

static void large_doubles_are_counted(void **state)
{
	static const double data[] = { 1e300, 1, -1e300, 2, (double)INFINITY, 1e300 };
	struct model *m = load_literal("{'descr':'<f8','fortran_order':False,'shape':(3,2)}", data,
				       sizeof(data), "a\nb\nc\n");

	(void)state;
	assert_int_equal(m->report.kind[REPORT_OVERFLOW].count, 3);
	assert_int_equal(m->report.kind[REPORT_OVERFLOW].place[0], 1);
	assert_int_equal(m->bad_rows, 3);
	model_unref(m);
}

#define LITERAL_2X2 "{'descr':'<f4','fortran_order':False,'shape':(2,2)}"
static const float square[] = { 1, 2, 3, 4 };

static bool has_note(const struct model *m, const char *part)
{
	for (size_t i = 0; i < m->report.note_count; i++) {
		if (strstr(m->report.notes[i], part))
			return true;
	}
	return false;
}

static void check_list(const char *name, const char *text, const char *first, const char *second)
{
	char *dir = temp_dir_make(), *path = npy_file(dir, LITERAL_2X2, square, sizeof(square));
	struct model *m;
	size_t n;

	write_list(dir, name, text);
	m = model_open(path);
	assert_string_equal(vocab_word(m->vocab, 0, &n), first);
	assert_string_equal(vocab_word(m->vocab, 1, &n), second);
	assert_true(has_note(m, name));
	model_unref(m);
	free(path);
	temp_dir_remove(dir);
}

static void words_from_every_kind_of_list(void **state)
{
	(void)state;
	check_list("m.vocab", "the\nof\n", "the", "of");
	check_list("m.txt", "the\r\nof", "the", "of");
	check_list("m.words", "\xEF\xBB\xBFthe\nNew York\n", "the", "New York");
	check_list("m.tsv", "word\tcount\nthe\t12\nNew York\t7\n", "the", "New York");
	check_list("m.tsv", "the\nof\n", "the", "of");
	check_list("vocab.txt", "the 1061396\nof 593677\n", "the", "of");
	check_list("words.txt", "New York 5\nof 3\n", "New York", "of");
	check_list("words.txt", "windows 95\nof\n", "windows 95", "of");
	check_list("labels.txt", "label\nthe\nof\n", "the", "of");
	check_list("m.txt", "the 1 2\nroute 66 3 4\n", "the", "route 66");
	check_list("m.txt", "2 2\nthe 1 2\nof 3 -4e-5\n", "the", "of");
	check_list("m.json", "[\"the\",\"a\\nb\"]", "the", "a\nb");
	check_list("m.json", "{\"of\":1,\"the\":0}", "the", "of");
	check_list("m.vocab", "the\n\n", "the", "<row:2>");
}

static void check_list_refused(const char *name, const char *text, const char *part)
{
	char *dir = temp_dir_make(), *path = npy_file(dir, LITERAL_2X2, square, sizeof(square));
	struct error err = ERROR_INIT;
	struct model *m = NULL;

	write_list(dir, name, text);
	assert_int_equal(model_load(&m, path, NULL, NULL, &err), ST_FORMAT);
	if (!strstr(err.text, part))
		fail_msg("%s: \"%s\" does not say \"%s\"", name, err.text, part);
	free(path);
	temp_dir_remove(dir);
}

static void lists_that_do_not_fit(void **state)
{
	(void)state;
	check_list_refused("m.vocab", "one\n", "has 1 words, but the matrix has 2 rows");
	check_list_refused("m.vocab", "a\nb\nc\nd\n", "has 4 words, but the matrix has 2 rows");
	check_list_refused("m.vocab", "", "is empty");
	check_list_refused("m.json", "[\"a\"]", "has 1 words");
	check_list_refused("m.json", "[\"a\",2]", "neither");
	check_list_refused("m.json", "{\"a\":0,\"b\":0}", "neither");
	check_list_refused("m.json", "{\"a\":0,\"b\":2}", "neither");
	check_list_refused("m.json", "{\"a\":0}", "has 1 words");
	check_list_refused("m.json", "17", "neither");
	check_list_refused("m.json", "[\"a\",", "JSON");
}

/* No list, or one in the folder that belongs to something else: rows go by their numbers. */
static void without_words_rows_are_numbered(void **state)
{
	static const char *const lists[][3] = {
		{ NULL, NULL, "no m.vocab or vocab.txt beside it): its rows are called" },
		{ "vocab.txt", "a\nb\nc\nd\n",
		  "has 4 words, but the matrix has 2 rows): its rows" },
		{ "labels.txt", "one\n", "has 1 words, but the matrix has 2 rows): its rows" },
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		char *dir = temp_dir_make();
		char *path = npy_file(dir, LITERAL_2X2, square, sizeof(square));
		struct model *m;

		if (lists[i][0])
			write_list(dir, lists[i][0], lists[i][1]);
		m = model_open(path);
		assert_string_equal(vocab_word(m->vocab, 0, NULL), "0");
		assert_string_equal(vocab_word(m->vocab, 1, NULL), "1");
		assert_true(has_note(m, "it holds no words ("));
		assert_true(has_note(m, lists[i][2]));
		assert_true(has_note(m, "0 to 1; open FILE --vocab LIST gives them words"));
		assert_int_equal(m->report.note_count, 1);
		model_unref(m);
		free(path);
		temp_dir_remove(dir);
	}
}

/* Of several lists the first that fits is taken; --vocab overrides all. */
static void the_first_list_that_fits(void **state)
{
	char *dir = temp_dir_make(), *path = npy_file(dir, LITERAL_2X2, square, sizeof(square));
	struct load_options opt = { .member = NULL };
	struct error err = ERROR_INIT;
	struct model *m = NULL;
	char *named;
	size_t n;

	(void)state;
	write_list(dir, "m.vocab", "too\nmany\nof\nthem\n");
	write_list(dir, "vocab.txt", "second\nfits\n");
	m = model_open(path);
	assert_string_equal(vocab_word(m->vocab, 0, &n), "second");
	model_unref(m);
	named = temp_file(dir, "named", "chosen\nwords\n", 13);
	opt.read.vocab_path = named;
	assert_int_equal(model_load(&m, path, &opt, NULL, &err), ST_OK);
	assert_string_equal(vocab_word(m->vocab, 0, &n), "chosen");
	model_unref(m);
	opt.read.vocab_path = "/nonexistent/list";
	assert_int_not_equal(model_load(&m, path, &opt, NULL, &err), ST_OK);
	assert_non_null(strstr(err.text, "/nonexistent/list"));
	free(named);
	free(path);
	temp_dir_remove(dir);
}

static void a_list_that_is_far_too_large(void **state)
{
	char *dir = temp_dir_make(), *path = npy_file(dir, LITERAL_2X2, square, sizeof(square));
	char *list = temp_file(dir, "m.vocab", "a\nb\n", 4);
	struct error err = ERROR_INIT;
	struct model *m = NULL;

	(void)state;
	assert_int_equal(truncate(list, (off_t)1 << 32), 0);
	assert_int_equal(model_load(&m, path, NULL, NULL, &err), ST_FORMAT);
	assert_non_null(strstr(err.text, "too large"));
	free(list);
	free(path);
	temp_dir_remove(dir);
}

static void the_shared_fixture(void **state)
{
	char *path = fixture_path("generated/f4.npy");
	struct model *m;

	(void)state;
	if (!path) {
		skip();
		return;
	}
	m = model_open(path);
	assert_int_equal(model_rows(m), 298);
	assert_int_equal(model_dims(m), 100);
	assert_true(has_note(m, "vocab.txt"));
	assert_int_not_equal(vocab_find(m->vocab, "king", 4), VOCAB_NONE);
	model_unref(m);
	free(path);
}

static void trailing_bytes_are_noted(void **state)
{
	static const float data[] = { 1, 2, 3, 4, 5 };
	struct model *m = load_literal(LITERAL_2X2, data, sizeof(data), "a\nb\n");

	(void)state;
	assert_true(has_note(m, "4 bytes behind"));
	model_unref(m);
}

static uint32_t crc32_of(const char *p, size_t n)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < n; i++) {
		crc ^= (unsigned char)p[i];
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
	}
	return ~crc;
}

static void put_little(struct strbuf *out, uint32_t v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		strbuf_addc(out, (char)(v >> (8 * i) & 0xFF));
}

/* gzip with one stored block */
static void put_gzip(struct strbuf *out, const char *bytes, size_t n)
{
	strbuf_add(out, "\x1F\x8B\x08\0\0\0\0\0\0\x03\x01", 11);
	put_little(out, (uint32_t)n, 2);
	put_little(out, ~(uint32_t)n, 2);
	strbuf_add(out, bytes, n);
	put_little(out, crc32_of(bytes, n), 4);
	put_little(out, (uint32_t)n, 4);
}

/* The parts that a local and a central zip record share, from "version needed" to the name. */
static void put_zip_record(struct strbuf *out, const char *name, const char *bytes, size_t n)
{
	put_little(out, 20, 2);
	put_little(out, 0, 4); /* flags, method: stored */
	put_little(out, 0x21 << 16, 4);
	put_little(out, crc32_of(bytes, n), 4);
	put_little(out, (uint32_t)n, 4);
	put_little(out, (uint32_t)n, 4);
	put_little(out, (uint32_t)strlen(name), 2);
	put_little(out, 0, 2);
}

struct member {
	const char *name, *bytes;
	size_t n;
};

static void put_zip(struct strbuf *out, const struct member *members, size_t count)
{
	struct strbuf central = STRBUF_INIT;

	for (size_t i = 0; i < count; i++) {
		const struct member *m = &members[i];

		strbuf_add(&central, "PK\x01\x02\x14\0", 6);
		put_zip_record(&central, m->name, m->bytes, m->n);
		put_little(&central, 0, 2); /* comment */
		put_little(&central, 0, 4); /* disk, attributes */
		put_little(&central, 0, 4);
		put_little(&central, (uint32_t)out->len, 4);
		strbuf_adds(&central, m->name);
		strbuf_add(out, "PK\x03\x04", 4);
		put_zip_record(out, m->name, m->bytes, m->n);
		strbuf_adds(out, m->name);
		strbuf_add(out, m->bytes, m->n);
	}
	put_little(&central, 0x06054B50, 4);
	put_little(&central, 0, 4);
	put_little(&central, (uint32_t)(count | count << 16), 4);
	put_little(&central, (uint32_t)(central.len - 12), 4);
	put_little(&central, (uint32_t)out->len, 4);
	put_little(&central, 0, 2);
	strbuf_add(out, central.buf, central.len);
	strbuf_release(&central);
}

static void check_packed(const char *dir, const char *name, const struct strbuf *packed,
			 const char *note)
{
	char *path = temp_file(dir, name, packed->buf, packed->len);
	struct model *m = model_open(path);
	size_t n;

	assert_string_equal(vocab_word(m->vocab, 1, &n), "of");
	assert_true(model_row(m, 1)[1] == 4);
	assert_true(has_note(m, note));
	model_unref(m);
	free(path);
}

static void a_packed_matrix_finds_its_list(void **state)
{
	char *dir = temp_dir_make(), *plain = npy_file(dir, LITERAL_2X2, square, sizeof(square));
	struct strbuf gzip = STRBUF_INIT, zip = STRBUF_INIT;
	size_t n;
	char *bytes = read_whole(plain, &n);
	const struct member members[] = { { "d/words.txt", "the\nof\n", 7 },
					  { "d/m.npy", bytes, n } };

	(void)state;
	put_gzip(&gzip, bytes, n);
	put_zip(&zip, members, 2);
	check_packed(dir, "m.zip", &zip, "words from d/words.txt in ");
	write_list(dir, "m.vocab", "the\nof\n");
	check_packed(dir, "m.npy.gz", &gzip, "m.vocab");
	strbuf_release(&gzip);
	strbuf_release(&zip);
	free(bytes);
	free(plain);
	temp_dir_remove(dir);
}

static bool stop_at_once(void *ctx, uint64_t done, uint64_t total)
{
	(void)ctx, (void)done, (void)total;
	return false;
}

static void loading_can_be_cancelled(void **state)
{
	char *dir = temp_dir_make(), *path = npy_file(dir, LITERAL_2X2, square, sizeof(square));
	struct progress stop = { .step = stop_at_once };
	struct error err = ERROR_INIT;
	struct model *m = NULL;

	(void)state;
	write_list(dir, "m.vocab", "a\nb\n");
	assert_int_equal(model_load(&m, path, NULL, &stop, &err), ST_CANCELLED);
	free(path);
	temp_dir_remove(dir);
}

static void damaged_files_say_so(void **state)
{
	char *dir = temp_dir_make(), *bytes;
	char *path = npy_file(dir, LITERAL_2X2 "  \n", square, sizeof(square));
	size_t n, loaded;

	(void)state;
	bytes = read_whole(path, &n);
	write_list(dir, "m.vocab", "a\nb\n");
	loaded = load_damaged(dir, "m.npy", bytes, n);
	/* changed numbers load, and so does white space that became other white space */
	assert_true(loaded >= 16 * 6 && loaded < n * 4);
	free(bytes);
	free(path);
	temp_dir_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_and_byte_order),
		cmocka_unit_test(literals_that_numpy_has_written),
		cmocka_unit_test(versions_two_and_three),
		cmocka_unit_test(fortran_order_is_turned),
		cmocka_unit_test(a_vector_is_one_row),
		cmocka_unit_test(refuses_what_is_no_matrix_of_numbers),
		cmocka_unit_test(a_header_that_claims_gigabytes),
		cmocka_unit_test(large_doubles_are_counted),
		cmocka_unit_test(words_from_every_kind_of_list),
		cmocka_unit_test(lists_that_do_not_fit),
		cmocka_unit_test(without_words_rows_are_numbered),
		cmocka_unit_test(the_first_list_that_fits),
		cmocka_unit_test(a_list_that_is_far_too_large),
		cmocka_unit_test(the_shared_fixture),
		cmocka_unit_test(a_packed_matrix_finds_its_list),
		cmocka_unit_test(trailing_bytes_are_noted),
		cmocka_unit_test(loading_can_be_cancelled),
		cmocka_unit_test(damaged_files_say_so),
	};

	return cmocka_run_group_tests_name("model/npy", tests, NULL, NULL);
}
