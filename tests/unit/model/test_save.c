#include "unit.h"

#include <float.h>
#include <math.h>
#include <unistd.h>

#include "base/mem.h"
#include "make_model.h"
#include "math/vec.h"

/* The separators of text follow the name of the file. */
static const char *glove_suffix = ".glove";

static const char *suffix_of(const struct format *f)
{
	static const struct {
		const char *name, *suffix;
	} suffixes[] = { { "npy", ".npy" },
			 { "projector", "-vectors.tsv" },
			 { "safetensors", ".safetensors" },
			 { "word2vec-binary", ".bin" } };

	if (strcmp(f->name, "glove-text") == 0)
		return glove_suffix;

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		if (strcmp(f->name, suffixes[i].name) == 0)
			return suffixes[i].suffix;
	}
	return ".txt";
}

static char *target(const char *dir, const struct format *f)
{
	return xasprintf("%s/%s%s", dir, f->name, suffix_of(f));
}

/* How many words the report says were altered. */
static size_t altered_words(const struct report *r)
{
	for (size_t i = 0; i < r->note_count; i++) {
		if (strstr(r->notes[i], " written with _ "))
			return (size_t)strtoul(r->notes[i], NULL, 10);
	}
	return 0;
}

static struct model *save_and_open(const struct model *m, const struct format *f, const char *dir,
				   size_t *altered)
{
	struct error err = ERROR_INIT;
	struct report report;
	struct write_options opt = { .force = true, .report = &report };
	char *path = target(dir, f);
	struct model *back;

	report_init(&report, "row");
	if (model_save(m, path, f, &opt, NULL, &err))
		fail_msg("%s: %s", path, err.text);
	*altered = altered_words(&report);
	report_release(&report);
	back = model_open(path);
	free(path);
	return back;
}

static void each_written_format(void (*fn)(const struct format *f, const char *dir))
{
	char *dir = temp_dir_make();
	size_t count = 0;

	for (size_t i = 0; format_table[i]; i++) {
		/* fastText's form needs what only training gives: its own test writes it */
		if (!format_table[i]->write || !format_table[i]->read ||
		    strcmp(format_table[i]->name, "fasttext-binary") == 0)
			continue;
		fn(format_table[i], dir);
		count++;
	}
	assert_int_equal(count, 6);
	temp_dir_remove(dir);
}

/* What a reader looks at to know the format: ordinary rows. */
#define PLAIN	    8
#define PLAIN_WORDS W("the"), W("of"), W("and"), W("to"), W("in"), W("a"), W("is"), W("was")

/* Words without spaces and controls: every format keeps them. */
static const struct test_word kept[] = {
	PLAIN_WORDS,
	W("x\xC2\xA0y"),
	W("\xFF\xFE"),
	W("2004"),
	W("0.5"),
	W("nan"),
	W("-inf"),
	W("\"quoted\"'"),
	W("</s>"),
	W("\xE4\xBD\xA0\xE5\xA5\xBD"),
	W("\xE4\xBD"),
	W("#"),
	W("//"),
	W("a,b;c"),
	W("\xE3\x80\x80"),
	W("\xC2\x85"),
	W("\xE2\x80\xA8"),
	W("1e-05"),
	W("{"),
	W("\x80"),
	W("<row:3>"),
};

/* Words that word2vec binary cannot hold and everything else can (but a tab in a table of tabs). */
static const struct test_word wild[] = {
	PLAIN_WORDS, W("New York"), W("\x1B[31mred"),	    W("cr\rin"), W("tab\tin"),
	W("\x7F"),   W(". . ."),    W("name@domain.com a"), W("\x01"),
};
#define WILD (sizeof(wild) / sizeof(wild[0]))

#define KEPT (sizeof(kept) / sizeof(kept[0]))

static void every_bit_comes_back_from(const struct format *f, const char *dir)
{
	static const float hard[] = { 0.1f,	-0.0f,	     FLT_MAX,  FLT_MIN, 0x1p-149f,
				      1.0f / 3, 16777216.0f, -3.4e38f, 1e-10f,	123456.789f };
	float data[KEPT][7];
	size_t altered;
	struct model *m, *back;

	for (size_t i = 0; i < KEPT; i++) {
		for (size_t j = 0; j < 7; j++)
			data[i][j] = i < PLAIN ? test_number(i, j)
					       : hard[(i * 7 + j * 3) % 10] / (float)(1 + i / 10);
	}
	data[13][2] = NAN;
	data[14][0] = INFINITY;
	memset(data[15], 0, sizeof(data[15]));
	m = model_make(kept, data[0], KEPT, 7);
	back = save_and_open(m, f, dir, &altered);
	assert_int_equal(altered, 0);
	assert_same_model(m, back);
	assert_true(m->fingerprint == back->fingerprint);
	assert_int_equal(back->bad_rows, m->bad_rows);
	model_unref(m);
	model_unref(back);
}

static void every_bit_comes_back(void **state)
{
	(void)state;
	each_written_format(every_bit_comes_back_from);
}

static void wild_words_come_back_from(const struct format *f, const char *dir)
{
	float data[WILD][3];
	size_t altered;
	struct model *m, *back;

	for (size_t i = 0; i < WILD; i++) {
		for (size_t j = 0; j < 3; j++)
			data[i][j] = test_number(i, j);
	}
	m = model_make(wild, data[0], WILD, 3);
	back = save_and_open(m, f, dir, &altered);
	if (strcmp(f->name, "word2vec-binary") == 0) {
		assert_int_equal(altered, WILD - PLAIN);
		assert_int_not_equal(vocab_find(back->vocab, "New_York", 8), VOCAB_NONE);
	} else if (strcmp(f->name, "projector") == 0) {
		assert_int_equal(altered, 1); /* the tab */
		assert_int_not_equal(vocab_find(back->vocab, "tab_in", 6), VOCAB_NONE);
	} else {
		assert_int_equal(altered, 0);
		assert_same_model(m, back);
	}
	model_unref(m);
	model_unref(back);
}

static void wild_words_come_back(void **state)
{
	(void)state;
	each_written_format(wild_words_come_back_from);
}

static uint64_t next_random(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

static size_t random_word(uint64_t *x, char *out)
{
	static const struct test_word parts[] = {
		W("a"),	  W("b"),    W("7"), W(" "),  W("\t"),	 W("\n"),	W("\r"),
		W("\0"),  W("."),    W("-"), W("\""), W("\xFF"), W("\xC3\xBC"), W("\xEF\xBB\xBF"),
		W(" 12"), W(" 0.5"),
	};
	size_t n = 0, pieces = 1 + next_random(x) % 4;

	for (size_t i = 0; i < pieces; i++) {
		const struct test_word *p =
			&parts[next_random(x) % (sizeof(parts) / sizeof(parts[0]))];

		memcpy(out + n, p->s, p->n);
		n += p->n;
	}
	return n;
}

#define MODELS	 60
#define ROWS_MAX 40
#define DIMS_MAX 9

static struct model *random_model(uint64_t *x)
{
	size_t rows = PLAIN + next_random(x) % (ROWS_MAX - PLAIN),
	       dims = 2 + next_random(x) % (DIMS_MAX - 1);
	static float data[ROWS_MAX * DIMS_MAX];
	static char text[ROWS_MAX][32];
	struct test_word words[ROWS_MAX] = { PLAIN_WORDS };

	for (size_t i = 0; i < rows; i++) {
		if (i >= PLAIN)
			words[i] = (struct test_word){ text[i], random_word(x, text[i]) };
		for (size_t j = 0; j < dims; j++) {
			uint32_t bits = (uint32_t)next_random(x);

			data[i * dims + j] = test_number(i, j);
			if (i >= PLAIN)
				memcpy(&data[i * dims + j], &bits, sizeof(bits));
		}
	}
	return model_make(words, data, rows, dims);
}

static size_t count_other_words(const struct model *a, const struct model *b)
{
	size_t other = 0;

	for (uint32_t i = 0; i < model_rows(a); i++) {
		size_t n, k;
		const char *x = vocab_word(a->vocab, i, &n), *y = vocab_word(b->vocab, i, &k);

		other += n != k || memcmp(x, y, n) != 0;
	}
	return other;
}

/* What a format cannot hold is said, and what was written once comes back for ever. */
static void random_models_come_back_from(const struct format *f, const char *dir)
{
	uint64_t x = 0x9E3779B97F4A7C15u;

	for (int i = 0; i < MODELS; i++) {
		struct model *m = random_model(&x), *back, *again;
		size_t altered, altered_again;

		back = save_and_open(m, f, dir, &altered);
		assert_int_equal(model_rows(m), model_rows(back));
		assert_int_equal(model_dims(m), model_dims(back));
		if (count_other_words(m, back) != altered)
			fail_msg("%s, model %d: %zu words differ, %zu are reported", f->name, i,
				 count_other_words(m, back), altered);
		again = save_and_open(back, f, dir, &altered_again);
		assert_int_equal(altered_again, 0);
		assert_same_model(back, again);
		for (uint32_t r = 0; r < model_rows(m); r++) {
			if (!isnan(m->norms[r]))
				assert_memory_equal(model_row(m, r), model_row(back, r),
						    model_dims(m) * sizeof(float));
		}
		model_unref(m);
		model_unref(back);
		model_unref(again);
	}
}

static void random_models_come_back(void **state)
{
	(void)state;
	each_written_format(random_models_come_back_from);
}

static void everything_comes_back_from_csv_and_tsv(void **state)
{
	static const char *const suffixes[] = { ".csv", ".tsv" };
	const struct format *f = format_find("glove-text");
	char *dir = temp_dir_make();

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		glove_suffix = suffixes[i];
		every_bit_comes_back_from(f, dir);
		wild_words_come_back_from(f, dir);
		random_models_come_back_from(f, dir);
	}
	glove_suffix = ".glove";
	temp_dir_remove(dir);
}

/* A first word that looks like a byte order mark, and words that all look like counts. */
static void misleading_words_come_back(void **state)
{
	static const struct test_word marked[] = { W("\xEF\xBB\xBFthe"), W("of"), W("and") };
	static const struct test_word counts[] = { W("windows 95"), W("route 66"), W("b 2") };
	static const float data[] = { 1, 0.5f, 2, 3, 4, 5 };
	struct model *m = model_make(marked, data, 3, 2), *back;
	char *dir = temp_dir_make();
	size_t altered, n;

	(void)state;
	for (size_t i = 0; format_table[i]; i++) {
		/* fastText's form needs what only training gives: its own test writes it */
		if (!format_table[i]->write || !format_table[i]->read ||
		    strcmp(format_table[i]->name, "fasttext-binary") == 0)
			continue;
		back = save_and_open(m, format_table[i], dir, &altered);
		assert_int_equal(altered, 0);
		assert_same_model(m, back);
		model_unref(back);
	}
	model_unref(m);
	m = model_make(counts, data, 3, 2);
	back = save_and_open(m, format_find("npy"), dir, &altered);
	assert_int_equal(altered, 1);
	assert_string_equal(vocab_word(back->vocab, 0, &n), "windows_95");
	assert_string_equal(vocab_word(back->vocab, 1, &n), "route 66");
	model_unref(back);
	model_unref(m);
	temp_dir_remove(dir);
}

static void csv_is_quoted_where_it_must_be(void **state)
{
	static const struct test_word words[] = { W("the"), W("a,b"), W("\"x\"") };
	static const float data[] = { 1, 0.5f, 2, 3, 4, 5 };
	struct model *m = model_make(words, data, 3, 2);
	char *dir = temp_dir_make(), *path = xasprintf("%s/m.csv", dir), *bytes;
	struct write_options opt = { .force = false };
	size_t n;

	(void)state;
	assert_int_equal(model_save(m, path, format_for_path(path), &opt, NULL, NULL), ST_OK);
	bytes = read_whole(path, &n);
	bytes[n] = '\0';
	assert_string_equal(bytes, "the,1,0.5\n\"a,b\",2,3\n\"\"\"x\"\"\",4,5\n");
	free(bytes);
	free(path);
	model_unref(m);
	temp_dir_remove(dir);
}

static void chosen_rows_are_written_from(const struct format *f, const char *dir)
{
	static const struct test_word words[] = { W("zero"), W("one"), W("two"), W("three") };
	static const float data[4][2] = { { 1, 2 }, { 3, 4 }, { 5, 6 }, { 7, 8 } };
	static const uint32_t rows[] = { 3, 1 }, beyond[] = { 4 };
	struct write_options opt = { .force = true, .rows = rows, .row_count = 2 };
	struct model *m = model_make(words, data[0], 4, 2), *back;
	char *path = target(dir, f);
	struct error err = ERROR_INIT;
	size_t n;

	assert_int_equal(model_save(m, path, f, &opt, NULL, NULL), ST_OK);
	back = model_open(path);
	assert_int_equal(model_rows(back), 2);
	assert_string_equal(vocab_word(back->vocab, 0, &n), "three");
	assert_true(model_row(back, 1)[1] == 4.0f);
	model_unref(back);
	opt.rows = beyond;
	opt.row_count = 1;
	assert_int_equal(model_save(m, path, f, &opt, NULL, &err), ST_USAGE);
	opt.row_count = 0;
	assert_int_equal(model_save(m, path, f, &opt, NULL, &err), ST_USAGE);
	/* a refusal leaves what was there */
	back = model_open(path);
	assert_int_equal(model_rows(back), 2);
	model_unref(back);
	model_unref(m);
	free(path);
}

static void chosen_rows_are_written(void **state)
{
	(void)state;
	each_written_format(chosen_rows_are_written_from);
}

static struct model *spread_model(size_t rows, size_t dims)
{
	struct test_word *words = xcalloc(rows, sizeof(*words));
	char(*text)[16] = xcalloc(rows, sizeof(*text));
	float *data = xcalloc(rows * dims, sizeof(*data));
	uint64_t x = 42;
	struct model *m;

	for (size_t i = 0; i < rows; i++) {
		double size = pow(10, (double)(i % 60) - 30);

		words[i] = (struct test_word){ text[i], (size_t)snprintf(text[i], 16, "w%zu", i) };
		for (size_t j = 0; j < dims; j++)
			data[i * dims + j] =
				(float)(((double)(next_random(&x) >> 11) * 0x1p-52 - 1) * size);
	}
	m = model_make(words, data, rows, dims);
	free(words);
	free(text);
	free(data);
	return m;
}

/* More rows than one thread takes at a time, in every reader and writer. */
static void many_pieces_come_back_from(const struct format *f, const char *dir)
{
	struct model *m = spread_model(20000, 33), *back;
	size_t altered;

	back = save_and_open(m, f, dir, &altered);
	assert_int_equal(altered, 0);
	assert_same_model(m, back);
	model_unref(back);
	model_unref(m);
}

static void many_pieces_come_back(void **state)
{
	(void)state;
	each_written_format(many_pieces_come_back_from);
}

/* |x − s₀ code| ≤ s₀ / 2 in each of d dimensions with s₀ = max |x| / 127, hence the sine of the
 * angle between a row and its codes is at most √d max |x| / (254 ‖x‖). */
static void check_int8_row(const struct model *m, const struct model *back, uint32_t row)
{
	size_t d = model_dims(m);
	const float *x = model_row(m, row), *y = model_row(back, row);
	double peak = 0, norm = vec_norm(x, d), other = vec_norm(y, d), cosine, sine;

	for (size_t j = 0; j < d; j++)
		peak = fmax(peak, fabs((double)x[j]));
	cosine = vec_dot_f32(x, y, d) / (norm * other);
	sine = sqrt((double)d) * peak / (254 * norm) + 1e-6;
	assert_true(cosine >= sqrt(1 - sine * sine));
	assert_true(fabs(other / norm - 1) < 1e-6);
}

static void int8_keeps_lengths_and_nearly_directions(void **state)
{
	const struct format *f = format_find("safetensors");
	struct model *m = spread_model(600, 33), *back;
	char *dir = temp_dir_make(), *path = xasprintf("%s/m.safetensors", dir);
	struct write_options opt = { .int8 = true };

	(void)state;
	assert_int_equal(model_save(m, path, f, &opt, NULL, NULL), ST_OK);
	back = model_open(path);
	for (uint32_t i = 0; i < model_rows(m); i++)
		check_int8_row(m, back, i);
	model_unref(back);
	model_unref(m);
	free(path);
	temp_dir_remove(dir);
}

static void int8_keeps_bad_and_empty_rows(void **state)
{
	static const struct test_word words[] = { W("nan"), W("zero"), W("one") };
	static const float data[3][2] = { { NAN, 1 }, { 0, 0 }, { 0, -1 } };
	struct model *m = model_make(words, data[0], 3, 2), *back;
	char *dir = temp_dir_make(), *path = xasprintf("%s/m.safetensors", dir);
	struct write_options opt = { .int8 = true };

	(void)state;
	assert_int_equal(model_save(m, path, format_find("safetensors"), &opt, NULL, NULL), ST_OK);
	back = model_open(path);
	assert_int_equal(back->bad_rows, 1);
	assert_int_equal(back->zero_rows, 1);
	assert_true(isnan(back->norms[0]));
	assert_true(model_row(back, 2)[1] == -1.0f);
	model_unref(back);
	assert_int_equal(model_save(m, path, format_find("npy"), &opt, NULL, NULL), ST_USAGE);
	opt.int8 = false;
	assert_int_equal(model_save(m, path, format_find("gguf"), &opt, NULL, NULL), ST_USAGE);
	model_unref(m);
	free(path);
	temp_dir_remove(dir);
}

static void safetensors_starts_its_numbers_on_a_page(void **state)
{
	static const char *const extra[] = { "licence", "PDDL \"1.0\"", NULL };
	static const char *const taken[] = { "rows", "5", NULL };
	struct model *m = spread_model(5, 3), *back;
	char *dir = temp_dir_make(), *path = xasprintf("%s/m.safetensors", dir), *bytes;
	struct write_options opt = { .metadata = extra };
	size_t n;

	(void)state;
	assert_int_equal(model_save(m, path, format_find("safetensors"), &opt, NULL, NULL), ST_OK);
	bytes = read_whole(path, &n);
	assert_int_equal(((unsigned char)bytes[0] | (unsigned)(unsigned char)bytes[1] << 8) + 8,
			 4096);
	assert_non_null(strstr(bytes + 8, "\"licence\":\"PDDL \\\"1.0\\\"\""));
	assert_memory_equal(bytes + 4096, model_row(m, 0), 3 * sizeof(float));
	free(bytes);
	back = model_open(path);
	assert_same_model(m, back);
	model_unref(back);
	opt.metadata = taken;
	opt.force = true;
	assert_int_equal(model_save(m, path, format_find("safetensors"), &opt, NULL, NULL),
			 ST_USAGE);
	model_unref(m);
	free(path);
	temp_dir_remove(dir);
}

/* Neither file of the pair is touched when one of them exists. */
static void a_pair_overwrites_nothing(void **state)
{
	static const struct test_word words[] = { W("a") };
	static const float data[] = { 1, 2 };
	struct model *m = model_make(words, data, 1, 2);
	char *dir = temp_dir_make(), *npy = xasprintf("%s/m.npy", dir);
	char *vocab = temp_file(dir, "m.vocab", "mine\n", 5), *bytes;
	struct write_options opt = { .force = false };
	struct error err = ERROR_INIT;
	size_t n;

	(void)state;
	assert_int_not_equal(model_save(m, npy, format_find("npy"), &opt, NULL, &err), ST_OK);
	assert_non_null(strstr(err.text, "m.vocab"));
	assert_int_not_equal(access(npy, F_OK), 0);
	bytes = read_whole(vocab, &n);
	assert_memory_equal(bytes, "mine\n", 5);
	free(bytes);
	opt.force = true;
	assert_int_equal(model_save(m, npy, format_find("npy"), &opt, NULL, &err), ST_OK);
	bytes = read_whole(vocab, &n);
	assert_memory_equal(bytes, "a\n", 2);
	free(bytes);
	unlink(vocab);
	opt.force = false;
	assert_int_not_equal(model_save(m, npy, format_find("npy"), &opt, NULL, &err), ST_OK);
	assert_int_not_equal(access(vocab, F_OK), 0);
	assert_int_equal(model_save(m, "-", format_find("npy"), &opt, NULL, &err), ST_USAGE);
	assert_int_equal(model_save(m, vocab, format_find("npy"), &opt, NULL, &err), ST_USAGE);
	model_unref(m);
	free(npy);
	free(vocab);
	temp_dir_remove(dir);
}

static bool stop_at_once(void *ctx, uint64_t done, uint64_t total)
{
	(void)ctx, (void)done, (void)total;
	return false;
}

static void cancelling_leaves_no_file_of(const struct format *f, const char *dir)
{
	struct model *m = spread_model(50, 3);
	struct progress stop = { .step = stop_at_once };
	struct write_options opt = { .force = false };
	char *sub = xasprintf("%s/cancelled%s", dir, suffix_of(f));
	struct error err = ERROR_INIT;

	for (int int8 = 0; int8 <= f->holds_int8; int8++) {
		opt.int8 = int8;
		assert_int_equal(model_save(m, sub, f, &opt, &stop, &err), ST_CANCELLED);
		assert_int_not_equal(access(sub, F_OK), 0);
	}
	model_unref(m);
	free(sub);
}

static void cancelling_leaves_no_file(void **state)
{
	(void)state;
	each_written_format(cancelling_leaves_no_file_of);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_bit_comes_back),
		cmocka_unit_test(wild_words_come_back),
		cmocka_unit_test(random_models_come_back),
		cmocka_unit_test(everything_comes_back_from_csv_and_tsv),
		cmocka_unit_test(misleading_words_come_back),
		cmocka_unit_test(csv_is_quoted_where_it_must_be),
		cmocka_unit_test(chosen_rows_are_written),
		cmocka_unit_test(many_pieces_come_back),
		cmocka_unit_test(int8_keeps_lengths_and_nearly_directions),
		cmocka_unit_test(int8_keeps_bad_and_empty_rows),
		cmocka_unit_test(safetensors_starts_its_numbers_on_a_page),
		cmocka_unit_test(a_pair_overwrites_nothing),
		cmocka_unit_test(cancelling_leaves_no_file),
	};

	return cmocka_run_group_tests_name("model/save", tests, NULL, NULL);
}
