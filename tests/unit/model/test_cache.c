#include "unit.h"

#include <fcntl.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/path.h"
#include "bytes.h"
#include "make_model.h"
#include "model/bytes.h"
#include "model/cache.h"
#include "model/query.h"

/* --- a model file and a place for its copy ---------------------------------------------------------- */

struct place {
	char *dir, *cache, *file;
	struct cache_slot *slot;
};

static void place_init(struct place *p, const char *name, const void *bytes, size_t n)
{
	p->dir = temp_dir_make();
	p->cache = path_join(p->dir, "cache");
	p->file = temp_file(p->dir, name, bytes, n);
	p->slot = cache_slot_new(p->cache, p->file, NULL);
	assert_non_null(p->slot);
}

static void place_release(struct place *p)
{
	cache_slot_free(p->slot);
	temp_dir_remove(p->dir);
	free(p->cache);
	free(p->file);
}

/* The only copy there is. */
static char *copy_path(const struct place *p)
{
	struct cache_list list;
	char *path;

	cache_list_read(&list, p->cache);
	assert_int_equal(list.count, 1);
	path = path_join(p->cache, list.items[0].file);
	cache_list_release(&list);
	return path;
}

static void write_copy(const struct place *p, const struct model *m)
{
	struct error err = ERROR_INIT;

	if (cache_write(p->slot, m, NULL, &err) != ST_OK)
		fail_msg("%s", err.text);
}

static const char words_vec[] =
	"6 3\nking 1 2 3\nqueen 1 2 3.5\nKing 0 0 0\ncaf\xC3\xA9 -1 0.25 7\n"
	"nan nan 1 1\nking 9 9 9\n";

static void assert_same_answers(const struct model *a, const struct model *b)
{
	static const char *const asked[] = {
		"king", "KING", "Queen", "cafe", "CAF\xC3\xA9", "nan"
	};

	assert_same_model(a, b);
	for (size_t i = 0; i < model_rows(a); i++)
		assert_true((isnan(a->norms[i]) && isnan(b->norms[i])) ||
			    a->norms[i] == b->norms[i]);
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		struct lookup x, y;

		assert_int_equal(lookup_word(a, asked[i], &x, NULL), ST_OK);
		assert_int_equal(lookup_word(b, asked[i], &y, NULL), ST_OK);
		assert_int_equal(x.row, y.row);
		assert_int_equal(x.how, y.how);
	}
	assert_memory_equal(vocab_sorted(a->vocab), vocab_sorted(b->vocab), model_rows(a) * 4);
	assert_int_equal(a->fingerprint, b->fingerprint);
	assert_int_equal(a->zero_rows, b->zero_rows);
	assert_int_equal(a->bad_rows, b->bad_rows);
	assert_string_equal(a->name, b->name);
	assert_string_equal(a->path, b->path);
	assert_ptr_equal(a->format, b->format);
	assert_int_equal(report_size(&a->report), report_size(&b->report));
}

static void a_copy_is_the_same_model(void **state)
{
	struct place p;
	struct model *a, *b = NULL, *plain;
	char *copy;

	(void)state;
	place_init(&p, "w.vec", words_vec, sizeof(words_vec) - 1);
	assert_int_equal(cache_open(&b, p.slot), CACHE_NONE);
	a = model_open(p.file);
	assert_int_equal(model_dims(a) % 4, 3); /* rows that are padded in memory */
	write_copy(&p, a);
	assert_int_equal(cache_open(&b, p.slot), CACHE_HIT);
	assert_same_answers(a, b);
	assert_int_equal(cache_verify(p.slot, b, NULL, NULL), ST_OK);
	assert_false(model_is_broken(b));
	assert_false(cache_wants(p.slot, b));
	copy = copy_path(&p); /* any reader of safetensors takes it for what it is */
	plain = NULL;
	assert_int_equal(model_load(&plain, copy, &(struct load_options){ .format = "safetensors" },
				    NULL, NULL),
			 ST_OK);
	assert_int_equal(model_rows(plain), 6);
	assert_true(model_row(plain, 3)[2] == 7);
	model_unref(plain);
	free(copy);
	model_unref(a);
	model_unref(b);
	place_release(&p);
}

static void a_file_that_changed_has_no_copy(void **state)
{
	struct place p;
	struct model *a, *b = NULL;
	struct cache_slot *later;

	(void)state;
	place_init(&p, "w.vec", words_vec, sizeof(words_vec) - 1);
	a = model_open(p.file);
	write_copy(&p, a);
	free(temp_file(p.dir, "w.vec", "1 1\nother 1\n", 12));
	later = cache_slot_new(p.cache, p.file, NULL);
	assert_int_equal(cache_open(&b, later), CACHE_STALE);
	assert_int_equal(cache_open(&b, later), CACHE_NONE); /* it is gone */
	write_copy(&p, a); /* the slot is of the old file: nothing is written */
	assert_int_equal(cache_open(&b, later), CACHE_NONE);
	cache_slot_free(later);
	model_unref(a);
	place_release(&p);
}

/* The same size and time, other bytes at an end. */
static void a_file_that_was_exchanged_has_no_copy(void **state)
{
	struct place p;
	struct model *a, *b = NULL;
	struct cache_slot *later;
	struct stat st;
	char other[sizeof(words_vec)];

	(void)state;
	place_init(&p, "w.vec", words_vec, sizeof(words_vec) - 1);
	a = model_open(p.file);
	write_copy(&p, a);
	stat(p.file, &st);
	memcpy(other, words_vec, sizeof(other));
	other[sizeof(words_vec) - 3] = '8';
	free(temp_file(p.dir, "w.vec", other, sizeof(other) - 1));
	utimensat(AT_FDCWD, p.file, (struct timespec[]){ st.st_atim, st.st_mtim }, 0);
	later = cache_slot_new(p.cache, p.file, NULL);
	assert_int_equal(cache_open(&b, later), CACHE_STALE);
	cache_slot_free(later);
	model_unref(a);
	place_release(&p);
}

static bool is_same(const struct model *a, const struct model *b)
{
	if (model_rows(a) != model_rows(b) || model_dims(a) != model_dims(b) ||
	    a->fingerprint != b->fingerprint || strcmp(a->name, b->name))
		return false;
	for (uint32_t i = 0; i < model_rows(a); i++) {
		size_t n, k;
		const char *x = vocab_word(a->vocab, i, &n), *y = vocab_word(b->vocab, i, &k);

		if (n != k || memcmp(x, y, n) ||
		    vocab_find(a->vocab, x, n) != vocab_find(b->vocab, x, n) ||
		    memcmp(model_row(a, i), model_row(b, i), model_dims(a) * sizeof(float)) ||
		    memcmp(&a->norms[i], &b->norms[i], sizeof(float)))
			return false;
	}
	return true;
}

/* Every byte of a copy changed and every length: it is withdrawn at once, or found out by its
 * checksums, or it does not matter. */
static void damage_never_stays_unseen(void **state)
{
	struct place p;
	struct model *a;
	size_t n, refused = 0, found_out = 0;
	char *copy, *bytes;

	(void)state;
	place_init(&p, "w.vec", words_vec, sizeof(words_vec) - 1);
	a = model_open(p.file);
	write_copy(&p, a);
	copy = copy_path(&p);
	bytes = read_whole(copy, &n);
	for (size_t i = 0; i < 3 * n; i++) {
		size_t at = i % n, len = i < 2 * n ? n : at;
		char was = bytes[at];
		struct model *b = NULL;

		if (i < 2 * n)
			bytes[at] = (char)(was ^ (i < n ? 1 : 0x80));
		free(temp_file(p.cache, path_base(copy), bytes, len));
		bytes[at] = was;
		if (cache_open(&b, p.slot) != CACHE_HIT) {
			assert_int_equal(access(copy, F_OK), -1);
			refused++;
			continue;
		}
		if (cache_verify(p.slot, b, NULL, NULL) == ST_FORMAT) {
			assert_int_equal(access(copy, F_OK), -1);
			found_out++;
		} else {
			assert_true(is_same(a, b)); /* a filler between tensors */
		}
		model_unref(b);
	}
	assert_true(refused > n && found_out > 0);
	free(bytes);
	free(copy);
	model_unref(a);
	place_release(&p);
}

/* The vocabulary is looked at before it is used, whatever the checksums say. */
static void a_vocabulary_that_leads_astray_is_refused(void **state)
{
	static const char blob[] = "a\0bc";
	static const uint64_t good[] = { 0, 2, 5 }, falls[] = { 0, 6, 5 }, empty[] = { 0, 0, 5 },
			      begins[] = { 1, 2, 5 };
	static const uint32_t order[] = { 0, 1 }, wild[] = { 0, 2 };
	static const uint64_t wraps[] = { 0, (uint64_t)1 << 63, 5 }, beyond[] = { 0, 9, 5 };
	uint64_t slots[16], full[16], far[16];
	uint32_t rows[2];
	struct vocab_parts p = { blob, good, 2, slots, 16, 7, order, NULL };
	struct vocab *v;

	(void)state;
	memset(slots, 0xFF, sizeof(slots));
	memset(full, 0, sizeof(full));
	for (size_t i = 0; i < 16; i++) /* the word a, at a row that is not there */
		far[i] = hash_bytes("a", 1, 7) >> 32 << 32 | 9;
	v = vocab_from_parts(&p, 5);
	assert_non_null(v);
	assert_string_equal(vocab_word(v, 1, NULL), "bc");
	vocab_free(v);
	assert_null(vocab_from_parts(&p, 6));
	p.sorted = p.loose = wild;
	v = vocab_from_parts(&p, 5);
	assert_non_null(v);
	assert_memory_equal(vocab_sorted(v), order, sizeof(order)); /* built anew */
	assert_int_equal(vocab_find_loose(v, "A", 1, rows, 2), 1);
	vocab_free(v);
	p.sorted = order;
	p.loose = NULL;
	for (size_t i = 0; i < 2; i++) { /* rows that are not there; a table without an end */
		p.slots = i ? full : far;
		v = vocab_from_parts(&p, 5);
		assert_non_null(v);
		assert_int_equal(vocab_find(v, "a", 1), VOCAB_NONE);
		assert_int_equal(vocab_find(v, "b", 1), VOCAB_NONE);
		vocab_free(v);
	}
	p.slots = slots;
	p.slot_count = 15;
	assert_null(vocab_from_parts(&p, 5));
	p.slot_count = 16;
	p.blob = "a\0bcd"; /* its end is no NUL */
	assert_null(vocab_from_parts(&p, 5));
	p.blob = blob;
	for (size_t i = 0; i < 5; i++) {
		p.offset = (const uint64_t *[]){ falls, empty, wraps, begins, beyond }[i];
		assert_null(vocab_from_parts(&p, 5));
	}
}

/* The copy is cut off while it is in use: zeros and a mark, no SIGBUS. */
static void a_copy_that_shrinks_is_noticed(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	struct place p;
	struct model *a, *b = NULL;
	double sum = 0;
	char *copy;

	(void)state;
	strbuf_adds(&sb, "20000 50\n");
	for (size_t i = 0; i < 20000; i++) {
		strbuf_addf(&sb, "w%zu ", i);
		for (size_t k = 0; k < 50; k++)
			put_f32(&sb, 1);
	}
	place_init(&p, "w.bin", sb.buf, sb.len);
	strbuf_release(&sb);
	a = model_open(p.file);
	write_copy(&p, a);
	model_unref(a);
	assert_int_equal(cache_open(&b, p.slot), CACHE_HIT);
	copy = copy_path(&p);
	assert_int_equal(truncate(copy, 8192), 0);
	for (uint32_t i = 0; i < 20000; i++)
		sum += (double)model_row(b, i)[7];
	assert_true(sum < 20000);
	assert_true(model_is_broken(b));
	model_unref(b);
	free(copy);
	place_release(&p);
}

/* The search copy comes along, and its answers are those of the rows. */
static void the_search_copy_is_kept(void **state)
{
	enum { ROWS = 3000, DIMS = 30, K = 20 };
	struct strbuf sb = STRBUF_INIT;
	struct search s = { .metric = METRIC_COSINE, .k = K, .threads = 1 };
	struct hit want[K], got[K];
	struct model *a, *b = NULL;
	struct place p;
	double q[DIMS];
	size_t n, k, bytes;

	(void)state;
	strbuf_addf(&sb, "%d %d\n", ROWS, DIMS);
	for (size_t i = 0; i < ROWS; i++) {
		strbuf_addf(&sb, "w%zu ", i);
		for (size_t j = 0; j < DIMS; j++)
			put_f32(&sb, sinf((float)(i * 31 + j * j * 7)));
	}
	place_init(&p, "w.bin", sb.buf, sb.len);
	strbuf_release(&sb);
	a = model_open(p.file);
	write_copy(&p, a);
	model_unref(a);
	a = model_open(p.file); /* without a search copy */
	assert_null(bytes_copy_get(a));
	assert_int_equal(cache_open(&b, p.slot), CACHE_HIT);
	assert_non_null(bytes_copy_memory(b, &bytes));
	assert_false(bytes_copy_adopt(b, "", 1));
	for (uint32_t row = 0; row < ROWS; row += 500) {
		for (size_t j = 0; j < DIMS; j++)
			q[j] = (double)model_row(a, row)[j];
		assert_int_equal(search_near(a, q, &s, NULL, want, &n, NULL), ST_OK);
		assert_int_equal(search_near(b, q, &s, NULL, got, &k, NULL), ST_OK);
		assert_int_equal(n, k);
		for (size_t j = 0; j < n; j++)
			assert_true(want[j].row == got[j].row && want[j].score == got[j].score);
	}
	model_unref(a);
	model_unref(b);
	place_release(&p);
}

/* fastText: the rows of n-grams stay in the file of the model. GGUF: both names of a token. */
static void copies_keep_what_models_know(void **state)
{
	static const char *const files[] = { "generated/ft-sg.bin", "gguf/stories260K.gguf" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		char *path = fixture_path(files[i]), *dir = temp_dir_make();
		struct word_vector x, y;
		struct cache_slot *slot;
		struct model *a, *b = NULL;
		const char *word = i ? "mom" : "zzznightly";

		if (!path)
			skip();
		a = model_open(path);
		slot = cache_slot_new(dir, path, NULL);
		assert_int_equal(cache_write(slot, a, NULL, NULL), ST_OK);
		assert_int_equal(cache_open(&b, slot), CACHE_HIT);
		assert_same_model(a, b);
		assert_int_equal(word_vector_find(a, word, &x, NULL, NULL), ST_OK);
		assert_int_equal(word_vector_find(b, word, &y, NULL, NULL), ST_OK);
		assert_int_equal(x.row, y.row);
		assert_memory_equal(x.v, y.v, model_dims(a) * sizeof(float));
		if (i) {
			struct lookup found;

			assert_int_equal(lookup_word(b, "\u2581mom", &found, NULL), ST_OK);
			assert_int_equal(found.row, x.row);
		}
		word_vector_release(&x);
		word_vector_release(&y);
		model_unref(a);
		model_unref(b);
		cache_slot_free(slot);
		free(path);
		temp_dir_remove(dir);
	}
}

static void tables_and_members_have_copies_of_their_own(void **state)
{
	struct load_options output = { .read.tensor = "output" };
	char *path = fixture_path("generated/ft-sg.bin"), *dir = temp_dir_make();
	struct cache_slot *words, *other;
	struct model *m, *b = NULL;

	(void)state;
	if (!path)
		skip();
	words = cache_slot_new(dir, path, NULL);
	other = cache_slot_new(dir, path, &output);
	m = model_open(path);
	assert_int_equal(cache_write(words, m, NULL, NULL), ST_OK);
	assert_int_equal(cache_open(&b, other), CACHE_NONE);
	assert_null(cache_slot_new(dir, "-", NULL));
	assert_null(cache_slot_new(dir, "/nowhere/at/all", NULL));
	output.read.vocab_path = "/nowhere/words"; /* a list that is not there */
	assert_null(cache_slot_new(dir, path, &output));
	cache_slot_free(words);
	cache_slot_free(other);
	model_unref(m);
	free(path);
	temp_dir_remove(dir);
}

static void the_ones_used_longest_ago_go_first(void **state)
{
	char *dir = temp_dir_make(), *path;
	struct cache_list list;

	(void)state;
	for (int i = 0; i < 4; i++) {
		char name[64];
		struct timespec when[2] = { { .tv_sec = 1000 + i }, { .tv_sec = 1000 + i } };

		snprintf(name, sizeof(name), "%016x.safetensors", i);
		path = temp_file(dir, name, "0123456789", 10);
		utimensat(AT_FDCWD, path, when, 0);
		free(path);
	}
	free(temp_file(dir, "notes.txt", "mine", 4)); /* not ours: left alone */
	cache_list_read(&list, dir);
	assert_int_equal(list.count, 4);
	assert_string_equal(list.items[0].file, "0000000000000003.safetensors");
	cache_list_release(&list);
	assert_int_equal(cache_trim(dir, 25), 2);
	cache_list_read(&list, dir);
	assert_int_equal(list.count, 2);
	assert_string_equal(list.items[1].file, "0000000000000002.safetensors");
	cache_list_release(&list);
	assert_int_equal(cache_trim(dir, 0), 2);
	path = path_join(dir, "notes.txt");
	assert_int_equal(access(path, F_OK), 0);
	free(path);
	temp_dir_remove(dir);
}

static bool stop(void *ctx, uint64_t done, uint64_t total)
{
	(void)ctx, (void)done, (void)total;
	return false;
}

static void a_copy_can_be_stopped(void **state)
{
	struct progress progress = { stop, NULL };
	struct cache_list list;
	struct place p;
	struct model *a;

	(void)state;
	place_init(&p, "w.vec", words_vec, sizeof(words_vec) - 1);
	a = model_open(p.file);
	assert_int_equal(cache_write(p.slot, a, &progress, NULL), ST_CANCELLED);
	cache_list_read(&list, p.cache);
	assert_int_equal(list.count, 0);
	cache_list_release(&list);
	model_unref(a);
	place_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_copy_is_the_same_model),
		cmocka_unit_test(a_file_that_changed_has_no_copy),
		cmocka_unit_test(a_file_that_was_exchanged_has_no_copy),
		cmocka_unit_test(damage_never_stays_unseen),
		cmocka_unit_test(a_vocabulary_that_leads_astray_is_refused),
		cmocka_unit_test(a_copy_that_shrinks_is_noticed),
		cmocka_unit_test(the_search_copy_is_kept),
		cmocka_unit_test(copies_keep_what_models_know),
		cmocka_unit_test(tables_and_members_have_copies_of_their_own),
		cmocka_unit_test(the_ones_used_longest_ago_go_first),
		cmocka_unit_test(a_copy_can_be_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
