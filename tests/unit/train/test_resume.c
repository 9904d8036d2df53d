/* The native file of a trained model: what it keeps, that plain readers open it, going on from it. */
#include "unit.h"

#include <math.h>
#include <sys/stat.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "model/format.h"
#include "model/predict.h"
#include "topics.h"
#include "train/trainer.h"
#include "words_corpus.h"

struct modes {
	enum train_architecture architecture;
	bool hierarchical, subwords;
};

static const struct modes all_modes[] = {
	{ TRAIN_SKIPGRAM, false, false }, { TRAIN_CBOW, false, false },
	{ TRAIN_SKIPGRAM, true, false },  { TRAIN_SKIPGRAM, false, true },
	{ TRAIN_CBOW, true, true },
};

static struct train_options options_of(const struct modes *mode)
{
	struct train_options o;

	train_options_init(&o);
	o.architecture = mode->architecture;
	o.hierarchical = mode->hierarchical;
	o.min_ngram = mode->subwords ? 2 : 0;
	o.max_ngram = mode->subwords ? 4 : 0;
	o.bucket = 500;
	o.dims = 10;
	o.sample = 1e-2;
	o.epochs = 3;
	o.threads = 1;
	o.seed = 11;
	return o;
}

static struct model *finish(struct trainer *t)
{
	struct error err = ERROR_INIT;
	struct model *m;

	if (trainer_run(t, NULL, &err) || trainer_result(t, &m, &err))
		fail_msg("%s", err.text);
	trainer_free(t);
	return m;
}

static struct trainer *start(const struct corpus *c, const struct train_options *o)
{
	struct trainer *t;

	assert_int_equal(trainer_new(&t, c, o, NULL), ST_OK);
	return t;
}

static void save(const struct model *m, const char *path)
{
	struct write_options opt = { .force = true };
	struct error err = ERROR_INIT;

	if (model_save(m, path, format_find("safetensors"), &opt, NULL, &err))
		fail_msg("%s", err.text);
}

static struct model *load(const char *path)
{
	struct error err = ERROR_INIT;
	struct model *m;

	if (model_load(&m, path, NULL, NULL, &err))
		fail_msg("%s", err.text);
	return m;
}

static void same_matrix(const struct matrix *a, const struct matrix *b)
{
	assert_int_equal(a->rows, b->rows);
	assert_int_equal(a->cols, b->cols);
	for (size_t i = 0; i < a->rows; i++)
		assert_memory_equal(matrix_row(a, i), matrix_row(b, i), a->cols * sizeof(float));
}

static void same_model(const struct model *a, const struct model *b)
{
	const struct trained *x = a->trained, *y = b->trained;

	same_matrix(&a->matrix, &b->matrix);
	assert_non_null(x);
	assert_non_null(y);
#define SAME(name) assert_true(x->name == y->name);
	TRAINED_FIELDS(SAME, SAME)
#undef SAME
	assert_memory_equal(x->counts, y->counts, model_rows(a) * sizeof(uint64_t));
	assert_non_null(y->losses);
	assert_memory_equal(x->losses, y->losses, 2 * x->epochs * sizeof(*x->losses));
	same_matrix(&x->output, &y->output);
	assert_int_equal(x->gram_count, y->gram_count);
	if (!x->gram_count)
		return;
	same_matrix(&x->word_rows, &y->word_rows);
	same_matrix(&x->gram_rows, &y->gram_rows);
	assert_memory_equal(x->grams, y->grams, x->gram_count * sizeof(uint32_t));
}

static void a_file_keeps_all_that_was_learned(void **unused)
{
	struct corpus *c = topics_corpus(200);
	char *dir = temp_dir_make(), *path = xasprintf("%s/m.safetensors", dir);

	(void)unused;
	for (size_t i = 0; i < ARRAY_LEN(all_modes); i++) {
		struct train_options o = options_of(&all_modes[i]);
		struct model *m = finish(start(c, &o)), *again;

		save(m, path);
		again = load(path);
		same_model(m, again);
		assert_int_equal(again->trained->epoch, 3);
		assert_int_equal(again->trained->words, 3 * c->token_count);
		model_unref(m);
		model_unref(again);
	}
	free(path);
	temp_dir_remove(dir);
	words_corpus_free(c);
}

static bool stop_after(void *ctx, uint64_t done, uint64_t total)
{
	(void)total;
	return done < *(uint64_t *)ctx;
}

/* Stopped in the middle (by progress), saved, loaded, gone on: the bytes of an undisturbed run. */
static void going_on_equals_never_having_stopped(void **unused)
{
	struct corpus *c = topics_corpus(6000);
	char *dir = temp_dir_make(), *path = xasprintf("%s/m.safetensors", dir);

	(void)unused;
	for (size_t i = 0; i < ARRAY_LEN(all_modes); i++) {
		struct train_options o = options_of(&all_modes[i]), other;
		struct model *whole = finish(start(c, &o)), *part, *resumed;
		struct trainer *t;

		o.checkpoint = path;
		o.checkpoint_seconds = 0; /* after every piece */
		t = start(c, &o);
		uint64_t limit = c->token_count * 3 / 2;
		struct progress progress = { stop_after, &limit };

		assert_int_equal(trainer_run(t, &progress, NULL), ST_CANCELLED);
		trainer_free(t);
		part = load(path);
		assert_true(part->trained->words > 0 && part->trained->epoch < 3);
		other = options_of(&all_modes[0]);
		other.dims = 77; /* settings come from the file */
		assert_int_equal(trainer_resume(&t, c, part, &other, NULL), ST_OK);
		resumed = finish(t);
		same_matrix(&whole->matrix, &resumed->matrix);
		same_matrix(&whole->trained->output, &resumed->trained->output);
		model_unref(whole);
		model_unref(part);
		model_unref(resumed);
	}
	free(path);
	temp_dir_remove(dir);
	words_corpus_free(c);
}

/* The losses of the epochs before are not forgotten: shown, and compared with when it may stop. */
static void the_history_of_losses_goes_along(void **unused)
{
	struct corpus *c = topics_corpus(6000);
	struct train_options o = options_of(&all_modes[0]);
	char *dir = temp_dir_make(), *path = xasprintf("%s/m.safetensors", dir);
	struct trainer *whole, *part, *more;
	struct model *m;

	(void)unused;
	o.holdout = 0.1;
	whole = start(c, &o);
	assert_int_equal(trainer_run(whole, NULL, NULL), ST_OK);
	o.checkpoint = path;
	o.checkpoint_seconds = 0;
	part = start(c, &o);
	uint64_t limit = c->token_count * 3 / 2;
	struct progress progress = { stop_after, &limit };

	assert_int_equal(trainer_run(part, &progress, NULL), ST_CANCELLED);
	assert_true(isfinite(trainer_holdout_loss(part, 0)));
	m = load(path);
	o.checkpoint = NULL;
	assert_int_equal(trainer_resume(&more, c, m, &o, NULL), ST_OK);
	assert_true(trainer_holdout_loss(more, 0) == trainer_holdout_loss(whole, 0));
	assert_true(trainer_epoch_loss(more, 0) == trainer_epoch_loss(part, 0));
	assert_true(isnan(trainer_holdout_loss(more, 1)));
	assert_int_equal(trainer_run(more, NULL, NULL), ST_OK);
	for (size_t e = 0; e < o.epochs; e++)
		assert_true(trainer_holdout_loss(more, e) == trainer_holdout_loss(whole, e));
	trainer_free(whole);
	trainer_free(part);
	trainer_free(more);
	model_unref(m);
	free(path);
	temp_dir_remove(dir);
	words_corpus_free(c);
}

static void more_epochs_train_on(void **unused)
{
	struct corpus *c = topics_corpus(300);
	struct train_options o = options_of(&all_modes[0]);
	struct model *m = finish(start(c, &o)), *more, *same;
	struct trainer *t;

	(void)unused;
	assert_int_equal(trainer_resume(&t, c, m, &o, NULL), ST_OK);
	same = finish(t); /* nothing left to do */
	same_matrix(&m->matrix, &same->matrix);
	o.epochs = 5;
	assert_int_equal(trainer_resume(&t, c, m, &o, NULL), ST_OK);
	more = finish(t);
	assert_int_equal(more->trained->epoch, 5);
	assert_int_equal(more->trained->words, 5 * c->token_count);
	model_unref(m);
	model_unref(same);
	model_unref(more);
	words_corpus_free(c);
}

static void another_text_is_refused(void **unused)
{
	struct corpus *c = topics_corpus(300), *d = topics_corpus(301);
	struct train_options o = options_of(&all_modes[0]);
	struct model *m = finish(start(c, &o));
	struct error err = ERROR_INIT;
	struct trainer *t = NULL;

	(void)unused;
	assert_int_equal(trainer_resume(&t, d, m, &o, &err), ST_FAILED);
	assert_non_null(strstr(err.text, "not the text"));
	trained_free(m->trained);
	m->trained = NULL;
	assert_int_equal(trainer_resume(&t, c, m, &o, &err), ST_FAILED);
	assert_non_null(strstr(err.text, "vectors only"));
	assert_null(t);
	model_unref(m);
	words_corpus_free(c);
	words_corpus_free(d);
}

static void a_checkpoint_that_cannot_be_written_ends_nothing(void **unused)
{
	struct corpus *c = topics_corpus(300);
	struct train_options o = options_of(&all_modes[0]);
	char *dir = temp_dir_make(), *path = xasprintf("%s/none/m.safetensors", dir);
	struct error err = ERROR_INIT, now;
	struct trainer *t;
	struct model *m;

	(void)unused;
	o.checkpoint = path;
	o.checkpoint_seconds = 0;
	t = start(c, &o);
	assert_false(trainer_checkpoint_error(t, &now));
	assert_int_equal(trainer_run(t, NULL, &err), ST_IO);
	assert_non_null(strstr(err.text, path));
	assert_true(trainer_checkpoint_error(t, &now)); /* those in between */
	assert_non_null(strstr(now.text, path));
	assert_int_equal(trainer_result(t, &m, NULL), ST_OK);
	assert_int_equal(m->trained->words, 3 * c->token_count);
	model_unref(m);
	trainer_free(t);
	free(path);
	temp_dir_remove(dir);
	words_corpus_free(c);
}

/* One byte changed or cut anywhere in the part that is ours: a sentence or a model, no crash. */
static void damaged_state_is_refused_or_harmless(void **unused)
{
	struct corpus *c = topics_corpus(50);
	struct train_options o = options_of(&all_modes[3]);
	struct model *m = finish(start(c, &o));
	char *dir = temp_dir_make(), *path = xasprintf("%s/m.safetensors", dir), *bytes, *bad;
	struct stat info;
	FILE *f;
	size_t n, refused = 0;

	(void)unused;
	save(m, path);
	assert_int_equal(stat(path, &info), 0);
	n = (size_t)info.st_size;
	bytes = malloc(n);
	f = fopen(path, "rb");
	assert_int_equal(fread(bytes, 1, n, f), n);
	fclose(f);
	for (size_t i = 0; i < 1500; i++) {
		size_t at = i < 1200 ? i : (i * 7919) % n;
		char old = bytes[at];
		struct model *again = NULL;

		bytes[at] = (char)(old + 1);
		bad = temp_file(dir, "bad.safetensors", bytes, i % 10 ? n : n - i);
		refused += model_load(&again, bad, NULL, NULL, NULL) != ST_OK;
		model_unref(again);
		free(bad);
		bytes[at] = old;
	}
	assert_true(refused > 200);
	free(bytes);
	free(path);
	temp_dir_remove(dir);
	model_unref(m);
	words_corpus_free(c);
}

static void predictions_are_a_softmax_over_output_rows(void **unused)
{
	struct corpus *c = topics_corpus(2000);
	struct train_options o = options_of(&all_modes[1]);
	struct prediction all[64], some[5];
	uint32_t context[3];
	struct model *m;
	size_t count, topic = 0;
	double sum = 0, first, second;

	(void)unused;
	m = finish(start(c, &o));
	context[0] = words_corpus_find(c, "a3");
	context[1] = words_corpus_find(c, "a7");
	context[2] = context[1];
	assert_int_equal(predict_words(m, context, 3, 64, all, &count, NULL), ST_OK);
	assert_int_equal(count, c->word_count);
	for (size_t i = 0; i < count; i++) {
		const char *word = vocab_word(m->vocab, all[i].row, NULL);

		sum += all[i].probability;
		assert_true(i == 0 || all[i].probability <= all[i - 1].probability);
		topic += i < 15 && (*word == 'a' || !strchr("0123456789", word[1]));
	}
	assert_true(fabs(sum - 1) < 1e-9);
	assert_int_equal(topic, 15);
	/* the ratio of two probabilities is e^(difference of scores) */
	first = second = 0;
	for (size_t d = 0; d < 10; d++) {
		double h = ((double)model_row(m, context[0])[d] +
			    2 * (double)model_row(m, context[1])[d]) /
			   3;

		first += h * (double)matrix_row(&m->trained->output, all[0].row)[d];
		second += h * (double)matrix_row(&m->trained->output, all[40].row)[d];
	}
	assert_true(fabs(log(all[0].probability / all[40].probability) - (first - second)) < 1e-9);
	assert_int_equal(predict_words(m, context, 3, 5, some, &count, NULL), ST_OK);
	assert_int_equal(count, 5);
	for (size_t i = 0; i < 5; i++)
		assert_true(some[i].row == all[i].row && some[i].probability == all[i].probability);
	assert_int_equal(predict_words(m, context, 0, 5, some, &count, NULL), ST_USAGE);
	m->trained->hierarchical = 1;
	assert_int_equal(predict_words(m, context, 3, 5, some, &count, NULL), ST_FAILED);
	model_unref(m);
	words_corpus_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_keeps_all_that_was_learned),
		cmocka_unit_test(going_on_equals_never_having_stopped),
		cmocka_unit_test(the_history_of_losses_goes_along),
		cmocka_unit_test(more_epochs_train_on),
		cmocka_unit_test(another_text_is_refused),
		cmocka_unit_test(a_checkpoint_that_cannot_be_written_ends_nothing),
		cmocka_unit_test(damaged_state_is_refused_or_harmless),
		cmocka_unit_test(predictions_are_a_softmax_over_output_rows),
	};

	return cmocka_run_group_tests_name("train/resume", tests, NULL, NULL);
}
