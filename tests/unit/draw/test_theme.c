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
	assert_int_equal(n, 6);
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
	check_contrast(theme_find("contrast"), 0x000000, 10.0, 7.0);
	check_contrast(theme_find("colour-blind"), 0x000000, 4.0, 2.2);
	check_contrast(theme_find("neutral"), 0x000000, 3.8, 3.8);
	check_contrast(theme_find("neutral"), 0xFFFFFF, 3.8, 3.8);
}

/* As eyes without red-sensitive (0) or green-sensitive cones (1) see it: Viénot, Brettel, Mollon
 * 1999, in linear RGB. */
static void as_seen(uint32_t rgb, int missing, double out[3])
{
	static const double seen[2][2] = { { 0.11238, 0.88762 }, { 0.29275, 0.70725 } };
	static const double blue[2][2] = { { 0.00401, -0.00401 }, { -0.02234, 0.02234 } };
	double r = linear(rgb >> 16 & 255), g = linear(rgb >> 8 & 255), b = linear(rgb & 255);

	out[0] = out[1] = seen[missing][0] * r + seen[missing][1] * g;
	out[2] = blue[missing][0] * r + blue[missing][1] * g + b;
	for (int i = 0; i < 3; i++)
		out[i] = pow(fmax(0, fmin(1, out[i])), 1 / 2.2) * 255;
}

/* What means different things differs in brightness and blue, or in more than colour. */
static void colours_differ_for_every_eye(void **state)
{
	const enum role roles[] = { ROLE_QUERY, ROLE_NEIGHBOUR, ROLE_ANSWER, ROLE_MARK,
				    ROLE_ERROR, ROLE_MATCH,	ROLE_POINT };
	const struct theme *theme = theme_find("colour-blind");
	double a[3], b[3];

	(void)state;
	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
		for (size_t j = 0; j < i; j++) {
			const struct look *p = &theme->looks[roles[i]],
					  *q = &theme->looks[roles[j]];

			if (p->underline != q->underline)
				continue;
			for (int missing = 0; missing < 2; missing++) {
				as_seen(theme_rgb(p->fg), missing, a);
				as_seen(theme_rgb(q->fg), missing, b);
				if (hypot(hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]) < 60)
					fail_msg("roles %d and %d look alike", (int)roles[i],
						 (int)roles[j]);
			}
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(find_by_name),
		cmocka_unit_test(colours_are_those_of_the_256_table),
		cmocka_unit_test(no_theme_uses_the_first_16),
		cmocka_unit_test(mono_has_no_colour_and_keeps_meaning),
		cmocka_unit_test(text_can_be_read),
		cmocka_unit_test(colours_differ_for_every_eye),
	};

	return cmocka_run_group_tests_name("draw/theme", tests, NULL, NULL);
}
