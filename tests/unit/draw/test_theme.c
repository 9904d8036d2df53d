#include "unit.h"

#include <math.h>

#include "draw/theme.h"

static double linear(unsigned channel)
{
	double c = channel / 255.0;

	return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t rgb)
{
	return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) +
	       0.0722 * linear(rgb & 255);
}

/* WCAG contrast of two colours, 1 … 21. */
static double contrast(uint32_t a, uint32_t b)
{
	double la = luminance(a), lb = luminance(b);

	return (fmax(la, lb) + 0.05) / (fmin(la, lb) + 0.05);
}

static void find_by_name(void **state)
{
	size_t n = 0;

	(void)state;
	while (theme_all()[n]) {
		assert_ptr_equal(theme_find(theme_all()[n]->name), theme_all()[n]);
		n++;
	}
	assert_int_equal(n, 5);
	assert_non_null(theme_find("dark"));
	assert_null(theme_find("pink"));
}

static void colours_are_those_of_the_256_table(void **state)
{
	(void)state;
	assert_int_equal(theme_rgb(16), 0x000000);
	assert_int_equal(theme_rgb(231), 0xFFFFFF);
	assert_int_equal(theme_rgb(178), 0xD7AF00);
	assert_int_equal(theme_rgb(74), 0x5FAFD7);
	assert_int_equal(theme_rgb(232), 0x080808);
	assert_int_equal(theme_rgb(255), 0xEEEEEE);
}

static void no_theme_uses_the_first_16(void **state)
{
	(void)state;
	for (size_t t = 0; theme_all()[t]; t++)
		for (size_t role = 0; role < ROLE_COUNT; role++) {
			const struct look *look = &theme_all()[t]->looks[role];

			assert_true(look->fg == -1 || (look->fg >= 16 && look->fg <= 255));
			assert_true(look->bg == -1 || (look->bg >= 16 && look->bg <= 255));
		}
}

static void mono_has_no_colour_and_keeps_meaning(void **state)
{
	const struct theme *mono = theme_find("mono");

	(void)state;
	for (size_t role = 0; role < ROLE_COUNT; role++)
		assert_true(mono->looks[role].fg == -1 && mono->looks[role].bg == -1);
	assert_true(mono->looks[ROLE_SELECTED].bold && mono->looks[ROLE_ERROR].bold);
	assert_true(mono->looks[ROLE_POINT].dim);
}

static bool is_decoration(size_t role)
{
	return role == ROLE_FRAME || role == ROLE_LINE || role == ROLE_POINT ||
	       (role >= ROLE_DENSITY0 && role <= ROLE_DENSITY4);
}

static void check_contrast(const struct theme *theme, uint32_t page, double text, double decoration)
{
	for (size_t role = 0; role < ROLE_COUNT; role++) {
		double least = is_decoration(role) ? decoration : text, have;

		if (theme->looks[role].fg < 0)
			continue;
		have = contrast(theme_rgb(theme->looks[role].fg), page);
		if (have < least)
			fail_msg("%s: role %zu has %.2f : 1", theme->name, role, have);
	}
}

static void text_can_be_read(void **state)
{
	(void)state;
	check_contrast(theme_find("dark"), 0x000000, 4.0, 2.2);
	check_contrast(theme_find("dark"), theme_find("dark")->page_bg, 3.4, 2.0);
	check_contrast(theme_find("light"), 0xFFFFFF, 3.9, 1.8);
	check_contrast(theme_find("neutral"), 0x000000, 3.8, 3.8);
	check_contrast(theme_find("neutral"), 0xFFFFFF, 3.8, 3.8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(find_by_name),
		cmocka_unit_test(colours_are_those_of_the_256_table),
		cmocka_unit_test(no_theme_uses_the_first_16),
		cmocka_unit_test(mono_has_no_colour_and_keeps_meaning),
		cmocka_unit_test(text_can_be_read),
	};

	return cmocka_run_group_tests_name("draw/theme", tests, NULL, NULL);
}
