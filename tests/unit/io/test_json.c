#include "unit.h"

#include "io/json.h"

#include <math.h>

static enum status parse(const char *text, struct error *err)
{
	struct json_doc *doc = NULL;
	enum status st = json_parse(&doc, text, strlen(text), err);

	json_free(doc);
	return st;
}

static void reads_members_in_file_order(void **state)
{
	static const char text[] = " {\"z\":[1, 2],\"a\":\"x\\u0000y\",\"m\":18}\n";
	struct json_doc *doc = NULL;
	const json_value *root;
	uint64_t u = 0;
	size_t n = 0;
	const char *s;

	(void)state;
	assert_int_equal(json_parse(&doc, text, strlen(text), NULL), ST_OK);
	root = json_root(doc);
	assert_true(json_is_object_value(root));
	assert_int_equal(json_length(json_member(root, "z")), 2);
	assert_true(json_get_u64(json_item(json_member(root, "z"), 1), &u));
	assert_int_equal(u, 2);
	s = json_get_string(json_member(root, "a"), &n);
	assert_int_equal(n, 3);
	assert_memory_equal(s, "x\0y", 4);
	assert_null(json_member(root, "nothing"));
	assert_false(json_get_u64(json_member(root, "a"), &u));
	assert_null(json_get_string(json_member(root, "m"), &n));
	json_free(doc);
}

struct seen {
	char keys[8];
	size_t count, stop_after;
};

static bool note_key(void *ctx, const char *key, const json_value *v)
{
	struct seen *seen = ctx;

	assert_non_null(v);
	seen->keys[seen->count++] = key[0];
	return seen->count < seen->stop_after;
}

static void visits_members_until_told_to_stop(void **state)
{
	static const char text[] = "{\"z\":1,\"a\":2,\"m\":3}";
	struct json_doc *doc = NULL;
	struct seen all = { .stop_after = 8 }, two = { .stop_after = 2 };

	(void)state;
	assert_int_equal(json_parse(&doc, text, strlen(text), NULL), ST_OK);
	json_each_member(json_root(doc), note_key, &all);
	json_each_member(json_root(doc), note_key, &two);
	assert_string_equal(all.keys, "zam");
	assert_string_equal(two.keys, "za");
	json_free(doc);
}

static void says_where_it_is_wrong(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(parse("{\"a\":1,\n \"a\":2}", &err), ST_FORMAT);
	assert_non_null(strstr(err.text, "line 2"));
	assert_non_null(strstr(err.text, "duplicate"));
	assert_int_equal(parse("[1,2", &err), ST_FORMAT);
	assert_int_equal(parse("", &err), ST_FORMAT);
	assert_int_equal(parse("{} x", &err), ST_FORMAT);
	assert_int_equal(parse("[1] [2]", &err), ST_FORMAT);
	assert_int_equal(parse("[\"\xff\"]", &err), ST_FORMAT);
	assert_int_equal(parse("[99999999999999999999]", &err), ST_FORMAT);
	assert_int_equal(parse("[1e999]", &err), ST_FORMAT);
	assert_int_equal(parse("\"alone\"", &err), ST_OK);
}

static enum status parse_repeated(const char *piece, size_t times, struct error *err)
{
	struct strbuf sb = STRBUF_INIT;
	enum status st;

	for (size_t i = 0; i < times; i++)
		strbuf_adds(&sb, piece);
	st = parse(sb.buf, err);
	strbuf_release(&sb);
	return st;
}

static void bounds_depth_and_weight(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(parse_repeated("[", 1000000, &err), ST_FORMAT);
	assert_non_null(strstr(err.text, "nested deeper"));
	assert_int_equal(parse_repeated("{\"a\":", 100, &err), ST_FORMAT);
	assert_non_null(strstr(err.text, "nested deeper"));
	assert_int_equal(parse_repeated("[],", 1000000, &err), ST_FORMAT);
	assert_non_null(strstr(err.text, "refused"));
	/* brackets inside strings do not count, quotes behind a backslash end nothing */
	assert_int_equal(
		parse("[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
		      "\\\"[[[[[[[[\"]",
		      &err),
		ST_OK);
}

static void check_written(const char *in, size_t n, const char *want)
{
	struct strbuf sb = STRBUF_INIT;

	json_add_string(&sb, in, n);
	assert_string_equal(sb.buf, want);
	strbuf_release(&sb);
}

static void writes_strings_that_are_safe_everywhere(void **state)
{
	(void)state;
	check_written("a\"b\\c", 5, "\"a\\\"b\\\\c\"");
	check_written("\n\t\r\b\f\x1b\x7f", 7, "\"\\n\\t\\r\\b\\f\\u001b\\u007f\"");
	check_written("x\0y", 3, "\"x\\u0000y\"");
	check_written("\xC3\xBC\xE4\xBD\xA0\xF0\x9F\x98\x80", 9,
		      "\"\xC3\xBC\xE4\xBD\xA0\xF0\x9F\x98\x80\"");
	check_written("a\xff"
		      "b\xe4\xbd",
		      5,
		      "\"a\xEF\xBF\xBD"
		      "b\xEF\xBF\xBD\xEF\xBF\xBD\"");
	check_written("\xC2\x9B\xE2\x80\xAE", 5, "\"\\u009b\\u202e\"");
	check_written("\xE2\x80\x8B\xE2\x80\x8C", 6, "\"\\u200b\xE2\x80\x8C\"");
	check_written("\xF3\xA0\x81\x81", 4, "\"\\udb40\\udc41\"");
}

static void writes_the_shortest_numbers(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	json_add_f32(&sb, 0.1f);
	strbuf_addc(&sb, ' ');
	json_add_f64(&sb, 0.1);
	strbuf_addc(&sb, ' ');
	json_add_f32(&sb, (float)NAN);
	strbuf_addc(&sb, ' ');
	json_add_f64(&sb, -(double)INFINITY);
	assert_string_equal(sb.buf, "0.1 0.1 null null");
	strbuf_release(&sb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_members_in_file_order),
		cmocka_unit_test(visits_members_until_told_to_stop),
		cmocka_unit_test(says_where_it_is_wrong),
		cmocka_unit_test(bounds_depth_and_weight),
		cmocka_unit_test(writes_strings_that_are_safe_everywhere),
		cmocka_unit_test(writes_the_shortest_numbers),
	};

	return cmocka_run_group_tests_name("io/json", tests, NULL, NULL);
}
