#include "unit.h"

#include <math.h>

#include "base/mem.h"
#include "make_model.h"

/* A file of this header and these data. */
static char *st_file(const char *dir, const char *header, const void *data, size_t n)
{
	struct strbuf sb = STRBUF_INIT;
	size_t len = strlen(header);
	char *path;

	for (int i = 0; i < 8; i++)
		strbuf_addc(&sb, (char)((uint64_t)len >> (8 * i) & 0xFF));
	strbuf_adds(&sb, header);
	strbuf_add(&sb, data, n);
	path = temp_file(dir, "m.safetensors", sb.buf, sb.len);
	strbuf_release(&sb);
	return path;
}

static void check_refused(const char *header, const void *data, size_t n, const char *part)
{
	char *dir = temp_dir_make(), *path = st_file(dir, header, data, n);
	struct load_options opt = { .format = "safetensors" };
	struct error err = ERROR_INIT;
	struct model *m = NULL;

	if (model_load(&m, path, &opt, NULL, &err) == ST_OK)
		fail_msg("%s was accepted", header);
	if (!strstr(err.text, part))
		fail_msg("%s: \"%s\" does not say \"%s\"", header, err.text, part);
	free(path);
	temp_dir_remove(dir);
}

/* Two rows of two numbers, the words "a" and "of": 16 + 24 + 3 bytes. */
static const char small_data[43] = "\0\0\x80\x3F\0\0\0\x40\0\0\x40\x40\0\0\x80\x40"
				   "\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0"
				   "aof";

#define VECTORS "\"vectors\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}"
#define OFFSETS "\"vocab.offsets\":{\"dtype\":\"U64\",\"shape\":[3],\"data_offsets\":[16,40]}"
#define WORDS	"\"vocab.bytes\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[40,43]}"
#define SMALL	"{" VECTORS "," OFFSETS "," WORDS "}"

static void reads_the_smallest_file(void **state)
{
	/* the order of the header is free, and so is white space around it */
	static const char *const headers[] = {
		SMALL,
		"{" WORDS "," OFFSETS "," VECTORS "}",
		"  \n{" VECTORS ",\"__metadata__\":{\"x\":\"y\"}," OFFSETS "," WORDS "}     ",
	};
	static const float want[] = { 1, 2, 3, 4 };

	(void)state;
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		char *dir = temp_dir_make();
		char *path = st_file(dir, headers[i], small_data, sizeof(small_data));
		struct model *m = model_open(path);
		size_t n;

		assert_int_equal(model_rows(m), 2);
		assert_memory_equal(model_row(m, 0), want, 8);
		assert_memory_equal(model_row(m, 1), want + 2, 8);
		assert_string_equal(vocab_word(m->vocab, 1, &n), "of");
		model_unref(m);
		free(path);
		temp_dir_remove(dir);
	}
}

/* 1.5 −2 in every type; I8 with and without a scale. */
static void reads_every_type(void **state)
{
	static const struct {
		const char *dtype, *more;
		const char *bytes;
		size_t size;
		float want[2];
	} cases[] = {
		{ "F32", "", "\0\0\xC0\x3F\0\0\0\xC0", 8, { 1.5f, -2 } },
		{ "F16", "", "\0\x3E\0\xC0", 4, { 1.5f, -2 } },
		{ "BF16", "", "\xC0\x3F\0\xC0", 4, { 1.5f, -2 } },
		{ "F64", "", "\0\0\0\0\0\0\xF8\x3F\0\0\0\0\0\0\0\xC0", 16, { 1.5f, -2 } },
		{ "I8", "", "\x03\xFC", 2, { 3, -4 } },
		{ "I8",
		  ",\"vectors.scale\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}",
		  "\x03\xFC\0\0\0\x3F",
		  6,
		  { 1.5f, -2 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *dir = temp_dir_make(), *path, *header;
		size_t at = cases[i].size, vectors = *cases[i].more ? 2 : at;
		struct strbuf data = STRBUF_INIT;
		struct model *m;

		header = xasprintf(
			"{\"vectors\":{\"dtype\":\"%s\",\"shape\":[1,2],\"data_offsets\":"
			"[0,%zu]}%s,\"vocab.offsets\":{\"dtype\":\"U64\",\"shape\":[2],"
			"\"data_offsets\":[%zu,%zu]},\"vocab.bytes\":{\"dtype\":\"U8\","
			"\"shape\":[1],\"data_offsets\":[%zu,%zu]}}",
			cases[i].dtype, vectors, cases[i].more, at, at + 16, at + 16, at + 17);
		strbuf_add(&data, cases[i].bytes, at);
		strbuf_add(&data, "\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0w", 17);
		path = st_file(dir, header, data.buf, data.len);
		m = model_open(path);
		assert_memory_equal(model_row(m, 0), cases[i].want, 8);
		model_unref(m);
		strbuf_release(&data);
		free(header);
		free(path);
		temp_dir_remove(dir);
	}
}

static void ignores_other_tensors_and_wrong_norms(void **state)
{
	static const char header[] =
		"{" VECTORS "," OFFSETS "," WORDS
		",\"norms\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[43,51]}"
		",\"empty\":{\"dtype\":\"F16\",\"shape\":[0,7],\"data_offsets\":[51,51]}"
		",\"scalar\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[51,52]}"
		",\"new\":{\"dtype\":\"Q9\",\"shape\":[1],\"data_offsets\":[52,55]}}";
	char *dir = temp_dir_make(), *path, data[55] = { 0 };
	struct model *m;

	(void)state;
	memcpy(data, small_data, sizeof(small_data));
	path = st_file(dir, header, data, sizeof(data));
	m = model_open(path);
	assert_true(fabsf(m->norms[0] - sqrtf(5)) < 1e-6f);
	model_unref(m);
	free(path);
	temp_dir_remove(dir);
}

/* The cases of huggingface/safetensors' own tests, and more. */
static void refuses_what_breaks_the_format(void **state)
{
	const char *d = small_data;

	(void)state;
	check_refused("{}", "", 0, "no tensor at all");
	check_refused("{}", d, 5, "5 bytes at its end");
	check_refused("[]", "", 0, "not a JSON object");
	check_refused("{\"a\":1}", "", 0, "says nothing about");
	check_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", d, 4, "no proper");
	check_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", d, 4,
		      "no proper");
	check_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}", d, 4,
		      "no proper");
	check_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", d, 4,
		      "no proper");
	check_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}}", d, 4,
		      "no proper");
	check_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", d, 8,
		      "not the size of its shape");
	check_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", d, 3,
		      "cut short");
	check_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", d, 5,
		      "1 bytes at its end");
	check_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", d, 8,
		      "instead of 0");
	check_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
		      "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
		      d, 12, "instead of 8");
	check_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
		      "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
		      d, 8, "duplicate");
	check_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[2,9223372036854775807],"
		      "\"data_offsets\":[0,16]}}",
		      d, 16, "not the size");
	check_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[4,4611686018427387905],"
		      "\"data_offsets\":[0,16]}}",
		      d, 16, "no proper");
	check_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[2,18446744073709551614],"
		      "\"data_offsets\":[0,16]}}",
		      d, 16, "header");
	check_refused("{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,1]}}", d, 1,
		      "not the size");
	check_refused("{\"__metadata__\":7}", "", 0, "__metadata__");
	check_refused("{\"__metadata__\":{\"a\":7}}", "", 0, "not text");
	check_refused("{\"a\xFF\":{}}", "", 0, "JSON");
	check_refused("{", "", 0, "JSON");
	check_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[[[[[[1]]]]]],\"data_offsets\":[0,4]}}",
		      d, 4, "no proper");
}

static void refuses_a_vocabulary_that_lies(void **state)
{
	static const struct {
		size_t at;
		char value;
		const char *part;
	} cases[] = {
		{ 16, 1, "do not span" },      { 24, 4, "fall at row 2" }, { 32, 2, "do not span" },
		{ 39, '\x80', "do not span" }, { 31, 1, "fall at row 2" },
	};
	char data[sizeof(small_data)];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memcpy(data, small_data, sizeof(data));
		data[cases[i].at] = cases[i].value;
		check_refused(SMALL, data, sizeof(data), cases[i].part);
	}
	check_refused("{" VECTORS ",\"vocab.offsets\":{\"dtype\":\"I64\",\"shape\":[3],"
		      "\"data_offsets\":[16,40]}," WORDS "}",
		      small_data, sizeof(small_data), "not U64 [3]");
	check_refused("{" VECTORS ",\"vocab.offsets\":{\"dtype\":\"U64\",\"shape\":[1,3],"
		      "\"data_offsets\":[16,40]}," WORDS "}",
		      small_data, sizeof(small_data), "not U64 [3]");
	check_refused(
		"{\"vectors\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}," OFFSETS
		"," WORDS "}",
		small_data, sizeof(small_data), "no table");
	check_refused(
		"{\"vectors\":{\"dtype\":\"I32\",\"shape\":[2,2],\"data_offsets\":[0,16]}," OFFSETS
		"," WORDS "}",
		small_data, sizeof(small_data), "no table");
	check_refused(
		"{\"vectors\":{\"dtype\":\"F32\",\"shape\":[4,1],\"data_offsets\":[0,16]}," OFFSETS
		"," WORDS "}",
		small_data, sizeof(small_data), "not U64 [5]");
	check_refused("{" VECTORS "}", small_data, 16, "vectors F32 [2, 2]");
}

static void refuses_a_scale_that_does_not_fit(void **state)
{
	char data[34] = { 0 };

	(void)state;
	data[22] = 3;
	check_refused(
		"{\"vectors\":{\"dtype\":\"I8\",\"shape\":[1,2],\"data_offsets\":[0,2]},"
		"\"vocab.offsets\":{\"dtype\":\"U64\",\"shape\":[2],\"data_offsets\":[14,30]},"
		"\"vectors.scale\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[2,14]},"
		"\"vocab.bytes\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[30,33]}}",
		data, 33, "one number per row");
}

static void refuses_lengths_that_lie(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
	} files[] = {
		{ "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF{}", 10 },
		{ "\xFA\xFF\xFF\xFF\xFF\xFF\xFF\xFF{}", 10 },
		{ "\x03\0\0\0\0\0\0\0{}", 10 },
		{ "\x00\xE1\xF5\x05\0\0\0\0{}", 10 },
		{ "\0\0\0\0\0\0\0\0", 8 },
		{ "\x02\0\0\0", 4 },
	};
	char *dir = temp_dir_make();
	struct load_options opt = { .format = "safetensors" };

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char *path = temp_file(dir, "m", files[i].bytes, files[i].n);
		struct error err = ERROR_INIT;
		struct model *m = NULL;

		assert_int_equal(model_load(&m, path, &opt, NULL, &err), ST_FORMAT);
		free(path);
	}
	temp_dir_remove(dir);
}

static void check_fixture(const char *name, const char *part)
{
	char *path = fixture_path(name);
	struct error err = ERROR_INIT;
	struct model *m = NULL;

	if (!path)
		return;
	assert_int_equal(model_load(&m, path, NULL, NULL, &err), ST_FORMAT);
	if (!strstr(err.text, part))
		fail_msg("%s: \"%s\" does not say \"%s\"", name, err.text, part);
	free(path);
}

static void check_shape(const char *name, size_t rows, size_t dims, const char *first)
{
	char *path = fixture_path(name);
	struct model *m;

	if (!path)
		return;
	m = model_open(path);
	assert_int_equal(model_rows(m), rows);
	assert_int_equal(model_dims(m), dims);
	assert_string_equal(vocab_word(m->vocab, 0, NULL), first);
	model_unref(m);
	free(path);
}

/* Their words stand beside them, or nowhere. */
static void shared_files_without_words(void **state)
{
	(void)state;
	check_fixture("generated/bad-offsets.safetensors", "not the size of its shape");
	check_shape("generated/emb-f32.safetensors", 298, 100, "the");
	check_shape("generated/emb-f16.safetensors", 298, 100, "the");
	check_shape("safetensors/marian-tiny-random.safetensors", 58101, 2, "0");
	check_shape("model2vec/model.safetensors", 29528, 2, "[PAD]");
}

static void damaged_files_say_so(void **state)
{
	char *dir = temp_dir_make(), *bytes;
	char *path = st_file(dir, SMALL, small_data, sizeof(small_data));
	size_t n, loaded;

	(void)state;
	bytes = read_whole(path, &n);
	loaded = load_damaged(dir, "m.safetensors", bytes, n);
	assert_true(loaded >= 19 * 6 && loaded < n * 4); /* numbers and words may be any */
	free(bytes);
	free(path);
	temp_dir_remove(dir);
}

/* The words of the model that ships, as anyone would look at it. */
static void the_shipped_model_is_whole(void **state)
{
	struct model *m = model_open("assets/models/demo.safetensors");
	size_t n;

	(void)state;
	assert_int_equal(model_rows(m), 50000);
	assert_int_equal(model_dims(m), 100);
	assert_string_equal(vocab_word(m->vocab, 0, &n), "the");
	assert_int_not_equal(vocab_find(m->vocab, "king", 4), VOCAB_NONE);
	assert_int_equal(m->bad_rows + m->zero_rows, 0);
	assert_int_equal(report_size(&m->report), 0);
	assert_true(m->file_bytes <= 7000000);
	model_unref(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_smallest_file),
		cmocka_unit_test(reads_every_type),
		cmocka_unit_test(ignores_other_tensors_and_wrong_norms),
		cmocka_unit_test(refuses_what_breaks_the_format),
		cmocka_unit_test(refuses_a_vocabulary_that_lies),
		cmocka_unit_test(refuses_a_scale_that_does_not_fit),
		cmocka_unit_test(refuses_lengths_that_lie),
		cmocka_unit_test(shared_files_without_words),
		cmocka_unit_test(damaged_files_say_so),
		cmocka_unit_test(the_shipped_model_is_whole),
	};

	return cmocka_run_group_tests_name("model/safetensors", tests, NULL, NULL);
}
