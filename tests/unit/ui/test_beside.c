/* A training beside the lines: asked meanwhile, stopped, thrown away, left running at the end. */
#include "screen.h"

#define LONG_TRAINING "train tests/data/tale.txt --min-count 2 --dim 32 --epochs 100000 --threads 1"

/* Turn the wheel until `done` says so. */
static void turn_until(struct rig *r, bool (*done)(struct rig *r))
{
	uint64_t begin = clock_ns();

	do {
		struct pollfd fd = { .fd = job_queue_fd(r->jobs), .events = POLLIN };

		job_queue_drain(r->jobs);
		r->now = clock_ns();
		ui_tick(r->ui, r->now);
		if (clock_ns() - begin > 30000000000u)
			fail_msg("it does not come");
		poll(&fd, 1, 5);
	} while (!done(r));
}

static bool has_live_model(struct rig *r)
{
	return r->session.live && session_model(&r->session) == r->session.live;
}

static bool has_ended(struct rig *r)
{
	return ui_is_idle(r->ui);
}

static bool shows_answer(struct rig *r)
{
	return strstr(rig_dump(r), "Nearest to king") != NULL;
}

static void begin(struct rig *r)
{
	rig_open(r, 32, 100, false);
	r->session.fixed_clock_ms = -1; /* somebody looks on */
	ui_submit(r->ui, LONG_TRAINING);
	turn_until(r, has_live_model);
}

static void press(struct rig *r, const char *keys)
{
	struct key key;
	size_t used;

	assert_int_equal(key_parse(keys, &key, &used, NULL), ST_OK);
	ui_key(r->ui, &key);
}

static void lines_are_answered_meanwhile(void **state)
{
	struct rig r;
	const struct model *first;

	(void)state;
	begin(&r);
	assert_non_null(strstr(rig_dump(&r), "[5 Train]"));
	assert_string_equal(session_model(&r.session)->name, "tale");
	ui_submit(r.ui, "near king");
	turn_until(&r, shows_answer);
	assert_false(ui_is_idle(r.ui));
	assert_int_equal(r.session.model_count, 1);
	/* once the copy is a second old the next question asks a new one */
	first = r.session.live;
	while (r.session.live == first) {
		ui_submit(r.ui, "near king");
		turn_until(&r, shows_answer);
		poll(NULL, 0, 50);
	}
	assert_int_equal(r.session.model_count, 1);
	ui_submit(r.ui, "stop");
	turn_until(&r, has_ended);
	assert_int_equal(r.session.model_count, 1);
	assert_non_null(session_model(&r.session)->trained);
	rig_close(&r);
}

static void ctrl_c_keeps_and_then_throws_away(void **state)
{
	struct rig r;

	(void)state;
	begin(&r);
	press(&r, "<C-c>");
	assert_non_null(strstr(rig_dump(&r), "what was learned is kept"));
	press(&r, "<C-c>");
	turn_until(&r, has_ended);
	assert_null(r.session.live);
	rig_close(&r);
}

static void a_line_in_the_prompt_goes_first(void **state)
{
	struct rig r;

	(void)state;
	begin(&r);
	rig_editor_set(&r, "half a line");
	press(&r, "<C-c>");
	assert_int_equal(r.line.len, 0);
	assert_non_null(session_training(&r.session));
	press(&r, "<C-c>");
	turn_until(&r, has_ended);
	assert_null(session_training(&r.session));
	rig_close(&r);
}

static void one_at_a_time(void **state)
{
	struct rig r;

	(void)state;
	begin(&r);
	ui_submit(r.ui, "train tests/data/tale.txt");
	assert_non_null(strstr(rig_dump(&r), "is being trained"));
	ui_submit(r.ui, "pause");
	assert_non_null(strstr(rig_dump(&r), "paused"));
	ui_submit(r.ui, "pause");
	ui_submit(r.ui, "snapshot before");
	assert_int_equal(r.session.model_count, 2);
	assert_true(has_live_model(&r));
	ui_submit(r.ui, "close tale");
	ui_submit(r.ui, "stop");
	turn_until(&r, has_ended);
	assert_int_equal(r.session.model_count,
			 2); /* closed meanwhile, and back when it was done */
	rig_close(&r);
}

static void leaving_ends_it(void **state)
{
	struct rig r;

	(void)state;
	begin(&r);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_answered_meanwhile),
		cmocka_unit_test(ctrl_c_keeps_and_then_throws_away),
		cmocka_unit_test(a_line_in_the_prompt_goes_first),
		cmocka_unit_test(one_at_a_time),
		cmocka_unit_test(leaving_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
