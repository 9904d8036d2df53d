#include "unit.h"

#include "app/call.h"
#include "app/render.h"
#include "base/mem.h"

/* Two sessions of the same history, as the user types them. */
struct fixture {
	char *dir, *path;
	struct session s;
};

static void start(struct fixture *f)
{
	session_init(&f->s);
	hist_close(f->s.hist, 0);
	assert_int_equal(hist_open(&f->s.hist, f->path, "0.1", 0, NULL), ST_OK);
	f->s.fixed_clock_ms = INT64_C(1795516920000); /* 2026-11-24 10:42 UTC */
}

static int setup(void **state)
{
	struct fixture *f = xcalloc(1, sizeof(*f));

	f->dir = temp_dir_make();
	f->path = xasprintf("%s/history.db", f->dir);
	start(f);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	session_release(&f->s);
	temp_dir_remove(f->dir);
	free(f->path);
	free(f);
	return 0;
}

static void restart(struct fixture *f)
{
	session_release(&f->s);
	start(f);
}

/* The answer as TSV, then the notes; or "error: …". */
static void check(struct fixture *f, const char *line, const char *expected)
{
	struct render_options opt = { .mode = OUTPUT_TSV, .header = true, .first = true };
	struct call *c = call_run(&f->s, line, NULL);
	struct strbuf sb = STRBUF_INIT;

	assert_non_null(c);
	if (c->status != ST_OK)
		strbuf_addf(&sb, "error: %s\n", c->err.text);
	else if (c->task.result.column_count)
		render_result(&c->task.result, line, &opt, &sb);
	for (size_t i = 0; c->status == ST_OK && i < c->task.result.note_count; i++)
		strbuf_addf(&sb, "%s\n", c->task.result.notes[i]);
	assert_string_equal(sb.buf, expected);
	strbuf_release(&sb);
	call_free(c);
}

static void run(struct fixture *f, const char *line)
{
	call_free(call_run(&f->s, line, NULL));
}

#define HEADER "id\ttime\tmodel\tcommand\tresult\n"
#define WHEN   "2026-11-24 10:42\t"

static void lists_all_sessions_oldest_first(void **state)
{
	struct fixture *f = *state;

	check(f, "history", HEADER "the history is empty\n");
	run(f, "models");
	run(f, "near king"); /* fails: no model */
	restart(f);
	run(f, "set count 5");
	check(f, "history",
	      HEADER "1\t" WHEN "\tmodels\t\n"
		     "2\t" WHEN "\tnear king\tnear needs a model: open one with \"open FILE\"\n"
		     "3\t" WHEN "\tset count 5\t\n");
	check(f, "history --session", HEADER "3\t" WHEN "\tset count 5\t\n");
	check(f, "history -n 1",
	      HEADER "3\t" WHEN "\tset count 5\t\n"
		     "--all lists all 3\n");
	check(f, "history NEEDS A -n 1",
	      HEADER "2\t" WHEN "\tnear king\tnear needs a model: open one with \"open FILE\"\n");
	check(f, "history forgetful", HEADER "no entry matches\n");
	check(f, "history 'forget'", HEADER "no entry matches\n");
}

static void notes_and_pins(void **state)
{
	struct fixture *f = *state;

	run(f, "models");
	run(f, "set count 5");
	check(f, "note 1 look \"here\" -x twice", "entry 1: look \"here\" -x twice\n");
	check(f, "pin 1", "entry 1 is pinned\n");
	check(f, "history here", HEADER "1\t" WHEN "\tmodels\t[pinned] [look \"here\" -x twice]\n");
	check(f, "history --pinned",
	      HEADER "1\t" WHEN "\tmodels\t[pinned] [look \"here\" -x twice]\n");
	check(f, "note 1 \"\"", "entry 1 has no note now\n");
	check(f, "pin 1", "entry 1 is not pinned any more\n");
	check(f, "unpin 1", "entry 1 is not pinned any more\n");
	check(f, "history models", HEADER "1\t" WHEN "\tmodels\t\n");
	check(f, "note 9 x", "error: there is no entry 9 in the history\n");
	check(f, "pin 9", "error: there is no entry 9 in the history\n");
	check(f, "note 1", "error: note: text is missing; usage: note <id> <text>\n");
}

static void again_pushes_the_line(void **state)
{
	struct fixture *f = *state;
	char *line;

	check(f, "again", "error: nothing was asked in this session yet\n");
	check(f, "again 1", "error: there is no entry 1 in the history\n");
	run(f, "set count 5");
	run(f, "models");
	check(f, "again 1", "set count 5\n");
	line = session_take_line(&f->s);
	assert_string_equal(line, "set count 5");
	free(line);
	check(f, "again", "models\n");
	line = session_take_line(&f->s);
	assert_string_equal(line, "models");
	free(line);
	assert_null(session_take_line(&f->s));
	restart(f);
	check(f, "again 2", "models\n"); /* of the session before */
}

static void forgets(void **state)
{
	static const char usage[] = "error: history forget takes entry numbers, last, session or "
				    "all";
	struct fixture *f = *state;
	char *expected = xasprintf("%s, not \"x\"\n", usage);

	run(f, "models");
	restart(f);
	for (int i = 0; i < 4; i++)
		run(f, "set count 6");
	check(f, "history forget 1 x", expected); /* all or nothing */
	free(expected);
	expected = xasprintf("%s\n", usage);
	check(f, "history forget", expected);
	free(expected);
	check(f, "history forget 77", "error: there is no entry 77 in the history\n");
	check(f, "history forget 2 3 77", "forgotten: 2 entries\n");
	check(f, "history forget last", "forgotten: 1 entry\n");
	check(f, "history", HEADER "1\t" WHEN "\tmodels\t\n4\t" WHEN "\tset count 6\t\n");
	check(f, "history forget session", "forgotten: 1 entry\n");
	check(f, "history forget session", "forgotten: 0 entries\n");
	check(f, "history forget all", "forgotten: 1 entry\n");
	check(f, "history", HEADER "the history is empty\n");
}

static void some_lines_leave_no_trace(void **state)
{
	struct fixture *f = *state;

	run(f, " models");
	run(f, "");
	run(f, "# note");
	run(f, "history");
	run(f, "set history off");
	run(f, "models");
	run(f, "set history on");
	run(f, "set count 6");
	check(f, "history models", HEADER "no entry matches\n");
	check(f, "history 'count 6'", HEADER "2\t" WHEN "\tset count 6\t\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lists_all_sessions_oldest_first, setup, teardown),
		cmocka_unit_test_setup_teardown(notes_and_pins, setup, teardown),
		cmocka_unit_test_setup_teardown(again_pushes_the_line, setup, teardown),
		cmocka_unit_test_setup_teardown(forgets, setup, teardown),
		cmocka_unit_test_setup_teardown(some_lines_leave_no_trace, setup, teardown),
	};

	return cmocka_run_group_tests_name("commands/history", tests, NULL, NULL);
}
