#include "unit.h"

#include <math.h>

#include "app/probe.h"
#include "app/training.h"
#include "base/mem.h"
#include "model/query.h"

#define TALE "tests/data/tale.txt"

static void request_init(struct training_request *r, const char *path)
{
	*r = (struct training_request){ .path = path, .fit_sample = true, .fit_epochs = true };
	text_options_init(&r->text);
	train_options_init(&r->train);
	r->text.min_count = 2;
	r->train.dims = 16;
	r->train.threads = 1;
}

static struct training *must_make(const struct training_request *r)
{
	struct training *t = NULL;
	struct error err = ERROR_INIT;

	if (training_new(&t, r, &err) != ST_OK)
		fail_msg("%s", err.text);
	return t;
}

static void a_text_becomes_a_model(void **state)
{
	struct training_request r;
	struct training *t;
	struct model *m;
	struct error err = ERROR_INIT;
	struct probe p;

	(void)state;
	request_init(&r, TALE);
	t = must_make(&r);
	assert_string_equal(training_name(t), "tale");
	assert_null(training_trainer(t));
	assert_int_equal(training_run(t, NULL, &err), ST_OK);
	assert_int_equal(training_stage(t), TRAINING_ENDED);
	m = training_take_model(t);
	assert_non_null(m);
	assert_null(training_take_model(t));
	assert_string_equal(m->name, "tale");
	assert_int_equal(model_rows(m), 47);
	assert_int_equal(model_dims(m), 16);
	/* the text speaks of kings with queens and of bread with soup */
	probe_ask(&p, m, "king ~ queen");
	assert_int_equal(p.kind, PROBE_PAIR);
	assert_true(p.cosine > 0.7);
	probe_ask(&p, m, "king ~ soup");
	assert_true(p.cosine < 0.5);
	probe_ask(&p, m, "king : queen :: prince ~ princess");
	assert_int_equal(p.kind, PROBE_RANK);
	assert_true(p.rank >= 1 && p.rank <= 3);
	model_unref(m);
	training_unref(t);
}

static void probes_say_what_is_wrong(void **state)
{
	struct training_request r;
	struct training *t;
	struct model *m;
	struct probe p;

	(void)state;
	request_init(&r, TALE);
	t = must_make(&r);
	assert_int_equal(training_run(t, NULL, NULL), ST_OK);
	m = training_take_model(t);
	probe_ask(&p, m, "nothere");
	assert_int_equal(p.kind, PROBE_FAILED);
	assert_non_null(strstr(p.answer, "nothere"));
	probe_ask(&p, m, "king ~ nothere");
	assert_int_equal(p.kind, PROBE_FAILED);
	probe_ask(&p, m, "king + ");
	assert_int_equal(p.kind, PROBE_FAILED);
	probe_ask(&p, m, "");
	assert_int_equal(p.kind, PROBE_FAILED);
	probe_ask(&p, m, "king");
	assert_int_equal(p.kind, PROBE_NEAREST);
	assert_true(p.answer[0] && isfinite(p.cosine));
	model_unref(m);
	training_unref(t);
}

static void small_texts_are_read_more_often(void **state)
{
	struct train_options o;

	(void)state;
	train_options_init(&o);
	training_fit(&o, 2000000, true, true);
	assert_true(o.sample == 1e-4 && o.epochs == 5);
	training_fit(&o, 50000, true, true);
	assert_true(o.sample == 1e-3 && o.epochs == 15);
	training_fit(&o, 49999, false, true);
	assert_true(o.sample == 1e-3 && o.epochs == 50);
	training_fit(&o, 0, true, false);
	assert_true(o.sample == 0 && o.epochs == 50);
}

/* --- stopping --- */

struct stopping {
	struct training *t;
	bool cancel;
	size_t steps;
};

static bool stop_step(void *ctx, uint64_t done, uint64_t total)
{
	struct stopping *s = ctx;

	(void)done, (void)total;
	if (training_stage(s->t) == TRAINING_LEARNING && s->steps++ == 3 && !s->cancel)
		training_stop(s->t);
	return !(s->cancel && s->steps > 3);
}

static enum status run_stopped(bool cancel, struct training **out, struct error *err)
{
	struct training_request r;
	struct stopping s = { .cancel = cancel };
	struct progress progress = { stop_step, &s };

	request_init(&r, TALE);
	r.fit_epochs = false;
	r.train.epochs = 50000; /* far longer than any test */
	*out = s.t = must_make(&r);
	return training_run(s.t, &progress, err);
}

static void stopping_keeps_what_was_learned(void **state)
{
	struct training *t;
	struct train_state s;
	struct model *m;

	(void)state;
	assert_int_equal(run_stopped(false, &t, NULL), ST_OK);
	trainer_observe(training_trainer(t), &s);
	assert_true(s.words_done > 0 && s.words_done < s.words_total);
	m = training_take_model(t);
	assert_non_null(m);
	model_unref(m);
	assert_false(training_stop(t)); /* once is enough */
	training_unref(t);
}

static void cancelling_keeps_nothing(void **state)
{
	struct error err = ERROR_INIT;
	struct training *t;

	(void)state;
	assert_int_equal(run_stopped(true, &t, &err), ST_CANCELLED);
	assert_null(training_take_model(t));
	training_unref(t);
}

static void stopped_before_it_began(void **state)
{
	struct training_request r;
	struct training *t;
	struct error err = ERROR_INIT;

	(void)state;
	request_init(&r, TALE);
	t = must_make(&r);
	assert_true(training_stop(t));
	assert_int_equal(training_run(t, NULL, &err), ST_CANCELLED);
	assert_string_equal(err.text, "stopped before anything was learned");
	training_unref(t);
}

static void pausing_waits_and_goes_on(void **state)
{
	struct training_request r;
	struct training *t;

	(void)state;
	request_init(&r, TALE);
	t = must_make(&r);
	assert_true(training_toggle_pause(t));
	assert_false(training_toggle_pause(t));
	assert_int_equal(training_run(t, NULL, NULL), ST_OK);
	training_unref(t);
}

/* --- what cannot be --- */

static void what_breaks_down_says_so(void **state)
{
	struct training_request r;
	struct training *t;
	struct error err = ERROR_INIT;

	(void)state;
	request_init(&r, TALE);
	r.train.alpha = 10;
	t = must_make(&r);
	assert_int_equal(training_run(t, NULL, &err), ST_FAILED);
	assert_non_null(strstr(err.text, "alpha"));
	assert_int_equal(training_stage(t), TRAINING_ENDED);
	training_unref(t);
}

static void a_missing_text_is_one_sentence(void **state)
{
	struct training_request r;
	struct training *t;
	struct error err = ERROR_INIT;
	struct strbuf line = STRBUF_INIT;

	(void)state;
	request_init(&r, "/nowhere/text.txt");
	t = must_make(&r);
	training_describe(t, &line);
	assert_string_equal(line.buf, "reading 0 MB");
	assert_int_equal(training_run(t, NULL, &err), ST_IO);
	assert_non_null(strstr(err.text, "/nowhere/text.txt"));
	strbuf_release(&line);
	training_unref(t);
}

static void senseless_options_are_refused(void **state)
{
	struct training_request r;
	struct training *t = NULL;
	struct error err = ERROR_INIT;

	(void)state;
	request_init(&r, TALE);
	r.train.dims = 0;
	assert_int_equal(training_new(&t, &r, &err), ST_USAGE);
	assert_null(t);
}

static void names_come_from_paths(void **state)
{
	static const char *const names[][2] = {
		{ "a/b/reuters.txt.zst", "reuters" },
		{ "folder/", "folder" },
		{ "-", "text" },
		{ ".hidden", "text" },
		{ "a b.txt", "a b" },
	};
	struct training_request r;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct training *t;

		request_init(&r, names[i][0]);
		t = must_make(&r);
		assert_string_equal(training_name(t), names[i][1]);
		training_unref(t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_becomes_a_model),
		cmocka_unit_test(probes_say_what_is_wrong),
		cmocka_unit_test(small_texts_are_read_more_often),
		cmocka_unit_test(stopping_keeps_what_was_learned),
		cmocka_unit_test(cancelling_keeps_nothing),
		cmocka_unit_test(stopped_before_it_began),
		cmocka_unit_test(pausing_waits_and_goes_on),
		cmocka_unit_test(what_breaks_down_says_so),
		cmocka_unit_test(a_missing_text_is_one_sentence),
		cmocka_unit_test(senseless_options_are_refused),
		cmocka_unit_test(names_come_from_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
