#include "unit.h"

#include "app/args.h"
#include "app/command.h"
#include "base/strbuf.h"

/* clang-format off */
static const struct command probe = {
	.name = "probe",
	.args = { { ARG_EXPR, "expression", "words", 1, 1, NULL } },
	.opts = {
		{ 'k', "keep", ARG_NONE, NULL, NULL, "", NULL, 0, 0 },
		{ 'f', "factor", ARG_FLOAT, "F", "1.5", "", NULL, 0, 0 },
	},
	.flags = CMD_QUERY,
};
static const struct command pair = {
	.name = "pair",
	.args = { { ARG_INT, "number", "", 1, 1, NULL }, { ARG_TEXT, "text", "", 1, 1, NULL } },
};
static const struct command many = {
	.name = "many",
	.args = { { ARG_WORD, "word", "", 2, 3, NULL } },
};
static const struct command choice = {
	.name = "choice",
	.args = { { ARG_PATH, "file", "", 1, 1, NULL }, { ARG_CHOICE, "as", "", 0, 1, "as" },
		  { ARG_STRING, "name", "", 0, 1, NULL } },
};
/* clang-format on */

struct parsed {
	const char *line;
	const char *word;
	long count;
	bool keep;
};

static void options_stand_anywhere(void **state)
{
	static const struct parsed cases[] = {
		{ "king - man", "king - man", 10, false },
		{ "king -n 5 - man", "king - man", 5, false },
		{ "-n5 king", "king", 5, false },
		{ "king --count 7", "king", 7, false },
		{ "--count=7 king --keep", "king", 7, true },
		{ "king -k", "king", 10, true },
		{ "-n 3 -- -n 5", "-n 5", 3, false },
		{ "'-ing' + king", "'-ing' + king", 10, false },
		{ "\"new york\"  +   x", "\"new york\" + x", 10, false },
		{ "2 * king - -1.5", "2 * king - -1.5", 10, false },
		{ "rock'n'roll 's", "rock'n'roll 's", 10, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error err = ERROR_INIT;
		struct args a;

		assert_int_equal(args_parse(&a, &probe, cases[i].line, &err), ST_OK);
		assert_int_equal(a.count, 1);
		assert_string_equal(args_word(&a, 0), cases[i].word);
		assert_int_equal(args_int(&a, "count"), cases[i].count);
		assert_int_equal(args_given(&a, "keep"), cases[i].keep);
		assert_null(args_word(&a, 1));
		args_release(&a);
	}
}

static void values_are_checked(void **state)
{
	static const struct {
		const char *line, *says;
	} cases[] = {
		{ "king -n 0", "at least 1" },
		{ "king -n x", "whole number" },
		{ "king -n", "needs N" },
		{ "king --metric cosin", "cosine|euclidean|dot" },
		{ "king --factor abc", "is a number" },
		{ "king --cuont 5", "did you mean --count?" },
		{ "king --zzzzz", "no option --zzzzz" },
		{ "king -ing", "quotes: '-ing'" },
		{ "king --keep=yes", "takes no value" },
		{ "-n 5", "expression is missing" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error err = ERROR_INIT;
		struct args a;

		assert_int_equal(args_parse(&a, &probe, cases[i].line, &err), ST_USAGE);
		if (!strstr(err.text, cases[i].says))
			fail_msg("\"%s\" says: %s", cases[i].line, err.text);
		assert_non_null(strstr(err.text, "usage: probe <expression>"));
	}
}

static void text_keeps_what_looks_like_options(void **state)
{
	struct error err = ERROR_INIT;
	struct args a;

	(void)state;
	assert_int_equal(args_parse(&a, &pair, "7 see -x and 'this'", &err), ST_OK);
	assert_string_equal(args_word(&a, 0), "7");
	assert_string_equal(args_word(&a, 1), "see -x and 'this'");
	args_release(&a);
	assert_int_equal(args_parse(&a, &pair, "seven text", &err), ST_USAGE);
	assert_int_equal(args_parse(&a, &pair, "7", &err), ST_USAGE);
}

static void positions_are_counted(void **state)
{
	struct error err = ERROR_INIT;
	struct args a;

	(void)state;
	assert_int_equal(args_parse(&a, &many, "one \"new york\"", &err), ST_OK);
	assert_int_equal(a.count, 2);
	assert_string_equal(args_word(&a, 1), "new york");
	args_release(&a);
	assert_int_equal(args_parse(&a, &many, "one", &err), ST_USAGE);
	assert_non_null(strstr(err.text, "at least 2 words"));
	assert_int_equal(args_parse(&a, &many, "a b c d", &err), ST_USAGE);
	assert_non_null(strstr(err.text, "\"d\" is too much"));
	assert_int_equal(args_parse(&a, &choice, "my.bin as glove", &err), ST_OK);
	assert_string_equal(args_word(&a, 2), "glove");
	args_release(&a);
	assert_int_equal(args_parse(&a, &choice, "my.bin glove", &err), ST_USAGE);
}

static void first_token_and_rest(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	assert_string_equal(args_first_token("  near  king -n 5", &sb), "king -n 5");
	assert_string_equal(sb.buf, "near");
	strbuf_clear(&sb);
	assert_string_equal(args_first_token("\"new york\" x", &sb), "x");
	assert_string_equal(sb.buf, "new york");
	strbuf_clear(&sb);
	assert_string_equal(args_first_token("   ", &sb), "");
	assert_int_equal(sb.len, 0);
	strbuf_release(&sb);
}

static void choices_match_whole(void **state)
{
	(void)state;
	assert_true(choice_has("on|off", "on"));
	assert_true(choice_has("on|off", "off"));
	assert_false(choice_has("on|off", "o"));
	assert_false(choice_has("on|off", "on|off"));
	assert_false(choice_has("on|off", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_stand_anywhere),
		cmocka_unit_test(values_are_checked),
		cmocka_unit_test(text_keeps_what_looks_like_options),
		cmocka_unit_test(positions_are_counted),
		cmocka_unit_test(first_token_and_rest),
		cmocka_unit_test(choices_match_whole),
	};

	return cmocka_run_group_tests_name("app/args", tests, NULL, NULL);
}
