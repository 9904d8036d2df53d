#include "unit.h"

#include <locale.h>
#include <wchar.h>

#include "base/compiler.h"
#include "base/utf8.h"

static void decodes_strictly(void **state)
{
	static const char *const bad[] = {
		"\x80",
		"\xBF",
		"\xC0\x80",
		"\xC1\xBF",
		"\xC2",
		"\xC2\x41",
		"\xE0\x80\x80",
		"\xE0\x9F\xBF",
		"\xED\xA0\x80",
		"\xED\xBF\xBF",
		"\xE2\x82",
		"\xF0\x80\x80\x80",
		"\xF0\x8F\xBF\xBF",
		"\xF4\x90\x80\x80",
		"\xF5\x80\x80\x80",
		"\xF8\x88\x80\x80\x80",
		"\xFE",
		"\xFF",
	};
	uint32_t cp = 7;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_int_equal(utf8_decode(bad[i], strlen(bad[i]), &cp), 0);
		assert_false(utf8_is_valid(bad[i], strlen(bad[i])));
	}
	assert_int_equal(cp, 7);
	assert_true(utf8_is_valid("", 0));
	assert_true(utf8_is_valid("a\0b", 3));
	assert_int_equal(utf8_decode("\xF4\x8F\xBF\xBF", 4, &cp), 4);
	assert_int_equal(cp, 0x10FFFF);
}

static void every_character_survives(void **state)
{
	char bytes[4];
	uint32_t back;
	size_t len;

	(void)state;
	for (uint32_t cp = 0; cp < 0x110000; cp++) {
		len = utf8_encode(cp, bytes);
		if (cp >= 0xD800 && cp <= 0xDFFF) {
			assert_int_equal(len, 0);
			continue;
		}
		assert_int_equal(utf8_decode(bytes, len, &back), len);
		assert_int_equal(back, cp);
		for (size_t cut = 1; cut < len; cut++)
			assert_int_equal(utf8_decode(bytes, cut, &back), 0);
	}
	assert_int_equal(utf8_encode(0x110000, bytes), 0);
}

static void widths_are_those_of_terminals(void **state)
{
	(void)state;
	assert_int_equal(utf8_width('a'), 1);
	assert_int_equal(utf8_width(0x1B), -1);
	assert_int_equal(utf8_width(0x7F), -1);
	assert_int_equal(utf8_width(0x9B), -1);
	assert_int_equal(utf8_width(0xB1), 1);	  /* ambiguous */
	assert_int_equal(utf8_width(0x301), 0);	  /* combining acute */
	assert_int_equal(utf8_width(0x4F60), 2);  /* 你 */
	assert_int_equal(utf8_width(0xAC00), 2);  /* 가 */
	assert_int_equal(utf8_width(0xFF21), 2);  /* fullwidth A */
	assert_int_equal(utf8_width(0x1F389), 2); /* party popper */
	assert_int_equal(utf8_width(0x0E31), 0);  /* Thai vowel */
	assert_int_equal(utf8_width(0x200B), 0);
	assert_int_equal(utf8_width(0x2028), -1);
	assert_int_equal(utf8_width(0x1CD00), -1); /* octants: too new */
	assert_int_equal(utf8_width(0x2804), 1);   /* braille */
	assert_int_equal(utf8_width(0xD800), -1);
	assert_int_equal(utf8_width(0x110000), -1);
}

/* curses trusts the C library: the two tables may differ only at the edges. */
static void widths_agree_with_the_c_library(void **state)
{
	size_t differ = 0, drawn = 0;

	(void)state;
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		skip();
	for (uint32_t cp = 0x20; cp < 0x30000; cp++) {
		if (!utf8_is_drawn(cp))
			continue;
		drawn++;
		/* the library may be older and not know the character at all */
		differ += wcwidth((wchar_t)cp) >= 0 && utf8_width(cp) != wcwidth((wchar_t)cp);
	}
	setlocale(LC_CTYPE, "C");
	print_message("%zu of %zu drawn characters have another width in the C library\n", differ,
		      drawn);
	assert_true(drawn > 130000);
	assert_true(differ < drawn / 2000);
}

static void knows_letters_and_directions(void **state)
{
	(void)state;
	assert_true(utf8_is_letter('q'));
	assert_true(utf8_is_letter(0x4F60));
	assert_true(utf8_is_letter(0x5D0));
	assert_false(utf8_is_letter('1'));
	assert_false(utf8_is_letter(0x301));
	assert_true(utf8_is_rtl(0x5D0));
	assert_true(utf8_is_rtl(0x628));
	assert_false(utf8_is_rtl('a'));
	assert_false(utf8_is_rtl(0x4F60));
	/* the first letter decides, not the first character; a byte that is none ends the search */
	assert_true(utf8_starts_rtl("12 \xD7\xA9"
				    "a",
				    6));
	assert_false(utf8_starts_rtl("a\xD7\xA9", 3));
	assert_false(utf8_starts_rtl("12", 2));
	assert_false(utf8_starts_rtl("\xFF\xD7\xA9", 3));
	assert_false(utf8_starts_rtl("\xD7\xA9", 0));
	assert_true(utf8_is_emoji(0x1F469));
	assert_false(utf8_is_emoji('1'));
}

static void check_fold(void (*fold)(struct strbuf *, const char *, size_t), const char *from,
		       const char *to)
{
	struct strbuf sb = STRBUF_INIT;

	fold(&sb, from, strlen(from));
	assert_string_equal(sb.buf, to);
	strbuf_release(&sb);
}

/* As Python's str.upper(). */
static void upper_case_is_the_full_mapping(void **state)
{
	(void)state;
	check_fold(utf8_upper, "King's 42", "KING'S 42");
	check_fold(utf8_upper, "straße", "STRASSE");
	check_fold(utf8_upper, "ﬃ", "FFI");
	check_fold(utf8_upper, "ŉ", "ʼN");
	check_fold(utf8_upper, "άλφα", "ΆΛΦΑ");
	check_fold(utf8_upper, "привет, 王", "ПРИВЕТ, 王");
	check_fold(utf8_upper, "\xffzz\xe4", "\xffZZ\xe4");
	check_fold(utf8_upper, "", "");
}

static void folds_case_fully(void **state)
{
	(void)state;
	check_fold(utf8_fold_case, "King", "king");
	check_fold(utf8_fold_case, "", "");
	check_fold(utf8_fold_case,
		   "Stra\xC3\x9F"
		   "E",
		   "strasse");
	check_fold(utf8_fold_case, "\xC3\x84rger", "\xC3\xA4rger");
	check_fold(utf8_fold_case, "\xCE\xA3\xCE\x91\xCE\xA3", "\xCF\x83\xCE\xB1\xCF\x83");
	check_fold(utf8_fold_case, "\xF0\x90\x90\x80", "\xF0\x90\x90\xA8"); /* Deseret */
	check_fold(utf8_fold_case, "\xEF\xAC\x83x", "ffix");
	check_fold(utf8_fold_case,
		   "A\xFF"
		   "B\xC3",
		   "a\xFF"
		   "b\xC3");
}

static void folds_loosely(void **state)
{
	(void)state;
	check_fold(utf8_fold_loose, "Z\xC3\xBCrich", "zurich");
	check_fold(utf8_fold_loose, "Zu\xCC\x88rich", "zurich");
	check_fold(utf8_fold_loose, "\xC7\x84", "dz");
	check_fold(utf8_fold_loose, "\xEF\xBC\xA1\xC2\xB2", "a2");
	check_fold(utf8_fold_loose, "\xC4\xB0stanbul", "istanbul");
	/* Hebrew points and Arabic vowels go, Indic vowel signs and voicing marks stay */
	check_fold(utf8_fold_loose, "\xD7\xA9\xD7\x81", "\xD7\xA9");
	check_fold(utf8_fold_loose, "\xE0\xA4\x95\xE0\xA5\x81", "\xE0\xA4\x95\xE0\xA5\x81");
	check_fold(utf8_fold_loose, "\xE3\x81\x8C", "\xE3\x81\x8B\xE3\x82\x99");
	check_fold(utf8_fold_loose, "\xE4\xBD\xA0", "\xE4\xBD\xA0");
	check_fold(utf8_fold_loose, "\xE2\x82", "\xE2\x82");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(upper_case_is_the_full_mapping),
		cmocka_unit_test(decodes_strictly),
		cmocka_unit_test(every_character_survives),
		cmocka_unit_test(widths_are_those_of_terminals),
		cmocka_unit_test(widths_agree_with_the_c_library),
		cmocka_unit_test(knows_letters_and_directions),
		cmocka_unit_test(folds_case_fully),
		cmocka_unit_test(folds_loosely),
	};

	return cmocka_run_group_tests_name("base/utf8", tests, NULL, NULL);
}
