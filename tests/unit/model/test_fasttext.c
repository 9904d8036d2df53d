#include "unit.h"

#include <math.h>

#include "base/mem.h"
#include "bytes.h"
#include "io/json.h"
#include "make_model.h"
#include "model/composer.h"
#include "model/query.h"
#include "model/subword.h"

/* --- fixtures that fastText itself made ---------------------------------------------------------- */

static struct json_doc *expected_load(const char *path)
{
	struct error err = ERROR_INIT;
	struct json_doc *doc = NULL;
	size_t n;
	char *text = read_whole(path, &n);

	if (json_parse(&doc, text, n, &err))
		fail_msg("%s: %s", path, err.text);
	free(text);
	return doc;
}

static double number_of(const json_value *v)
{
	double x = 0;

	assert_true(json_get_f64(v, &x));
	return x;
}

struct comparing {
	const struct model *m;
	size_t compared;
};

static bool compare_word(void *ctx, const char *word, const json_value *want)
{
	struct comparing *c = ctx;
	struct word_vector w;
	struct error err = ERROR_INIT;
	float out[64];
	size_t grams;

	if (vocab_find(c->m->vocab, word, strlen(word)) == VOCAB_NONE) {
		assert_int_equal(
			composer_word(c->m->composer, word, strlen(word), out, &grams, NULL, &err),
			ST_OK);
		assert_true(grams > 0);
		w = (struct word_vector){ .v = out };
	} else if (word_vector_find(c->m, word, &w, NULL, &err)) {
		fail_msg("%s: %s", word, err.text);
	}
	assert_int_equal(json_length(want), model_dims(c->m));
	for (size_t i = 0; i < model_dims(c->m); i++) {
		double x = number_of(json_item(want, i));

		if (fabs((double)w.v[i] - x) > 1e-5)
			fail_msg("%s[%zu]: %.7f is not %.6f", word, i, (double)w.v[i], x);
	}
	c->compared++;
	return true;
}

static void vectors_equal_those_of_fasttext(void **state)
{
	static const char *const files[] = { "ft-sg.bin", "ft-sup.ftz" };
	char *path = fixture_path("generated/expected-fasttext.json");
	struct json_doc *doc;

	(void)state;
	if (!path)
		skip();
	doc = expected_load(path);
	free(path);
	for (size_t i = 0; i < 2; i++) {
		const json_value *want = json_member(json_root(doc), files[i]);
		char *name = xasprintf("generated/%s", files[i]);
		struct comparing c = { 0 };
		struct model *m;

		path = fixture_path(name);
		m = model_open(path);
		c.m = m;
		json_each_member(json_member(want, "vec"), compare_word, &c);
		assert_int_equal(c.compared, 6);
		assert_int_equal(model_rows(m), (size_t)number_of(json_member(want, "n")));
		model_unref(m);
		free(name);
		free(path);
	}
	json_free(doc);
}

/* The .vec beside each was written by fastText or gensim: five significant digits. */
static void rows_equal_the_text_file_beside(void **state)
{
	static const char *const files[] = { "generated/ft-sg", "gensim/crime-and-punishment",
					     "gensim/toy-model" };

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char *bin = xasprintf("%s.bin", files[i]), *vec = xasprintf("%s.vec", files[i]);
		char *bin_path = fixture_path(bin), *vec_path = fixture_path(vec);
		struct model *a, *b;
		size_t compared = 0;

		free(bin);
		free(vec);
		if (!bin_path || !vec_path)
			skip();
		a = model_open(bin_path);
		b = model_open(vec_path);
		for (uint32_t r = 0; r < model_rows(b); r++) {
			size_t n;
			const char *word = vocab_word(b->vocab, r, &n);
			uint32_t row = vocab_find(a->vocab, word, n);

			if (row == VOCAB_NONE)
				continue; /* a word with blanks in it */
			for (size_t k = 0; k < model_dims(a); k++) {
				double x = (double)model_row(a, row)[k];
				double y = (double)model_row(b, r)[k];

				if (fabs(x - y) > 6e-5 * fabs(y) + 1e-9)
					fail_msg("%s, %s[%zu]: %g is not %g", files[i], word, k, x,
						 y);
			}
			compared++;
		}
		assert_true(compared + 1 >= model_rows(b));
		model_unref(a);
		model_unref(b);
		free(bin_path);
		free(vec_path);
	}
}

/* --- files made here ----------------------------------------------------------------------------- */

#define DIM    2
#define BUCKET 4

struct made {
	int version, kind, loss, min, max, bucket, labels;
	int64_t pruned; /* −1: not */
};

static const struct made usual = {
	.version = 12, .kind = 2, .loss = 2, .min = 2, .max = 3, .bucket = BUCKET, .pruned = -1
};

static float input_number(size_t row, size_t col)
{
	return test_number(row, col + 1);
}

static void put_dense(struct strbuf *sb, size_t rows)
{
	put_u64(sb, rows);
	put_u64(sb, DIM);
	for (size_t i = 0; i < rows; i++)
		for (size_t k = 0; k < DIM; k++)
			put_f32(sb, input_number(i, k));
}

/* Words "ab", "</s>", "é"; labels "__label__x" …; input rows by input_number(). */
static void make_file(struct strbuf *sb, const struct made *f)
{
	static const char *const words[] = { "ab", "</s>", "\xC3\xA9" };

	strbuf_clear(sb);
	if (f->version) {
		put_u32(sb, 793712314);
		put_u32(sb, (uint32_t)f->version);
	}
	for (size_t i = 0; i < 12; i++) {
		const int args[] = { DIM,     5,       5,	  1,	  5,	  1,
				     f->loss, f->kind, f->bucket, f->min, f->max, 100 };

		put_u32(sb, (uint32_t)args[i]);
	}
	put_f64(sb, 1e-4);
	put_u32(sb, (uint32_t)(3 + f->labels));
	put_u32(sb, 3);
	put_u32(sb, (uint32_t)f->labels);
	put_u64(sb, 100);
	if (f->version)
		put_u64(sb, (uint64_t)f->pruned);
	for (size_t i = 0; i < 3 + (size_t)f->labels; i++) {
		if (i < 3)
			strbuf_adds(sb, words[i]);
		else
			strbuf_addf(sb, "__label__%c", (int)('x' + i - 3));
		put_u8(sb, 0);
		put_u64(sb, 10 - i);
		put_u8(sb, i >= 3);
	}
	if (f->version)
		put_u8(sb, 0);
	put_dense(sb, 3 + (size_t)f->bucket);
	if (f->version)
		put_u8(sb, 0);
	put_dense(sb, f->labels ? (size_t)f->labels : 3);
}

static struct model *load_bytes(const struct strbuf *sb, const char *tensor, struct error *err)
{
	struct load_options opt = { .read.tensor = tensor };
	char *dir = temp_dir_make(), *path = temp_file(dir, "m.bin", sb->buf, sb->len);
	struct model *m = NULL;

	model_load(&m, path, &opt, NULL, err);
	free(path);
	temp_dir_remove(dir);
	return m;
}

static struct model *load_made(const struct made *f, const char *tensor)
{
	struct strbuf sb = STRBUF_INIT;
	struct error err = ERROR_INIT;
	struct model *m;

	make_file(&sb, f);
	m = load_bytes(&sb, tensor, &err);
	strbuf_release(&sb);
	if (!m)
		fail_msg("%s", err.text);
	return m;
}

/* The definition, written down once more: every n-gram of 2 or 3 characters of "<word>". */
static void mean_by_hand(const char *const *grams, size_t count, size_t own_row, float out[DIM])
{
	double sum[DIM] = { 0 };
	size_t n = count;

	if (own_row != SIZE_MAX) {
		for (size_t k = 0; k < DIM; k++)
			sum[k] += (double)input_number(own_row, k);
		n++;
	}
	for (size_t i = 0; i < count; i++) {
		uint32_t h = 2166136261u;

		for (const char *p = grams[i]; *p; p++) {
			unsigned char byte = (unsigned char)*p;

			h = (h ^ (byte < 0x80 ? byte : 0xFFFFFF00u | byte)) * 16777619u;
		}
		for (size_t k = 0; k < DIM; k++)
			sum[k] += (double)input_number(3 + h % BUCKET, k);
	}
	for (size_t k = 0; k < DIM; k++)
		out[k] = (float)(sum[k] / (double)n);
}

static void assert_near(const float *x, const float *y)
{
	for (size_t k = 0; k < DIM; k++)
		assert_true(fabsf(x[k] - y[k]) <= 1e-6f);
}

static void a_word_is_the_mean_of_its_row_and_its_n_grams(void **state)
{
	static const char *const ab[] = { "<a", "<ab", "ab", "ab>", "b>" };
	static const char *const e[] = { "<\xC3\xA9", "<\xC3\xA9>", "\xC3\xA9>" };
	static const char *const zz[] = { "<z", "<zz", "zz", "zz>", "z>" };
	struct model *m = load_made(&usual, NULL);
	struct strbuf note = STRBUF_INIT;
	struct word_vector w;
	float want[DIM];

	(void)state;
	mean_by_hand(ab, 5, 0, want);
	assert_near(model_row(m, 0), want);
	mean_by_hand(NULL, 0, 1, want); /* the sentence mark has none */
	assert_near(model_row(m, 1), want);
	mean_by_hand(e, 3, 2, want);
	assert_near(model_row(m, 2), want);
	mean_by_hand(zz, 5, SIZE_MAX, want);
	assert_int_equal(word_vector_find(m, "zz", &w, &note, NULL), ST_OK);
	assert_int_equal(w.row, VOCAB_NONE);
	assert_near(w.v, want);
	assert_non_null(strstr(note.buf, "5 n-grams: <z <zz zz zz> z>"));
	word_vector_release(&w);
	strbuf_clear(&note);
	assert_int_equal(word_vector_find(m, "AB", &w, &note, NULL), ST_OK); /* case comes first */
	assert_int_equal(w.row, 0);
	strbuf_release(&note);
	model_unref(m);
}

static void versions_and_kinds(void **state)
{
	struct made f = usual;
	struct model *a = load_made(&f, NULL), *b;

	(void)state;
	f.version = 0;
	b = load_made(&f, NULL);
	assert_same_model(a, b);
	model_unref(b);
	f.version = 11;
	b = load_made(&f, NULL);
	assert_same_model(a, b);
	model_unref(b);
	f.kind = 3; /* version 11, supervised: no n-grams of characters */
	f.labels = 2;
	b = load_made(&f, NULL);
	assert_null(b->composer);
	assert_true(model_row(b, 0)[0] == input_number(0, 0));
	model_unref(b);
	model_unref(a);
}

static void labels_are_a_second_table(void **state)
{
	struct made f = usual;
	struct model *m;
	struct strbuf sb = STRBUF_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	f.kind = 3;
	f.loss = 3;
	f.labels = 2;
	m = load_made(&f, "labels");
	assert_int_equal(model_rows(m), 2);
	assert_string_equal(vocab_word(m->vocab, 1, NULL), "__label__y");
	assert_true(model_row(m, 1)[0] == input_number(1, 0));
	assert_null(m->composer);
	model_unref(m);
	f.loss = 1;
	make_file(&sb, &f);
	assert_null(load_bytes(&sb, "labels", &err));
	assert_non_null(strstr(err.text, "hierarchical softmax"));
	assert_null(load_bytes(&sb, "nothing", &err));
	assert_non_null(strstr(err.text, "there are: words, labels"));
	strbuf_release(&sb);
	m = load_made(&usual, "output");
	assert_int_equal(model_rows(m), 3);
	assert_true(model_row(m, 2)[1] == input_number(2, 1));
	model_unref(m);
}

static void without_buckets_there_are_no_n_grams(void **state)
{
	struct made f = usual;
	struct model *m;
	struct error err = ERROR_INIT;
	struct word_vector w;

	(void)state;
	f.bucket = 0;
	m = load_made(&f, NULL);
	assert_null(m->composer);
	assert_int_equal(word_vector_find(m, "zz", &w, NULL, &err), ST_FAILED);
	assert_non_null(strstr(err.text, "no word \"zz\""));
	model_unref(m);
}

/* --- quantised ----------------------------------------------------------------------------------- */

/* dim 3 in parts of 2 and 1: centroid c of part q is (c + q, −c) and (c / 2). */
static float centroid(size_t part, size_t code, size_t k)
{
	return part == 1 ? (float)code / 2 : k ? -(float)code : (float)code + (float)part;
}

static void put_quantised(struct strbuf *sb, size_t rows, bool lengths)
{
	put_u8(sb, lengths);
	put_u64(sb, rows);
	put_u64(sb, 3);
	put_u32(sb, (uint32_t)rows * 2);
	for (size_t i = 0; i < 2 * rows; i++)
		put_u8(sb, (unsigned)(i * 37 % 256));
	for (size_t i = 0; i < 4; i++)
		put_u32(sb, (uint32_t[]){ 3, 2, 2, 1 }[i]);
	for (size_t part = 0; part < 2; part++)
		for (size_t code = 0; code < 256; code++)
			for (size_t k = 0; k < (part ? 1u : 2u); k++)
				put_f32(sb, centroid(part, code, k));
	if (!lengths)
		return;
	for (size_t i = 0; i < rows; i++)
		put_u8(sb, (unsigned)i);
	for (size_t i = 0; i < 4; i++)
		put_u32(sb, 1);
	for (size_t code = 0; code < 256; code++)
		put_f32(sb, (float)code + 0.5f);
}

/* Two words; n-grams pruned to two rows, of the buckets of "<p" and "q>" (rows in that order
 * turned round). */
static void make_quantised(struct strbuf *sb, bool lengths)
{
	uint32_t first = subword_hash("<p", 2) % 1000, second = subword_hash("q>", 2) % 1000;

	strbuf_clear(sb);
	put_u32(sb, 793712314);
	put_u32(sb, 12);
	for (size_t i = 0; i < 12; i++)
		put_u32(sb, (uint32_t[]){ 3, 5, 5, 1, 5, 1, 3, 3, 1000, 2, 2, 100 }[i]);
	put_f64(sb, 1e-4);
	put_u32(sb, 2);
	put_u32(sb, 2);
	put_u32(sb, 0);
	put_u64(sb, 100);
	put_u64(sb, 2);
	for (size_t i = 0; i < 2; i++) {
		strbuf_adds(sb, i ? "x" : "ppp");
		put_u8(sb, 0);
		put_u64(sb, 1);
		put_u8(sb, 0);
	}
	put_u32(sb, first);
	put_u32(sb, 1);
	put_u32(sb, second);
	put_u32(sb, 0);
	put_u8(sb, 1);
	put_quantised(sb, 4, lengths);
	put_u8(sb, 0);
	put_u64(sb, 0);
	put_u64(sb, 3);
}

static void row_by_hand(size_t row, bool lengths, float out[3])
{
	float length = lengths ? (float)row + 0.5f : 1.0f;
	size_t a = 2 * row * 37 % 256, b = (2 * row + 1) * 37 % 256;

	out[0] = length * centroid(0, a, 0);
	out[1] = length * centroid(0, a, 1);
	out[2] = length * centroid(1, b, 0);
}

static void quantised_rows_and_pruned_n_grams(void **state)
{
	(void)state;
	for (int lengths = 0; lengths < 2; lengths++) {
		struct strbuf sb = STRBUF_INIT;
		struct error err = ERROR_INIT;
		struct word_vector w;
		struct model *m;
		float own[3], gram[3], other[3];

		make_quantised(&sb, lengths);
		m = load_bytes(&sb, NULL, &err);
		if (!m)
			fail_msg("%s", err.text);
		row_by_hand(0, lengths, own);
		row_by_hand(2 + 1, lengths, gram);
		for (size_t k = 0; k < 3; k++) /* "ppp": only <p has a row */
			assert_true(fabsf(model_row(m, 0)[k] - (own[k] + gram[k]) / 2) < 1e-5f);
		row_by_hand(1, lengths, own);
		for (size_t k = 0; k < 3; k++)
			assert_true(model_row(m, 1)[k] == own[k]);
		row_by_hand(2, lengths, other);
		assert_int_equal(word_vector_find(m, "pq", &w, NULL, &err), ST_OK);
		for (size_t k = 0; k < 3; k++)
			assert_true(fabsf(w.v[k] - (gram[k] + other[k]) / 2) < 1e-5f);
		word_vector_release(&w);
		assert_int_equal(word_vector_find(m, "zz", &w, NULL, &err), ST_FAILED);
		model_unref(m);
		strbuf_release(&sb);
	}
}

/* --- hostile ------------------------------------------------------------------------------------- */

static void damaged_files_load_or_say_why(void **state)
{
	char *dir = temp_dir_make();
	struct strbuf sb = STRBUF_INIT;
	struct made f = usual;

	(void)state;
	f.kind = 3;
	f.labels = 1;
	f.bucket = 2;
	make_file(&sb, &f);
	assert_true(load_damaged(dir, "m.bin", sb.buf, sb.len) > 0);
	strbuf_release(&sb);
	temp_dir_remove(dir);
}

/* One field of a good file changed: where, how, and what the sentence says. */
static void lies_are_refused(void **state)
{
	static const struct {
		size_t at, bytes;
		uint64_t value;
		const char *says;
	} cases[] = {
		{ 4, 4, 13, "version 13" },
		{ 4, 4, 10, "version 10" },
		{ 8, 4, 0, "no fastText header" },
		{ 8, 4, 65537, "no fastText header" },
		{ 8, 4, 3, "does not fit its 3 words" },
		{ 8, 4, 0xFFFFFFFF, "no fastText header" },
		{ 32, 4, 9, "no fastText header" },  /* loss */
		{ 64, 4, 0x7FFFFFFF, "dictionary" }, /* entries */
		{ 68, 4, 0xFFFFFFFF, "dictionary" }, /* words */
		{ 68, 4, 2, "dictionary" },
		{ 84, 8, 0, "pruned" }, /* pruned, yet dense */
		{ 84, 8, 1, "" },
		{ 84, 8, UINT64_MAX / 2, "cut short" },
		{ 84, 8, (uint64_t)-2, "dictionary" },
	};
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct error err = ERROR_INIT;
		struct model *m;

		make_file(&sb, &usual);
		for (size_t k = 0; k < cases[i].bytes; k++)
			sb.buf[cases[i].at + k] = (char)(cases[i].value >> (8 * k));
		m = load_bytes(&sb, NULL, &err);
		if (m || !strstr(err.text, cases[i].says))
			fail_msg("case %zu: \"%s\" does not say \"%s\"", i, m ? "loaded" : err.text,
				 cases[i].says);
	}
	strbuf_release(&sb);
}

/* A matrix whose size wraps around to something small. */
static void sizes_that_overflow_are_refused(void **state)
{
	static const uint64_t sizes[][2] = { { (uint64_t)1 << 62, 2 },
					     { (uint64_t)1 << 63, 2 },
					     { UINT64_MAX, 2 },
					     { (uint64_t)1 << 61, 2 },
					     { 0, 2 },
					     { 7, (uint64_t)1 << 62 } };
	struct strbuf sb = STRBUF_INIT;
	size_t at;

	(void)state;
	make_file(&sb, &usual);
	at = sb.len - 1 - (16 + 3 * DIM * 4) - (16 + 7 * DIM * 4);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct error err = ERROR_INIT;

		for (size_t k = 0; k < 8; k++) {
			sb.buf[at + k] = (char)(sizes[i][0] >> (8 * k));
			sb.buf[at + 8 + k] = (char)(sizes[i][1] >> (8 * k));
		}
		assert_null(load_bytes(&sb, NULL, &err));
		assert_true(err.text[0] != '\0');
	}
	strbuf_release(&sb);
}

static void a_file_that_changes_is_a_sentence(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	char *dir = temp_dir_make(), *path;
	struct error err = ERROR_INIT;
	struct word_vector w;
	struct model *m;

	(void)state;
	make_file(&sb, &usual);
	path = temp_file(dir, "m.bin", sb.buf, sb.len);
	m = model_open(path);
	free(temp_file(dir, "m.bin", sb.buf, 40)); /* shrinks in place */
	assert_int_equal(word_vector_find(m, "zz", &w, NULL, &err), ST_IO);
	assert_non_null(strstr(err.text, "changed since it was opened"));
	assert_int_equal(word_vector_find(m, "ab", &w, NULL, &err), ST_OK);
	model_unref(m);
	free(path);
	temp_dir_remove(dir);
	strbuf_release(&sb);
}

static void tables_are_listed(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	char *dir = temp_dir_make(), *path;
	struct tensor_list list = { 0 };
	struct made f = usual;

	(void)state;
	f.kind = 3;
	f.labels = 2;
	make_file(&sb, &f);
	path = temp_file(dir, "m.bin", sb.buf, sb.len);
	assert_int_equal(model_list_tensors(&list, path, NULL, NULL), ST_OK);
	assert_int_equal(list.count, 3);
	assert_string_equal(list.items[0].name, "words");
	assert_true(list.items[0].used && !list.items[2].used);
	assert_int_equal(list.items[1].shape[0], BUCKET);
	assert_string_equal(list.items[2].name, "labels");
	assert_int_equal(list.items[2].bytes, 2 * DIM * 4);
	tensor_list_release(&list);
	free(path);
	temp_dir_remove(dir);
	strbuf_release(&sb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors_equal_those_of_fasttext),
		cmocka_unit_test(rows_equal_the_text_file_beside),
		cmocka_unit_test(a_word_is_the_mean_of_its_row_and_its_n_grams),
		cmocka_unit_test(versions_and_kinds),
		cmocka_unit_test(labels_are_a_second_table),
		cmocka_unit_test(without_buckets_there_are_no_n_grams),
		cmocka_unit_test(quantised_rows_and_pruned_n_grams),
		cmocka_unit_test(damaged_files_load_or_say_why),
		cmocka_unit_test(lies_are_refused),
		cmocka_unit_test(sizes_that_overflow_are_refused),
		cmocka_unit_test(a_file_that_changes_is_a_sentence),
		cmocka_unit_test(tables_are_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
