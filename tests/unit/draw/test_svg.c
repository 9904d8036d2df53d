#include "unit.h"

#include "base/utf8.h"
#include "draw/svg.h"

/* A strict little reader: tags balance, attributes are quoted, & starts an entity. */
static void check_well_formed(const struct strbuf *svg)
{
	char open[16][16];
	size_t depth = 0, n;
	const char *p = svg->buf, *end;

	assert_true(utf8_is_valid(svg->buf, svg->len));
	while (*p) {
		assert_true((unsigned char)*p >= 0x20 || *p == '\n');
		if (*p == '&')
			assert_true(strncmp(p, "&lt;", 4) == 0 || strncmp(p, "&gt;", 4) == 0 ||
				    strncmp(p, "&amp;", 5) == 0 || strncmp(p, "&quot;", 6) == 0);
		if (*p++ != '<')
			continue;
		end = strpbrk(p, "<>");
		assert_true(end && *end == '>');
		n = strcspn(p, " />");
		if (*p == '/') {
			assert_true(depth > 0 && (size_t)(end - p - 1) == strlen(open[depth - 1]));
			depth--;
			assert_memory_equal(p + 1, open[depth], strlen(open[depth]));
		} else if (end[-1] != '/') {
			assert_true(depth < 16 && n > 0 && n < 16);
			memcpy(open[depth], p, n);
			open[depth++][n] = '\0';
		}
		n = 0;
		for (const char *q = p; q < end; q++)
			n += *q == '"';
		assert_int_equal(n % 2, 0);
		p = end + 1;
	}
	assert_int_equal(depth, 0);
}

static size_t count(const struct strbuf *sb, const char *what)
{
	size_t n = 0;

	for (const char *p = strstr(sb->buf, what); p; p = strstr(p + 1, what))
		n++;
	return n;
}

static void every_theme_gives_a_well_formed_picture(void **state)
{
	struct strbuf svg = STRBUF_INIT;
	struct surface s;

	(void)state;
	surface_init(&s, 6, 40);
	surface_puts(&s, 0, 0, 40, ROLE_TITLE, "a <b> & \"c\" 王様 naïve \033[31m");
	surface_hline(&s, 1, 0, 40, ROLE_FRAME, "─");
	surface_puts(&s, 2, 0, 40, ROLE_POINT, "⠁⣿⡇ ● king ○ queen · x ★ y ▸ × ╭┼╯ ▛▚ ░");
	surface_bar(&s, 3, 0, 20, 0.43, ROLE_BAR, false);
	surface_set_reverse(&s, 2, 0, 10, true);
	s.cursor_row = s.cursor_col = 5;
	for (size_t t = 0; theme_all()[t]; t++) {
		strbuf_clear(&svg);
		svg_dump(&s, theme_all()[t], "a & \033 <title>", &svg);
		check_well_formed(&svg);
		assert_non_null(strstr(svg.buf, "王"));
		assert_null(strstr(svg.buf, "⣿"));
		assert_null(strstr(svg.buf, "─"));
		assert_null(strstr(svg.buf, "●"));
	}
	strbuf_release(&svg);
	surface_release(&s);
}

static void runs_have_the_length_of_their_cells(void **state)
{
	struct strbuf svg = STRBUF_INIT;
	struct surface s;

	(void)state;
	surface_init(&s, 1, 20);
	surface_puts(&s, 0, 1, 20, ROLE_TEXT, "king 王");
	svg_dump(&s, theme_find("dark"), "", &svg);
	assert_non_null(strstr(svg.buf, "x=\"9\" y=\"13\" textLength=\"36\""));
	assert_non_null(strstr(svg.buf, ">king</text>"));
	assert_non_null(strstr(svg.buf, "x=\"54\" y=\"13\" textLength=\"18\""));
	strbuf_release(&svg);
	surface_release(&s);
}

static void a_full_map_is_few_elements(void **state)
{
	struct strbuf svg = STRBUF_INIT;
	struct surface s;

	(void)state;
	surface_init(&s, 60, 200);
	for (int row = 0; row < 60; row++)
		surface_hline(&s, row, 0, 200, ROLE_POINT, "⠿");
	svg_dump(&s, theme_find("light"), "map", &svg);
	check_well_formed(&svg);
	assert_int_equal(count(&svg, "<path"), 1);
	assert_int_equal(count(&svg, "h.01"), 60 * 200 * 6);
	strbuf_release(&svg);
	surface_release(&s);
}

static void an_empty_surface_is_a_picture_too(void **state)
{
	struct strbuf svg = STRBUF_INIT;
	struct surface s;

	(void)state;
	surface_init(&s, 0, 0);
	svg_dump(&s, theme_find("dark"), NULL, &svg);
	check_well_formed(&svg);
	strbuf_release(&svg);
	surface_release(&s);
}

/* --- blocks: which part of the picture they fill ----------------------------------------------- */

enum { DOWN = 18, ACROSS = 9 };

/* How often each pixel is covered by a box of a path of blocks (edges are whole pixels here). */
static void cover(const struct strbuf *svg, int rows, int cols, uint8_t *pixels)
{
	memset(pixels, 0, (size_t)(rows * DOWN * cols * ACROSS));
	for (const char *p = strstr(svg->buf, "crispEdges"); p; p = strstr(p + 1, "crispEdges")) {
		double x0, y0, x1, y1;
		int used;

		for (p = strstr(p, "d=\"") + 3; sscanf(p, "M%lf %lfL%lf %*fL%*f %lfL%*f %*fZ%n",
						       &x0, &y0, &x1, &y1, &used) == 4;
		     p += used)
			for (int y = (int)y0; y < (int)y1; y++)
				for (int x = (int)x0; x < (int)x1; x++)
					pixels[y * cols * ACROSS + x]++;
	}
}

static void draw_blocks(const char *const *lines, int rows, int cols, uint8_t *pixels)
{
	struct strbuf svg = STRBUF_INIT;
	struct surface s;

	surface_init(&s, rows, cols);
	for (int row = 0; row < rows; row++)
		surface_puts(&s, row, 0, cols, row % 2 ? ROLE_BAR : ROLE_GROUP0, lines[row]);
	svg_dump(&s, theme_find("dark"), "", &svg);
	check_well_formed(&svg);
	cover(&svg, rows, cols, pixels);
	strbuf_release(&svg);
	surface_release(&s);
}

/* Columns have no gap from foot to top, whatever colours and rows they go through. */
static void columns_are_whole(void **state)
{
	static const char *const lines[] = { "▄ ▖", "██▌", "███" };
	static uint8_t pixels[3 * DOWN * 3 * ACROSS];

	(void)state;
	draw_blocks(lines, 3, 3, pixels);
	for (int y = 0; y < 3 * DOWN; y++) {
		assert_int_equal(pixels[y * 3 * ACROSS + 2], y >= DOWN / 2);
		assert_int_equal(pixels[y * 3 * ACROSS + ACROSS + 2], y >= DOWN);
		assert_int_equal(pixels[y * 3 * ACROSS + 2 * ACROSS + 2], y >= DOWN / 2);
	}
}

/* Blocks alone fill their cells, once. */
static void blocks_fill_their_cells(void **state)
{
	static const char *const lines[] = { "██", "▌▐" };
	static uint8_t pixels[2 * DOWN * 2 * ACROSS];

	(void)state;
	draw_blocks(lines, 2, 2, pixels);
	for (int i = 0; i < (int)sizeof(pixels); i++) {
		int x = i % (2 * ACROSS), y = i / (2 * ACROSS);

		if (y < DOWN || (x != ACROSS / 2 && x != ACROSS + ACROSS / 2))
			assert_int_equal(pixels[i],
					 y < DOWN || x < ACROSS / 2 || x > ACROSS + ACROSS / 2);
	}
}

/* Bars below one another stay apart, each of one height. */
static void bars_stay_apart(void **state)
{
	static const char *const lines[] = { "███▉", "██", "█▎" };
	static uint8_t pixels[3 * DOWN * 4 * ACROSS];

	(void)state;
	draw_blocks(lines, 3, 4, pixels);
	for (int y = 0; y < 3 * DOWN; y++) {
		int in = y % DOWN >= 2 && y % DOWN < DOWN - 2;

		assert_int_equal(pixels[y * 4 * ACROSS], in);
		assert_int_equal(pixels[y * 4 * ACROSS + 2 * ACROSS - 1], in && y < 2 * DOWN);
		assert_int_equal(pixels[y * 4 * ACROSS + 3 * ACROSS], in && y < DOWN);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_theme_gives_a_well_formed_picture),
		cmocka_unit_test(runs_have_the_length_of_their_cells),
		cmocka_unit_test(a_full_map_is_few_elements),
		cmocka_unit_test(columns_are_whole),
		cmocka_unit_test(blocks_fill_their_cells),
		cmocka_unit_test(bars_stay_apart),
		cmocka_unit_test(an_empty_surface_is_a_picture_too),
	};

	return cmocka_run_group_tests_name("draw/svg", tests, NULL, NULL);
}
