/* Tables of language models with the files of their tokenizers, and the folders they come in. */
#include "unit.h"

#include <sys/stat.h>

#include "base/mem.h"
#include "base/path.h"
#include "bytes.h"
#include "make_model.h"
#include "model/formats/tokenizer.h"
#include "model/query.h"

/* --- a folder ------------------------------------------------------------------------------------- */

/* A safetensors file of one F32 table `name` [rows, 2] of test_number(), and `more` tensors. */
static void put_table(const char *dir, const char *file, const char *name, size_t rows,
		      const char *more, const struct strbuf *data)
{
	struct strbuf sb = STRBUF_INIT;
	char *header = xasprintf("{\"%s\":{\"dtype\":\"F32\",\"shape\":[%zu,2],\"data_offsets\":"
				 "[0,%zu]}%s}",
				 name, rows, rows * 8, more);

	put_u64(&sb, strlen(header));
	strbuf_adds(&sb, header);
	for (size_t i = 0; i < rows; i++)
		for (size_t k = 0; k < 2; k++)
			put_f32(&sb, test_number(i, k));
	if (data)
		strbuf_add(&sb, data->buf, data->len);
	free(temp_file(dir, file, sb.buf, sb.len));
	strbuf_release(&sb);
	free(header);
}

static void put_file(const char *dir, const char *name, const char *text)
{
	free(temp_file(dir, name, text, strlen(text)));
}

static struct model *load(const char *dir, const char *name, const char *tensor, struct error *err)
{
	struct load_options opt = { .read.tensor = tensor };
	char *path = *name ? path_join(dir, name) : xstrdup(dir);
	struct model *m = NULL;

	model_load(&m, path, &opt, NULL, err);
	free(path);
	return m;
}

static struct model *must_load(const char *dir, const char *name)
{
	struct error err = ERROR_INIT;
	struct model *m = load(dir, name, NULL, &err);

	if (!m)
		fail_msg("%s", err.text);
	return m;
}

static void check_names(const struct model *m, const char *const *names)
{
	for (uint32_t i = 0; names[i]; i++)
		if (strcmp(vocab_word(m->vocab, i, NULL), names[i]) != 0)
			fail_msg("row %u is called %s, not %s", i, vocab_word(m->vocab, i, NULL),
				 names[i]);
}

/* --- the kinds of tokenizer ------------------------------------------------------------------------ */

static void every_kind_names_the_rows(void **state)
{
	static const struct {
		const char *file, *text;
		size_t n; /* 0: strlen */
		const char *names[6];
	} kinds[] = {
		{ "tokenizer.json",
		  "{\"model\":{\"type\":\"BPE\",\"merges\":[[\"a\\\"]\",\"b\"],\"[ x\"],\"vocab\":"
		  "{\"\u0120king\":1,\"ing\":0}},\"added_tokens\":[{\"id\":3,\"content\":\"<s>\"},"
		  "{\"id\":77,\"content\":\"far\"}],\"pre_tokenizer\":{\"type\":\"Sequence\","
		  "\"pretokenizers\":[{\"type\":\"Split\"},{\"type\":\"ByteLevel\"}]}}",
		  0,
		  { "##ing", "king", "<row:3>", "<s>" } },
		{ "tokenizer.json",
		  "{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"[CLS]\":0,\"king\":2,\"##ing\":"
		  "1}}}",
		  0,
		  { "[CLS]", "##ing", "king", "<row:4>" } },
		{ "tokenizer.json",
		  "{\"model\":{\"type\":\"Unigram\",\"vocab\":[[\"<unk>\",0.0],[\"\u2581king\",-3."
		  "5],"
		  "[\"ing\",-4]]}}",
		  0,
		  { "<unk>", "king", "##ing" } },
		{ "vocab.json", "{\"\u0120king\":0,\"s\":1}", 0, { "king", "##s", "<row:3>" } },
		{ "vocab.txt",
		  "[PAD]\r\nking\n\n##ing",
		  0,
		  { "[PAD]", "king", "<row:3>", "##ing" } },
		{ "tokenizer.tiktoken",
		  "IGtpbmc= 1\naW5n 0\nAA== 2\n",
		  0,
		  { "##ing", "king", "\u0100" } },
		{ "tokenizer.model",
		  "\x0A\x0E\x0A\x05<unk>\x15\0\0\0\0\x18\x02"
		  "\x0A\x0E\x0A\x07\xE2\x96\x81king\x15\0\0\0\0"
		  "\x0A\x0A\x0A\x03ing\x15\0\0\0\0"
		  "\x12\x02\x08\x01",
		  16 + 16 + 12 + 4,
		  { "<unk>", "king", "##ing", "<row:4>" } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		char *dir = temp_dir_make();
		struct model *m;

		put_table(dir, "model.safetensors", "model.embed_tokens.weight", 4, "", NULL);
		free(temp_file(dir, kinds[i].file, kinds[i].text,
			       kinds[i].n ? kinds[i].n : strlen(kinds[i].text)));
		m = must_load(dir, "model.safetensors");
		check_names(m, kinds[i].names);
		assert_int_equal(model_rows(m), 4);
		assert_true(model_row(m, 3)[1] == test_number(3, 1));
		model_unref(m);
		temp_dir_remove(dir);
	}
}

static void broken_tokenizers_are_named(void **state)
{
	static const struct {
		const char *file, *text, *says;
	} cases[] = {
		{ "tokenizer.json", "{\"model\":{\"vocab\":{\"a\":-1}}}", "neither token: row" },
		{ "tokenizer.json", "{\"model\":{\"vocab\":7}}", "neither token: row" },
		{ "tokenizer.json", "{\"model\":{\"vocab\":{\"a\":0},\"merges\":[[\"a\",", "JSON" },
		{ "tokenizer.json", "{\"model\":", "JSON" },
		{ "tokenizer.model", "\x0A\x7F\x0A\x05<unk>", "SentencePiece" },
		{ "tokenizer.model", "\x0A\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
		  "SentencePiece" },
		{ "tokenizer.tiktoken",
		  "YQ== 0\nYQ== 1\nYQ== 2\nYQ== 3\nYQ== 4\nYQ== 5\nYQ== 6\nYQ== 7\n"
		  "Y-== 8\n",
		  "line 9" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *dir = temp_dir_make();
		struct error err = ERROR_INIT;

		put_table(dir, "model.safetensors", "wte.weight", 4, "", NULL);
		put_file(dir, cases[i].file, cases[i].text);
		if (load(dir, "model.safetensors", NULL, &err) ||
		    !strstr(err.text, cases[i].says) || !strstr(err.text, cases[i].file))
			fail_msg("case %zu: \"%s\"", i, err.text);
		temp_dir_remove(dir);
	}
}

/* Every prefix and byte flip of each kind: it names the rows or says why not. */
static void damaged_tokenizers(void **state)
{
	static const char json[] =
		"{\"model\":{\"type\":\"BPE\",\"merges\":[\"a b\"],\"vocab\":{\"\u0120k\""
		":1,\"i\":0}},\"added_tokens\":[{\"id\":3,\"content\":\"<s>\"}]}";
	static const char pieces[] = "\x0A\x0E\x0A\x05<unk>\x15\0\0\0\0\x18\x02"
				     "\x0A\x0A\x0A\x03ing\x15\0\0\0\0";
	static const char ranks[] = "IGtpbmc= 1\naW5n 0\n";
	static const struct {
		const char *text;
		size_t n;
		enum status (*read)(struct tokenizer *t, size_t n, struct error *err);
	} kinds[] = { { json, sizeof(json) - 1, tokenizer_read_json },
		      { pieces, sizeof(pieces) - 1, tokenizer_read_pieces },
		      { ranks, sizeof(ranks) - 1, tokenizer_read_ranks } };

	(void)state;
	for (size_t k = 0; k < 3; k++)
		for (size_t n = 0; n <= kinds[k].n; n++)
			for (unsigned flip = 0; flip < (n == kinds[k].n ? 256 * n : 1); flip++) {
				struct tokenizer t = { .rows = 4 };
				struct error err = ERROR_INIT;

				t.tokens = xcalloc(4, sizeof(*t.tokens));
				t.text = xmalloc(n + 1);
				memcpy(t.text, kinds[k].text, n);
				t.text[n] = '\0';
				if (n)
					t.text[flip / 256] =
						(char)(t.text[flip / 256] ^ (char)(flip % 256));
				if (kinds[k].read(&t, n, &err) != ST_OK)
					assert_true(err.text[0] != '\0');
				for (size_t i = 0; i < 4; i++)
					assert_true(!t.tokens[i].s || t.tokens[i].n <= 2 * n + 8);
				tokenizer_release(&t);
			}
}

/* --- which table ------------------------------------------------------------------------------------ */

static void another_table_can_be_asked_for(void **state)
{
	char *dir = temp_dir_make();
	struct strbuf data = STRBUF_INIT;
	struct error err = ERROR_INIT;
	struct tensor_list list = { 0 };
	struct model *m;
	char *path;

	(void)state;
	for (size_t i = 0; i < 4; i++)
		put_f32(&data, (float)i);
	put_table(
		dir, "model.safetensors", "transformer.wte.weight", 3,
		",\"lm_head.weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[24,40]}",
		&data);
	put_file(dir, "vocab.txt", "a\nb\nc\n");
	m = load(dir, "model.safetensors", "lm_head.weight", &err);
	assert_non_null(m);
	assert_true(model_row(m, 1)[0] == 2);
	assert_string_equal(m->name, "model:lm_head.weight");
	model_unref(m);
	assert_null(load(dir, "model.safetensors", "nothing", &err));
	assert_non_null(strstr(err.text, "no tensor \"nothing\"; it has: transformer.wte.weight"));
	path = path_join(dir, "model.safetensors");
	assert_int_equal(model_list_tensors(&list, path, NULL, NULL), ST_OK);
	assert_int_equal(list.count, 2);
	assert_true(list.items[0].used && !list.items[1].used);
	tensor_list_release(&list);
	free(path);
	put_file(dir, "one.txt", "king 1 2\nqueen 3 4\n");
	assert_null(load(dir, "one.txt", "lm_head.weight", &err));
	assert_non_null(strstr(err.text, "holds one table"));
	strbuf_release(&data);
	temp_dir_remove(dir);
}

static void a_file_with_no_known_table_says_so(void **state)
{
	char *dir = temp_dir_make();
	struct error err = ERROR_INIT;

	(void)state;
	put_table(dir, "model.safetensors", "layer.0.dense", 3, "", NULL);
	assert_null(load(dir, "model.safetensors", NULL, &err));
	assert_non_null(strstr(err.text, "none of its tensors"));
	temp_dir_remove(dir);
}

/* model2vec's mapping (i64) and weights (f64): vector(t) = embeddings[mapping[t]] × weights[t]. */
static void mapped_and_weighted_rows(void **state)
{
	static const int64_t mapping[] = { 2, 0, 2, 1 };
	static const double weights[] = { 1, 0.5, 2, -1 };
	static const char more[] =
		",\"mapping\":{\"dtype\":\"I64\",\"shape\":[4],\"data_offsets\":[24,56]},"
		"\"weights\":{\"dtype\":\"F64\",\"shape\":[4],\"data_offsets\":[56,88]}";

	(void)state;
	for (int bad = 0; bad < 2; bad++) {
		char *dir = temp_dir_make();
		struct strbuf data = STRBUF_INIT;
		struct error err = ERROR_INIT;
		struct model *m;

		for (size_t i = 0; i < 4; i++)
			put_u64(&data, bad && i == 3 ? 3 : (uint64_t)mapping[i]);
		for (size_t i = 0; i < 4; i++)
			put_f64(&data, weights[i]);
		put_table(dir, "model.safetensors", "embeddings", 3, more, &data);
		put_file(dir, "vocab.txt", "a\nb\nc\nd\n");
		m = load(dir, "model.safetensors", NULL, &err);
		if (bad) {
			assert_null(m);
			assert_non_null(strstr(err.text, "token 3 to row 3 of 3"));
		} else {
			assert_int_equal(model_rows(m), 4);
			for (uint32_t i = 0; i < 4; i++)
				for (size_t k = 0; k < 2; k++)
					assert_true(model_row(m, i)[k] ==
						    (float)(weights[i] *
							    (double)test_number((size_t)mapping[i],
										k)));
		}
		model_unref(m);
		strbuf_release(&data);
		temp_dir_remove(dir);
	}
}

/* --- folders ---------------------------------------------------------------------------------------- */

static void folders_are_models(void **state)
{
	char *dir = temp_dir_make(), *sub;
	struct error err = ERROR_INIT;
	struct model *m;

	(void)state;
	assert_null(load(dir, "", NULL, &err));
	assert_non_null(strstr(err.text, "folder without a model"));
	put_file(dir, "readme.md", "x");
	sub = path_join(dir, "0_StaticEmbedding");
	mkdir(sub, 0700);
	put_table(sub, "model.safetensors", "embedding.weight", 3, "", NULL);
	put_file(sub, "vocab.txt", "a\nb\nc\n");
	m = must_load(dir, "");
	assert_string_equal(m->name, path_base(dir));
	assert_string_equal(vocab_word(m->vocab, 2, NULL), "c");
	model_unref(m);
	free(sub);
	temp_dir_remove(dir);
}

static void models_in_parts(void **state)
{
	static const struct {
		const char *map, *says;
	} bad[] = {
		{ "{\"weight_map\":{\"wte.weight\":\"../../etc/passwd\"}}", "outside its folder" },
		{ "{\"weight_map\":{\"wte.weight\":\"..\"}}", "outside its folder" },
		{ "{\"weight_map\":{\"wte.weight\":7}}", "names no embedding layer" },
		{ "{\"weight_map\":{}}", "names no embedding layer" },
		{ "{}", "no weight_map" },
		{ "[1]", "no weight_map" },
		{ "{", "JSON" },
		{ "{\"weight_map\":{\"wte.weight\":\"missing.safetensors\"}}",
		  "missing.safetensors" },
	};
	char *dir = temp_dir_make();
	struct model *m;

	(void)state;
	put_table(dir, "model-00001-of-00002.safetensors", "h.0.weight", 3, "", NULL);
	put_table(dir, "model-00002-of-00002.safetensors", "transformer.wte.weight", 3, "", NULL);
	put_file(dir, "vocab.txt", "a\nb\nc\n");
	put_file(dir, "model.safetensors.index.json",
		 "{\"weight_map\":{\"h.0.weight\":\"model-00001-of-00002.safetensors\","
		 "\"transformer.wte.weight\":\"model-00002-of-00002.safetensors\"}}");
	m = must_load(dir, "");
	assert_int_equal(model_rows(m), 3);
	model_unref(m);
	m = must_load(dir, "model.safetensors.index.json");
	model_unref(m);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct error err = ERROR_INIT;

		put_file(dir, "model.safetensors.index.json", bad[i].map);
		if (load(dir, "", NULL, &err) || !strstr(err.text, bad[i].says))
			fail_msg("%s: \"%s\"", bad[i].map, err.text);
	}
	temp_dir_remove(dir);
}

static void a_real_model2vec_model(void **state)
{
	char *path = fixture_path("model2vec/model.safetensors");
	struct lookup found;
	struct model *m;

	(void)state;
	if (!path)
		skip();
	m = model_open(path);
	assert_int_equal(model_rows(m), 29528);
	assert_int_equal(lookup_word(m, "king", &found, NULL), ST_OK);
	assert_string_equal(vocab_word(m->vocab, found.row, NULL), "king");
	assert_int_equal(lookup_word(m, "islav", &found, NULL), ST_OK);
	assert_string_equal(vocab_word(m->vocab, found.row, NULL), "##islav");
	model_unref(m);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_names_the_rows),
		cmocka_unit_test(broken_tokenizers_are_named),
		cmocka_unit_test(damaged_tokenizers),
		cmocka_unit_test(another_table_can_be_asked_for),
		cmocka_unit_test(a_file_with_no_known_table_says_so),
		cmocka_unit_test(mapped_and_weighted_rows),
		cmocka_unit_test(folders_are_models),
		cmocka_unit_test(models_in_parts),
		cmocka_unit_test(a_real_model2vec_model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
