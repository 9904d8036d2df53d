#include "unit.h"

#include "comma_locale.h"

#include <locale.h>
#include <math.h>

#include "app/render.h"
#include "base/mem.h"
#include "base/error.h"

/* rank word score: a wide word, one with everything that must be escaped, a missing score. */
static void make(struct result *r)
{
	static const char hostile[] = "a\tb\n\\\"c\",\033[31m|";

	result_init(r);
	result_set_title(r, "nearest to x");
	result_add_column(r, "rank", CELL_INT);
	result_add_column(r, "word", CELL_TEXT);
	result_add_bar_column(r, "cosine", CELL_F32, false);
	for (int i = 0; i < 3; i++) {
		size_t row = result_add_row(r);

		result_put_int(r, row, 0, i + 1);
	}
	result_put_text(r, 0, 1, "東京", strlen("東京"));
	result_put_float(r, 0, 2, (double)0.1f);
	result_put_text(r, 1, 1, hostile, strlen(hostile));
	result_put_float(r, 1, 2, (double)NAN);
	result_put_text(r, 2, 1, "x", 1);
	result_notef(r, "a \"note\"");
}

static char *rendered(const struct result *r, const struct render_options *opt)
{
	struct strbuf sb = STRBUF_INIT;

	render_result(r, "near x", opt, &sb);
	return strbuf_detach(&sb, NULL);
}

static void check(enum output_mode mode, const char *expected)
{
	struct render_options opt = { .mode = mode, .header = true, .bars = true, .first = true };
	struct result r;
	char *text;

	make(&r);
	text = rendered(&r, &opt);
	assert_string_equal(text, expected);
	free(text);
	result_release(&r);
}

static void tsv_escapes(void **state)
{
	(void)state;
	check(OUTPUT_TSV, "rank\tword\tcosine\n"
			  "1\t東京\t0.1\n"
			  "2\ta\\tb\\n\\\\\"c\",\033[31m|\tnan\n"
			  "3\tx\t\n");
	check(OUTPUT_AUTO, "rank\tword\tcosine\n"
			   "1\t東京\t0.1\n"
			   "2\ta\\tb\\n\\\\\"c\",\033[31m|\tnan\n"
			   "3\tx\t\n");
}

static void csv_follows_rfc4180(void **state)
{
	(void)state;
	check(OUTPUT_CSV, "rank,word,cosine\n"
			  "1,東京,0.1\n"
			  "2,\"a\tb\n\\\"\"c\"\",\033[31m|\",nan\n"
			  "3,x,\n");
}

static void json_is_one_line(void **state)
{
	(void)state;
	check(OUTPUT_JSON, "{\"command\":\"near x\",\"status\":\"ok\","
			   "\"columns\":[\"rank\",\"word\",\"cosine\"],"
			   "\"rows\":[[1,\"東京\",0.1],"
			   "[2,\"a\\tb\\n\\\\\\\"c\\\",\\u001b[31m|\",null],[3,\"x\",null]],"
			   "\"notes\":[\"a \\\"note\\\"\"]}\n");
}

static void table_aligns_cells_and_shows_no_controls(void **state)
{
	(void)state;
	check(OUTPUT_TABLE, "nearest to x\n"
			    "rank  word                  cosine\n"
			    "   1  東京                  0.1000  ██\n"
			    "   2  a\\tb\\n\\\"c\",\\x1B[31m|     nan\n"
			    "   3  x                          -\n");
}

static void markdown_is_safe(void **state)
{
	(void)state;
	check(OUTPUT_MD, "| rank | word | cosine |\n| ---: | --- | ---: |\n"
			 "| 1 | 東京 | 0.1000 |\n"
			 "| 2 | a\\\\tb\\\\n\\\\\"c\",\\\\x1B[31m\\| | nan |\n"
			 "| 3 | x | - |\n");
}

static void narrow_tables_are_cut(void **state)
{
	struct render_options opt = {
		.mode = OUTPUT_TABLE, .header = true, .bars = true, .cols = 24, .first = true
	};
	struct result r;
	char *text;

	(void)state;
	make(&r);
	text = rendered(&r, &opt);
	assert_non_null(strstr(text, "…"));
	for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
		size_t cells = 0;

		for (const char *p = line; *p != '\n'; p++)
			cells += ((unsigned char)*p & 0xC0) != 0x80;
		assert_true(cells <= 24);
	}
	free(text);
	result_release(&r);
}

static void ascii_has_no_other_bytes(void **state)
{
	struct render_options opt = {
		.mode = OUTPUT_TABLE, .header = true, .bars = true, .ascii = true, .first = true
	};
	struct result r;
	char *text;

	(void)state;
	make(&r);
	text = rendered(&r, &opt);
	for (const char *p = text; *p; p++)
		assert_true(*p == '\n' || (*p >= ' ' && *p < 127));
	assert_non_null(strstr(text, "\\u{6771}"));
	assert_non_null(strstr(text, "##"));
	free(text);
	result_release(&r);
}

static void distances_turn_the_bar_round(void **state)
{
	struct render_options opt = {
		.mode = OUTPUT_TABLE, .bars = true, .ascii = true, .first = true
	};
	struct result r;
	char *text;

	(void)state;
	result_init(&r);
	result_add_bar_column(&r, "euclidean", CELL_F32, true);
	for (int i = 0; i < 2; i++)
		result_put_float(&r, result_add_row(&r), 0, i ? 4.0 : 2.0);
	text = rendered(&r, &opt);
	assert_string_equal(text, "   2.0000  ####################\n   4.0000  ##########\n");
	free(text);
	result_release(&r);
}

static void counts_have_bars_too(void **state)
{
	struct render_options opt = {
		.mode = OUTPUT_TABLE, .bars = true, .ascii = true, .first = true
	};
	struct result r;
	char *text;

	(void)state;
	result_init(&r);
	result_add_bar_column(&r, "times", CELL_INT, false);
	for (int i = 0; i < 2; i++)
		result_put_int(&r, result_add_row(&r), 0, i ? 10 : 40);
	text = rendered(&r, &opt);
	assert_string_equal(text, "   40  ####################\n   10  #####\n");
	free(text);
	result_release(&r);
}

static void pairs_make_a_matrix(void **state)
{
	static const char *const names[] = { "a", "b", "c" };
	struct render_options opt = { .mode = OUTPUT_TABLE, .bars = true, .first = true };
	struct result r;
	char *text;

	(void)state;
	result_init(&r);
	result_add_column(&r, "a", CELL_TEXT);
	result_add_column(&r, "b", CELL_TEXT);
	result_add_column(&r, "cosine", CELL_F32);
	r.matrix = true;
	for (size_t i = 0; i < 3; i++) {
		for (size_t j = i + 1; j < 3; j++) {
			size_t row = result_add_row(&r);

			result_put_text(&r, row, 0, names[i], 1);
			result_put_text(&r, row, 1, names[j], 1);
			result_put_float(&r, row, 2, (double)(i + j) / 4);
		}
	}
	text = rendered(&r, &opt);
	assert_string_equal(text, "         a        b        c\n"
				  "a        ·   0.2500   0.5000\n"
				  "b   0.2500        ·   0.7500\n"
				  "c   0.5000   0.7500        ·\n");
	free(text);
	opt.mode = OUTPUT_TSV;
	text = rendered(&r, &opt);
	assert_string_equal(text, "a\tb\t0.25\na\tc\t0.5\nb\tc\t0.75\n");
	free(text);
	result_release(&r);
}

/* Of machine output. (People get a point too: the program itself keeps the C numbers.) */
static void the_locale_changes_nothing(void **state)
{
	(void)state;
	if (!comma_locale_enter())
		skip();
	tsv_escapes(state);
	json_is_one_line(state);
	comma_locale_leave();
}

static void long_results_are_cut_for_the_history(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	struct result r;

	(void)state;
	make(&r);
	render_json(&r, "near x", 1, &sb);
	assert_string_equal(sb.buf, "{\"command\":\"near x\",\"status\":\"ok\","
				    "\"columns\":[\"rank\",\"word\",\"cosine\"],"
				    "\"rows\":[[1,\"東京\",0.1]],"
				    "\"notes\":[\"a \\\"note\\\"\"],\"total\":3}");
	strbuf_clear(&sb);
	result_summary(&r, &sb);
	assert_memory_equal(sb.buf, "東京 0.1000, ", strlen("東京 0.1000, "));
	strbuf_release(&sb);
	result_release(&r);
}

static void copies_share_nothing(void **state)
{
	struct render_options opt = { .mode = OUTPUT_TSV, .header = true, .first = true };
	struct result r, copy;
	char *before, *after;

	(void)state;
	make(&r);
	result_set_answer_row(&r, 1, 7);
	before = rendered(&r, &opt);
	result_copy(&copy, &r);
	result_release(&r);
	after = rendered(&copy, &opt);
	assert_string_equal(before, after);
	assert_int_equal(copy.answer_rows[1], 7);
	assert_int_equal(copy.answer_rows[0], VOCAB_NONE);
	result_add_row(&copy);
	assert_int_equal(copy.rows, 4);
	free(before);
	free(after);
	result_release(&copy);
}

/* Five points around their middle (1, 1): each by its direction, near ones first. */
static void maps_are_told_in_words(void **state)
{
	static const struct {
		double x, y;
		const char *word;
	} points[] = { { 3, 1, "east" },      { 1, 3, "north" }, { 1, 1, "here" },
		       { -1.5, -1.5, "far" }, { 0, 0, "near" },	 { 2.5, 2.5, "a\033b" } };
	struct render_options opt = { .mode = OUTPUT_TABLE, .header = true, .first = true };
	struct result r;
	char *text;

	(void)state;
	result_init(&r);
	result_set_title(&r, "a map");
	result_add_column(&r, "x", CELL_F32);
	result_add_column(&r, "y", CELL_F32);
	result_add_column(&r, "word", CELL_TEXT);
	for (size_t i = 0; i < ARRAY_LEN(points); i++) {
		size_t row = result_add_row(&r);

		result_put_float(&r, row, 0, points[i].x);
		result_put_float(&r, row, 1, points[i].y);
		result_put_text(&r, row, 2, points[i].word, strlen(points[i].word));
	}
	r.picture = xcalloc(1, sizeof(*r.picture));
	surface_init(r.picture, 2, 8);
	surface_puts(r.picture, 0, 0, 8, ROLE_TEXT, "picture");
	text = rendered(&r, &opt);
	assert_non_null(strstr(text, "picture"));
	free(text);
	opt.spoken = true;
	text = rendered(&r, &opt);
	assert_string_equal(text, "a map. From the middle, with distances:\n"
				  "in the middle: here 0.00\n"
				  "right: east 2.00\n"
				  "upper right: a\\x1Bb 2.12\n"
				  "above: north 2.00\n"
				  "lower left: near 1.41, far 3.54\n");
	free(text);
	result_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tsv_escapes),
		cmocka_unit_test(csv_follows_rfc4180),
		cmocka_unit_test(json_is_one_line),
		cmocka_unit_test(table_aligns_cells_and_shows_no_controls),
		cmocka_unit_test(markdown_is_safe),
		cmocka_unit_test(narrow_tables_are_cut),
		cmocka_unit_test(ascii_has_no_other_bytes),
		cmocka_unit_test(distances_turn_the_bar_round),
		cmocka_unit_test(counts_have_bars_too),
		cmocka_unit_test(pairs_make_a_matrix),
		cmocka_unit_test(the_locale_changes_nothing),
		cmocka_unit_test(long_results_are_cut_for_the_history),
		cmocka_unit_test(copies_share_nothing),
		cmocka_unit_test(maps_are_told_in_words),
	};

	return cmocka_run_group_tests_name("app/render", tests, NULL, NULL);
}
