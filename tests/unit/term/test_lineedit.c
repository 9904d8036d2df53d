#include "unit.h"

#include <unistd.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "term/lineedit.h"

/* What came back through the hooks. */
struct log {
	struct strbuf lines;   /* each followed by |, the end as <end>| */
	struct strbuf matches; /* joined by spaces */
	const char *candidates[8];
	size_t token_at;
	const char *prefill; /* put into the line by the next finished line */
};

static void log_line(void *ctx, const char *line)
{
	struct log *log = ctx;

	strbuf_addf(&log->lines, "%s|", line ? line : "<end>");
	if (log->prefill)
		lineedit_set_text(log->prefill);
	log->prefill = NULL;
}

static void log_complete(void *ctx, const char *line, size_t cursor, char ***items, size_t *count,
			 size_t *token_at)
{
	struct log *log = ctx;

	(void)line, (void)cursor;
	*items = xcalloc(ARRAY_LEN(log->candidates), sizeof(**items));
	for (*count = 0; log->candidates[*count]; ++*count)
		(*items)[*count] = xstrdup(log->candidates[*count]);
	*token_at = log->token_at;
}

static void log_matches(void *ctx, char **items, size_t n)
{
	struct log *log = ctx;

	strbuf_clear(&log->matches);
	for (size_t i = 0; i < n; i++)
		strbuf_addf(&log->matches, "%s%s", i ? " " : "", items[i]);
}

static int open_editor(void **state)
{
	struct log *log = xcalloc(1, sizeof(*log));
	struct lineedit_hooks hooks = {
		.ctx = log, .line = log_line, .complete = log_complete, .matches = log_matches
	};

	setenv("INPUTRC", "/dev/null", 1);
	setenv("TERM", "xterm-256color", 1);
	log->lines = log->matches = (struct strbuf)STRBUF_INIT;
	lineedit_open(&hooks, "> ");
	lineedit_clear_history();
	*state = log;
	return 0;
}

static int close_editor(void **state)
{
	struct log *log = *state;

	lineedit_close();
	strbuf_release(&log->lines);
	strbuf_release(&log->matches);
	free(log);
	return 0;
}

/* Press keys in their written form; returns whether the last one was used. */
static bool press(const char *keys)
{
	bool used = false;

	while (*keys) {
		struct error err = ERROR_INIT;
		struct key key;
		size_t n;

		if (key_parse(keys, &key, &n, &err) != ST_OK)
			fail_msg("%s", err.text);
		used = lineedit_key(&key);
		keys += n;
	}
	return used;
}

/* The line with | where the cursor is. */
static void check_line(const char *expected)
{
	size_t len, cursor;
	const char *text = lineedit_text(&len, &cursor);
	char *got = xasprintf("%.*s|%.*s", (int)cursor, text, (int)(len - cursor), text + cursor);

	assert_string_equal(got, expected);
	free(got);
}

static void edits_characters_of_every_script(void **state)
{
	(void)state;
	press("near 王様");
	check_line("near 王様|");
	press("<Left><Left>");
	check_line("near |王様");
	press("é<BS><Del>");
	check_line("near |様");
	press("<Home>x<End>y<C-a><C-d>");
	check_line("|near 様y");
	press("<C-e><C-w>");
	check_line("near |");
	press("<C-_>");
	check_line("near 様y|");
	press("<C-Left><M-b>");
	check_line("|near 様y");
	press("<C-x><C-u><C-x><C-u><C-x><C-u>"); /* undo, as a key of two */
	check_line("|near 様");
}

static void hands_over_finished_lines(void **state)
{
	struct log *log = *state;

	press("near king<CR>");
	check_line("|");
	press("a<CR><CR><C-d>");
	assert_string_equal(log->lines.buf, "near king|a||<end>|");
}

static void a_finished_line_may_fill_the_next(void **state)
{
	struct log *log = *state;

	log->prefill = "near queen -n 5";
	press("edit<CR>");
	check_line("near queen -n 5|");
	press("0<CR>");
	assert_string_equal(log->lines.buf, "edit|near queen -n 50|");
}

static void remembers_lines(void **state)
{
	(void)state;
	lineedit_add_history("old");
	press("one<CR>two<CR>two<CR> secret<CR><CR>");
	press("<Up>");
	check_line("two|");
	press("<Up>");
	check_line("one|");
	press("<Up><Up>");
	check_line("old|");
	press("<Down><Down><Down>");
	check_line("|");
	lineedit_clear_history();
	press("<Up>");
	check_line("|");
}

static void searches_with_chinese_words(void **state)
{
	(void)state;
	press("近い 王様<CR>near king<CR>");
	press("<C-r>王");
	check_line("近い |王様");
	assert_non_null(strstr(lineedit_prompt(), "(reverse-i-search)`王'"));
	assert_true(press("<Esc>"));
	assert_string_equal(lineedit_prompt(), "> ");
	press("<C-e>!");
	check_line("近い 王様!|");
}

static void cancels_a_search(void **state)
{
	struct log *log = *state;

	press("near king<CR>near queen<CR><C-r>ki");
	lineedit_cancel();
	assert_string_equal(lineedit_prompt(), "> ");
	check_line("|");
	press("x<CR><Up><Up>");
	check_line("near queen|");
	assert_string_equal(log->lines.buf, "near king|near queen|x|");
}

static void leaves_keys_it_does_not_know(void **state)
{
	static const char *const unknown[] = { "<Esc>",	 "<F1>",    "<F5>",
					       "<PgUp>", "<S-Tab>", "<M-Up>",
					       "<S-F3>", "<M-王>",  "<Mouse:press,1,1>" };

	(void)state;
	press("ab");
	for (size_t i = 0; i < ARRAY_LEN(unknown); i++) {
		if (press(unknown[i]))
			fail_msg("%s was used", unknown[i]);
		check_line("ab|");
	}
}

static void a_paste_is_one_insertion_and_runs_nothing(void **state)
{
	struct log *log = *state;
	char text[] = "near king\r\nquit\n\033[A\t王\007";
	struct key paste = { .code = KEY_PASTE_, .text = text };

	press("> ");
	lineedit_key(&paste);
	check_line("> near king quit [A 王|");
	assert_string_equal(log->lines.buf, "");
	press("<C-_>");
	check_line("> |");
}

static void a_paste_can_be_what_is_looked_for(void **state)
{
	(void)state;
	press("near king<CR>other<CR><C-r>");
	lineedit_insert("king");
	check_line("near |king");
}

static void bounds_the_line(void **state)
{
	size_t len, cursor, big = 100000;
	char *text = xmalloc(3 * big + 1);

	(void)state;
	for (size_t i = 0; i < big; i++)
		memcpy(text + 3 * i, "王", 3);
	text[3 * big] = '\0';
	lineedit_insert(text);
	press("x");
	lineedit_insert(text);
	lineedit_text(&len, &cursor);
	assert_in_range(len, 60000, 65536);
	assert_true(utf8_is_valid(lineedit_text(&len, &cursor), len));
	free(text);
}

static void completes_the_only_candidate(void **state)
{
	struct log *log = *state;

	log->candidates[0] = "王女";
	log->token_at = 5;
	press("near 王<Tab>");
	check_line("near 王女 |");
	log->candidates[0] = "dir/";
	press("<Tab>");
	check_line("near dir/|");
	log->candidates[0] = "\"new york\"";
	press("<C-_><Tab>");
	check_line("near \"new york\" |");
}

static void completes_what_candidates_share_and_lists_them(void **state)
{
	struct log *log = *state;

	log->candidates[0] = "queen";
	log->candidates[1] = "queens";
	log->candidates[2] = "queenie";
	log->token_at = 5;
	press("near q<Tab>");
	check_line("near queen|");
	assert_string_equal(log->matches.buf, "queen queens queenie");
	/* 王 and 玉 share a byte, not a character */
	log->candidates[0] = "王";
	log->candidates[1] = "玉";
	log->candidates[2] = NULL;
	press("<C-u>near <Tab>");
	check_line("near |");
	/* found in spite of case: what was typed stays */
	log->candidates[0] = "Queen";
	log->candidates[1] = "queen";
	press("qu<Tab>");
	check_line("near qu|");
}

static void never_offers_what_cannot_be_shown(void **state)
{
	struct log *log = *state;

	log->candidates[0] = "a\033[2J";
	log->candidates[1] = "ab";
	log->candidates[2] = "a\xc2\x9b"
			     "2J";
	log->token_at = 0;
	press("a<Tab>");
	check_line("ab |");
}

static void opens_again(void **state)
{
	struct log *log = *state;
	struct lineedit_hooks hooks = { .ctx = log, .line = log_line };

	press("left over");
	lineedit_close();
	lineedit_open(&hooks, "again: ");
	assert_string_equal(lineedit_prompt(), "again: ");
	check_line("|");
	press("x<Tab><CR>");
	assert_string_equal(log->lines.buf, "x|");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_editor, close_editor)
	const struct CMUnitTest tests[] = {
		TEST(edits_characters_of_every_script),
		TEST(hands_over_finished_lines),
		TEST(a_finished_line_may_fill_the_next),
		TEST(remembers_lines),
		TEST(searches_with_chinese_words),
		TEST(cancels_a_search),
		TEST(leaves_keys_it_does_not_know),
		TEST(a_paste_is_one_insertion_and_runs_nothing),
		TEST(a_paste_can_be_what_is_looked_for),
		TEST(bounds_the_line),
		TEST(completes_the_only_candidate),
		TEST(completes_what_candidates_share_and_lists_them),
		TEST(never_offers_what_cannot_be_shown),
		TEST(opens_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
