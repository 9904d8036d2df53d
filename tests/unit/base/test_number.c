#include "unit.h"

#include <math.h>

#include "base/compiler.h"
#include "base/number.h"
#include "base/number_scan.h"
#include "comma_locale.h"
#include "toy_model.h"

static bool same_f32(float a, float b)
{
	return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof(a)) == 0;
}

static bool same_f64(double a, double b)
{
	return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof(a)) == 0;
}

/* --- text to number: strtof and strtod in the C locale are the measure ------------------------------ */

static void check_read(const char *text)
{
	size_t n = strlen(text);
	float f = 17;
	double d = 17;

	if (!number_parse_f32(text, n, &f) || !number_parse_f64(text, n, &d))
		fail_msg("\"%s\" is a number", text);
	if (!same_f32(f, strtof(text, NULL)))
		fail_msg("\"%s\" as float is %a, not %a", text, (double)f,
			 (double)strtof(text, NULL));
	if (!same_f64(d, strtod(text, NULL)))
		fail_msg("\"%s\" as double is %a, not %a", text, d, strtod(text, NULL));
}

static void every_spelling(void **state)
{
	static const char *const texts[] = {
		"0",
		"-0",
		"+0",
		"1",
		"-1",
		"+1.",
		".5",
		"-.5",
		"1e5",
		"1E5",
		"1e+5",
		"1e-5",
		"1.e1",
		".1e-1",
		"00001",
		"0.00001",
		"123456789012345678",
		"1234567890123456789",
		"12345678901234567890",
		"99999999999999999999999999999999999999999",
		"0.00000000000000000000000000000000000000000000000000000000000000000001",
		"1e22",
		"1e23",
		"1e-22",
		"1e-23",
		"1e308",
		"1e309",
		"-1e309",
		"5e-324",
		"2e-324",
		"2.4703282292062327e-324",
		"2.4703282292062328e-324",
		"1e38",
		"4e38",
		"1e-38",
		"1e-45",
		"7e-46",
		"7.006492321624085e-46",
		"7.006492321624086e-46",
		"1e99999999999",
		"1e-99999999999",
		"0e99999999999",
		"nan",
		"NaN",
		"inf",
		"-inf",
		"Infinity",
		"-INFINITY",
		"9007199254740993",
		"9007199254740992.999999999999999999",
		"16777217",
		"16777217.0000000000000000000000000000000000000001",
		"3.4028235677973366e38",
		"3.4028235677973365e38",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		check_read(texts[i]);
}

static void what_is_no_number(void **state)
{
	static const char *const texts[] = {
		"",	"-",	"+",	".",	"-.",	 "e5",	     "1e",	  "1e+",   "--1",
		"+-1",	"0x10", "1_0",	"1,5",	" 1",	 "1 ",	     "1\n",	  "1f",	   "1.2.3",
		"nanx", "in",	"infi", "1e5.", "1e5e5", "\xD9\xA1", "1\xC2\xA0", "nan(1)"
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		float f = 17;
		double d = 17;

		if (number_parse_f32(texts[i], strlen(texts[i]), &f) ||
		    number_parse_f64(texts[i], strlen(texts[i]), &d))
			fail_msg("\"%s\" is no number", texts[i]);
	}
	assert_false(number_parse_f32("1\0", 2, &(float){ 0 }));
}

/* The text that is parsed ends where it is said to end, not at a NUL. */
static void a_slice_of_a_line(void **state)
{
	float f;
	double d;

	(void)state;
	assert_true(number_parse_f32("12345", 2, &f) && f == 12);
	assert_true(number_parse_f64("1.25e3x", 6, &d) && d == 1250);
	assert_false(number_parse_f32("1e5", 2, &f));
}

/* --- number to text ------------------------------------------------------------------------------- */

/* Reads back as the same, and no shorter text of %g does. */
static void check_f32(float v)
{
	char text[NUMBER_TEXT_MAX + 1], shorter[64];
	size_t n = number_format_f32(text, v), digits = 0;
	float back;

	assert_int_equal(n, strlen(text));
	if (!number_parse_f32(text, n, &back) || !same_f32(back, v))
		fail_msg("%a is written as %s, which reads as something else", (double)v, text);
	for (const char *p = text; *p && *p != 'e'; p++)
		digits += *p >= '1' && *p <= '9' ? 1 : *p == '0' && digits ? 1 : 0;
	while (digits > 1 && n-- && (text[n] == '0') && !strchr(text, '.') && !strchr(text, 'e'))
		digits--;
	if (digits < 2 || !isfinite(v))
		return;
	snprintf(shorter, sizeof(shorter), "%.*e", (int)digits - 2, (double)v);
	if (same_f32(strtof(shorter, NULL), v))
		fail_msg("%a is written as %s, but %s would do", (double)v, text, shorter);
}

static void check_f64(double v)
{
	char text[NUMBER_TEXT_MAX + 1];
	size_t n = number_format_f64(text, v);
	double back;

	assert_int_equal(n, strlen(text));
	if (!number_parse_f64(text, n, &back) || !same_f64(back, v))
		fail_msg("%a is written as %s, which reads as something else", v, text);
}

static void written_as_people_expect(void **state)
{
	static const struct {
		float v;
		const char *text;
	} cases[] = {
		{ 0, "0" },
		{ -0.0f, "-0" },
		{ 1, "1" },
		{ -1.5f, "-1.5" },
		{ 0.1f, "0.1" },
		{ 1e-5f, "0.00001" },
		{ 1e-6f, "1e-6" },
		{ 123456.0f, "123456" },
		{ 1e15f, "1000000000000000" },
		{ 1e20f, "1e20" },
		{ 16777216.0f, "16777216" },
		{ 0.30000001f, "0.3" },
		{ 3.4028235e38f, "3.4028235e38" },
		{ 1e-45f, "1e-45" },
		{ INFINITY, "inf" },
		{ -INFINITY, "-inf" },
		{ NAN, "nan" },
		{ 1.17549435e-38f, "1.1754944e-38" },
	};
	char text[NUMBER_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		number_format_f32(text, cases[i].v);
		assert_string_equal(text, cases[i].text);
	}
	number_format_f64(text, 0.1);
	assert_string_equal(text, "0.1");
	number_format_f64(text, 5e-324);
	assert_string_equal(text, "5e-324");
	number_format_f64(text, 1.0 / 3);
	assert_string_equal(text, "0.3333333333333333");
}

static void random_bits_round_trip(void **state)
{
	uint64_t random = 99;

	(void)state;
	for (size_t i = 0; i < 20000; i++) {
		uint64_t bits = toy_random(&random);
		uint32_t half = (uint32_t)(bits >> 32);
		char text[64];
		double d;
		float f;

		memcpy(&d, &bits, sizeof(d));
		memcpy(&f, &half, sizeof(f));
		check_f32(f);
		check_f64(d);
		check_f32((float)((int)(half % 2000001) - 1000000) / 1000);
		if (!isfinite(d))
			continue;
		snprintf(text, sizeof(text), "%.*e", (int)(i % 20), d);
		check_read(text);
		snprintf(text, sizeof(text), "%.*f", (int)(i % 12), (double)(int32_t)half / 1024);
		check_read(text);
	}
}

/* The powers of two are where the spacing of floats changes. */
static void edges_of_the_spacing(void **state)
{
	(void)state;
	for (int e = -149; e <= 127; e++) {
		float v = ldexpf(1, e);

		check_f32(v);
		check_f32(nextafterf(v, 0));
		check_f32(nextafterf(v, INFINITY));
	}
}

static void the_locale_does_not_matter(void **state)
{
	char text[NUMBER_TEXT_MAX];
	float f;
	double d;

	(void)state;
	if (!comma_locale_enter()) {
		skip();
		return;
	}
	number_format_f32(text, 1e-20f);
	assert_string_equal(text, "1e-20");
	number_format_f32(text, 1.25e-30f);
	assert_string_equal(text, "1.25e-30");
	number_format_f64(text, 2.5);
	assert_string_equal(text, "2.5");
	assert_true(number_parse_f32("1.5", 3, &f) && f == 1.5f);
	assert_true(number_parse_f32("1.5e-42", 7, &f) && f == 1.5e-42f);
	assert_true(number_parse_f64("1.5", 3, &d) && d == 1.5);
	assert_false(number_parse_f64("1,5", 3, &d));
	assert_false(number_parse_f32("1,5", 3, &f));
	comma_locale_leave();
}

/* --- integers ------------------------------------------------------------------------------------- */

static void integers_in_range(void **state)
{
	static const struct {
		const char *text;
		bool fits_i64, fits_u64;
		int64_t i;
		uint64_t u;
	} cases[] = {
		{ "0", true, true, 0, 0 },
		{ "17", true, true, 17, 17 },
		{ "+17", true, false, 17, 0 },
		{ "-17", true, false, -17, 0 },
		{ "007", true, true, 7, 7 },
		{ "9223372036854775807", true, true, INT64_MAX, INT64_MAX },
		{ "9223372036854775808", false, true, 0, (uint64_t)INT64_MAX + 1 },
		{ "-9223372036854775808", true, false, INT64_MIN, 0 },
		{ "-9223372036854775809", false, false, 0, 0 },
		{ "18446744073709551615", false, true, 0, UINT64_MAX },
		{ "18446744073709551616", false, false, 0, 0 },
		{ "99999999999999999999999999", false, false, 0, 0 },
		{ "", false, false, 0, 0 },
		{ "-", false, false, 0, 0 },
		{ "+-1", false, false, 0, 0 },
		{ " 1", false, false, 0, 0 },
		{ "1 ", false, false, 0, 0 },
		{ "1.0", false, false, 0, 0 },
		{ "0x1", false, false, 0, 0 },
	};

	(void)state;
	for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
		size_t n = strlen(cases[k].text);
		uint64_t u = 0;
		int64_t i = 0;

		assert_int_equal(number_parse_i64(cases[k].text, n, &i), cases[k].fits_i64);
		assert_int_equal(number_parse_u64(cases[k].text, n, &u), cases[k].fits_u64);
		assert_true(i == cases[k].i && u == cases[k].u);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_spelling),
		cmocka_unit_test(what_is_no_number),
		cmocka_unit_test(a_slice_of_a_line),
		cmocka_unit_test(written_as_people_expect),
		cmocka_unit_test(random_bits_round_trip),
		cmocka_unit_test(edges_of_the_spacing),
		cmocka_unit_test(the_locale_does_not_matter),
		cmocka_unit_test(integers_in_range),
	};

	return cmocka_run_group_tests_name("base/number", tests, NULL, NULL);
}
