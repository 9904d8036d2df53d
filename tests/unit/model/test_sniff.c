#include "unit.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/mem.h"
#include "io/json.h"
#include "load_dump.h"
#include "make_model.h"

/* --- what is known is known by its content ------------------------------------------------------- */

#define NPY "\x93NUMPY\x01\0\x3C\0{'descr':'<f4','fortran_order':False,'shape':(2,1)}        \n"
#define ST_HEADER                                                                                  \
	"{\"vectors\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"                 \
	"\"vocab.offsets\":{\"dtype\":\"U64\",\"shape\":[3],\"data_offsets\":[8,32]},"             \
	"\"vocab.bytes\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[32,34]}}"
#define ONE_TWO	    "\0\0\x80\x3F\0\0\0\x40"
#define A_B_OFFSETS "\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0"

static const struct {
	const char *title, *bytes;
	size_t n;
} known[] = {
#define KNOWN(title, literal)                                                                      \
	{                                                                                          \
		(title), (literal), sizeof(literal) - 1                                            \
	}
	KNOWN("word2vec binary", "2 1\na \0\0\x80\x3F\nb \0\0\0\x40\n"),
	KNOWN("word2vec binary", "2 1\na \0\0\x80\x3F"
				 "b \0\0\0\x40"),
	KNOWN("word2vec text", "2 1\na 1\nb 2\n"),
	KNOWN("GloVe text", "a 1.0\nb 2.0\n"),
	KNOWN("GloVe text", "a,1\nb,2\n"),
	KNOWN("NumPy", NPY ONE_TWO),
	KNOWN("safetensors", "\xC0\0\0\0\0\0\0\0" ST_HEADER ONE_TWO A_B_OFFSETS "ab"),
};

static void check_known(const char *path, const char *title)
{
	struct model *m = model_open(path);

	if (strncmp(m->format, title, strlen(title)) != 0)
		fail_msg("%s: \"%s\" is not \"%s\"", path, m->format, title);
	assert_int_equal(model_rows(m), 2);
	assert_string_equal(vocab_word(m->vocab, 0, NULL), "a");
	assert_string_equal(vocab_word(m->vocab, 1, NULL), "b");
	assert_true(model_row(m, 0)[0] == 1 && model_row(m, 1)[0] == 2);
	model_unref(m);
}

/* Write the bytes through a filter of libarchive. */
static char *packed_file(const char *dir, const char *name, int filter, const char *bytes, size_t n)
{
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	char *path = xasprintf("%s/%s", dir, name);

	archive_write_set_format(a, ARCHIVE_FORMAT_RAW);
	archive_write_add_filter(a, filter);
	archive_write_set_bytes_in_last_block(a, 1);
	assert_int_equal(archive_write_open_filename(a, path), ARCHIVE_OK);
	archive_entry_set_pathname(e, "x");
	archive_entry_set_filetype(e, AE_IFREG);
	assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
	assert_int_equal(archive_write_data(a, bytes, n), n);
	archive_entry_free(e);
	archive_write_close(a);
	archive_write_free(a);
	return path;
}

static void any_name_and_any_packing(void **state)
{
	static const char *const names[] = {
		"m",	 "m.bin", "m.vec", "m.txt", "m.npy",	"m.safetensors", "m.csv",  "m.gz",
		"m.zip", "m.pdf", "m.h5",  "m.kv",  "m.sqlite", "m.gguf",	 "m.json", "m.html",
	};
	static const int filters[] = { ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_XZ,
				       ARCHIVE_FILTER_ZSTD };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		char *dir = temp_dir_make(), *path;

		/* the words of a matrix, whatever it is called */
		free(temp_file(dir, "vocab.txt", "a\nb\n", 4));
		for (size_t k = 0; k < ARRAY_LEN(names); k++) {
			path = temp_file(dir, names[k], known[i].bytes, known[i].n);
			check_known(path, known[i].title);
			remove(path);
			free(path);
		}
		for (size_t k = 0; k < ARRAY_LEN(filters); k++) {
			path = packed_file(dir, "packed", filters[k], known[i].bytes, known[i].n);
			check_known(path, known[i].title);
			free(path);
		}
		temp_dir_remove(dir);
	}
}

/* --- what is none is called by its name ------------------------------------------------------------ */

static const struct {
	const char *bytes;
	size_t n;
	const char *says[2];
} refused[] = {
#define REFUSED(literal, ...)                                                                      \
	{                                                                                          \
		(literal), sizeof(literal) - 1,                                                    \
		{                                                                                  \
			__VA_ARGS__                                                                \
		}                                                                                  \
	}
	REFUSED("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", "is a picture"),
	REFUSED("\xFF\xD8\xFF\xE0\0\x10JFIF\0", "is a picture"),
	REFUSED("GIF89a\1\0\1\0", "is a picture"),
	REFUSED("\x7F"
		"ELF\2\1\1\0\0\0\0\0\0\0\0\0",
		"is a program"),
	REFUSED("MZ\x90\0\3\0\0\0", "is a program"),
	REFUSED("#!/bin/sh\nset -eu\necho hello\n", "is a program"),
	REFUSED("%PDF-1.4\n%\xE2\xE3\n", "is a PDF document"),
	REFUSED("<!DOCTYPE html>\n<html><head>", "is a web page"),
	REFUSED("\n  <HTML><body>404", "is a web page"),
	REFUSED("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>", "is a web page"),
	REFUSED("{\"the\": [0.1, 0.2], \"of\": [0.3, 0.4]}", "is JSON", "python3 -c"),
	REFUSED("  [\n  {\"word\": \"the\", \"vector\": [1, 2]}]", "is JSON", "python3 -c"),
	REFUSED("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
		"is a Git LFS pointer", "git lfs pull"),
	REFUSED("name,city,country\nanna,rome,italy\nbob,paris,france\n",
		"is no embedding file that vecscope knows: it begins with the bytes 6e 61 6d 65"),
	REFUSED("Once upon a time there was a king.\nHe had 3 daughters.\n",
		"is no embedding file that vecscope knows"),
	REFUSED("\x80\x04\x95\x10\0\0\0\0\0\0\0\x8c\x05gens", "is a Python pickle",
		"save_word2vec_format"),
	REFUSED("\x80\x02"
		"cgensim.models.keyedvectors\nWord2VecKeyedVectors\nq\0",
		"is a Python pickle", "save_word2vec_format"),
	REFUSED("\x80\x02}q\0(X\6\0\0\0", "is a Python pickle"),
	REFUSED("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", "is a PyTorch file",
		"torch.load"),
	REFUSED("\x89HDF\r\n\x1a\n\0\0\0\0", "is an HDF5 file", "numpy.save"),
	REFUSED("PAR1\x15\4\x15\x10", "is a Parquet file", "duckdb"),
	REFUSED("ARROW1\0\0\xFF\xFF\xFF\xFF", "is an Arrow (Feather) file"),
	REFUSED("\x08\x07\x12\x07pytorch\x1a\x03"
		"1.9:",
		"is an ONNX network"),
	REFUSED("SQLite format 3\0\x10\0\1\1", "is an SQLite database", "sqlite3"),
	REFUSED("GGUF\3\0\0\0\1\0\0\0\0\0\0\0", "it is cut short"),
	REFUSED("\xba\x16\x4f\x2f\x0c\0\0\0\x0a\0\0\0", "it ends"),
	REFUSED("FiFu\0\0\0\0\2\0\0\0", "is a finalfusion file", "finalfusion convert"),
	REFUSED("7z\xbc\xaf\x27\x1c\0\4", "is a 7z or RAR archive", "7z x"),
	REFUSED("Rar!\x1a\x07\1\0", "is a 7z or RAR archive"),
	REFUSED("\xDE\xAD\xBE\xEF\1\2\3\4\5\6\7\x08",
		"it begins with the bytes de ad be ef 01 02 03 04"),
	REFUSED("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "it begins with the bytes 00 00 00 00"),
	REFUSED("\x80\x02\0\0\0\0\0\0\0\0", "it begins with the bytes 80 02 00"),
	REFUSED("x", "it begins with the bytes 78;"),
};

static void check_sentence(const char *dump, size_t i, const char *name)
{
	if (strncmp(dump, "format error: ", 14) != 0 || strchr(dump, '\n')[1])
		fail_msg("case %zu as %s: %s", i + 1, name, dump);
	for (size_t k = 0; k < 2 && refused[i].says[k]; k++)
		if (!strstr(dump, refused[i].says[k]))
			fail_msg("case %zu as %s: \"%s\" does not say \"%s\"", i + 1, name, dump,
				 refused[i].says[k]);
}

static void what_is_no_embedding(void **state)
{
	static const char *const names[] = { "m", "m.bin", "m.vec", "m.npy", "m.safetensors" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		for (size_t k = 0; k < ARRAY_LEN(names); k++) {
			char *dump = load_dump(names[k], refused[i].bytes, refused[i].n, NULL);

			check_sentence(dump, i, names[k]);
			free(dump);
		}
	}
}

static void refused_inside_a_packing_too(void **state)
{
	char *dir = temp_dir_make();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		char *path = packed_file(dir, "m.gz", ARCHIVE_FILTER_GZIP, refused[i].bytes,
					 refused[i].n);
		char *dump = load_dump_path(path, NULL);

		check_sentence(dump, i, "gz");
		free(dump);
		free(path);
	}
	temp_dir_remove(dir);
}

/* Noise of many kinds, and what looks like the beginning of something. */
static void noise(void **state)
{
	static const char *const begins[] = { "",
					      "10 2\n",
					      "\x93NUMPY\1\0",
					      "the 0.1 ",
					      "\x1F\x8B\x08",
					      "PK\3\4",
					      "\x08\0\0\0\0\0\0\0{",
					      "BZh91AY&SY" };
	uint32_t x = 7;

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		struct strbuf file = STRBUF_INIT;
		char *dump;

		strbuf_adds(&file, begins[i % ARRAY_LEN(begins)]);
		for (size_t k = 0; k < i * 11; k++) {
			x = x * 1664525 + 1013904223;
			strbuf_addc(&file, (char)(i % 3 == 0 ? x >> 24 : i % 3 == 1 ? 0 : x >> 26));
		}
		dump = load_dump("m", file.buf, file.len, NULL);
		/* "the 0.1" followed by noise may be one row; nothing else is a model */
		if (strncmp(dump, "the", 3) != 0 && strncmp(dump, "format error: m", 15) != 0)
			fail_msg("noise %zu: %.200s", i, dump);
		free(dump);
		strbuf_release(&file);
	}
}

static void a_forced_format(void **state)
{
	static const struct {
		const char *format, *want;
	} cases[] = {
		{ "nonsense", "usage error: there is no format nonsense; see: help formats\n" },
		{ "gguf", "format error: m: it" },
		{ "word2vec-binary",
		  "format error: m: it does not begin with a line of two numbers, "
		  "rows and dimensions\n" },
		{ "npy", "format error: m" },
		{ "safetensors", "format error: m" },
		{ "glove-text", "a: 1 2\nb: 3 4\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct load_options opt = { .format = cases[i].format };
		char *dump = load_dump("m", "a 1 2\nb 3 4\n", 12, &opt);

		if (strncmp(dump, cases[i].want, strlen(cases[i].want)) != 0)
			fail_msg("as %s: %s", cases[i].format, dump);
		free(dump);
	}
}

static void damaged_packed_files(void **state)
{
	static const int filters[] = { ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_XZ,
				       ARCHIVE_FILTER_ZSTD };
	char *dir = temp_dir_make();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
		char *path = packed_file(dir, "whole", filters[i], "2 2\na 1 2\nb 3 4\n", 16),
		     *bytes;
		size_t n;

		bytes = read_whole(path, &n);
		load_damaged(dir, "m", bytes, n);
		free(bytes);
		free(path);
	}
	temp_dir_remove(dir);
}

/* --- the shared fixtures --------------------------------------------------------------------------- */

/* Rows, dimensions, first and last word, first numbers: as gensim and fastText read them. */
static void check_peer(void *ctx, const char *name, const json_value *v)
{
	char *path = fixture_path(name);
	struct model *m;
	uint64_t n = 0, dims = 0;
	size_t len;
	const json_value *v0 = json_member(v, "v0");

	(void)ctx;
	if (!path)
		return;
	assert_true(json_get_u64(json_member(v, "n"), &n));
	assert_true(json_get_u64(json_member(v, "dim"), &dims));
	m = model_open(path);
	assert_int_equal(model_rows(m), n);
	assert_int_equal(model_dims(m), dims);
	if (!v0) { /* a fastText model, known by its own query alone */
		model_unref(m);
		free(path);
		return;
	}
	assert_string_equal(vocab_word(m->vocab, 0, NULL),
			    json_get_string(json_member(v, "first"), &len));
	assert_string_equal(vocab_word(m->vocab, (uint32_t)n - 1, NULL),
			    json_get_string(json_member(v, "last"), &len));
	model_unref(m);
	free(path);
}

static bool visit_peer(void *ctx, const char *key, const json_value *v)
{
	check_peer(ctx, key, v);
	return true;
}

static void files_that_peers_read(void **state)
{
	char *path = fixture_path("expected-peers.json"), *text;
	struct error err = ERROR_INIT;
	struct json_doc *doc = NULL;
	size_t n;

	(void)state;
	if (!path) {
		skip();
		return;
	}
	text = read_whole(path, &n);
	if (json_parse(&doc, text, n, &err))
		fail_msg("%s", err.text);
	json_each_member(json_root(doc), visit_peer, NULL);
	json_free(doc);
	free(text);
	free(path);
}

/* One matrix in many files: the same rows and words in each, to the last bit. */
static void one_matrix_in_many_files(void **state)
{
	static const char *const files[] = {
		"generated/w2v-c.bin",		"generated/w2v.txt",
		"generated/glove.txt",		"generated/glove.txt.gz",
		"generated/fasttext-style.vec", "generated/f4.npy",
	};
	char *path = fixture_path(files[0]);
	struct model *first;

	(void)state;
	if (!path) {
		skip();
		return;
	}
	first = model_open(path);
	free(path);
	assert_int_equal(model_rows(first), 298);
	assert_int_equal(model_dims(first), 100);
	for (size_t i = 1; i < ARRAY_LEN(files); i++) {
		struct model *m;

		path = fixture_path(files[i]);
		m = model_open(path);
		assert_same_model(first, m);
		if (strstr(path, ".npy") == NULL)
			assert_int_equal(report_size(&m->report), 0);
		model_unref(m);
		free(path);
	}
	model_unref(first);
}

static void another_matrix_in_three_files(void **state)
{
	static const char *const names[] = { "finalfusion/similarity.bin",
					     "finalfusion/similarity.txt",
					     "finalfusion/similarity.nodims" };
	struct model *m[3];

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		char *path = fixture_path(names[i]);

		if (!path) {
			skip();
			return;
		}
		m[i] = model_open(path);
		assert_same_model(m[0], m[i]);
		free(path);
	}
	assert_float_equal(model_row(m[0], 0)[0], 1.472429, 1e-6);
	assert_float_equal(model_row(m[0], 0)[1], -3.066047, 1e-6);
	for (size_t i = 0; i < 3; i++)
		model_unref(m[i]);
}

static void damaged_fixtures(void **state)
{
	static const struct {
		const char *name, *says;
	} files[] = {
		{ "generated/bad-count.gguf", "its header claims" },
		{ "generated/bad-header-huge.bin", "format error: bad-header-huge.bin" },
		{ "generated/bad-offsets.safetensors", "format error: bad-offsets.safetensors" },
		{ "generated/bad-ragged.txt", "! 1 row skipped: too few numbers (line " },
		{ "generated/bad-truncated.bin", "! the file is cut off at row " },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		char *path = fixture_path(files[i].name), *dump;

		if (!path) {
			skip();
			return;
		}
		dump = load_dump_path(path, NULL);
		if (!strstr(dump, files[i].says))
			fail_msg("%s: %.300s", path, dump);
		free(dump);
		free(path);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_name_and_any_packing),
		cmocka_unit_test(what_is_no_embedding),
		cmocka_unit_test(refused_inside_a_packing_too),
		cmocka_unit_test(noise),
		cmocka_unit_test(a_forced_format),
		cmocka_unit_test(damaged_packed_files),
		cmocka_unit_test(files_that_peers_read),
		cmocka_unit_test(one_matrix_in_many_files),
		cmocka_unit_test(another_matrix_in_three_files),
		cmocka_unit_test(damaged_fixtures),
	};

	return cmocka_run_group_tests_name("model/sniff", tests, NULL, NULL);
}
