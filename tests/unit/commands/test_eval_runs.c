/* Runs of an evaluation, kept in the history: list and diff. */
#include "unit.h"

#include "app/call.h"
#include "app/render.h"
#include "base/mem.h"
#include "make_model.h"

struct fixture {
	char *dir, *questions;
	struct session s;
};

/* Two dimensions: b − a + c points where the question says, or does not. */
static struct model *tiny(const char *name, float queen)
{
	static const struct test_word words[] = { W("man"), W("king"), W("woman"), W("queen"),
						  W("apple") };
	const float data[] = { 1, 0, 0, 1, 1, 0, 0, 1, 1, queen, 0.6f, 0.8f, 0.9f, 0.1f, -1 };
	struct model *m = model_make(words, data, 5, 3);

	free(m->name);
	m->name = xstrdup(name);
	return m;
}

static int setup(void **state)
{
	static const char text[] = ": royal\nman king woman queen\nman woman king queen\n"
				   ": fruit\nman king apple pear\nMAN woman King apple\n";
	struct fixture *f = xcalloc(1, sizeof(*f));

	session_init(&f->s);
	f->s.fixed_clock_ms = INT64_C(1795516920000);
	f->dir = temp_dir_make();
	f->questions = temp_file(f->dir, "q.txt", text, sizeof(text) - 1);
	session_add_model(&f->s, tiny("one", 0));
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	session_release(&f->s);
	temp_dir_remove(f->dir);
	free(f->questions);
	free(f);
	return 0;
}

static char *answer(struct fixture *f, const char *line)
{
	struct render_options opt = { .mode = OUTPUT_TSV, .header = true, .first = true };
	struct call *c = call_run(&f->s, line, NULL);
	struct strbuf sb = STRBUF_INIT;

	if (c->status != ST_OK)
		strbuf_addf(&sb, "error: %s\n", c->err.text);
	else
		render_result(&c->task.result, line, &opt, &sb);
	for (size_t i = 0; c->status == ST_OK && i < c->task.result.note_count; i++)
		strbuf_addf(&sb, "%s\n", c->task.result.notes[i]);
	call_free(c);
	return strbuf_detach(&sb, NULL);
}

static void check(struct fixture *f, const char *line, const char *expected)
{
	char *got = answer(f, line);

	assert_string_equal(got, expected);
	free(got);
}

static char *eval_line(const struct fixture *f, const char *options)
{
	return xasprintf("eval analogies %s%s", f->questions, options);
}

static void a_run_is_kept_and_compared_question_by_question(void **state)
{
	struct fixture *f = *state;
	char *line = eval_line(f, ""), *mul = eval_line(f, " --method only-b");

	check(f, "eval list",
	      "id\tmodel\tfingerprint\tcommand\tresult\nthe history keeps no run yet\n");
	check(f, line,
	      "section\tcorrect\ttotal\tpercent\toov\nroyal\t2\t2\t100\t0\nfruit\t0\t1\t0\t1\n"
	      "total\t2\t3\t66.66666666666667\t1\n"
	      "unknown are 1 word of the questions: pear (1)\n");
	free(answer(f, mul));
	{
		char *got = answer(f, "eval list");

		assert_non_null(strstr(got, "\t2 of 3, 66.67 %\n"));
		assert_non_null(strstr(got, " --method only-b\t"));
		free(got);
	}
	check(f, "eval diff 2 3",
	      "section\tquestion\tbefore\tafter\n"
	      "royal\tman : king :: woman : queen\tright\twrong\n"
	      "0 won, 1 lost, of 4 questions\n");
	check(f, "eval diff 1 2", "error: entry 1 of the history is no run of eval analogies\n");
	check(f, "eval diff 2 99", "error: there is no entry 99 in the history\n");
	check(f, "eval diff 2",
	      "error: eval diff takes the numbers of two runs: eval list shows them\n");
	free(line);
	free(mul);
}

static void other_questions_are_not_compared(void **state)
{
	struct fixture *f = *state;
	char *line = eval_line(f, ""), *got;
	char *path = temp_file(f->dir, "other.txt", ": x\nman king woman apple\n", 26);
	char *other = xasprintf("eval analogies %s", path);

	free(answer(f, line));
	free(answer(f, other));
	got = answer(f, "eval diff 1 2");
	assert_non_null(strstr(got, "error: the two runs asked different questions"));
	free(got);
	free(temp_file(f->dir, "q.txt", ": x\nman king woman apple\n", 26));
	free(answer(f, "eval analogies /dev/null"));
	got = answer(f, "eval diff 1 1");
	assert_non_null(strstr(got, "is not what it was when these runs were made"));
	free(got);
	free(line);
	free(other);
	free(path);
}

/* Words at angles: a 0, b 10, c 20, d 30, far 120, in 14 degrees. */
static void use_circle(struct fixture *f)
{
	static const struct test_word words[] = {
		W("a"), W("b"), W("c"), W("d"), W("far"), W("in")
	};
	static const float data[] = { 1,	0,    0.98481f, 0.17365f, 0.93969f, 0.34202f,
				      0.86603f, 0.5f, -0.5f,	0.86603f, 0.97030f, 0.24192f };

	session_add_model(&f->s, model_make(words, data, 6, 2));
}

static void sets_and_outliers_by_hand(void **state)
{
	/* the odd one last: found, found in any case, not found (d is odder than c), unknown */
	static const char odd[] = "# sets\na b c far\nA b D Far\nb a far c\na b zzz\n";
	/* far stands last of a b c d and itself (place 4 of 4), "in" is the closest of all (0 of 4);
	 * far is last of a b too; zz is unknown */
	static const char groups[] = "a\nb\nzz\nc\nd\n\n\nfar\nin\n\na\nb\n\nfar\n";
	struct fixture *f = *state;
	char *path = temp_file(f->dir, "odd.txt", odd, sizeof(odd) - 1), *line;

	use_circle(f);
	line = xasprintf("eval odd %s", path);
	check(f, line, "sets\tcorrect\tpercent\toov\n3\t2\t66.66666666666667\t1\n");
	free(line);
	free(path);
	path = temp_file(f->dir, "groups.txt", groups, sizeof(groups) - 1);
	line = xasprintf("eval outliers %s", path);
	check(f, line,
	      "outliers\tfound\taccuracy\topp\toov\n3\t2\t66.66666666666667\t66."
	      "66666666666667\t1\n");
	free(line);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_run_is_kept_and_compared_question_by_question,
						setup, teardown),
		cmocka_unit_test_setup_teardown(sets_and_outliers_by_hand, setup, teardown),
		cmocka_unit_test_setup_teardown(other_questions_are_not_compared, setup, teardown),
	};

	return cmocka_run_group_tests_name("commands/eval", tests, NULL, NULL);
}
