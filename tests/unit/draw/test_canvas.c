#include "unit.h"

#include <limits.h>

#include "draw/canvas.h"

static void check_picture(struct canvas *c, int rows, int cols, const char *want)
{
	struct strbuf sb = STRBUF_INIT;
	struct surface s;

	surface_init(&s, rows, cols);
	canvas_blit(c, &s, 0, 0);
	surface_dump_text(&s, &sb);
	assert_string_equal(sb.buf, want);
	strbuf_release(&sb);
	surface_release(&s);
	canvas_free(c);
}

static void single_dots(void **state)
{
	struct canvas *c = canvas_new(1, 8, CANVAS_BRAILLE);

	(void)state;
	assert_int_equal(canvas_dots_x(c), 16);
	assert_int_equal(canvas_dots_y(c), 4);
	for (int i = 0; i < 8; i++)
		canvas_point(c, i * 2 + i / 4, i % 4, ROLE_POINT, 0);
	check_picture(c, 1, 8, "⠁⠂⠄⡀⠈⠐⠠⢀\n");
}

static void braille_diagonal(void **state)
{
	struct canvas *c = canvas_new(2, 4, CANVAS_BRAILLE);

	(void)state;
	canvas_line(c, 0, 0, 7, 7, ROLE_LINE, 0);
	check_picture(c, 2, 4, "⠑⢄\n  ⠑⢄\n");
}

static void quadrants_and_ascii(void **state)
{
	struct canvas *q = canvas_new(2, 3, CANVAS_QUADRANT), *a = canvas_new(2, 6, CANVAS_ASCII);

	(void)state;
	canvas_line(q, 0, 0, 5, 0, ROLE_LINE, 0);
	canvas_line(q, 0, 0, 0, 3, ROLE_LINE, 0);
	canvas_point(q, 5, 3, ROLE_POINT, 0);
	check_picture(q, 2, 3, "▛▀▀\n▌ ▗\n");
	for (int i = 0; i < 10; i++)
		for (int x = 0; x <= i / 2; x++)
			canvas_point(a, x, 0, ROLE_POINT, 0);
	canvas_point(a, 0, 1, ROLE_POINT, 0);
	check_picture(a, 2, 6, "#**+:\n.\n");
}

static void far_away_is_clipped_at_once(void **state)
{
	struct canvas *c = canvas_new(1, 2, CANVAS_BRAILLE);

	(void)state;
	canvas_point(c, -1, 0, ROLE_POINT, 0);
	canvas_point(c, 0, 4, ROLE_POINT, 0);
	canvas_point(c, INT_MAX, INT_MIN, ROLE_POINT, 0);
	canvas_line(c, INT_MIN, 9, INT_MAX, 9, ROLE_LINE, 0);
	assert_false(canvas_hit(c, 0, 0));
	canvas_line(c, INT_MIN, 2, INT_MAX, 2, ROLE_LINE, 0);
	assert_true(canvas_hit(c, 0, 0));
	assert_false(canvas_hit(c, 0, 2));
	assert_false(canvas_hit(c, -1, 0));
	check_picture(c, 1, 2, "⠤⠤\n");
}

static enum role role_of_first_cell(struct canvas *c)
{
	struct surface s;
	enum role role;

	surface_init(&s, 1, 1);
	canvas_blit(c, &s, 0, 0);
	role = (enum role)surface_cell(&s, 0, 0)->role;
	surface_release(&s);
	return role;
}

static void colour_is_by_priority_then_majority(void **state)
{
	struct canvas *c = canvas_new(1, 1, CANVAS_BRAILLE);

	(void)state;
	canvas_point(c, 0, 0, ROLE_GROUP1, 0);
	canvas_point(c, 1, 0, ROLE_GROUP2, 0);
	canvas_point(c, 1, 1, ROLE_GROUP2, 0);
	assert_int_equal(role_of_first_cell(c), ROLE_GROUP2);
	canvas_point(c, 0, 1, ROLE_QUERY, 5);
	assert_int_equal(role_of_first_cell(c), ROLE_QUERY);
	for (int i = 0; i < 9; i++)
		canvas_point(c, 0, 2, ROLE_GROUP1, 1);
	assert_int_equal(role_of_first_cell(c), ROLE_QUERY);
	canvas_free(c);
}

static void density_has_five_steps(void **state)
{
	struct canvas *c = canvas_new(1, 5, CANVAS_BRAILLE);
	struct surface s;

	(void)state;
	for (int x = 0, n = 1; x < 5; x++, n *= 4)
		for (int i = 0; i < n; i++)
			canvas_point(c, x * 2, 0, ROLE_POINT, 0);
	canvas_set_density(c, true);
	surface_init(&s, 1, 5);
	canvas_blit(c, &s, 0, 0);
	for (int x = 0; x < 5; x++)
		assert_int_equal(surface_cell(&s, 0, x)->role, ROLE_DENSITY0 + x);
	surface_release(&s);
	canvas_free(c);
}

static void empty_canvases_are_fine(void **state)
{
	struct canvas *c = canvas_new(0, 0, CANVAS_BRAILLE);

	(void)state;
	canvas_point(c, 0, 0, ROLE_POINT, 0);
	canvas_line(c, 0, 0, 5, 5, ROLE_LINE, 0);
	check_picture(c, 1, 1, "\n");
	canvas_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(single_dots),
		cmocka_unit_test(braille_diagonal),
		cmocka_unit_test(quadrants_and_ascii),
		cmocka_unit_test(far_away_is_clipped_at_once),
		cmocka_unit_test(colour_is_by_priority_then_majority),
		cmocka_unit_test(density_has_five_steps),
		cmocka_unit_test(empty_canvases_are_fine),
	};

	return cmocka_run_group_tests_name("draw/canvas", tests, NULL, NULL);
}
