/* The trainer as its users see it: what it learns, that it can be watched, stopped and repeated. */
#include "unit.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/compiler.h"
#include "model/search.h"
#include "topics.h"
#include "train/trainer.h"
#include "words_corpus.h"

static struct train_options small_options(void)
{
	struct train_options o;

	train_options_init(&o);
	o.dims = 16;
	o.epochs = 8;
	o.sample = 0;
	o.threads = 1;
	return o;
}

static struct trainer *start(const struct corpus *c, const struct train_options *o)
{
	struct error err = ERROR_INIT;
	struct trainer *t;

	if (trainer_new(&t, c, o, &err))
		fail_msg("%s", err.text);
	return t;
}

static struct model *train(const struct corpus *c, const struct train_options *o)
{
	struct error err = ERROR_INIT;
	struct trainer *t = start(c, o);
	struct model *m;

	if (trainer_run(t, NULL, &err) || trainer_result(t, &m, &err))
		fail_msg("%s", err.text);
	trainer_free(t);
	return m;
}

/* Of the ten nearest words of each topic word: how many are of its topic? */
static double purity(const struct model *m)
{
	size_t same = 0, all = 0;

	for (uint32_t row = 0; row < model_rows(m); row++) {
		const char *word = vocab_word(m->vocab, row, NULL);
		struct search s = { .k = 10, .exclude = &row, .exclude_count = 1, .threads = 1 };
		double q[64];
		struct hit hits[10];
		size_t count;

		if (word[1] < '0' || word[1] > '9')
			continue;
		for (size_t i = 0; i < model_dims(m); i++)
			q[i] = (double)model_row(m, row)[i];
		assert_int_equal(search_near(m, q, &s, NULL, hits, &count, NULL), ST_OK);
		for (size_t i = 0; i < count; i++) {
			const char *near = vocab_word(m->vocab, hits[i].row, NULL);

			same += *near == *word;
			all += near[1] >= '0' && near[1] <= '9';
		}
	}
	return (double)same / (double)all;
}

static void topics_come_apart_in_every_mode(void **unused)
{
	struct corpus *c = topics_corpus(1500);

	(void)unused;
	for (unsigned mode = 0; mode < 32; mode++) {
		struct train_options o = small_options();
		struct model *m;

		o.architecture = mode & 1 ? TRAIN_CBOW : TRAIN_SKIPGRAM;
		o.hierarchical = mode & 2;
		o.max_ngram = mode & 4 ? 3 : 0;
		o.min_ngram = mode & 4 ? 2 : 0;
		o.bucket = 1000;
		o.sequential = mode & 8;
		o.threads = mode & 16 ? 2 : 1;
		m = train(c, &o);
		assert_int_equal(model_rows(m), c->word_count);
		if (!(purity(m) > 0.97))
			fail_msg("mode %u: %.3f of the neighbours are of the topic", mode,
				 purity(m));
		model_unref(m);
	}
	words_corpus_free(c);
}

static void a_loss_is_believable_and_falls(void **unused)
{
	struct corpus *c = topics_corpus(1500);

	(void)unused;
	for (unsigned mode = 0; mode < 8; mode++) {
		struct train_options o = small_options();
		struct train_state s;
		struct trainer *t;

		o.architecture = mode & 1 ? TRAIN_CBOW : TRAIN_SKIPGRAM;
		o.sequential = mode & 2;
		o.hierarchical = mode & 4;
		o.holdout = 0.1;
		t = start(c, &o);
		trainer_observe(t, &s);
		assert_true(s.phase == TRAIN_READY && isnan(s.loss) && isnan(s.holdout_loss));
		assert_int_equal(trainer_run(t, NULL, NULL), ST_OK);
		trainer_observe(t, &s);
		assert_true(s.phase == TRAIN_DONE && s.epoch == 8 && s.words_done == s.words_total);
		assert_true(s.words_done < c->token_count * 8 && s.words_done > c->token_count * 6);
		assert_true(s.pairs > 0 && s.seconds > 0);
		/* rows begin so near zero that every answer is a coin's: (1 + 5) ln 2 */
		if (!(mode & 4))
			assert_true(trainer_epoch_loss(t, 0) < 6 * log(2) * 1.01);
		assert_true(trainer_holdout_loss(t, 7) < trainer_holdout_loss(t, 0));
		for (size_t e = 0; e < 7; e++)
			assert_true(trainer_holdout_loss(t, e) > s.holdout_loss - 0.01);
		/* (pair by pair, words just seen are remembered: early losses look too good) */
		if (!(mode & 6))
			assert_true(trainer_epoch_loss(t, 7) < trainer_epoch_loss(t, 0));
		/* unseen sentences of the same kind cost about what seen ones do */
		assert_true(fabs(trainer_epoch_loss(t, 7) / s.holdout_loss - 1) < 0.1);
		assert_true(trainer_holdout_loss(t, 7) == s.holdout_loss);
		trainer_free(t);
	}
	words_corpus_free(c);
}

static bool same_numbers(const struct model *a, const struct model *b)
{
	return model_rows(a) == model_rows(b) &&
	       memcmp(a->matrix.data, b->matrix.data,
		      a->matrix.rows * a->matrix.stride * sizeof(float)) == 0;
}

static void a_seed_gives_the_same_bytes(void **unused)
{
	struct corpus *c = topics_corpus(300);

	(void)unused;
	for (unsigned mode = 0; mode < 8; mode++) {
		struct train_options o = small_options();
		struct model *a, *b, *other;

		o.architecture = mode & 1 ? TRAIN_CBOW : TRAIN_SKIPGRAM;
		o.sequential = mode & 2;
		o.max_ngram = mode & 4 ? 4 : 0;
		o.min_ngram = mode & 4 ? 3 : 0;
		o.epochs = 2;
		a = train(c, &o);
		b = train(c, &o);
		o.seed = 2;
		other = train(c, &o);
		assert_true(same_numbers(a, b));
		assert_false(same_numbers(a, other));
		model_unref(a);
		model_unref(b);
		model_unref(other);
	}
	words_corpus_free(c);
}

struct counting {
	size_t steps, stop_at;
	uint64_t last, total;
	bool backwards;
};

static bool count_steps(void *ctx, uint64_t done, uint64_t total)
{
	struct counting *c = ctx;

	c->backwards |= done < c->last;
	c->last = done;
	c->total = total;
	return ++c->steps != c->stop_at;
}

static void progress_cancels_and_what_was_learned_stays(void **unused)
{
	struct corpus *c = topics_corpus(3000);
	struct train_options o = small_options();
	struct counting counting = { .stop_at = 3 };
	struct progress progress = { count_steps, &counting };
	struct train_state s;
	struct trainer *t;
	struct model *m;

	(void)unused;
	o.epochs = 10000;
	o.sequential = true;
	t = start(c, &o);
	assert_int_equal(trainer_run(t, &progress, NULL), ST_CANCELLED);
	assert_int_equal(counting.steps, 3);
	assert_false(counting.backwards);
	assert_int_equal(counting.total, c->token_count * 10000);
	trainer_observe(t, &s);
	assert_int_equal(s.phase, TRAIN_DONE);
	assert_true(s.words_done < s.words_total);
	assert_int_equal(trainer_result(t, &m, NULL), ST_OK);
	assert_int_equal(m->bad_rows, 0);
	model_unref(m);
	trainer_free(t);
	words_corpus_free(c);
}

static void *run_thread(void *arg)
{
	struct trainer *t = arg;

	return trainer_run(t, NULL, NULL) == ST_OK ? t : NULL;
}

/* Wait for the trainer on another thread, by looking. */
static struct train_state wait_for(const struct trainer *t, enum train_phase phase, uint64_t words)
{
	struct train_state s;

	do
		trainer_observe(t, &s);
	while (s.phase != phase || s.words_done < words);
	return s;
}

static void another_thread_watches_pauses_and_stops(void **unused)
{
	struct corpus *c = topics_corpus(2000);
	struct train_options o = small_options();
	struct trainer *t;
	struct train_state s, later;
	struct model *snapshot, *end;
	pthread_t thread;
	uint32_t ids[2] = { 0, 5 };
	float rows[2 * 16];
	void *result;

	(void)unused;
	o.epochs = TRAIN_EPOCHS_MAX;
	t = start(c, &o);
	assert_int_equal(trainer_rows(t), c->word_count);
	pthread_create(&thread, NULL, run_thread, t);
	s = wait_for(t, TRAIN_RUNNING, 50000);
	assert_true(s.loss > 0 && s.alpha > 0 && s.alpha <= o.epochs && s.words_total > 0);
	trainer_pause(t, true);
	s = wait_for(t, TRAIN_PAUSED, 0);
	assert_int_equal(trainer_snapshot(t, &snapshot, NULL), ST_OK);
	trainer_copy_rows(t, ids, 2, rows);
	for (size_t r = 0; r < 2; r++)
		assert_memory_equal(rows + r * 16, model_row(snapshot, ids[r]), 16 * sizeof(float));
	assert_null(snapshot->trained);
	assert_string_equal(snapshot->format, "trained");
	trainer_observe(t, &later);
	assert_int_equal(later.words_done, s.words_done);
	trainer_pause(t, false);
	wait_for(t, TRAIN_RUNNING, s.words_done + 10000);
	trainer_request_stop(t);
	pthread_join(thread, &result);
	assert_non_null(result); /* stopping is no failure */
	assert_int_equal(trainer_result(t, &end, NULL), ST_OK);
	assert_non_null(end->trained);
	assert_true(purity(end) > 0.9);
	assert_false(same_numbers(snapshot, end));
	model_unref(snapshot);
	model_unref(end);
	trainer_free(t);
	words_corpus_free(c);
}

static void numbers_out_of_bounds_end_in_a_sentence(void **unused)
{
	struct corpus *c = topics_corpus(2000);
	size_t broken = 0;

	(void)unused;
	for (unsigned mode = 0; mode < 4; mode++) {
		struct train_options o = small_options();
		struct error err = ERROR_INIT;
		struct trainer *t;
		struct model *m;

		o.alpha = 10;
		o.epochs = 200;
		o.architecture = mode & 1 ? TRAIN_CBOW : TRAIN_SKIPGRAM;
		o.sequential = mode & 2;
		t = start(c, &o);
		if (trainer_run(t, NULL, &err) == ST_FAILED) {
			assert_non_null(strstr(err.text, "learning rate"));
			broken++;
		}
		assert_int_equal(trainer_result(t, &m, NULL), ST_OK);
		assert_int_equal(m->bad_rows, 0);
		model_unref(m);
		trainer_free(t);
	}
	assert_true(broken > 0);
	words_corpus_free(c);
}

static void training_on_early_enough_ends_early(void **unused)
{
	struct corpus *c = topics_corpus(400);
	struct train_options o = small_options();
	struct train_state s;
	struct trainer *t;

	(void)unused;
	o.epochs = 400;
	o.holdout = 0.2;
	o.stop_early = true;
	o.alpha = 0.1;
	t = start(c, &o);
	assert_int_equal(trainer_run(t, NULL, NULL), ST_OK);
	trainer_observe(t, &s);
	assert_true(s.stopped_early && s.epoch < 400 && s.epoch >= 2);
	assert_true(trainer_holdout_loss(t, s.epoch - 1) >= trainer_holdout_loss(t, s.epoch - 2));
	trainer_free(t);
	words_corpus_free(c);
}

static void refused(const char *text, struct train_options o, enum status status, const char *says)
{
	struct corpus *c = words_corpus_new(text, strlen(text), 1);
	struct error err = ERROR_INIT;
	struct trainer *t = NULL;

	assert_int_equal(trainer_new(&t, c, &o, &err), status);
	if (!strstr(err.text, says))
		fail_msg("\"%s\" says nothing of \"%s\"", err.text, says);
	assert_null(t);
	words_corpus_free(c);
}

static void what_makes_no_sense_is_refused(void **unused)
{
	struct train_options o = small_options();

	(void)unused;
	refused("", o, ST_FAILED, "nothing to learn");
	refused("one one one one", o, ST_FAILED, "one word only, \"one\"");
#define BAD(field, value, says)                                                                    \
	o = small_options();                                                                       \
	o.field = value;                                                                           \
	refused("a b a b", o, ST_USAGE, says)
	BAD(dims, 0, "dimensions");
	BAD(dims, 100000, "dimensions");
	BAD(window, 0, "window");
	BAD(negative, 0, "negative");
	BAD(epochs, 0, "epochs");
	BAD(alpha, -1, "learning rate");
	BAD(alpha, (double)INFINITY, "learning rate");
	BAD(sample, 2, "subsampling");
	BAD(sample, (double)NAN, "subsampling");
	BAD(holdout, 0.9, "held out");
	BAD(stop_early, true, "held out");
	BAD(max_ngram, 100, "n-gram");
	BAD(max_ngram, 3, "n-gram"); /* min_ngram is 0 */
	BAD(ns_exponent, 99, "exponent");
#undef BAD
}

static void strange_texts_are_learned_all_the_same(void **unused)
{
	static const char *const texts[] = {
		"a b",
		"a\nb\na\nb\n",
		"a a a a a a b",
		"a b c d e f g h i j k l m n o p\n",
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		for (unsigned mode = 0; mode < 32; mode++) {
			struct corpus *c = words_corpus_new(texts[i], strlen(texts[i]), 1);
			struct train_options o = small_options();
			struct model *m;

			o.architecture = mode & 1 ? TRAIN_CBOW : TRAIN_SKIPGRAM;
			o.hierarchical = mode & 2;
			o.max_ngram = mode & 4 ? 6 : 0;
			o.min_ngram = mode & 4 ? 1 : 0;
			o.bucket = mode & 8 ? 1 : TRAIN_BUCKET_MAX;
			o.dims = mode & 8 ? 1 : 1024;
			o.window = mode & 16 ? 1 : 100;
			o.negative = mode & 16 ? 1 : 200;
			o.alpha = mode & 8 ? 0 : 0.05;
			o.threads = 7;
			m = train(c, &o);
			assert_int_equal(model_rows(m), c->word_count);
			assert_int_equal(m->bad_rows, 0);
			model_unref(m);
			words_corpus_free(c);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(topics_come_apart_in_every_mode),
		cmocka_unit_test(a_loss_is_believable_and_falls),
		cmocka_unit_test(a_seed_gives_the_same_bytes),
		cmocka_unit_test(progress_cancels_and_what_was_learned_stays),
		cmocka_unit_test(another_thread_watches_pauses_and_stops),
		cmocka_unit_test(numbers_out_of_bounds_end_in_a_sentence),
		cmocka_unit_test(training_on_early_enough_ends_early),
		cmocka_unit_test(what_makes_no_sense_is_refused),
		cmocka_unit_test(strange_texts_are_learned_all_the_same),
	};

	return cmocka_run_group_tests_name("train/trainer", tests, NULL, NULL);
}
