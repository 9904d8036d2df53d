#include "unit.h"

#include "base/compiler.h"
#include "base/strbuf.h"
#include "model/expr.h"

/* "-1 man|1 king|1 woman", or the error. */
static char *parsed(const char *text)
{
	struct strbuf sb = STRBUF_INIT;
	struct error err = ERROR_INIT;
	struct expr e;

	if (expr_parse(&e, text, &err)) {
		assert_int_equal(err.status, ST_USAGE);
		strbuf_addf(&sb, "error: %s", err.text);
		return strbuf_detach(&sb, NULL);
	}
	if (e.analogy)
		strbuf_adds(&sb, "analogy: ");
	for (size_t i = 0; i < e.count; i++)
		strbuf_addf(&sb, "%s%g %s", i ? "|" : "", e.terms[i].weight, e.terms[i].word);
	expr_release(&e);
	return strbuf_detach(&sb, NULL);
}

static void check(const char *const (*cases)[2], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *got = parsed(cases[i][0]);

		if (strcmp(got, cases[i][1]) != 0)
			fail_msg("%s: %s instead of %s", cases[i][0], got, cases[i][1]);
		free(got);
	}
}

static void sums_and_weights(void **state)
{
	static const char *const cases[][2] = {
		{ "king", "1 king" },
		{ "  king\t", "1 king" },
		{ "king - man + woman", "1 king|-1 man|1 woman" },
		{ "0.5*hot + 0.5*cold", "0.5 hot|0.5 cold" },
		{ "0.5 * hot + .5* cold", "0.5 hot|0.5 cold" },
		{ "2 *hot", "2 hot" },
		{ "2*3*x", "6 x" },
		{ "2 * (paris - france) + italy", "2 paris|-2 france|1 italy" },
		{ "0.5*(a + b)", "0.5 a|0.5 b" },
		{ "a - (b - (c - d))", "1 a|-1 b|1 c|-1 d" },
		{ "- man + king", "-1 man|1 king" },
		{ "+ man", "1 man" },
		{ "-(a + b)", "-1 a|-1 b" },
		{ "a - (- b)", "1 a|1 b" },
		{ "-2*x + y", "-2 x|1 y" },
		{ "((a))", "1 a" },
		{ "1e2*x", "100 x" },
		{ "=near", "1 near" },
		{ " =near + far", "1 near|1 far" },
	};

	(void)state;
	check(cases, ARRAY_LEN(cases));
}

static void words_keep_their_signs(void **state)
{
	static const char *const cases[][2] = {
		{ "e-mail - mail", "1 e-mail|-1 mail" },
		{ "-ing", "1 -ing" },
		{ "c++ + java", "1 c++|1 java" },
		{ "1984 - 2001", "1 1984|-1 2001" },
		{ "12:30", "1 12:30" },
		{ "f(x) + g", "1 f(x)|1 g" },
		{ "(f(x) + g)", "1 f(x)|1 g" },
		{ "f*ck", "1 f*ck" },
		{ "'s - x + 't", "1 's|-1 x|1 't" },
		{ "=", "1 =" },
		{ "(", "1 (" },
		{ ":)", "1 :)" },
		{ "-", "1 -" },
		{ "--", "1 --" },
		{ "*", "1 *" },
		{ "::", "1 ::" },
		{ "\xE4\xB8\xAD\xE5\x9B\xBD - \xFF", "1 \xE4\xB8\xAD\xE5\x9B\xBD|-1 \xFF" },
	};

	(void)state;
	check(cases, ARRAY_LEN(cases));
}

static void names_of_several_words(void **state)
{
	static const char *const cases[][2] = {
		{ "new york - usa + france", "1 new york|-1 usa|1 france" },
		{ "new \t york", "1 new york" },
		{ "\"new york\" - usa", "1 new york|-1 usa" },
		{ "'new york' - usa", "1 new york|-1 usa" },
		{ "(\"new york\")", "1 new york" },
		{ "('new york' + 'x')", "1 new york|1 x" },
		{ "'a + b'", "1 a + b" },
		{ "\"say \\\"hi\\\" \\\\ now\"", "1 say \"hi\" \\ now" },
		{ "'back\\slash'", "1 back\\slash" },
		{ "'it's' + x", "1 it's|1 x" },
		{ "\"+\" + \"(\"", "1 +|1 (" },
		{ "2*\"a b\"", "2 a b" },
	};

	(void)state;
	check(cases, ARRAY_LEN(cases));
}

static void analogies(void **state)
{
	static const char *const cases[][2] = {
		{ "paris : france :: rome", "analogy: -1 paris|1 france|1 rome" },
		{ "man : king :: woman : ?", "analogy: -1 man|1 king|1 woman" },
		{ "new york : usa :: paris", "analogy: -1 new york|1 usa|1 paris" },
		{ "\"a b\" : a:b :: c:", "analogy: -1 a b|1 a:b|1 c:" },
		{ "0.5*a : b :: c", "analogy: -0.5 a|1 b|1 c" },
		{ "a : b", "error: after \"a : b\" \"::\" is missing: an analogy is written "
			   "a : b :: c" },
		{ "a : b : c", "error: after \"a : b\" \"::\" is missing: an analogy is written "
			       "a : b :: c" },
		{ "a :: b", "error: after \"a\" \"::\" comes too early: an analogy is written "
			    "a : b :: c" },
		{ "a : b ::", "error: after \"a : b ::\" a word is missing" },
		{ "a : b :: c : d", "error: after \"a : b :: c :\" only \"?\" may follow: an "
				    "analogy is written a : b :: c" },
		{ "a : b :: c : ? x",
		  "error: after \"a : b :: c : ?\" the analogy should end: it is "
		  "written a : b :: c" },
		{ "(a : b)", "error: after \"(a\" a \")\" is missing" },
	};

	(void)state;
	check(cases, ARRAY_LEN(cases));
}

static void mistakes_are_named_with_their_place(void **state)
{
	static const char *const cases[][2] = {
		{ "", "error: nothing to look up: write a word" },
		{ " \t ", "error: nothing to look up: write a word" },
		{ "king +", "error: after \"king +\" a word is missing" },
		{ "king + + queen", "error: after \"king +\" a word is expected, not another sign; "
				    "put a word that looks like one in quotes" },
		{ "* x", "error: at the start a word is expected, not another sign; put a word "
			 "that looks like one in quotes" },
		{ "hot * 0.5", "error: after \"hot\" the number goes first: 0.5*word" },
		{ "(a + b", "error: after \"(a + b\" a \")\" is missing" },
		{ "a + b)", "error: after \"a + b\" a \")\" closes nothing" },
		{ "(a + )", "error: after \"(a +\" a word is missing before \")\"" },
		{ "a (b)", "error: after \"a\" a + or - is missing" },
		{ "(a) b", "error: after \"(a)\" a + or - is missing" },
		{ "\"a\" b", "error: after \"\"a\"\" a + or - is missing" },
		{ "b \"a\"", "error: after \"b\" a + or - is missing" },
		{ "a + \"b c", "error: after \"a +\" a quote is opened and never closed" },
		{ "a + \"\"", "error: after \"a +\" the quotes are empty" },
		{ "0*a", "error: after \"0*\" a word has the weight 0: leave it out" },
		{ "1e300*a", "error: after \"1e300*\" a weight is too large or too small" },
		{ "1e5*1e5*a", "error: after \"1e5*1e5*\" a weight is too large or too small" },
		{ "0.5*", "error: after \"0.5*\" a word is missing" },
		{ "aaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbb cccccccccc +",
		  "error: after \"...aaaaaa bbbbbbbbbbbbbbbbbbbb cccccccccc +\" a word is "
		  "missing" },
	};

	(void)state;
	check(cases, ARRAY_LEN(cases));
}

static void places_are_those_of_the_text(void **state)
{
	const char *text = " king - \"new york\" + 2*(woman)";
	struct expr e;

	(void)state;
	assert_int_equal(expr_parse(&e, text, NULL), ST_OK);
	assert_memory_equal(text + e.terms[0].at, "king", 4);
	assert_memory_equal(text + e.terms[1].at, "new york", 8);
	assert_memory_equal(text + e.terms[2].at, "woman", 5);
	expr_release(&e);
}

static char *repeated(const char *part, size_t times, const char *end)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < times; i++)
		strbuf_adds(&sb, part);
	strbuf_adds(&sb, end);
	return strbuf_detach(&sb, NULL);
}

static void length_and_depth_are_limited(void **state)
{
	static const struct {
		const char *part;
		size_t times;
		const char *end;
		enum status want;
	} cases[] = {
		{ "a + ", EXPR_TERMS_MAX - 1, "a", ST_OK },
		{ "a + ", EXPR_TERMS_MAX, "a", ST_USAGE },
		{ "(", 1000000, "a", ST_USAGE },
		{ "2*(", 1000000, "a", ST_USAGE },
		{ "-(", 1000000, "x", ST_USAGE },
		{ "2*", 1000000, "a", ST_USAGE },
		{ "a ", 100000, "", ST_OK },
		{ "'", 3000, "a", ST_OK },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *text = repeated(cases[i].part, cases[i].times, cases[i].end);
		struct expr e;

		assert_int_equal(expr_parse(&e, text, NULL), cases[i].want);
		if (cases[i].want == ST_OK)
			expr_release(&e);
		free(text);
	}
}

static void lines_that_look_like_expressions(void **state)
{
	static const char *const yes[] = {
		"king - man",
		"king + x",
		"near - x",
		"hot * 0.5",
		"a : b :: c",
		"0.5*hot",
		"0.5 * hot",
		"2*(a + b)",
		"\"new york\" - usa",
		"'new york' + x",
		"(a + b) - c",
		"- man + king",
		"-(a)",
		"=near",
		"a :: b",
		"+ x",
	};
	static const char *const no[] = {
		"",
		"king",
		"near king - man",
		"new york - usa",
		"find ^a -n 5",
		"a -b",
		"e-mail",
		"c++ java",
		"(",
		":)",
		"(a b)",
		"-ing x",
		"= x",
		"\"new york\"",
		"a:b",
		"-",
		"12:30 x",
		"f*ck x",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(yes); i++)
		if (!expr_looks_like(yes[i]))
			fail_msg("%s is an expression", yes[i]);
	for (size_t i = 0; i < ARRAY_LEN(no); i++)
		if (expr_looks_like(no[i]))
			fail_msg("%s is no expression", no[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_and_weights),
		cmocka_unit_test(words_keep_their_signs),
		cmocka_unit_test(names_of_several_words),
		cmocka_unit_test(analogies),
		cmocka_unit_test(mistakes_are_named_with_their_place),
		cmocka_unit_test(places_are_those_of_the_text),
		cmocka_unit_test(length_and_depth_are_limited),
		cmocka_unit_test(lines_that_look_like_expressions),
	};

	return cmocka_run_group_tests_name("model/expr", tests, NULL, NULL);
}
