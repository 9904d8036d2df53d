/* The lab steps as the trainer does, and its numbers are those of the formulas. */
#include "unit.h"

#include <math.h>

#include "base/mem.h"
#include "train/lab.h"
#include "train/trainer.h"
#include "words_corpus.h"

static const char text[] = "the king wears a crown\nthe queen wears a crown\na dog eats\n"
			   "a cat eats\nthe dog barks\n";

static struct corpus *corpus(void)
{
	return words_corpus_new(text, sizeof(text) - 1, 1);
}

static struct lab *begin(enum train_architecture a, bool softmax)
{
	struct lab_options o;
	struct error err = ERROR_INIT;
	struct lab *lab;

	lab_options_init(&o);
	o.architecture = a;
	o.softmax = softmax;
	if (lab_new(&lab, corpus(), &o, &err) != ST_OK)
		fail_msg("%s", err.text);
	return lab;
}

/* Rows after `epochs` of the trainer's own loop. */
static void same_as_trainer(enum train_architecture a)
{
	struct corpus *c = corpus();
	struct lab *lab = begin(a, false);
	const struct lab_options *lo = lab_options(lab);
	struct train_options o;
	struct trainer *t;
	struct error err = ERROR_INIT;
	float row[8];

	train_options_init(&o);
	o.architecture = a;
	o.dims = lo->dims;
	o.window = lo->window;
	o.negative = lo->negative;
	o.sample = 0;
	o.epochs = 7;
	o.alpha = o.min_alpha = lo->alpha;
	o.sequential = o.reproducible = true;
	if (trainer_new(&t, c, &o, &err) || trainer_run(t, NULL, &err))
		fail_msg("%s", err.text);
	while (lab_epoch(lab) < 7) {
		uint64_t steps = lab_steps(lab);
		float before[LAB_WORDS_MAX][8];

		for (uint32_t id = 0; id < lab_words(lab); id++)
			memcpy(before[id], lab_input(lab, id), lo->dims * sizeof(float));
		lab_step(lab, 1);
		assert_int_equal(lab_steps(lab), steps + 1);
		if (lab_epoch(lab) < 7)
			continue;
		/* the step that began the eighth epoch is one too many */
		for (uint32_t id = 0; id < lab_words(lab); id++) {
			trainer_copy_rows(t, &id, 1, row);
			assert_memory_equal(row, before[id], lo->dims * sizeof(float));
		}
	}
	assert_true(lab_steps(lab) > 7 * 15);
	trainer_free(t);
	words_corpus_free(c);
	lab_free(lab);
}

static void skipgram_is_the_trainers_own(void **state)
{
	(void)state;
	same_as_trainer(TRAIN_SKIPGRAM);
}

static void cbow_is_the_trainers_own(void **state)
{
	(void)state;
	same_as_trainer(TRAIN_CBOW);
}

/* One step by hand: the numbers that are shown are those of the formulas, on the rows before. */
static void a_step_is_what_the_formulas_say(void **state)
{
	struct lab *lab = begin(TRAIN_SKIPGRAM, false);
	size_t dims = lab_options(lab)->dims;
	float in[LAB_WORDS_MAX][8], out[LAB_WORDS_MAX][8];

	(void)state;
	lab_step(lab, 40);
	for (uint32_t id = 0; id < lab_words(lab); id++) {
		memcpy(in[id], lab_input(lab, id), dims * sizeof(float));
		memcpy(out[id], lab_output(lab, id), dims * sizeof(float));
	}
	lab_step(lab, 1);
	const struct train_step *s = lab_last(lab);
	size_t n;

	assert_int_equal(lab_contexts(lab, &n)[0], s->input);
	assert_int_equal(n, 1);
	assert_true(s->count >= 1 && s->ids[0] == s->target && s->labels[0] == 1);
	for (size_t o = 0; o < s->count; o++) {
		double dot = 0;

		for (size_t d = 0; d < dims; d++)
			dot += (double)in[s->input][d] * (double)out[s->ids[o]][d];
		/* a word that is drawn twice moves in between */
		if (o && s->ids[o] == s->ids[o - 1])
			continue;
		double gradient = 0.1 * ((double)s->labels[o] - (double)s->sigmas[o]);

		assert_true(fabs((double)s->dots[o] - dot) < 1e-5);
		assert_true(fabs((double)s->sigmas[o] - 1 / (1 + exp(-dot))) < 1e-5);
		assert_true(fabs((double)s->gradients[o] - gradient) < 1e-6);
	}
	lab_free(lab);
}

static void softmax_adds_up_and_learns(void **state)
{
	(void)state;
	for (int a = TRAIN_SKIPGRAM; a <= TRAIN_CBOW; a++) {
		struct lab *lab = begin((enum train_architecture)a, true);
		double sum = 0, first;

		lab_step(lab, 1);
		const struct train_step *s = lab_last(lab);

		assert_int_equal(s->count, lab_words(lab));
		for (size_t o = 0; o < s->count; o++)
			sum += (double)s->sigmas[o];
		assert_float_equal(sum, 1, 1e-5);
		/* the outputs are zero at first: every word is as likely as any other */
		assert_float_equal(s->loss, log((double)lab_words(lab)), 1e-5);
		first = s->loss;
		lab_step(lab, 5000);
		assert_true(lab_loss(lab) < 0.8 * first);
		lab_free(lab);
	}
}

static void alpha_counts_from_the_next_step(void **state)
{
	struct lab *lab = begin(TRAIN_SKIPGRAM, false);
	float before[8];
	uint32_t id;

	(void)state;
	lab_step(lab, 30);
	lab_set_alpha(lab, 0);
	id = lab_last(lab)->input;
	memcpy(before, lab_input(lab, id), sizeof(before) / 8 * 5);
	lab_step(lab, 100);
	assert_memory_equal(before, lab_input(lab, id), sizeof(before) / 8 * 5);
	lab_free(lab);
}

static void what_is_too_large_is_refused(void **state)
{
	struct strbuf many = STRBUF_INIT;
	struct lab_options o;
	struct error err = ERROR_INIT;
	struct lab *lab;

	(void)state;
	for (int i = 0; i <= LAB_WORDS_MAX; i++)
		strbuf_addf(&many, "w%d ", i);
	lab_options_init(&o);
	assert_int_equal(lab_new(&lab, words_corpus_new(many.buf, many.len, 1), &o, &err),
			 ST_FAILED);
	assert_non_null(strstr(err.text, "31"));
	strbuf_release(&many);
}

/* No word has a neighbour: there is nothing to step to, and no endless search for it. */
static void lonely_words_make_no_step(void **state)
{
	struct lab_options o;
	struct error err = ERROR_INIT;
	struct lab *lab;

	(void)state;
	lab_options_init(&o);
	if (lab_new(&lab, words_corpus_new("a\nb\nc\n", 6, 1), &o, &err) != ST_OK)
		fail_msg("%s", err.text);
	lab_step(lab, 3);
	assert_null(lab_last(lab));
	lab_free(lab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(skipgram_is_the_trainers_own),
		cmocka_unit_test(cbow_is_the_trainers_own),
		cmocka_unit_test(a_step_is_what_the_formulas_say),
		cmocka_unit_test(softmax_adds_up_and_learns),
		cmocka_unit_test(alpha_counts_from_the_next_step),
		cmocka_unit_test(what_is_too_large_is_refused),
		cmocka_unit_test(lonely_words_make_no_step),
	};

	return cmocka_run_group_tests_name("train/lab", tests, NULL, NULL);
}
