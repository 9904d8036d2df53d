/* Names from files, and definitions made to break the parser. */
#include "unit.h"

#include "app/call.h"
#include "base/mem.h"
#include "make_model.h"

struct fixture {
	char *dir;
	struct session s;
};

static int setup(void **state)
{
	static const struct test_word words[] = { W("red"), W("green"), W("blue"), W("car") };
	static const float data[] = { 1, 0, 0, 1, 0.7f, 0.7f, -1, 0.2f };
	struct fixture *f = xcalloc(1, sizeof(*f));

	session_init(&f->s);
	f->dir = temp_dir_make();
	session_add_model(&f->s, model_make(words, data, 4, 2));
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	session_release(&f->s);
	temp_dir_remove(f->dir);
	free(f);
	return 0;
}

static struct call *run(struct fixture *f, const char *line)
{
	struct call *c = call_run(&f->s, line, NULL);

	assert_non_null(c);
	return c;
}

static void check_error(struct fixture *f, const char *line, const char *part)
{
	struct call *c = run(f, line);

	assert_int_not_equal(c->status, ST_OK);
	if (!strstr(c->err.text, part))
		fail_msg("%s: \"%s\" does not say \"%s\"", line, c->err.text, part);
	call_free(c);
}

static void check_first(struct fixture *f, const char *line, const char *word, double score)
{
	struct call *c = run(f, line);
	const struct result *r = &c->task.result;

	if (c->status != ST_OK)
		fail_msg("%s: %s", line, c->err.text);
	assert_true(r->rows > 0);
	assert_string_equal(r->values[1].as.text.s, word);
	assert_float_equal(r->values[2].as.f, score, 1e-6);
	call_free(c);
}

static void define(struct fixture *f, const char *name, const char *numbers)
{
	char *path = temp_file(f->dir, "v.txt", numbers, strlen(numbers));
	char *line = xasprintf("let %s = < %s", name, path);

	call_free(run(f, line));
	free(line);
	free(path);
}

static void numbers_are_taken_as_they_are(void **state)
{
	struct fixture *f = *state;

	define(f, "v", "[0.1, 2]\n");
	check_first(f, "near v -n 1", "green", 0.99875234);
	/* no input is left out: numbers are no word */
	check_first(f, "near v --metric dot -n 1", "green", 2);
	check_first(f, "near v --metric euclidean -n 1", "green", 1.0049876);
	/* gensim: words at length 1, numbers as given: (1, 0) + (0, 10) */
	define(f, "w", "0\n10");
	check_first(f, "near red + w -n 1", "green", 0.99503719);
	check_error(f, "near v --mul", "multiplies words, not numbers");
	define(f, "long", "1 2 3");
	check_error(f, "near long", "the vector has 3 numbers, the rows of");
	define(f, "zero", "0 0");
	check_error(f, "near zero", "a vector of length 0 has no neighbours");
	define(f, "bad", "1 two");
	check_error(f, "near bad", "no word \"bad\"");
	check_error(f, "let x = < /nowhere/at.all", "cannot open /nowhere/at.all");
}

static void names_nest_and_are_replaced(void **state)
{
	struct fixture *f = *state;

	call_free(run(f, "let a = {red, green}"));
	call_free(run(f, "let b = a - car"));
	call_free(run(f, "let a = car"));
	check_first(f, "near a -n 1", "green", 0.19611614);
	check_first(f, "near b -n 1", "blue", 0.83483491); /* as a was when b was made */
	call_free(run(f, "let a ="));
	check_error(f, "near a", "no word \"a\"");
}

static void broken_definitions_say_so(void **state)
{
	static const char *const lines[] = {
		"let x = {",
		"let x = {,}",
		"let x = { , ' }",
		"let x = {'a}",
		"let x = {\"}",
		"let x = }",
		"let {a} = red",
		"let 'x' = red",
		"let a b = red",
		"let @ = red",
		"let x == red",
		"let x = red +",
		"axis a = b",
		"axis =",
		"axis = a:b",
		"axis a",
		"axis a:",
		"axis :",
		"axis a : b",
		"axis red green : ",
		"sort",
		"sort by red",
		"sort red by",
		"near red --in @",
		"near red --in @x",
		"odd @x @y @z",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct call *c = run(*state, lines[i]);

		if (c->status != ST_OK)
			assert_true(c->err.text[0] != '\0');
		call_free(c);
	}
	check_error(*state, "let x = {", "a set ends with");
	check_error(*state, "let x = {,}", "the set is empty");
}

/* More words than an expression holds. */
static void too_many_words(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_adds(&sb, "let many = {red");
	for (size_t i = 0; i < EXPR_TERMS_MAX; i++)
		strbuf_adds(&sb, ", green");
	strbuf_adds(&sb, "}");
	check_error(*state, sb.buf, "more than 256 words");
	strbuf_release(&sb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(numbers_are_taken_as_they_are, setup, teardown),
		cmocka_unit_test_setup_teardown(names_nest_and_are_replaced, setup, teardown),
		cmocka_unit_test_setup_teardown(broken_definitions_say_so, setup, teardown),
		cmocka_unit_test_setup_teardown(too_many_words, setup, teardown),
	};

	return cmocka_run_group_tests_name("commands/let", tests, NULL, NULL);
}
