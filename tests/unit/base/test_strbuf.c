#include "unit.h"

#include "base/error.h"
#include "base/strbuf.h"

static void empty_is_a_valid_string(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	assert_string_equal(sb.buf, "");
	strbuf_truncate(&sb, 0);
	strbuf_release(&sb);
	assert_string_equal(sb.buf, "");
}

static void grows_and_keeps_nul(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	size_t len;
	char *p;

	(void)state;
	for (int i = 0; i < 1000; i++)
		strbuf_addf(&sb, "%d,", i);
	assert_int_equal(sb.len, 3890);
	assert_int_equal(sb.buf[sb.len], '\0');
	strbuf_truncate(&sb, 4);
	assert_string_equal(sb.buf, "0,1,");
	p = strbuf_detach(&sb, &len);
	assert_int_equal(len, 4);
	free(p);
	assert_int_equal(sb.len, 0);
}

static void a_long_sentence_is_cut_at_a_character(void **state)
{
	struct error err = ERROR_INIT;
	char text[700];

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text + 509, "\xE4\xBD\xA0", 3); /* would end in the middle of 你 */
	text[699] = '\0';
	assert_int_equal(error_set(&err, ST_FORMAT, "%s", text), ST_FORMAT);
	assert_int_equal(strlen(err.text), 509);
	assert_int_equal(error_wrap(&err, "file"), ST_FORMAT);
	assert_memory_equal(err.text, "file: aaa", 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_is_a_valid_string),
		cmocka_unit_test(grows_and_keeps_nul),
		cmocka_unit_test(a_long_sentence_is_cut_at_a_character),
	};

	return cmocka_run_group_tests_name("base/strbuf", tests, NULL, NULL);
}
