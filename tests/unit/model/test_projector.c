/* TensorFlow Projector's pair of files. */
#include "unit.h"

#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "make_model.h"

static void put_file(const char *dir, const char *name, const char *text)
{
	free(temp_file(dir, name, text, strlen(text)));
}

static struct model *load(const char *dir, const char *name, struct error *err)
{
	char *path = path_join(dir, name);
	struct model *m = NULL;

	model_load(&m, path, NULL, NULL, err);
	free(path);
	return m;
}

static void metadata_of_one_column_have_no_header(void **state)
{
	char *dir = temp_dir_make();
	struct error err = ERROR_INIT;
	struct model *m;

	(void)state;
	put_file(dir, "vectors.tsv", "1\t2\r\n3\t4.5\n-1e-3\tnan\n");
	put_file(dir, "metadata.tsv", "word\nof mine\nthe third");
	m = load(dir, "vectors.tsv", &err);
	if (!m)
		fail_msg("%s", err.text);
	assert_string_equal(m->format, "TensorFlow Projector");
	assert_int_equal(model_rows(m), 3);
	assert_string_equal(vocab_word(m->vocab, 0, NULL), "word");
	assert_string_equal(vocab_word(m->vocab, 2, NULL), "the third");
	assert_true(model_row(m, 1)[1] == 4.5f && model_row(m, 2)[0] == -1e-3f);
	assert_int_equal(m->bad_rows, 1);
	model_unref(m);
	m = load(dir, "", &err); /* the folder */
	assert_non_null(m);
	model_unref(m);
	temp_dir_remove(dir);
}

static void metadata_of_several_have_one(void **state)
{
	char *dir = temp_dir_make();
	struct error err = ERROR_INIT;
	struct model *m;

	(void)state;
	put_file(dir, "x_tensors.tsv", "1\t2\n3\t4\n");
	put_file(dir, "x_labels.tsv", "Count\tLabel\n7\tking\n8\tqueen\n");
	m = load(dir, "x_tensors.tsv", &err);
	if (!m)
		fail_msg("%s", err.text);
	assert_string_equal(vocab_word(m->vocab, 0, NULL), "king");
	assert_string_equal(vocab_word(m->vocab, 1, NULL), "queen");
	model_unref(m);
	temp_dir_remove(dir);
}

static void what_does_not_fit_is_a_sentence(void **state)
{
	static const struct {
		const char *vectors, *metadata, *says;
	} cases[] = {
		{ "1\t2\n3\t4\n", "a\nb\nc\n", "name 3 rows, but there are 2" },
		{ "1\t2\n3\t4\n", "a\n", "name 1 rows, but there are 2" },
		{ "1\t2\n3\n", "a\nb\n", "line 2 has 1 numbers, the first line 2" },
		{ "1\t2\n3\tx\n", "a\nb\n", "line 2 has 0 numbers" },
		{ "1\t2\n", "a\nb\nc\nd\ne\nf\ng\nh\n", "too short" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *dir = temp_dir_make();
		struct error err = ERROR_INIT;

		put_file(dir, "vectors.tsv", cases[i].vectors);
		put_file(dir, "metadata.tsv", cases[i].metadata);
		if (load(dir, "vectors.tsv", &err) || !strstr(err.text, cases[i].says))
			fail_msg("case %zu: \"%s\"", i, err.text);
		temp_dir_remove(dir);
	}
}

/* Words in the first column are a text table, and so are numbers without metadata. */
static void other_tables_stay_what_they_are(void **state)
{
	char *dir = temp_dir_make();
	struct error err = ERROR_INIT;
	struct model *m;

	(void)state;
	put_file(dir, "vectors.tsv", "king\t1\t2\nqueen\t3\t4\n");
	put_file(dir, "metadata.tsv", "a\nb\n");
	m = load(dir, "vectors.tsv", &err);
	assert_non_null(m);
	assert_string_equal(m->format, "GloVe text");
	model_unref(m);
	temp_dir_remove(dir);
}

static void a_pair_comes_back_bit_for_bit(void **state)
{
	static const struct test_word words[] = { W("king"), W("new york"), W("\xC3\xA9"),
						  W("a\tb") };
	static const float data[] = { 0.1f,	1e-40f, -3.4028234e38f, 16777216,
				      1.0f / 3, -0.0f,	1e-30f,		2.5f };
	struct write_options opt = { .force = false };
	char *dir = temp_dir_make(), *path = path_join(dir, "my_vectors.tsv"), *beside;
	struct model *a = model_make(words, data, 4, 2), *b;
	struct error err = ERROR_INIT;
	struct report report;

	(void)state;
	report_init(&report, "row");
	opt.report = &report;
	if (model_save(a, path, format_find("projector"), &opt, NULL, &err) != ST_OK)
		fail_msg("%s", err.text);
	assert_ptr_equal(format_for_path(path), format_find("projector"));
	assert_int_equal(report_size(&report), 1); /* the tab in a word */
	b = load(dir, "my_vectors.tsv", &err);
	if (!b)
		fail_msg("%s", err.text);
	for (uint32_t i = 0; i < 4; i++)
		assert_memory_equal(model_row(a, i), model_row(b, i), 8);
	assert_string_equal(vocab_word(b->vocab, 3, NULL), "a_b");
	assert_int_equal(model_save(a, path, format_find("projector"), &opt, NULL, &err),
			 ST_FAILED);
	beside = path_join(dir, "my_metadata.tsv");
	assert_int_equal(access(beside, F_OK), 0);
	assert_int_equal(model_save(a, beside, format_find("projector"), &opt, NULL, &err),
			 ST_FAILED);
	free(beside);
	report_release(&report);
	model_unref(a);
	model_unref(b);
	free(path);
	temp_dir_remove(dir);
}

static void damaged_pairs_load_or_say_why(void **state)
{
	static const char vectors[] = "1\t2.5\n-3\t4e1\n",
			  metadata[] = "n\tword\n1\tking\n2\tqueen\n";
	char *dir = temp_dir_make();

	(void)state;
	put_file(dir, "metadata.tsv", metadata);
	assert_true(load_damaged(dir, "vectors.tsv", vectors, sizeof(vectors) - 1) > 0);
	put_file(dir, "vectors.tsv", vectors);
	for (size_t i = 0; i < 2 * sizeof(metadata); i++) {
		char copy[sizeof(metadata)];
		struct error err = ERROR_INIT;
		struct model *m;
		size_t n = i < sizeof(metadata) ? i : sizeof(metadata) - 1;

		memcpy(copy, metadata, sizeof(copy));
		if (i >= sizeof(metadata))
			copy[i - sizeof(metadata)] = (char)(copy[i - sizeof(metadata)] ^ 0x80);
		free(temp_file(dir, "metadata.tsv", copy, n));
		m = load(dir, "vectors.tsv", &err);
		assert_true(m || err.text[0]);
		model_unref(m);
	}
	temp_dir_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(metadata_of_one_column_have_no_header),
		cmocka_unit_test(metadata_of_several_have_one),
		cmocka_unit_test(what_does_not_fit_is_a_sentence),
		cmocka_unit_test(other_tables_stay_what_they_are),
		cmocka_unit_test(a_pair_comes_back_bit_for_bit),
		cmocka_unit_test(damaged_pairs_load_or_say_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
