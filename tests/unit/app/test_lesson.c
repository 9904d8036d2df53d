#include "unit.h"

#include "app/lesson_check.h"
#include "app/lesson_run.h"
#include "small_model.h"

static const char *const words[] = { "the", "king", "queen", "cold", "hot" };

static const char good[] = "# a comment\n"
			   "title: Good\n"
			   "minutes: 5\n"
			   "word ruler: emperor, king\n"
			   "word other: nobody\n"
			   "== One\n"
			   "First line\n"
			   "and second.\n"
			   "\n"
			   "Another paragraph.\n"
			   "predict: Which?\n"
			   "option: {ruler}\n"
			   "  when: answer {ruler}\n"
			   "option: queen\n"
			   "  when: answer queen\n"
			   "task: near\n"
			   "  the king\n"
			   "check: rows > 0\n"
			   "check: asked the\n"
			   "show: near the\n"
			   "== Two\n"
			   "The {other}.\n"
			   "task: ask\n"
			   "check: asked {other}\n"
			   "show: near {other}\n";

static void a_good_file_is_read_whole(void **state)
{
	struct lesson l;

	(void)state;
	assert_int_equal(lesson_parse(&l, good, NULL, NULL), 0);
	assert_string_equal(l.title, "Good");
	assert_int_equal(l.minutes, 5);
	assert_int_equal(l.step_count, 2);
	assert_string_equal(l.steps[0].prose, "First line and second.\n\nAnother paragraph.");
	assert_string_equal(l.steps[0].task, "near the king");
	assert_int_equal(l.steps[0].option_count, 2);
	assert_string_equal(l.steps[0].options[1].when, "answer queen");
	assert_int_equal(l.steps[0].check_count, 2);
	assert_int_equal(l.steps[0].checks[1].line, 19);
	lesson_release(&l);
}

struct said {
	size_t count, lines[16];
	char first[200];
};

static void say(void *ctx, size_t line, const char *sentence)
{
	struct said *s = ctx;

	if (!s->count)
		snprintf(s->first, sizeof(s->first), "%s", sentence);
	if (s->count < ARRAY_LEN(s->lines))
		s->lines[s->count++] = line;
}

static void mistakes_are_named_by_their_line(void **state)
{
	static const struct {
		const char *text;
		size_t line;
		const char *says;
	} cases[] = {
		{ "", 1, "title" },
		{ "title: a\ntitle: b\n== s\np\n", 2, "twice" },
		{ "title: a\nminutes: x\n== s\np\n", 2, "whole number" },
		{ "title: a\ncolour: red\n== s\np\n", 2, "the head of a lesson knows" },
		{ "title: a\nprose\n== s\np\n", 2, "before the first step" },
		{ "title: a\nword x:\n== s\np\n", 2, "list of what may stand" },
		{ "title: a\n==\np\n", 2, "needs a title" },
		{ "title: a\n== s\n", 2, "needs prose" },
		{ "title: a\n== s\np\ntsk: go\n", 4, "a step knows" },
		{ "title: a\n== s\np\nwhen: rows > 1\n", 4, "when:" },
		{ "title: a\n== s\np\noption: x\n", 4, "needs a question" },
		{ "title: a\n== s\npredict: x\noption: a\nright: b\nhint:\n", 6, "colon" },
		{ "title: a\n== s\npredict: x\nright: b\n", 2, "two options" },
		{ "title: a\n== s\np {x}\n", 2, "not declared" },
		{ "title: a\n== s\ntask: t\nshow: x\ncheck: flies\n", 5, "no number" },
		{ "title: a\n== s\ntask: t\nshow: x\n", 2, "needs a check" },
		{ "title: a\n== s\ntask: t\ncheck: rows > 1\n", 2, "needs show" },
		{ "title: a\n== s\np\ncheck: rows > 1\n", 2, "belong to a task" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct said said = { 0 };
		struct lesson l;

		assert_true(lesson_parse(&l, cases[i].text, say, &said) > 0);
		assert_int_equal(said.lines[0], cases[i].line);
		if (!strstr(said.first, cases[i].says))
			fail_msg("%zu: \"%s\" without \"%s\"", i, said.first, cases[i].says);
		lesson_release(&l);
	}
}

/* --- checks --- */

static void fill_answer(struct result *r, struct model *m)
{
	const uint32_t asked[] = { 0, 3 };
	const uint32_t rows[] = { 1, 2, 4 };
	const double scores[] = { 0.9, 0.5, 0.25 };

	result_init(r);
	result_add_column(r, "rank", CELL_INT);
	result_add_column(r, "word", CELL_TEXT);
	result_add_column(r, "cosine", CELL_F32);
	for (size_t i = 0; i < 3; i++) {
		size_t row = result_add_row(r), n;
		const char *word = vocab_word(m->vocab, rows[i], &n);

		result_put_int(r, row, 0, (int64_t)i + 1);
		result_put_text(r, row, 1, word, n);
		result_put_float(r, row, 2, scores[i]);
		result_set_answer_row(r, row, rows[i]);
	}
	result_set_query(r, m, asked, 2, true);
}

/* Rows of the small model are (1, i): lengths sqrt(1 + i²). */
static void checks_look_at_the_answer(void **state)
{
	static const struct {
		const char *check;
		bool holds;
	} cases[] = {
		{ "command near", true },
		{ "command sim near", true },
		{ "command sim", false },
		{ "not command sim", true },
		{ "asked the", true },
		{ "asked cold the", true },
		{ "asked the king", false },
		{ "answer king", true },
		{ "answer queen", false },
		{ "answer queen in 2", true },
		{ "answer hot in 2", false },
		{ "answer nobody|hot in 3", true },
		{ "answer KING", true },
		{ "rows = 3", true },
		{ "rows != 3", false },
		{ "words = 2", true },
		{ "top > 0.8", true },
		{ "bottom <= 0.25", true },
		{ "top in 0.5 .. 0.9", true },
		{ "bottom in 0.5 .. 0.9", false },
		{ "score(queen) = 0.5", true },
		{ "score(cold) < 99", false },
		{ "place(queen) = 2", true },
		{ "place($best) = 1", true },
		{ "cell(2, rank) = 2", true },
		{ "cell(9, rank) >= 0", false },
		{ "cos(the, the) > 0.999", true },
		{ "distance(the, cold) = 3", true },
		{ "distance($1, $2) = 3", true },
		{ "distance($1, $3) >= 0", false },
		{ "length(the) = 1", true },
		{ "frequency(queen) = 3", true },
		{ "rank(hot, cold) = 1", true },
		{ "rank(the, king) < rank(the, hot)", true },
		{ "cos(the, nobody) < 2", false },
		{ "not cos(the, nobody) < 2", true },
		{ "value(x) = 1", false },
	};
	struct model *m = small_model("small", words, ARRAY_LEN(words));
	struct result r;

	(void)state;
	fill_answer(&r, m);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct lesson_answer a = { command_find("near"), &r, m };
		struct error err = ERROR_INIT;
		bool holds = !cases[i].holds;

		assert_int_equal(lesson_check(cases[i].check, &a, &holds, &err), ST_OK);
		if (holds != cases[i].holds)
			fail_msg("%s: %d", cases[i].check, holds);
	}
	result_release(&r);
	model_unref(m);
}

static void checks_of_keys_and_values(void **state)
{
	struct result r;
	struct lesson_answer a = { command_find("train"), &r, NULL };
	bool holds = false;

	(void)state;
	result_init(&r);
	result_add_pair(&r, "rows", "%d", 47);
	result_add_pair(&r, "held-out loss", "%s", "1.5");
	assert_int_equal(lesson_check("value(held-out_loss) = 1.5", &a, &holds, NULL), ST_OK);
	assert_true(holds);
	assert_int_equal(lesson_check("value(loss) >= 0", &a, &holds, NULL), ST_OK);
	assert_false(holds);
	result_release(&r);
}

static void what_is_no_check_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"top",
		"top >",
		"top > x",
		"top > 1 2",
		"cos(a) > 1",
		"cos(a b) > 1",
		"cos(a, b",
		"cos(a, b, c) > 1",
		"command",
		"command fly",
		"asked",
		"answer",
		"answer |",
		"top in 1",
		"top in 1..2",
		"not",
		"rows > > 1",
		"cos > 1",
		"answer a in",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct error err = ERROR_INIT;
		bool holds;

		if (lesson_check(bad[i], NULL, &holds, &err) != ST_USAGE)
			fail_msg("\"%s\" was accepted", bad[i]);
		assert_true(strlen(err.text) > 10);
	}
}

/* --- a run --- */

static void a_run_judges_and_scores(void **state)
{
	struct model *m = small_model("small", words, ARRAY_LEN(words));
	struct strbuf out = STRBUF_INIT;
	struct lesson l;
	struct lesson_run *run;
	struct result r;
	struct error err = ERROR_INIT;

	(void)state;
	lesson_parse(&l, good, NULL, NULL);
	run = lesson_run_new(&l, "good.lesson", 7);
	lesson_run_set_model(run, m);
	fill_answer(&r, m);
	lesson_run_text(run, "a {ruler} and {other}", &out);
	assert_string_equal(out.buf, "a king and nobody");

	strbuf_clear(&out);
	assert_true(lesson_run_notice(run, command_find("near"), &r, &out));
	assert_non_null(strstr(out.buf, "first your prediction"));
	assert_int_equal(lesson_run_answer(run, 5, &out, &err), ST_FAILED);
	assert_int_equal(lesson_run_answer(run, 1, &out, &err), ST_OK);
	assert_int_equal(lesson_run_answer(run, 0, &out, &err), ST_FAILED);

	strbuf_clear(&out);
	assert_true(lesson_run_notice(run, command_find("near"), &r, &out));
	assert_non_null(strstr(out.buf, "you predicted otherwise; it is: king"));
	assert_false(lesson_run_notice(run, command_find("near"), &r, &out));
	assert_int_equal(lesson_run_score(run).solved, 1);
	assert_int_equal(lesson_run_score(run).right, 0);

	strbuf_clear(&out);
	assert_true(lesson_run_go(run, 1));
	assert_true(lesson_run_lacks(run, lesson_run_step(run), &out));
	assert_string_equal(out.buf, "nobody");
	assert_true(lesson_run_go(run, 1));
	assert_null(lesson_run_step(run));
	assert_false(lesson_run_go(run, 1));
	strbuf_clear(&out);
	lesson_run_describe(run, 60, &out);
	assert_non_null(strstr(out.buf, "You did 1 of 2 tasks, and 0 of 1 predictions"));
	lesson_run_free(run);
	result_release(&r);
	strbuf_release(&out);
	model_unref(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_file_is_read_whole),
		cmocka_unit_test(mistakes_are_named_by_their_line),
		cmocka_unit_test(checks_look_at_the_answer),
		cmocka_unit_test(checks_of_keys_and_values),
		cmocka_unit_test(what_is_no_check_is_refused),
		cmocka_unit_test(a_run_judges_and_scores),
	};

	return cmocka_run_group_tests_name("app/lesson", tests, NULL, NULL);
}
