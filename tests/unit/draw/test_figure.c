/* Figures: true coordinates, words that never overlap, documents that any reader of XML takes. */
#include "unit.h"

#include <math.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/utf8.h"
#include "draw/figure_internal.h"
#include "draw/theme.h"

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static double unit(uint64_t *state)
{
	return (double)(next_random(state) >> 11) / (double)(1ull << 53);
}

/* --- a reader of XML that is strict where figures could go wrong --- */

static void check_text(const char *s, size_t n)
{
	for (size_t at = 0, len; at < n; at += len) {
		uint32_t cp = 0;

		len = utf8_decode(s + at, n - at, &cp);
		if (!len || (cp < 0x20 && cp != '\n') || cp == 0x7F || (cp & 0xFFFE) == 0xFFFE)
			fail_msg("byte %zu of \"%.*s\" is no text", at, (int)n, s);
		if (cp == '&' && strncmp(s + at, "&lt;", 4) != 0 &&
		    strncmp(s + at, "&gt;", 4) != 0 && strncmp(s + at, "&amp;", 5) != 0 &&
		    strncmp(s + at, "&quot;", 6) != 0)
			fail_msg("a bare & in \"%.*s\"", (int)n, s);
	}
}

static void check_well_formed(const char *doc)
{
	const char *open[64] = { NULL };
	size_t depth = 0;

	for (const char *p = doc; *p;) {
		if (*p != '<') {
			size_t n = strcspn(p, "<");

			assert_null(memchr(p, '>', n));
			check_text(p, n);
			p += n;
			continue;
		}
		const char *end = strchr(p, '>');
		size_t name;

		assert_non_null(end);
		check_text(p + 1, (size_t)(end - p) - 1);
		if (p[1] == '/') {
			assert_true(depth > 0);
			name = strcspn(open[--depth], " >");
			assert_true(strncmp(p + 2, open[depth], name) == 0 && p[2 + name] == '>');
		} else if (end[-1] != '/') {
			assert_true(depth < ARRAY_LEN(open));
			open[depth++] = p + 1;
		}
		p = end + 1;
	}
	assert_int_equal(depth, 0);
}

static char *draw(const struct figure *f)
{
	struct strbuf out = STRBUF_INIT;

	figure_svg(f, theme_find("light"), &out);
	check_well_formed(out.buf);
	return strbuf_detach(&out, NULL);
}

static struct scatter_point point(double x, double y, const char *label, const char *glyph)
{
	return (struct scatter_point){ .x = x,
				       .y = y,
				       .label = label,
				       .label_len = label ? strlen(label) : 0,
				       .glyph = glyph,
				       .role = ROLE_QUERY,
				       .dot_role = ROLE_POINT,
				       .important = glyph != NULL };
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, what)) != NULL; p++)
		n++;
	return n;
}

/* Circles in the order of their points. */
static size_t read_circles(const char *svg, double (*xy)[2], size_t max)
{
	size_t n = 0;

	for (const char *p = svg; n < max && (p = strstr(p, "<circle cx=\"")) != NULL; p++) {
		xy[n][0] = strtod(p + 12, NULL);
		xy[n++][1] = strtod(strstr(p, "cy=\"") + 4, NULL);
	}
	return n;
}

/* One linear map from the world to the page, with one scale for both axes and y upwards. */
static void test_true_coordinates(void **state)
{
	struct scatter_point points[] = {
		point(0, 0, "a", "●"),	      point(1, 0, "b", "●"),
		point(0, 1, "c", "●"),	      point(-0.317, 0.729, "d", "●"),
		point(5, 0, "far away", "●"), point(0.5, (double)NAN, "no", "●"),
	};
	struct figure f;
	double xy[8][2], scale;
	char *svg;

	(void)state;
	figure_init(&f);
	f.points = points;
	f.count = ARRAY_LEN(points);
	f.frame = (struct scatter_bounds){ -1, -1, 1.5, 1.5 };
	svg = draw(&f);
	assert_int_equal(read_circles(svg, xy, 8), 4); /* those in the frame */
	scale = xy[1][0] - xy[0][0];
	assert_true(scale > 100);
	assert_true(fabs(xy[1][1] - xy[0][1]) < 0.011);
	assert_true(fabs(xy[2][0] - xy[0][0]) < 0.011);
	assert_true(fabs(xy[0][1] - xy[2][1] - scale) < 0.02);
	assert_true(fabs(xy[3][0] - (xy[0][0] - 0.317 * scale)) < 0.02);
	assert_true(fabs(xy[3][1] - (xy[0][1] - 0.729 * scale)) < 0.02);
	assert_null(strstr(svg, "far away"));
	free(svg);
	figure_release(&f);
}

static void test_hostile_words(void **state)
{
	static const char *const words[] = {
		"<script>alert(1)</script>",
		"a&b",
		"\"quoted\"",
		"]]>",
		"\x1B[31mred",
		"\xFF\xFE",
		"a\xE2\x80\xAE"
		"b",
		"\xEF\xBF\xBF",
		"e\xCC\x81",
		"\xD9\x85\xD9\x84\xD9\x83",
		"",
	};
	struct scatter_point points[ARRAY_LEN(words)];
	struct figure f;
	char *svg;

	(void)state;
	figure_init(&f);
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		points[i] = point(0, (double)i, words[i], "○");
	f.points = points;
	f.count = ARRAY_LEN(words);
	f.frame = (struct scatter_bounds){ -10, -1, 10, 12 };
	strbuf_adds(&f.title, "<&>\x01");
	strbuf_adds(&f.caption, "\"&\xFF");
	strbuf_adds(&f.x_axis, "<x>");
	strbuf_adds(&f.y_axis, "y & z");
	svg = draw(&f);
	assert_null(strstr(svg, "<script"));
	assert_non_null(strstr(svg, "&lt;script&gt;alert(1)"));
	assert_non_null(strstr(svg, "a&amp;b"));
	assert_non_null(strstr(svg, "\\x1B[31mred"));
	assert_non_null(strstr(svg, "y &amp; z"));
	free(svg);
	figure_release(&f);
}

static bool overlap(const struct figure_label *a, const struct figure_label *b)
{
	return a->x < b->x + b->width && b->x < a->x + a->width && fabs(a->y - b->y) < FIGURE_FONT;
}

/* Many words on little room: none over another, none outside, the important first. */
static void test_words_never_overlap(void **state)
{
	enum { N = 800 };
	static char words[N][24];
	struct scatter_point *points = calloc(N, sizeof(*points));
	struct page page = { 100, 500, 300, { 64, 48, 936, 648 } };
	struct figure f;
	uint64_t seed = 5;

	(void)state;
	for (int round = 0; round < 4; round++) {
		size_t n, important = 0;
		struct figure_label *labels;

		for (int i = 0; i < N; i++) {
			snprintf(words[i], sizeof(words[i]), "%.*s%d", (int)(unit(&seed) * 12),
				 "wide猫words", i);
			points[i] = point(unit(&seed) * 3, unit(&seed) * 2 - 0.5, words[i], NULL);
			points[i].important = i % 40 == 0;
			points[i].priority = -i;
		}
		figure_init(&f);
		f.points = points;
		f.count = N;
		f.labels = 60;
		labels = figure_place_labels(&f, &page, &n);
		assert_in_range(n, 40, 80);
		for (size_t i = 0; i < n; i++) {
			important += points[labels[i].point].important;
			assert_true(labels[i].x >= 64 && labels[i].x + labels[i].width <= 936);
			assert_true(labels[i].y <= 648 && labels[i].y >= 48);
			for (size_t j = 0; j < i; j++)
				assert_false(overlap(&labels[i], &labels[j]));
		}
		assert_in_range(important, 15, 20);
		free(labels);
		f.no_labels = true;
		labels = figure_place_labels(&f, &page, &n);
		assert_int_equal(n, 0);
		free(labels);
		figure_release(&f);
	}
	free(points);
}

static void test_axes(void **state)
{
	struct figure f;
	char *svg;

	(void)state;
	figure_init(&f);
	f.ticks = true;
	f.frame = (struct scatter_bounds){ -0.43, -0.3, 0.61, 0.5 };
	svg = draw(&f);
	assert_non_null(strstr(svg, ">−0.4<"));
	assert_non_null(strstr(svg, ">0.6<"));
	assert_int_equal(count(svg, ">0.0<"), 2); /* one for each axis, and no −0.0 */
	assert_null(strstr(svg, "−0.0<"));
	free(svg);
	f.ticks = false;
	svg = draw(&f);
	assert_null(strstr(svg, "0.4<"));
	free(svg);
	figure_release(&f);
}

/* The frame of a pane is the world that its cells show. */
static void test_frame_of_a_pane(void **state)
{
	struct scatter_view v = { 37.5, 6, -4 };
	struct scatter_bounds b = figure_frame(&v, 21, 50);
	double e = 1e-6;
	int row, col;

	(void)state;
	scatter_cell(&v, b.x0 + e, b.y1 - e, 21, 50, &row, &col);
	assert_true(row == 0 && col == 0);
	scatter_cell(&v, b.x1 - e, b.y0 + e, 21, 50, &row, &col);
	assert_true(row == 20 && col == 49);
	scatter_cell(&v, b.x0 - e, b.y1 + e, 21, 50, &row, &col);
	assert_true(row == -1 && col == -1);
}

/* Nothing, one point, one line of points, infinite coordinates: still a document. */
static void test_degenerate(void **state)
{
	struct scatter_point one = point(3, 3, "one", NULL);
	struct scatter_line line = { 0, 0, (double)INFINITY, 1, ROLE_LINE };
	struct figure f;

	(void)state;
	figure_init(&f);
	f.ticks = true;
	f.labels = 5;
	f.frame = scatter_bounds_empty();
	free(draw(&f));
	f.points = &one;
	f.count = 1;
	f.lines = &line;
	f.line_count = 1;
	f.frame = (struct scatter_bounds){ 3, 3, 3, 3 };
	free(draw(&f));
	f.frame = (struct scatter_bounds){ -1e12, 3, 1e12, 4 };
	free(draw(&f));
	for (int i = 0; i < 80; i++)
		strbuf_adds(&f.caption, "words and words ");
	free(draw(&f));
	figure_release(&f);
}

/* Colours are named above the frame, beside the title and never over it; numbers stay numbers. */
static void test_keys(void **state)
{
	static const struct figure_key keys[] = {
		{ .text = "a<b", .len = 3, .role = ROLE_GROUP0 },
		{ .glyph = "2", .text = "\xff", .len = 1, .role = ROLE_GROUP1 },
		{ .text = "last", .len = 4, .role = ROLE_GROUP2 },
	};
	struct scatter_point points[] = { point(0, 0, NULL, "2"), point(1, 1, NULL, "●") };
	struct figure f;
	double xy[4][2];
	char *svg;

	(void)state;
	figure_init(&f);
	f.points = points;
	f.count = ARRAY_LEN(points);
	f.keys = keys;
	f.key_count = ARRAY_LEN(keys);
	f.frame = (struct scatter_bounds){ -1, -1, 2, 2 };
	svg = draw(&f);
	assert_non_null(strstr(svg, ">a&lt;b</text>"));
	assert_non_null(strstr(svg, ">last</text>"));
	assert_true(strstr(svg, ">a&lt;b<") > strstr(svg, ">last<")); /* written from the right */
	assert_int_equal(count(svg, ">2</text>"), 2);		      /* the point, the key */
	assert_int_equal(read_circles(svg, xy, 4), 3); /* two keys, the other point */
	assert_true(xy[0][1] < 48 && xy[1][1] < 48 && xy[1][0] < xy[0][0] && xy[2][1] > 48);
	free(svg);
	for (int i = 0; i < 90; i++)
		strbuf_adds(&f.title, "title ");
	svg = draw(&f);
	assert_null(strstr(svg, ">last</text>"));
	free(svg);
	figure_release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_true_coordinates),
		cmocka_unit_test(test_hostile_words),
		cmocka_unit_test(test_words_never_overlap),
		cmocka_unit_test(test_axes),
		cmocka_unit_test(test_frame_of_a_pane),
		cmocka_unit_test(test_degenerate),
		cmocka_unit_test(test_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
