#include "unit.h"

#include "draw/surface.h"

static struct surface make(int rows, int cols)
{
	struct surface s;

	surface_init(&s, rows, cols);
	return s;
}

static void check_dump(const struct surface *s, const char *want)
{
	struct strbuf sb = STRBUF_INIT;

	surface_dump_text(s, &sb);
	assert_string_equal(sb.buf, want);
	strbuf_release(&sb);
}

/* Wide glyphs have their right half beside them, and nothing else has width 0. */
static void check_whole(const struct surface *s)
{
	for (int row = 0; row < s->rows; row++)
		for (int col = 0; col < s->cols; col++) {
			const struct cell *c = surface_cell(s, row, col);

			if (c->width == 0)
				assert_true(col > 0 && c[-1].width == 2 && !c->text[0]);
			if (c->width == 2)
				assert_true(col + 1 < s->cols && c[1].width == 0 && c->text[0]);
		}
}

static void text_is_cut_with_an_ellipsis(void **state)
{
	struct surface s = make(3, 8);

	(void)state;
	assert_int_equal(surface_puts(&s, 0, 1, 4, ROLE_TEXT, "king"), 4);
	assert_int_equal(surface_puts(&s, 1, 1, 4, ROLE_TEXT, "kings"), 4);
	assert_int_equal(surface_puts(&s, 2, 5, 90, ROLE_TEXT, "kings"), 3);
	check_dump(&s, " king\n kin…\n     ki…\n");
	assert_int_equal(surface_cell(&s, 1, 4)->width, 1);
	surface_release(&s);
}

static void nothing_leaves_the_surface(void **state)
{
	struct surface s = make(2, 4);

	(void)state;
	assert_int_equal(surface_puts(&s, -1, 0, 9, ROLE_TEXT, "x"), 0);
	assert_int_equal(surface_puts(&s, 2, 0, 9, ROLE_TEXT, "x"), 0);
	assert_int_equal(surface_puts(&s, 0, 4, 9, ROLE_TEXT, "x"), 0);
	surface_puts(&s, 0, -2, 9, ROLE_TEXT, "abcd");
	surface_hline(&s, 1, -5, 100, ROLE_FRAME, "─");
	surface_vline(&s, -5, 3, 100, ROLE_FRAME, "│");
	surface_fill(&s, (struct rect){ -3, -3, 2, 2 }, ROLE_TEXT);
	surface_bar(&s, 0, 2, 50, 1, ROLE_BAR, false);
	surface_set_reverse(&s, 7, 0, 9, true);
	assert_null(surface_cell(&s, 0, 4));
	assert_null(surface_cell(&s, -1, 0));
	check_dump(&s, "cd██\n───│\n");
	surface_release(&s);
}

static void escapes_do_not_get_in(void **state)
{
	struct surface s = make(1, 20);

	(void)state;
	surface_puts(&s, 0, 0, 20, ROLE_TEXT, "a\033[31m\n");
	check_dump(&s, "a\\x1B[31m\\n\n");
	surface_release(&s);
}

static void wide_glyphs_are_never_split(void **state)
{
	struct surface s = make(1, 6);

	(void)state;
	surface_puts(&s, 0, 0, 6, ROLE_TEXT, "你好吗");
	check_whole(&s);
	surface_put_glyph(&s, 0, 1, ROLE_TEXT, "x", 1); /* right half of the first */
	surface_put_glyph(&s, 0, 2, ROLE_TEXT, "y", 1); /* left half of the second */
	check_whole(&s);
	check_dump(&s, " xy 吗\n");
	surface_puts(&s, 0, 3, 2, ROLE_TEXT, "王"); /* over a blank and a left half */
	check_whole(&s);
	check_dump(&s, " xy王\n");
	surface_put_glyph(&s, 0, 5, ROLE_TEXT, "王", 2); /* does not fit */
	surface_put_glyph(&s, 0, -1, ROLE_TEXT, "王", 2);
	check_whole(&s);
	check_dump(&s, " xy王\n");
	assert_int_equal(surface_puts(&s, 0, 0, 3, ROLE_TEXT, "王王"), 3);
	check_dump(&s, "王…王\n");
	surface_release(&s);
}

static void random_drawing_keeps_the_grid_whole(void **state)
{
	static const char *const words[] = { "你好", "a", "e\xCC\x81", "\xFF", "가x", "█" };
	struct surface s = make(4, 11);
	uint64_t seed = 7;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int v[3];

		for (int k = 0; k < 3; k++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			v[k] = (int)(seed >> 33 & 0xFFFF);
		}
		surface_puts(&s, v[0] % 6 - 1, v[1] % 15 - 2, v[2] % 9, ROLE_TEXT,
			     words[v[2] / 9 % 6]);
		check_whole(&s);
	}
	surface_release(&s);
}

static void right_alignment(void **state)
{
	struct surface s = make(2, 8);

	(void)state;
	surface_put_right(&s, 0, 0, 6, ROLE_NUMBER, "0.5");
	surface_put_right(&s, 1, 0, 6, ROLE_NUMBER, "你好你好");
	check_dump(&s, "   0.5\n你好…\n");
	surface_release(&s);
}

static void bars_have_eighths(void **state)
{
	struct surface s = make(6, 4);
	double nan = strtod("nan", NULL);

	(void)state;
	surface_bar(&s, 0, 0, 4, 1, ROLE_BAR, false);
	surface_bar(&s, 1, 0, 4, 0.5 + 1.0 / 32, ROLE_BAR, false);
	surface_bar(&s, 2, 0, 4, 0.001, ROLE_BAR, false);
	surface_bar(&s, 3, 0, 4, 7, ROLE_BAR, true);
	surface_bar(&s, 4, 0, 4, nan, ROLE_BAR, false);
	surface_bar(&s, 5, 0, 4, -1, ROLE_BAR, false);
	check_dump(&s, "████\n██▏\n▏\n####\n\n\n");
	surface_release(&s);
}

static void ascii_surfaces_hold_ascii_only(void **state)
{
	struct surface s = make(3, 12);
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	s.ascii = true;
	surface_puts(&s, 0, 0, 12, ROLE_TEXT, "PCA 1×2 · 王");
	surface_puts(&s, 1, 0, 6, ROLE_TEXT, "kingdoms");
	surface_hline(&s, 2, 0, 3, ROLE_FRAME, "─");
	surface_put_glyph(&s, 2, 4, ROLE_QUERY, "●", 1);
	surface_bar(&s, 2, 6, 4, 0.5, ROLE_BAR, false);
	surface_put_right(&s, 2, 9, 3, ROLE_TEXT, "…");
	surface_dump_text(&s, &sb);
	assert_string_equal(sb.buf, "PCA 1x2 ....\nkin...\n--- @ ## ...\n");
	surface_resize(&s, 1, 5);
	assert_true(s.ascii);
	strbuf_release(&sb);
	surface_release(&s);
}

static void equality_and_reverse(void **state)
{
	struct surface a = make(1, 3), b = make(1, 3);

	(void)state;
	surface_puts(&a, 0, 0, 3, ROLE_TEXT, "a c");
	surface_put_glyph(&b, 0, 0, ROLE_TEXT, "a", 1);
	surface_put_glyph(&b, 0, 2, ROLE_TEXT, "c", 1);
	assert_true(surface_equal(&a, &b));
	surface_set_reverse(&b, 0, 0, 1, true);
	assert_false(surface_equal(&a, &b));
	surface_erase(&b);
	surface_erase(&a);
	assert_true(surface_equal(&a, &b));
	surface_resize(&b, 0, 0);
	assert_false(surface_equal(&a, &b));
	surface_release(&a);
	surface_release(&b);
}

static void long_formats_are_whole(void **state)
{
	struct surface s = make(1, 700);
	char text[651];

	(void)state;
	memset(text, 'k', 650);
	text[650] = '\0';
	assert_int_equal(surface_putf(&s, 0, 0, 700, ROLE_TEXT, "%s%d", text, 7), 651);
	assert_string_equal(surface_cell(&s, 0, 650)->text, "7");
	surface_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_cut_with_an_ellipsis),
		cmocka_unit_test(nothing_leaves_the_surface),
		cmocka_unit_test(escapes_do_not_get_in),
		cmocka_unit_test(wide_glyphs_are_never_split),
		cmocka_unit_test(random_drawing_keeps_the_grid_whole),
		cmocka_unit_test(right_alignment),
		cmocka_unit_test(bars_have_eighths),
		cmocka_unit_test(ascii_surfaces_hold_ascii_only),
		cmocka_unit_test(equality_and_reverse),
		cmocka_unit_test(long_formats_are_whole),
	};

	return cmocka_run_group_tests_name("draw/surface", tests, NULL, NULL);
}
