/* Prose cut into the lines of a box. */
#include "unit.h"

#include "base/display.h"
#include "ui/text.h"

static void check(const char *text, size_t cols, const char *expected)
{
	struct strbuf out = STRBUF_INIT;
	size_t lines = text_wrap(&out, text, cols), ends = 0;

	assert_string_equal(out.buf, expected);
	for (size_t i = 0; i < out.len; i++)
		ends += out.buf[i] == '\n';
	assert_int_equal(lines, ends);
	strbuf_release(&out);
}

static void test_lines_go_on_where_they_begin(void **state)
{
	(void)state;
	check("", 10, "");
	check("short", 10, "short\n");
	check("one two three\n\nfour", 8, "one two\nthree\n\nfour\n");
	check("  one two three", 8, "  one\n  two\n  three\n");
	check("  -n N    how many words to list", 24,
	      "  -n N    how many words\n          to list\n");
	/* a first column that takes more than half is none */
	check("  --very-long-name  what it is for", 20, "  --very-long-name\n  what it is for\n");
	check("unbreakably", 4, "unbreakably\n");
	check("王様 女王 王妃", 6, "王様\n女王\n王妃\n");
}

/* Whatever the width: the same words in the same order, and no line is too long that has a blank. */
static void test_no_word_is_lost(void **state)
{
	static const char text[] =
		"near: List the words closest to a word or an expression.\n\n"
		"options\n  -n, --count N        how many words to list [10]\n"
		"      --of WORDS       frequent, marks, answer or a FILE of words\n";

	(void)state;
	for (size_t cols = 8; cols < 90; cols++) {
		struct strbuf out = STRBUF_INIT;
		const char *a = text, *b;

		text_wrap(&out, text, cols);
		for (b = out.buf; *a || *b; a++, b++) {
			a += strspn(a, " \n");
			b += strspn(b, " \n");
			if (*a != *b)
				fail_msg("at %zu columns \"%.20s\" became \"%.20s\"", cols, a, b);
			if (!*a)
				break;
		}
		for (const char *line = out.buf; *line; line = strchr(line, '\n') + 1) {
			size_t n = strcspn(line, "\n"), lead = strspn(line, " ");

			if (display_width(line, n) > cols)
				assert_true(cols < 40 && (lead > n || n - lead <= 20));
		}
		strbuf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines_go_on_where_they_begin),
		cmocka_unit_test(test_no_word_is_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
