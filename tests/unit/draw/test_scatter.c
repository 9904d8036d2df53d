#include "unit.h"

#include <math.h>

#include "draw/scatter.h"

#define N 500

static uint32_t next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

static void make_cloud(struct scatter_point *points, size_t n, uint64_t seed)
{
	static const char *const names[] = { "king", "queen", "王様", "a", "palace" };

	memset(points, 0, n * sizeof(*points));
	for (size_t i = 0; i < n; i++) {
		points[i].x = (next_random(&seed) % 20001 - 10000.0) / 1000;
		points[i].y = (next_random(&seed) % 20001 - 10000.0) / 2000;
		points[i].label = names[i % 5];
		points[i].label_len = strlen(names[i % 5]);
		points[i].role = ROLE_LABEL;
		points[i].dot_role = ROLE_POINT;
		points[i].priority = (int)(n - i);
	}
}

static struct surface draw(struct scatter_point *points, size_t n, const struct scatter_view *v,
			   const struct scatter_options *opt)
{
	struct surface s;

	surface_init(&s, 30, 80);
	scatter_draw(&s, (struct rect){ 0, 0, 30, 80 }, v, points, n, opt);
	return s;
}

static void a_small_picture(void **state)
{
	struct scatter_point points[] = {
		{ .x = 0,
		  .y = 0,
		  .label = "mid",
		  .label_len = 3,
		  .glyph = "●",
		  .important = true,
		  .priority = 2 },
		{ .x = 5, .y = 2, .label = "up", .label_len = 2, .glyph = "○", .important = true },
		{ .x = -3, .y = -2 },
		{ .x = NAN, .y = 0, .label = "no", .label_len = 2, .glyph = "x" },
	};
	struct scatter_view v = { 1, 0, 0 };
	struct scatter_options opt = { .glyphs = CANVAS_BRAILLE };
	struct strbuf sb = STRBUF_INIT;
	struct surface s;

	(void)state;
	surface_init(&s, 4, 16);
	scatter_draw(&s, (struct rect){ 0, 0, 4, 16 }, &v, points, 4, &opt);
	surface_dump_text(&s, &sb);
	assert_string_equal(sb.buf, "\n          up ○\n        ● mid\n     ⠁\n");
	strbuf_release(&sb);
	surface_release(&s);
}

static void fit_shows_everything(void **state)
{
	static struct scatter_point points[N];
	struct scatter_bounds b;
	struct scatter_view v;
	int row, col;

	(void)state;
	make_cloud(points, N, 1);
	for (int cols = 12; cols < 200; cols += 17)
		for (int rows = 4; rows < 60; rows += 11) {
			b = scatter_bounds_empty();
			for (size_t i = 0; i < N; i++)
				scatter_bounds_add(&b, points[i].x, points[i].y);
			v = scatter_fit(&b, rows, cols);
			for (size_t i = 0; i < N; i++) {
				scatter_cell(&v, points[i].x, points[i].y, rows, cols, &row, &col);
				assert_true(row >= 0 && row < rows && col >= 0 && col < cols);
			}
		}
}

static void trimming_leaves_out_the_outermost(void **state)
{
	const double x[5] = { -100, 1, 2, 3, 100 }, y[5] = { 5, 6, 7, 8, NAN };
	struct scatter_bounds b = scatter_bounds_trimmed(x, y, 1, 5, 0.25);

	(void)state;
	assert_true(b.x0 == 1 && b.x1 == 2 && b.y0 == 6 && b.y1 == 7);
	b = scatter_bounds_trimmed(x, y, 1, 0, 0.1);
	assert_true(scatter_bounds_is_empty(&b));
}

static double made(int kind, size_t i, size_t n)
{
	size_t mixed = i * 7919 % n;

	return (double)(kind == 0 ? i : kind == 1 ? n - i : kind == 2 ? mixed : mixed % 3);
}

/* The value with `low` others before it in order, of any order and with many that are equal. */
static void trimming_takes_order_statistics(void **state)
{
	enum { M = 501 };
	static const double trims[] = { 0, 0.01, 0.3, 0.5, 1 };
	double x[M], y[M];

	(void)state;
	for (size_t c = 0; c < 4 * 5 * 11; c++) {
		size_t n = 1 + c / 20 * 50, cut = (size_t)(trims[c / 4 % 5] * (double)n);
		size_t low = cut < n ? cut : n - 1, below = 0, equal = 0;
		struct scatter_bounds b;

		for (size_t i = 0; i < n; i++) {
			x[i] = made((int)(c % 4), i, n);
			y[i] = -x[i];
		}
		b = scatter_bounds_trimmed(x, y, 1, n, trims[c / 4 % 5]);
		for (size_t i = 0; i < n; i++) {
			below += x[i] < b.x0;
			equal += x[i] == b.x0;
		}
		assert_true(below <= low && low < below + equal);
		assert_true(b.y1 == -b.x0 && b.y0 == -b.x1);
	}
}

static void zoom_keeps_the_cell_under_the_pointer(void **state)
{
	struct scatter_view v = { 3, 5, -4 };
	int row, col, row2, col2;

	(void)state;
	scatter_cell(&v, 1.5, 2.5, 30, 80, &row, &col);
	scatter_zoom(&v, 1.25, row, col, 30, 80);
	scatter_cell(&v, 1.5, 2.5, 30, 80, &row2, &col2);
	assert_true(abs(row - row2) <= 1 && abs(col - col2) <= 1);
	assert_true(v.scale == 3.75);
}

/* Panning by whole cells moves every dot by exactly that. */
static void panning_shifts_the_picture_unchanged(void **state)
{
	static struct scatter_point points[N];
	struct scatter_view v = { 3.7, 0, 0 };
	struct scatter_options opt = { .glyphs = CANVAS_BRAILLE, .no_labels = true };
	struct surface a, b;

	(void)state;
	make_cloud(points, N, 2);
	a = draw(points, N, &v, &opt);
	v.col += 3;
	v.row -= 2;
	b = draw(points, N, &v, &opt);
	for (int row = 2; row < 30; row++)
		for (int col = 0; col < 77; col++)
			assert_string_equal(surface_cell(&a, row, col)->text,
					    surface_cell(&b, row - 2, col + 3)->text);
	surface_release(&a);
	surface_release(&b);
}

static void labels_read_as_drawn(void **state)
{
	static struct scatter_point points[N];
	struct scatter_view v = { 3.7, 0, 0 };
	struct scatter_options opt = { .glyphs = CANVAS_BRAILLE };
	struct surface s;
	size_t shown = 0;

	(void)state;
	make_cloud(points, N, 3);
	s = draw(points, N, &v, &opt);
	for (size_t i = 0; i < N; i++) {
		const struct scatter_point *p = &points[i];

		if (p->side == LABEL_HIDDEN)
			continue;
		shown++;
		assert_memory_equal(surface_cell(&s, p->text_row, p->text_col)->text, p->label, 1);
		assert_string_equal(surface_cell(&s, p->row, p->col)->text, "·");
		assert_int_equal(scatter_find(points, N, p->text_row, p->text_col, 3), i);
	}
	assert_true(shown > 30);
	assert_int_equal(scatter_find(points, N, -50, -50, 3), N);
	surface_release(&s);
}

static void the_strongest_glyph_wins_its_cell(void **state)
{
	struct scatter_point points[] = {
		{ .glyph = "○", .priority = 1 },
		{ .glyph = "●", .priority = 3, .role = ROLE_QUERY },
		{ .glyph = "★", .priority = 2 },
	};
	struct scatter_view v = { 1, 0, 0 };
	struct scatter_options opt = { .glyphs = CANVAS_ASCII };
	struct surface s = draw(points, 3, &v, &opt);

	(void)state;
	assert_string_equal(surface_cell(&s, 15, 40)->text, "●");
	assert_int_equal(surface_cell(&s, 15, 40)->role, ROLE_QUERY);
	surface_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_picture),
		cmocka_unit_test(fit_shows_everything),
		cmocka_unit_test(trimming_leaves_out_the_outermost),
		cmocka_unit_test(trimming_takes_order_statistics),
		cmocka_unit_test(zoom_keeps_the_cell_under_the_pointer),
		cmocka_unit_test(panning_shifts_the_picture_unchanged),
		cmocka_unit_test(labels_read_as_drawn),
		cmocka_unit_test(the_strongest_glyph_wins_its_cell),
	};

	return cmocka_run_group_tests_name("draw/scatter", tests, NULL, NULL);
}
