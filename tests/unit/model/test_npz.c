/* .npz archives, spaCy's folders, and Magnitude databases: vectors whose words stand elsewhere. */
#include "unit.h"

#include <sqlite3.h>

#include "base/mem.h"
#include "base/path.h"
#include "make_model.h"
#include "model/formats/spacy.h"
#include "zip.h"

/* --- arrays and archives ----------------------------------------------------------------------------- */

static void put_npy(struct strbuf *sb, const char *descr, const char *shape)
{
	char *header =
		xasprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n", descr, shape);

	strbuf_add(sb, "\x93NUMPY\x01\x00", 8);
	put_u16(sb, (unsigned)strlen(header));
	strbuf_adds(sb, header);
	free(header);
}

/* Takes the data. */
static void zip_take(struct zip *z, const char *name, struct strbuf *data)
{
	zip_add(z, name, data->buf, data->len);
	strbuf_release(data);
}

static char *zip_write(struct zip *z, const char *dir, const char *name)
{
	char *path;

	zip_close(z);
	path = temp_file(dir, name, z->bytes.buf, z->bytes.len);
	zip_release(z);
	return path;
}

static void add_matrix(struct zip *z, const char *name, float first)
{
	struct strbuf sb = STRBUF_INIT;

	put_npy(&sb, "<f4", "(3, 2)");
	for (size_t i = 0; i < 6; i++)
		put_f32(&sb, first + (float)i);
	zip_take(z, name, &sb);
}

/* "king", "ü", "你" as numpy keeps them. */
static void add_words(struct zip *z, const char *name, bool big, size_t count)
{
	static const uint32_t words[3][4] = { { 'k', 'i', 'n', 'g' }, { 0xFC }, { 0x4F60 } };
	struct strbuf sb = STRBUF_INIT;
	char *shape = xasprintf("(%zu,)", count);

	put_npy(&sb, big ? ">U4" : "<U4", shape);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < 4; k++)
			put_u32(&sb, big ? __builtin_bswap32(words[i % 3][k]) : words[i % 3][k]);
	free(shape);
	zip_take(z, name, &sb);
}

static struct model *load(const char *path, const char *tensor, struct error *err)
{
	struct load_options opt = { .read.tensor = tensor };
	struct model *m = NULL;

	model_load(&m, path, &opt, NULL, err);
	return m;
}

static void the_matrix_and_its_words_are_found(void **state)
{
	(void)state;
	for (int big = 0; big < 2; big++) {
		char *dir = temp_dir_make(), *path;
		struct zip z = ZIP_INIT;
		struct tensor_list list = { 0 };
		struct error err = ERROR_INIT;
		struct model *m;

		add_words(&z, "words.npy", big, 3);
		add_matrix(&z, "other.npy", 10);
		add_matrix(&z, "vectors.npy", 0);
		path = zip_write(&z, dir, "m.npz");
		m = load(path, NULL, &err);
		if (!m)
			fail_msg("%s", err.text);
		assert_string_equal(m->name, "m");
		assert_string_equal(vocab_word(m->vocab, 0, NULL), "king");
		assert_string_equal(vocab_word(m->vocab, 1, NULL), "\u00FC");
		assert_string_equal(vocab_word(m->vocab, 2, NULL), "\u4F60");
		assert_true(model_row(m, 2)[1] == 5);
		model_unref(m);
		m = load(path, "other", &err);
		assert_non_null(m);
		assert_true(model_row(m, 2)[1] == 15);
		model_unref(m);
		assert_int_equal(model_list_tensors(&list, path, NULL, NULL), ST_OK);
		assert_int_equal(list.count, 3);
		assert_true(list.items[2].used);
		tensor_list_release(&list);
		free(path);
		temp_dir_remove(dir);
	}
}

static void words_that_do_not_fit_are_a_sentence(void **state)
{
	char *dir = temp_dir_make(), *path;
	struct zip z = ZIP_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	add_matrix(&z, "vectors.npy", 0);
	add_words(&z, "vocab.npy", false, 2);
	path = zip_write(&z, dir, "m.npz");
	assert_null(load(path, NULL, &err));
	assert_non_null(strstr(err.text, "2 words, but the matrix has 3 rows"));
	free(path);
	temp_dir_remove(dir);
}

static void an_archive_without_words_opens(void **state)
{
	char *dir = temp_dir_make(), *path;
	struct zip z = ZIP_INIT;
	struct error err = ERROR_INIT;
	struct model *m;

	(void)state;
	add_matrix(&z, "vectors.npy", 0);
	path = zip_write(&z, dir, "m.npz");
	m = load(path, NULL, &err);
	assert_non_null(m);
	assert_string_equal(vocab_word(m->vocab, 2, NULL), "2");
	model_unref(m);
	free(temp_file(dir, "m.vocab", "beside\nthe\narchive\n", 19));
	m = load(path, NULL, &err);
	assert_non_null(m);
	assert_string_equal(vocab_word(m->vocab, 0, NULL), "beside");
	model_unref(m);
	free(path);
	path = fixture_path("chinese/embedding_Tencent.npz");
	if (path) {
		m = load(path, NULL, &err);
		assert_non_null(m);
		assert_int_equal(model_rows(m), 4762);
		assert_string_equal(vocab_word(m->vocab, 4761, NULL), "4761");
		model_unref(m);
	}
	free(path);
	temp_dir_remove(dir);
}

static void damaged_archives_load_or_say_why(void **state)
{
	char *dir = temp_dir_make(), *path, *bytes;
	struct zip z = ZIP_INIT;
	size_t n;

	(void)state;
	add_matrix(&z, "vectors.npy", 0);
	add_words(&z, "words.npy", false, 3);
	path = zip_write(&z, dir, "m.npz");
	bytes = read_whole(path, &n);
	assert_true(load_damaged(dir, "m.npz", bytes, n) > 0);
	free(bytes);
	free(path);
	temp_dir_remove(dir);
}

/* --- spaCy -------------------------------------------------------------------------------------------- */

static void hashes_are_those_of_spacy(void **state)
{
	(void)state;
	/* from spaCy's documentation: nlp.vocab.strings["coffee"] */
	assert_true(spacy_hash("coffee", 6) == 3197928453018144401u);
}

static void put_key(struct strbuf *sb, const char *word, int row)
{
	put_u8(sb, 0xCF);
	for (size_t i = 8; i-- > 0;)
		put_u8(sb, (unsigned)(spacy_hash(word, strlen(word)) >> (8 * i) & 0xFF));
	put_u8(sb, row < 0 ? 0xFF : (unsigned)row);
}

static void make_spacy(const char *dir, struct strbuf *keys)
{
	static const char strings[] = "[\"none\",\"coffee\",\"tea\",\"\"]";
	struct strbuf sb = STRBUF_INIT;

	put_npy(&sb, "<f4", "(3, 2)");
	for (size_t i = 0; i < 6; i++)
		put_f32(&sb, (float)i);
	free(temp_file(dir, "vectors", sb.buf, sb.len));
	strbuf_release(&sb);
	put_u8(keys, 0x84);
	put_key(keys, "coffee", 2);
	put_key(keys, "tea", 0);
	put_key(keys, "unlisted", 1);
	put_key(keys, "none", -1);
	free(temp_file(dir, "key2row", keys->buf, keys->len));
	free(temp_file(dir, "strings.json", strings, strlen(strings)));
}

static void a_folder_of_spacy(void **state)
{
	char *dir = temp_dir_make();
	struct strbuf keys = STRBUF_INIT;
	struct error err = ERROR_INIT;
	struct model *m;

	(void)state;
	make_spacy(dir, &keys);
	m = load(dir, NULL, &err);
	if (!m)
		fail_msg("%s", err.text);
	assert_string_equal(vocab_word(m->vocab, 0, NULL), "tea");
	assert_string_equal(vocab_word(m->vocab, 1, NULL), "<row:2>");
	assert_string_equal(vocab_word(m->vocab, 2, NULL), "coffee");
	assert_true(model_row(m, 2)[0] == 4);
	model_unref(m);
	for (size_t i = 0; i < 256 * keys.len; i++) { /* every byte of key2row made every other */
		char was = keys.buf[i / 256];

		keys.buf[i / 256] = (char)(i % 256);
		free(temp_file(dir, "key2row", keys.buf, keys.len));
		keys.buf[i / 256] = was;
		err = (struct error)ERROR_INIT;
		m = load(dir, NULL, &err);
		assert_true(m || err.text[0]);
		model_unref(m);
	}
	strbuf_release(&keys);
	temp_dir_remove(dir);
}

/* --- Magnitude ---------------------------------------------------------------------------------------- */

static char *make_database(const char *dir, const char *sql)
{
	char *path = path_join(dir, "m.magnitude");
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(db));
	sqlite3_close(db);
	return path;
}

#define GOOD                                                                                       \
	"CREATE TABLE magnitude(key TEXT COLLATE NOCASE, dim_0 INTEGER, dim_1 INTEGER,"            \
	" magnitude REAL);"                                                                        \
	"CREATE TABLE magnitude_format(key TEXT, value INTEGER);"                                  \
	"INSERT INTO magnitude_format VALUES('precision', 3);"                                     \
	"INSERT INTO magnitude VALUES('king', 600, 800, 5), ('Queen', -1000, 0, 2.5);"

static void vectors_of_a_database(void **state)
{
	char *dir = temp_dir_make(), *path = make_database(dir, GOOD);
	struct error err = ERROR_INIT;
	struct model *m = load(path, NULL, &err);

	(void)state;
	if (!m)
		fail_msg("%s", err.text);
	assert_int_equal(model_rows(m), 2);
	assert_true(model_row(m, 0)[0] == 3 && model_row(m, 0)[1] == 4);
	assert_true(model_row(m, 1)[0] == -2.5f);
	assert_string_equal(vocab_word(m->vocab, 1, NULL), "Queen");
	model_unref(m);
	free(path);
	temp_dir_remove(dir);
}

static void databases_that_are_none_are_refused(void **state)
{
	static const struct {
		const char *sql, *says;
	} cases[] = {
		{ "CREATE TABLE other(a);", "no Magnitude file" },
		{ "CREATE TABLE real_one(key, dim_0, magnitude);"
		  "CREATE VIEW magnitude AS SELECT * FROM real_one;",
		  "no Magnitude file" },
		{ "CREATE TABLE magnitude(key, dim_1, magnitude);", "has not the columns" },
		{ "CREATE TABLE magnitude(key, magnitude);", "has not the columns" },
		{ "CREATE TABLE magnitude(key, dim_0, magnitude);", "not one row" },
		{ "CREATE TABLE magnitude(key, dim_0, magnitude);"
		  "CREATE TABLE magnitude_format(key, value);"
		  "INSERT INTO magnitude_format VALUES('precision', 400);",
		  "precision" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *dir = temp_dir_make(), *path = make_database(dir, cases[i].sql);
		struct error err = ERROR_INIT;

		if (load(path, NULL, &err) || !strstr(err.text, cases[i].says))
			fail_msg("%s: \"%s\"", cases[i].sql, err.text);
		free(path);
		temp_dir_remove(dir);
	}
}

/* Bytes of the database turned over, and every length in steps: SQLite may refuse, never fall. */
static void damaged_databases(void **state)
{
	char *dir = temp_dir_make(), *path = make_database(dir, GOOD), *bytes;
	size_t n;

	(void)state;
	bytes = read_whole(path, &n);
	for (size_t i = 0; i < n + n / 64; i += i < n ? 7 : 1) {
		size_t at = i < n ? i : 0, len = i < n ? n : (i - n) * 64;
		struct error err = ERROR_INIT;
		struct model *m;

		bytes[at] = (char)(bytes[at] ^ 0xFF);
		free(temp_file(dir, "m.magnitude", bytes, len));
		bytes[at] = (char)(bytes[at] ^ 0xFF);
		m = load(path, NULL, &err);
		assert_true(m || err.text[0]);
		model_unref(m);
	}
	free(bytes);
	free(path);
	temp_dir_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_matrix_and_its_words_are_found),
		cmocka_unit_test(words_that_do_not_fit_are_a_sentence),
		cmocka_unit_test(an_archive_without_words_opens),
		cmocka_unit_test(damaged_archives_load_or_say_why),
		cmocka_unit_test(hashes_are_those_of_spacy),
		cmocka_unit_test(a_folder_of_spacy),
		cmocka_unit_test(vectors_of_a_database),
		cmocka_unit_test(databases_that_are_none_are_refused),
		cmocka_unit_test(damaged_databases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
