/* Copies of models that stand in several files, are packed, or are opened as folders. */
#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "make_model.h"
#include "model/cache.h"
#include "model/query.h"
#include "zip.h"

#define HEADER "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n"

static const float square[] = { 1, 2, 3, 4 };

static char *npy_file(const char *dir, const char *name)
{
	struct strbuf sb = STRBUF_INIT;
	char *path;

	strbuf_add(&sb, "\x93NUMPY\x01\x00", 8);
	put_u16(&sb, (unsigned)strlen(HEADER));
	strbuf_adds(&sb, HEADER);
	strbuf_add(&sb, (const char *)square, sizeof(square));
	path = temp_file(dir, name, sb.buf, sb.len);
	strbuf_release(&sb);
	return path;
}

/* gzip, stored */
static char *gzip_file(const char *dir, const char *name, const char *bytes, size_t n)
{
	struct strbuf sb = STRBUF_INIT;
	char *path;

	strbuf_add(&sb, "\x1F\x8B\x08\0\0\0\0\0\0\x03", 10);
	for (size_t at = 0; at < n; at += 65535) {
		size_t k = MIN(n - at, (size_t)65535);

		put_u8(&sb, at + k == n);
		put_u16(&sb, (unsigned)k);
		put_u16(&sb, (unsigned)k ^ 0xFFFF);
		strbuf_add(&sb, bytes + at, k);
	}
	put_u32(&sb, zip_crc(bytes, n));
	put_u32(&sb, (uint32_t)n);
	path = temp_file(dir, name, sb.buf, sb.len);
	strbuf_release(&sb);
	return path;
}

static void write_text(const char *dir, const char *name, const char *text)
{
	free(temp_file(dir, name, text, strlen(text)));
}

static struct model *load(const char *path, const struct load_options *opt)
{
	struct error err = ERROR_INIT;
	struct model *m = NULL;

	if (model_load(&m, path, opt, NULL, &err) != ST_OK)
		fail_msg("%s", err.text);
	return m;
}

/* Load the file and write its copy. */
static struct model *make_copy(const char *cache, const char *path, const struct load_options *opt)
{
	struct cache_slot *slot = cache_slot_new(cache, path, opt);
	struct model *m = load(path, opt);
	struct error err = ERROR_INIT;

	assert_non_null(slot);
	cache_slot_set_model(slot, m);
	if (cache_write(slot, m, NULL, &err) != ST_OK)
		fail_msg("%s", err.text);
	cache_slot_free(slot);
	return m;
}

/* What the cache says now; *m, which may be NULL, gets the model. */
static enum cache_state ask(const char *cache, const char *path, const struct load_options *opt,
			    struct model **m)
{
	struct cache_slot *slot = cache_slot_new(cache, path, opt);
	struct model *found = NULL;
	enum cache_state state;

	assert_non_null(slot);
	state = cache_open(&found, slot);
	cache_slot_free(slot);
	if (m)
		*m = found;
	else
		model_unref(found);
	return state;
}

static void a_list_beside_belongs_to_the_copy(void **state)
{
	static const char *const changes[][2] = {
		{ "m.vocab", "a\nc\n" },    /* the list that was read */
		{ "vocab.txt", "a\nb\n" },  /* another one that is looked for */
		{ "tokenizer.json", "{}" }, /* whatever format the file were */
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		char *dir = temp_dir_make(), *cache = path_join(dir, "cache");
		char *path = npy_file(dir, "m.npy");
		struct model *a, *b;

		write_text(dir, "m.vocab", "a\nb\n");
		a = make_copy(cache, path, NULL);
		write_text(dir, "other.txt", "is not looked for");
		assert_int_equal(ask(cache, path, NULL, &b), CACHE_HIT);
		assert_same_model(a, b);
		assert_string_equal(b->format, "NumPy array");
		model_unref(b);
		write_text(dir, changes[i][0], changes[i][1]);
		assert_int_equal(ask(cache, path, NULL, NULL), CACHE_STALE);
		model_unref(a);
		free(path);
		free(cache);
		temp_dir_remove(dir);
	}
}

static void a_list_that_appears_or_goes_makes_another_model(void **state)
{
	char *dir = temp_dir_make(), *cache = path_join(dir, "cache"), *list;
	char *path = npy_file(dir, "m.npy");
	struct model *m;

	(void)state;
	model_unref(make_copy(cache, path, NULL));
	assert_int_equal(ask(cache, path, NULL, &m), CACHE_HIT);
	assert_string_equal(vocab_word(m->vocab, 1, NULL), "1");
	model_unref(m);
	write_text(dir, "m.vocab", "a\nb\n");
	assert_int_equal(ask(cache, path, NULL, NULL), CACHE_NONE);
	model_unref(make_copy(cache, path, NULL));
	assert_int_equal(ask(cache, path, NULL, &m), CACHE_HIT);
	assert_string_equal(vocab_word(m->vocab, 1, NULL), "b");
	model_unref(m);
	list = path_join(dir, "m.vocab");
	unlink(list);
	free(list);
	assert_int_equal(ask(cache, path, NULL, &m), CACHE_HIT); /* the first one is right again */
	assert_string_equal(vocab_word(m->vocab, 1, NULL), "1");
	model_unref(m);
	free(path);
	free(cache);
	temp_dir_remove(dir);
}

static void words_from_elsewhere_are_watched_too(void **state)
{
	char *dir = temp_dir_make(), *cache = path_join(dir, "cache");
	char *path = npy_file(dir, "m.npy"), *list = temp_file(dir, "mine", "x\ny\n", 4);
	struct load_options opt = { .read.vocab_path = list };
	struct model *m;

	(void)state;
	model_unref(make_copy(cache, path, &opt));
	assert_int_equal(ask(cache, path, NULL, NULL), CACHE_NONE);
	assert_int_equal(ask(cache, path, &opt, &m), CACHE_HIT);
	assert_string_equal(vocab_word(m->vocab, 0, NULL), "x");
	model_unref(m);
	write_text(dir, "mine", "x\nz\n");
	assert_int_equal(ask(cache, path, &opt, NULL), CACHE_STALE);
	free(list);
	free(path);
	free(cache);
	temp_dir_remove(dir);
}

/* A link to a file has the words of the folder that the link stands in. */
static void the_same_file_in_two_folders(void **state)
{
	char *dir = temp_dir_make(), *cache = path_join(dir, "cache"), *other = path_join(dir, "o");
	char *path = npy_file(dir, "m.npy"), *link_path;
	struct model *m;

	(void)state;
	write_text(dir, "m.vocab", "a\nb\n");
	assert_int_equal(mkdir(other, 0700), 0);
	write_text(other, "m.vocab", "c\nd\n");
	link_path = path_join(other, "m.npy");
	assert_int_equal(symlink(path, link_path), 0);
	model_unref(make_copy(cache, path, NULL));
	assert_int_equal(ask(cache, link_path, NULL, NULL), CACHE_NONE);
	model_unref(make_copy(cache, link_path, NULL));
	assert_int_equal(ask(cache, path, NULL, &m), CACHE_HIT);
	assert_string_equal(vocab_word(m->vocab, 0, NULL), "a");
	model_unref(m);
	assert_int_equal(ask(cache, link_path, NULL, &m), CACHE_HIT);
	assert_string_equal(vocab_word(m->vocab, 0, NULL), "c");
	model_unref(m);
	free(link_path);
	free(path);
	free(other);
	free(cache);
	temp_dir_remove(dir);
}

/* A folder's model is called after it, its file by its own name, whichever was opened first. */
static void folders_and_their_files_share_a_copy(void **state)
{
	(void)state;
	for (int first = 0; first < 2; first++) {
		char *dir = temp_dir_make(), *cache = path_join(dir, "cache");
		char *folder = path_join(dir, "potion"), *paths[2];
		struct model *m;

		assert_int_equal(mkdir(folder, 0700), 0);
		paths[0] = xstrdup(folder);
		paths[1] = npy_file(folder, "vectors.npy");
		write_text(folder, "vocab.txt", "a\nb\n");
		model_unref(make_copy(cache, paths[first], NULL));
		for (size_t i = 0; i < 2; i++) {
			assert_int_equal(ask(cache, paths[i], NULL, &m), CACHE_HIT);
			assert_string_equal(m->name, i ? "vectors" : "potion");
			model_unref(m);
			free(paths[i]);
		}
		free(folder);
		free(cache);
		temp_dir_remove(dir);
	}
}

/* Another name that the user gave it stays out of the copy. */
static void the_copy_has_the_usual_name(void **state)
{
	char *dir = temp_dir_make(), *cache = path_join(dir, "cache");
	char *path = npy_file(dir, "m.npy");
	struct cache_slot *slot = cache_slot_new(cache, path, NULL);
	struct model *m = load(path, NULL);

	(void)state;
	cache_slot_set_model(slot, m);
	free(m->name);
	m->name = xstrdup("mine");
	assert_int_equal(cache_write(slot, m, NULL, NULL), ST_OK);
	model_unref(m);
	assert_int_equal(ask(cache, path, NULL, &m), CACHE_HIT);
	assert_string_equal(m->name, "m");
	model_unref(m);
	cache_slot_free(slot);
	free(path);
	free(cache);
	temp_dir_remove(dir);
}

static void assert_same_word(const struct model *a, const struct model *b, const char *word)
{
	struct word_vector x = { 0 }, y = { 0 };

	assert_int_equal(word_vector_find(a, word, &x, NULL, NULL), ST_OK);
	assert_int_equal(word_vector_find(b, word, &y, NULL, NULL), ST_OK);
	assert_memory_equal(x.v, y.v, model_dims(a) * sizeof(float));
	word_vector_release(&x);
	word_vector_release(&y);
}

/* Packed or quantised: the rows of n-grams cannot be read from the file, so they come along. */
static void sub_words_come_along(void **state)
{
	(void)state;
	for (int packed = 0; packed < 2; packed++) {
		char *path = fixture_path(packed ? "gensim/crime-and-punishment.bin"
						 : "generated/ft-sup.ftz");
		char *dir = temp_dir_make(), *cache = path_join(dir, "cache"), *bytes;
		struct model *a, *b;
		size_t n;

		if (!path)
			skip();
		if (packed) {
			bytes = read_whole(path, &n);
			free(path);
			path = gzip_file(dir, "crime.bin.gz", bytes, n);
			free(bytes);
		}
		a = make_copy(cache, path, NULL);
		assert_non_null(a->composer);
		assert_int_equal(ask(cache, path, NULL, &b), CACHE_HIT);
		assert_same_model(a, b);
		assert_string_equal(b->packing, packed ? "gzip" : "");
		assert_same_word(a, b,
				 packed ? "\u043D\u0435\u0432\u0438\u0434\u0430\u043D\u043D\u043E"
					: "unheardofness");
		model_unref(a);
		model_unref(b);
		free(path);
		free(cache);
		temp_dir_remove(dir);
	}
}

/* Every byte of such a copy turned over: answers or is refused. */
static void damaged_sub_words_lead_nowhere(void **state)
{
	char *path = fixture_path("gensim/toy-model.bin"), *dir = temp_dir_make();
	char *cache = path_join(dir, "cache"), *packed, *bytes;
	struct cache_list list;
	struct model *b;
	size_t n, hits = 0;

	(void)state;
	if (!path)
		skip();
	bytes = read_whole(path, &n);
	packed = gzip_file(dir, "toy.bin.gz", bytes, n);
	free(bytes);
	model_unref(make_copy(cache, packed, NULL));
	cache_list_read(&list, cache);
	assert_int_equal(list.count, 1);
	free(path);
	path = path_join(cache, list.items[0].file);
	bytes = read_whole(path, &n);
	for (size_t i = 0; i < n; i++) {
		struct word_vector w = { 0 };

		bytes[i] = (char)(bytes[i] ^ 0x40);
		free(temp_file(cache, list.items[0].file, bytes, n));
		bytes[i] = (char)(bytes[i] ^ 0x40);
		if (ask(cache, packed, NULL, &b) != CACHE_HIT)
			continue;
		hits++;
		word_vector_find(b, "unknown", &w, NULL, NULL);
		word_vector_release(&w);
		model_unref(b);
	}
	assert_true(hits > 0 && hits < n);
	cache_list_release(&list);
	free(bytes);
	free(packed);
	free(path);
	free(cache);
	temp_dir_remove(dir);
}

/* Real files of every kind that is made of more than one. */
static void real_files_have_copies(void **state)
{
	static const char *const files[] = {
		"generated/f4.npy",
		"generated/glove.txt.gz",
		"generated/emb-f16.safetensors",
		"model2vec",
		"chinese/embedding_Tencent.npz",
		"safetensors",
		"generated/emb-q8_0.gguf",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		char *path = fixture_path(files[i]), *dir = temp_dir_make();
		struct model *a, *b;

		if (!path)
			skip();
		a = make_copy(dir, path, NULL);
		assert_int_equal(ask(dir, path, NULL, &b), CACHE_HIT);
		assert_same_model(a, b);
		assert_string_equal(a->name, b->name);
		assert_string_equal(a->packing, b->packing);
		model_unref(a);
		model_unref(b);
		free(path);
		temp_dir_remove(dir);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_beside_belongs_to_the_copy),
		cmocka_unit_test(a_list_that_appears_or_goes_makes_another_model),
		cmocka_unit_test(words_from_elsewhere_are_watched_too),
		cmocka_unit_test(the_same_file_in_two_folders),
		cmocka_unit_test(folders_and_their_files_share_a_copy),
		cmocka_unit_test(the_copy_has_the_usual_name),
		cmocka_unit_test(sub_words_come_along),
		cmocka_unit_test(damaged_sub_words_lead_nowhere),
		cmocka_unit_test(real_files_have_copies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
