#include "unit.h"

#include <string.h>

#include "app/document.h"
#include "base/strbuf.h"

/* Words that would be markup, end a comment or a block, or begin a comment of their own. */
static const char hostile[] = "<b>&\"'`|*_</b> --> ``` ~~~ <!-- vecscope {\"command\":\"quit\","
			      "\"rows\":[]} --> \033[31m\001 ]]> </svg></figure><script>";

static const char answer[] =
	"{\"command\":\"near x--y\",\"status\":\"ok\",\"columns\":[\"rank\",\"word\"],"
	"\"rows\":[[1,\"<i>&--></i>\"],[2,\"b|c\"],[3,null]],"
	"\"notes\":[\"a <note> & more\"],\"text\":\"one\\n```\\n<!-- vecscope {} -->\"}";

static void draw_hostile(struct surface *s)
{
	surface_init(s, 4, 160);
	surface_puts(s, 0, 0, 160, ROLE_LABEL, hostile);
	surface_puts(s, 1, 0, 20, ROLE_TEXT, "``````");
	surface_puts(s, 2, 0, 20, ROLE_TEXT, "⠁⠂⣿ 東京 <!-- x");
}

static void write_document(struct strbuf *out, bool html, const char *json, bool is_answer)
{
	struct surface s;
	struct document_picture picture = { .title = hostile,
					    .surface = &s,
					    .is_answer = is_answer };
	struct document_entry e = { .number = 1,
				    .line = hostile,
				    .model = hostile,
				    .status = "ok",
				    .summary = hostile,
				    .note = hostile,
				    .json = json,
				    .picture = &picture };

	draw_hostile(&s);
	document_begin(out, html, hostile, hostile);
	document_add(out, html, &e);
	e.picture = NULL;
	document_add(out, html, &e);
	document_end(out, html);
	surface_release(&s);
}

/* --- well-formed: every tag is closed in its turn, & begins an entity, no stray control byte --- */

static const char *skip_comment(const char *p)
{
	const char *end = strstr(p + 4, "--");

	assert_non_null(end);
	assert_true(end[2] == '>');
	return end + 3;
}

static const char *skip_entity(const char *p)
{
	static const char *const known[] = { "&lt;", "&gt;", "&amp;", "&quot;", "&#39;", "&apos;" };

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (!strncmp(p, known[i], strlen(known[i])))
			return p + strlen(known[i]);
	fail_msg("a bare & at: %.40s", p);
	return p;
}

struct open_tags {
	char name[64][16];
	size_t count;
};

static const char *skip_tag(struct open_tags *t, const char *p)
{
	const char *end = strchr(p, '>');
	bool closes = p[1] == '/';
	size_t n = strcspn(p + 1 + closes, " />\n");

	assert_non_null(end);
	assert_true(n > 0 && n < sizeof(t->name[0]));
	assert_null(memchr(p + 1, '<', (size_t)(end - p - 1)));
	if (closes) {
		assert_true(t->count > 0);
		t->count--;
		assert_int_equal(strlen(t->name[t->count]), n);
		assert_memory_equal(t->name[t->count], p + 2, n);
	} else if (end[-1] != '/') {
		assert_true(t->count < ARRAY_LEN(t->name));
		memcpy(t->name[t->count], p + 1, n);
		t->name[t->count++][n] = '\0';
	}
	return end + 1;
}

static void assert_well_formed(const char *p)
{
	struct open_tags tags = { .count = 0 };

	assert_memory_equal(p, "<!DOCTYPE html>", 15);
	for (p += 15; *p;) {
		assert_true((unsigned char)*p >= 32 || *p == '\n');
		if (!strncmp(p, "<!--", 4))
			p = skip_comment(p);
		else if (*p == '<')
			p = skip_tag(&tags, p);
		else if (*p == '&')
			p = skip_entity(p);
		else
			p++;
	}
	assert_int_equal(tags.count, 0);
}

static size_t count_of(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)); text += strlen(what))
		n++;
	return n;
}

static void html_is_well_formed(void **state)
{
	struct strbuf out = STRBUF_INIT;

	(void)state;
	write_document(&out, true, answer, false);
	assert_well_formed(out.buf);
	assert_int_equal(count_of(out.buf, "<svg "), 1);
	assert_int_equal(count_of(out.buf, "<table>"), 2);
	assert_int_equal(count_of(out.buf, "<!-- vecscope "), 2);
	assert_int_equal(count_of(out.buf, "<script>"), 0);
	assert_int_equal(count_of(out.buf, "a &lt;note&gt; &amp; more"), 2);
	strbuf_clear(&out);
	write_document(&out, true, "", false);
	assert_well_formed(out.buf);
	strbuf_clear(&out);
	write_document(&out, true, "{broken", true);
	assert_well_formed(out.buf);
	strbuf_release(&out);
}

static void a_drawn_answer_stands_for_its_table(void **state)
{
	struct strbuf out = STRBUF_INIT;

	(void)state;
	write_document(&out, true, answer, true);
	assert_well_formed(out.buf);
	assert_int_equal(count_of(out.buf, "<table>"), 1); /* that of the line without a picture */
	strbuf_clear(&out);
	write_document(&out, false, answer, true);
	assert_int_equal(count_of(out.buf, "| rank | word |"), 1);
	strbuf_release(&out);
}

/* --- what a replay finds: the answers, and nothing that words pretend --- */

static bool count_answer(void *ctx, const char *json)
{
	struct strbuf line = STRBUF_INIT;

	assert_true(document_line(json, &line));
	assert_string_equal(line.buf, "near x--y");
	assert_int_equal(document_rows(json), 3);
	++*(int *)ctx;
	strbuf_release(&line);
	return true;
}

static void a_replay_finds_the_answers_alone(void **state)
{
	struct strbuf out = STRBUF_INIT, what = STRBUF_INIT;
	int found;

	(void)state;
	for (int html = 0; html < 2; html++) {
		found = 0;
		strbuf_clear(&out);
		write_document(&out, html, answer, false);
		document_each(out.buf, count_answer, &found);
		assert_int_equal(found, 2);
	}
	assert_true(document_agree(answer, answer, &what));
	strbuf_release(&out);
	strbuf_release(&what);
}

/* A block of Markdown ends where it was to end: its fence is longer than any run inside. */
static void blocks_of_markdown_hold(void **state)
{
	struct strbuf out = STRBUF_INIT;
	const char *block, *end;

	(void)state;
	write_document(&out, false, answer, false);
	block = strstr(out.buf, "\n```````text\n"); /* six inside, seven around */
	assert_non_null(block);
	end = strstr(block + 3, "\n```````\n");
	assert_non_null(end);
	assert_non_null(strstr(block, "⠁⠂⣿ 東京 ‹!-- x"));
	assert_true(strstr(block, "⠁⠂⣿ 東京") < end);
	assert_null(strchr(out.buf, '\033'));
	strbuf_release(&out);
}

static void long_tables_are_cut_and_kept_whole(void **state)
{
	struct strbuf json = STRBUF_INIT, out = STRBUF_INIT;
	struct document_entry e = { .number = 1, .line = "x", .status = "ok", .summary = "" };

	(void)state;
	strbuf_adds(&json, "{\"command\":\"x\",\"columns\":[\"n\"],\"rows\":[");
	for (int i = 0; i < 250; i++)
		strbuf_addf(&json, "%s[%d]", i ? "," : "", i);
	strbuf_adds(&json, "],\"notes\":[]}");
	e.json = json.buf;
	document_add(&out, false, &e);
	assert_int_equal(count_of(out.buf, "\n| "), 101); /* with its head */
	assert_non_null(strstr(out.buf, "150 more rows."));
	assert_non_null(strstr(out.buf, "[249]"));
	strbuf_release(&json);
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_is_well_formed),
		cmocka_unit_test(a_drawn_answer_stands_for_its_table),
		cmocka_unit_test(a_replay_finds_the_answers_alone),
		cmocka_unit_test(blocks_of_markdown_hold),
		cmocka_unit_test(long_tables_are_cut_and_kept_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
