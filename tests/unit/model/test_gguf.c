#include "unit.h"

#include "base/mem.h"
#include "bytes.h"
#include "make_model.h"
#include "model/query.h"

#define ROWS 3
#define COLS 32

/* --- files made here ------------------------------------------------------------------------------- */

struct made {
	uint32_t version, alignment, type, array_type;
	uint64_t tensors, entries; /* added to what is there: lies */
	const char *tensor, *tokenizer;
	size_t tokens;
	bool nested, twice;
};

static const struct made usual = { .version = 3,
				   .alignment = 32,
				   .type = 8,
				   .array_type = 8,
				   .tensor = "token_embd.weight",
				   .tokenizer = "gpt2",
				   .tokens = ROWS };

static void put_text(struct strbuf *sb, const char *s)
{
	put_u64(sb, strlen(s));
	strbuf_adds(sb, s);
}

static void put_key(struct strbuf *sb, const char *key, uint32_t type)
{
	put_text(sb, key);
	put_u32(sb, type);
}

static void put_metadata(struct strbuf *sb, const struct made *f)
{
	static const char *const tokens[] = { "\u0120king", "ing", "<pad>", "more", "x" };

	put_key(sb, "general.architecture", 8);
	put_text(sb, "tiny");
	put_key(sb, f->twice ? "general.architecture" : "general.alignment", 4);
	put_u32(sb, f->alignment);
	put_key(sb, "tokenizer.ggml.model", 8);
	put_text(sb, f->tokenizer);
	put_key(sb, "tokenizer.ggml.scores", 9); /* of a type that it should not have */
	put_u32(sb, 1);
	put_u64(sb, 2);
	put_u16(sb, 0);
	put_key(sb, "tokenizer.ggml.token_type", 9);
	put_u32(sb, 5);
	put_u64(sb, 3);
	put_u32(sb, 1);
	put_u32(sb, 1);
	put_u32(sb, 3);
	put_key(sb, "tokenizer.ggml.tokens", 9);
	put_u32(sb, f->nested ? 9 : f->array_type);
	put_u64(sb, f->tokens);
	for (size_t i = 0; i < f->tokens; i++)
		put_text(sb, tokens[i]);
}

static float number(size_t row, size_t col)
{
	return (float)((int)(row * 7 + col * 3) % 31 - 15) / 4.0f;
}

/* A table of ROWS × COLS in Q8_0 (scale ¼, so that number() is exact) or F32, and one of numbers
 * of one dimension. */
static void make_file(struct strbuf *sb, const struct made *f)
{
	size_t data = 0;

	strbuf_clear(sb);
	strbuf_adds(sb, "GGUF");
	put_u32(sb, f->version);
	put_u64(sb, 2 + f->tensors);
	put_u64(sb, 6 + f->entries);
	put_metadata(sb, f);
	put_text(sb, f->tensor);
	put_u32(sb, 2);
	put_u64(sb, COLS);
	put_u64(sb, ROWS);
	put_u32(sb, f->type);
	put_u64(sb, 0);
	put_text(sb, "norm.weight");
	put_u32(sb, 1);
	put_u64(sb, 2);
	put_u32(sb, 0);
	put_u64(sb, 128);
	while (sb->len % f->alignment)
		put_u8(sb, 0);
	data = sb->len;
	for (size_t i = 0; i < ROWS && f->type == 8; i++) {
		put_u16(sb, 0x3400); /* ¼ */
		for (size_t k = 0; k < COLS; k++)
			put_u8(sb, (unsigned)(int)(number(i, k) * 4) & 0xFF);
	}
	for (size_t i = 0; i < ROWS && f->type == 0; i++)
		for (size_t k = 0; k < COLS; k++)
			put_f32(sb, number(i, k));
	while (sb->len - data < 136)
		put_u8(sb, 0);
}

static struct model *load_bytes(const struct strbuf *sb, const char *tensor, struct error *err)
{
	struct load_options opt = { .read.tensor = tensor };
	char *dir = temp_dir_make(), *path = temp_file(dir, "m.gguf", sb->buf, sb->len);
	struct model *m = NULL;

	model_load(&m, path, &opt, NULL, err);
	free(path);
	temp_dir_remove(dir);
	return m;
}

static struct model *load_made(const struct made *f, const char *tensor, struct error *err)
{
	struct strbuf sb = STRBUF_INIT;
	struct model *m;

	make_file(&sb, f);
	m = load_bytes(&sb, tensor, err);
	strbuf_release(&sb);
	return m;
}

static void reads_the_table_and_its_tokens(void **state)
{
	static const uint32_t types[] = { 8, 0 };

	(void)state;
	for (size_t t = 0; t < 2; t++) {
		struct made f = usual;
		struct error err = ERROR_INIT;
		struct lookup found;
		struct model *m;

		f.type = types[t];
		f.version = t ? 2 : 3;
		f.alignment = t ? 64 : 32;
		m = load_made(&f, NULL, &err);
		if (!m)
			fail_msg("%s", err.text);
		assert_int_equal(model_rows(m), ROWS);
		assert_int_equal(model_dims(m), COLS);
		for (uint32_t i = 0; i < ROWS; i++)
			for (size_t k = 0; k < COLS; k++)
				assert_true(model_row(m, i)[k] == number(i, k));
		assert_string_equal(vocab_word(m->vocab, 0, NULL), "king");
		assert_string_equal(vocab_word(m->vocab, 1, NULL), "##ing");
		assert_string_equal(vocab_word(m->vocab, 2, NULL), "<pad>");
		assert_int_equal(lookup_word(m, "\u0120king", &found, NULL), ST_OK);
		assert_int_equal(found.row, 0);
		model_unref(m);
	}
}

static void tokens_and_rows_may_differ_in_number(void **state)
{
	struct made f = usual;
	struct error err = ERROR_INIT;
	struct model *m;

	(void)state;
	f.tokens = 2;
	m = load_made(&f, NULL, &err);
	assert_non_null(m);
	assert_string_equal(vocab_word(m->vocab, 2, NULL), "<row:3>");
	model_unref(m);
	f.tokens = 5;
	m = load_made(&f, NULL, &err);
	assert_non_null(m);
	assert_int_equal(model_rows(m), ROWS);
	model_unref(m);
	f.tokens = 0;
	m = load_made(&f, NULL, &err);
	assert_non_null(m);
	assert_string_equal(vocab_word(m->vocab, 2, NULL), "2");
	model_unref(m);
}

static void other_tables_are_chosen_by_name(void **state)
{
	struct made f = usual;
	struct error err = ERROR_INIT;
	struct model *m;

	(void)state;
	f.tensor = "position_embd.weight";
	f.tokens = 5;
	assert_null(load_made(&f, NULL, &err));
	assert_non_null(
		strstr(err.text, "no table token_embd.weight; it has 2 tensors: position_embd"));
	m = load_made(&f, "position_embd.weight", &err);
	assert_non_null(m);
	assert_string_equal(vocab_word(m->vocab, 0, NULL), "0"); /* positions are no tokens */
	model_unref(m);
	assert_null(load_made(&usual, "norm.weight", &err));
	assert_non_null(strstr(err.text, "no table: it has 1 dimensions"));
}

static void tensors_are_listed(void **state)
{
	struct strbuf sb = STRBUF_INIT, shape = STRBUF_INIT;
	char *dir = temp_dir_make(), *path;
	struct tensor_list list = { 0 };

	(void)state;
	make_file(&sb, &usual);
	path = temp_file(dir, "m.gguf", sb.buf, sb.len);
	assert_int_equal(model_list_tensors(&list, path, NULL, NULL), ST_OK);
	assert_int_equal(list.count, 2);
	assert_string_equal(list.items[0].dtype, "Q8_0");
	assert_int_equal(list.items[0].bytes, ROWS * 34);
	assert_true(list.items[0].used && !list.items[1].used);
	tensor_put_shape(&shape, &list.items[0]);
	assert_string_equal(shape.buf, "[3, 32]");
	tensor_list_release(&list);
	strbuf_release(&shape);
	strbuf_release(&sb);
	free(path);
	temp_dir_remove(dir);
}

static void lies_are_refused(void **state)
{
	static const struct {
		struct made f;
		const char *says;
	} cases[] = {
		{ { .version = 1 }, "version 1" },
		{ { .version = 4 }, "version 4" },
		{ { .version = 3u << 16 }, "big-endian" },
		{ { .tensors = (uint64_t)1 << 62 }, "tensors, more than fit" },
		{ { .entries = UINT64_MAX / 2 }, "metadata, more than fit" },
		{ { .alignment = 24 }, "no power of two" },
		{ { .type = 4 }, "type 4, which is not known" },
		{ { .type = 16 }, "IQ2_XXS" },
		{ { .type = 12 }, "shape" }, /* 32 numbers are no block of 256 */
		{ { .nested = true }, "type 9" },
		{ { .twice = true }, "comes twice" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct made f = usual, lie = cases[i].f;
		struct error err = ERROR_INIT;

		f.version = lie.version ? lie.version : f.version;
		f.alignment = lie.alignment ? lie.alignment : f.alignment;
		f.type = lie.type ? lie.type : f.type;
		f.tensors = lie.tensors;
		f.entries = lie.entries;
		f.nested = lie.nested;
		f.twice = lie.twice;
		if (load_made(&f, NULL, &err) || !strstr(err.text, cases[i].says))
			fail_msg("case %zu: \"%s\" does not say \"%s\"", i, err.text,
				 cases[i].says);
	}
}

/* Each eight-byte length of the file replaced by numbers that overflow when they are added to or
 * multiplied. */
static void lengths_that_overflow_are_refused(void **state)
{
	static const uint64_t values[] = { UINT64_MAX, (uint64_t)1 << 63, ((uint64_t)1 << 62) + 1,
					   UINT64_MAX - 31, (uint64_t)1 << 32 };
	struct strbuf sb = STRBUF_INIT;
	size_t loaded = 0;

	(void)state;
	make_file(&sb, &usual);
	for (size_t at = 8; at + 8 <= sb.len; at++) {
		char was[8];

		memcpy(was, sb.buf + at, 8);
		for (size_t v = 0; v < sizeof(values) / sizeof(values[0]); v++) {
			struct error err = ERROR_INIT;
			struct model *m;

			for (size_t k = 0; k < 8; k++)
				sb.buf[at + k] = (char)(values[v] >> (8 * k));
			m = load_bytes(&sb, NULL, &err);
			assert_true(m || err.text[0]);
			loaded += m != NULL;
			model_unref(m);
		}
		memcpy(sb.buf + at, was, 8);
	}
	assert_true(loaded > 0); /* where the numbers of the table stand */
	strbuf_release(&sb);
}

static void damaged_files_load_or_say_why(void **state)
{
	char *dir = temp_dir_make();
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	make_file(&sb, &usual);
	assert_true(load_damaged(dir, "m.gguf", sb.buf, sb.len) > 0);
	strbuf_release(&sb);
	temp_dir_remove(dir);
}

static void a_real_model_opens(void **state)
{
	char *path = fixture_path("gguf/stories260K.gguf");
	struct lookup found;
	struct model *m;
	size_t n;
	char *bytes;

	(void)state;
	if (!path)
		skip();
	m = model_open(path);
	assert_int_equal(model_rows(m), 512);
	assert_int_equal(model_dims(m), 64);
	assert_int_equal(lookup_word(m, "mom", &found, NULL), ST_OK);
	assert_string_equal(vocab_word(m->raw_names, found.row, NULL), "\u2581mom");
	bytes = read_whole(path, &n); /* F32: the row stands somewhere in the file as it is */
	assert_non_null(memmem(bytes, n, model_row(m, found.row), 64 * sizeof(float)));
	free(bytes);
	model_unref(m);
	free(path);
}

/* The same matrix as F32 and as Q8_0 (its first 96 dimensions): half a step, and the rounding of the
 * scale to f16. */
static void quantised_rows_are_close_to_the_plain_ones(void **state)
{
	char *plain = fixture_path("generated/emb-f32.gguf");
	char *small = fixture_path("generated/emb-q8_0.gguf");
	struct model *a, *b;

	(void)state;
	if (!plain || !small)
		skip();
	a = model_open(plain);
	b = model_open(small);
	assert_int_equal(model_dims(b), 96);
	for (uint32_t i = 0; i < model_rows(a); i++)
		for (size_t k = 0; k < 96; k++) {
			float peak = 0, d = model_row(a, i)[k] - model_row(b, i)[k];

			for (size_t j = k / 32 * 32; j < k / 32 * 32 + 32; j++) {
				float x = model_row(a, i)[j];

				peak = x > peak ? x : -x > peak ? -x : peak;
			}
			assert_true((d < 0 ? -d : d) <= peak / 127 * 0.6f + 1e-6f);
		}
	model_unref(a);
	model_unref(b);
	free(plain);
	free(small);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_table_and_its_tokens),
		cmocka_unit_test(tokens_and_rows_may_differ_in_number),
		cmocka_unit_test(other_tables_are_chosen_by_name),
		cmocka_unit_test(tensors_are_listed),
		cmocka_unit_test(lies_are_refused),
		cmocka_unit_test(lengths_that_overflow_are_refused),
		cmocka_unit_test(damaged_files_load_or_say_why),
		cmocka_unit_test(a_real_model_opens),
		cmocka_unit_test(quantised_rows_are_close_to_the_plain_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
