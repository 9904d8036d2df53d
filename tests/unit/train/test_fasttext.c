/* fastText's .bin: bytes by the description of the format, and opened by fastText and gensim where
 * they are installed. */
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "model/format.h"
#include "model/subword.h"
#include "topics.h"
#include "train/trainer.h"
#include "words_corpus.h"

enum { DIMS = 12, BUCKET = 300 };

static struct model *train(const struct corpus *c, bool subwords, bool hierarchical)
{
	struct train_options o;
	struct trainer *t;
	struct model *m;

	train_options_init(&o);
	o.dims = DIMS;
	o.sample = 0;
	o.threads = 1;
	o.hierarchical = hierarchical;
	o.min_ngram = subwords ? 2 : 0;
	o.max_ngram = subwords ? 4 : 0;
	o.bucket = BUCKET;
	assert_int_equal(trainer_new(&t, c, &o, NULL), ST_OK);
	assert_int_equal(trainer_run(t, NULL, NULL), ST_OK);
	assert_int_equal(trainer_result(t, &m, NULL), ST_OK);
	trainer_free(t);
	return m;
}

static char *save(const struct model *m, const char *dir)
{
	struct write_options opt = { .force = true };
	struct error err = ERROR_INIT;
	char *path = xasprintf("%s/m.bin", dir);

	if (model_save(m, path, format_find("fasttext-binary"), &opt, NULL, &err))
		fail_msg("%s", err.text);
	return path;
}

struct bytes {
	unsigned char *p;
	size_t n, at;
};

static struct bytes read_file(const char *path)
{
	struct stat info;
	struct bytes b = { 0 };
	FILE *f = fopen(path, "rb");

	assert_int_equal(stat(path, &info), 0);
	b.n = (size_t)info.st_size;
	b.p = malloc(b.n);
	assert_int_equal(fread(b.p, 1, b.n, f), b.n);
	fclose(f);
	return b;
}

static uint64_t get(struct bytes *b, size_t size)
{
	uint64_t v = 0;

	assert_true(b->at + size <= b->n);
	for (size_t i = 0; i < size; i++)
		v |= (uint64_t)b->p[b->at + i] << (8 * i);
	b->at += size;
	return v;
}

static void expect(struct bytes *b, size_t size, uint64_t want)
{
	uint64_t got = get(b, size);

	if (got != want)
		fail_msg("byte %zu: %llu, not %llu", b->at - size, (unsigned long long)got,
			 (unsigned long long)want);
}

static float get_float(struct bytes *b)
{
	uint32_t bits = (uint32_t)get(b, 4);
	float f;

	memcpy(&f, &bits, 4);
	return f;
}

static void check_dictionary(struct bytes *b, const struct corpus *c)
{
	expect(b, 4, c->word_count);
	expect(b, 4, c->word_count);
	expect(b, 4, 0);
	expect(b, 8, c->token_count);
	expect(b, 8, UINT64_MAX);
	for (size_t i = 0; i < c->word_count; i++) {
		size_t n = (size_t)(c->offsets[i + 1] - c->offsets[i]);

		assert_memory_equal(b->p + b->at, c->bytes + c->offsets[i], n);
		b->at += n;
		expect(b, 1, 0);
		expect(b, 8, c->counts[i]);
		expect(b, 1, 0);
	}
}

struct mean {
	const float *table;
	size_t words;
	double sum[DIMS];
	size_t rows;
};

static void add_gram(void *ctx, const char *gram, size_t n, uint32_t bucket)
{
	struct mean *m = ctx;

	(void)gram, (void)n;
	for (size_t d = 0; d < DIMS; d++)
		m->sum[d] += (double)m->table[(m->words + bucket) * DIMS + d];
	m->rows++;
}

/* The model's vectors are the means of the file's rows. */
static void check_vectors(const struct model *m, const float *table, bool subwords)
{
	for (uint32_t i = 0; i < model_rows(m); i++) {
		struct mean mean = { .table = table, .words = model_rows(m), .rows = 1 };
		size_t n;
		const char *word = vocab_word(m->vocab, i, &n);

		for (size_t d = 0; d < DIMS; d++)
			mean.sum[d] = (double)table[i * DIMS + d];
		if (subwords)
			subword_each(word, n, 2, 4, BUCKET, add_gram, &mean);
		for (size_t d = 0; d < DIMS; d++)
			assert_true(fabs(mean.sum[d] / (double)mean.rows -
					 (double)model_row(m, i)[d]) < 1e-5);
	}
}

static void check_file(const struct corpus *c, bool subwords, bool hierarchical)
{
	struct model *m = train(c, subwords, hierarchical);
	char *dir = temp_dir_make(), *path = save(m, dir);
	struct bytes b = read_file(path);
	size_t rows = c->word_count + (subwords ? BUCKET : 0);
	const uint64_t settings[] = { 0x2F4F16BA,
				      12,
				      DIMS,
				      5,
				      5,
				      1,
				      5,
				      1,
				      hierarchical ? 1 : 2,
				      2,
				      subwords ? BUCKET : 0,
				      subwords ? 2 : 0,
				      subwords ? 4 : 0,
				      100 };
	float *table = calloc(rows * DIMS, sizeof(float));

	for (size_t i = 0; i < ARRAY_LEN(settings); i++)
		expect(&b, 4, settings[i]);
	expect(&b, 8, 0); /* t = 0.0 */
	check_dictionary(&b, c);
	expect(&b, 1, 0);
	expect(&b, 8, rows);
	expect(&b, 8, DIMS);
	for (size_t i = 0; i < rows * DIMS; i++)
		table[i] = get_float(&b);
	check_vectors(m, table, subwords);
	expect(&b, 1, 0);
	expect(&b, 8, c->word_count);
	expect(&b, 8, DIMS);
	for (size_t i = 0; i < c->word_count; i++)
		for (size_t d = 0; d < DIMS; d++)
			assert_true(get_float(&b) ==
				    (i < m->trained->output.rows
					     ? matrix_row(&m->trained->output, i)[d]
					     : 0));
	assert_int_equal(b.at, b.n);
	free(table);
	free(b.p);
	free(path);
	temp_dir_remove(dir);
	model_unref(m);
}

static void the_bytes_are_those_of_the_format(void **unused)
{
	struct corpus *c = topics_corpus(100);

	(void)unused;
	check_file(c, false, false);
	check_file(c, true, false);
	check_file(c, true, true);
	words_corpus_free(c);
}

static bool installed(const char *command)
{
	char *line = xasprintf("%s >/dev/null 2>&1", command);
	bool there = system(line) == 0;

	free(line);
	return there;
}

/* Lines of "word n n n …" of a command against the model's vectors. */
static void check_output(const struct model *m, const char *command)
{
	FILE *p = popen(command, "r");
	char word[64];
	size_t words = 0;

	while (fscanf(p, "%63s", word) == 1) {
		float ours[DIMS];

		/* a99 was never seen: made of its n-grams */
		assert_int_equal(subword_vector(m, word, strlen(word), ours, NULL), ST_OK);
		for (size_t d = 0; d < DIMS; d++) {
			double v;

			assert_int_equal(fscanf(p, "%lf", &v), 1);
			if (!(fabs(v - (double)ours[d]) < 1e-4))
				fail_msg("%s, dimension %zu: %g, not %g", word, d, v,
					 (double)ours[d]);
		}
		words++;
	}
	assert_int_equal(pclose(p), 0);
	assert_int_equal(words, 4);
}

static void other_programs_open_it(void **unused)
{
	static const char python[] =
		"import sys; from gensim.models.fasttext import load_facebook_model as l\n"
		"m = l(sys.argv[1])\n"
		"for w in ['a1', 'b2', 'the', 'a99']: print(w, *m.wv[w])\n";
	struct corpus *c = topics_corpus(100);
	struct model *m = train(c, true, false);
	char *dir = temp_dir_make(), *path = save(m, dir), *line;
	char *script = temp_file(dir, "open.py", python, sizeof(python) - 1);
	bool any = false;

	(void)unused;
	if (installed("command -v fasttext")) {
		line = xasprintf("printf 'a1\\nb2\\nthe\\na99\\n' | fasttext print-word-vectors %s",
				 path);
		check_output(m, line);
		free(line);
		any = true;
	}
	if (installed("/usr/bin/python3 -c 'import gensim'")) {
		line = xasprintf("/usr/bin/python3 %s %s 2>/dev/null", script, path);
		check_output(m, line);
		free(line);
		any = true;
	}
	free(script);
	free(path);
	temp_dir_remove(dir);
	model_unref(m);
	words_corpus_free(c);
	if (!any) {
		print_message("SKIPPED: neither fasttext nor gensim is installed\n");
		skip();
	}
}

static void words_without_known_n_grams_have_no_vector(void **unused)
{
	struct corpus *c = topics_corpus(20);
	struct model *with = train(c, true, false), *without = train(c, false, false);
	struct error err = ERROR_INIT;
	float v[DIMS];

	(void)unused;
	assert_int_equal(subword_vector(without, "zzz", 3, v, &err), ST_FAILED);
	assert_non_null(strstr(err.text, "no sub-words"));
	assert_int_equal(subword_vector(without, "the", 3, v, &err), ST_OK);
	assert_memory_equal(v, model_row(without, vocab_find(without->vocab, "the", 3)), sizeof(v));
	with->trained->gram_count = 0;
	assert_int_equal(subword_vector(with, "zzz", 3, v, &err), ST_FAILED);
	assert_non_null(strstr(err.text, "none of its sub-words"));
	model_unref(with);
	model_unref(without);
	words_corpus_free(c);
}

static void models_from_elsewhere_are_refused(void **unused)
{
	struct corpus *c = topics_corpus(20);
	struct model *m = train(c, false, false);
	struct write_options opt = { .force = true };
	struct error err = ERROR_INIT;
	char *dir = temp_dir_make(), *path = xasprintf("%s/no.bin", dir);

	(void)unused;
	trained_free(m->trained);
	m->trained = NULL;
	assert_int_equal(model_save(m, path, format_find("fasttext-binary"), &opt, NULL, &err),
			 ST_FAILED);
	assert_non_null(strstr(err.text, "only what vecscope trained"));
	free(path);
	temp_dir_remove(dir);
	model_unref(m);
	words_corpus_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_bytes_are_those_of_the_format),
		cmocka_unit_test(other_programs_open_it),
		cmocka_unit_test(words_without_known_n_grams_have_no_vector),
		cmocka_unit_test(models_from_elsewhere_are_refused),
	};

	return cmocka_run_group_tests_name("train/fasttext", tests, NULL, NULL);
}
