#include "unit.h"

#include <string.h>

#include "draw/html.h"
#include "draw/png.h"
#include "draw/svg.h"

/* The picture library keeps fonts for the life of the program: where leaks are looked for it is not
 * loaded. */
#if defined(__SANITIZE_ADDRESS__)
#define LEAKS_ARE_WATCHED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LEAKS_ARE_WATCHED
#endif
#endif

static void make(struct surface *s)
{
	surface_init(s, 2, 20);
	surface_puts(s, 0, 0, 20, ROLE_QUERY, "<b>&\"国王\"");
	surface_puts(s, 1, 2, 20, ROLE_DIM, "plain");
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
		n++;
	return n;
}

/* Nothing of the text becomes markup; what was opened is closed; rows are as long as the surface. */
static void text_stays_text(void **state)
{
	struct surface s;
	struct strbuf out = STRBUF_INIT;

	(void)state;
	make(&s);
	html_dump(&s, theme_find("dark"), "a <title>", &out);
	assert_non_null(strstr(out.buf, "&lt;b&gt;&amp;&quot;国王&quot;"));
	assert_null(strstr(out.buf, "<b>"));
	assert_non_null(strstr(out.buf, "<title>a &lt;title&gt;</title>"));
	assert_int_equal(count(out.buf, "<span"), count(out.buf, "</span>"));
	assert_non_null(strstr(out.buf, "font-weight:bold"));
	strbuf_release(&out);
	surface_release(&s);
}

static void the_picture_is_a_png(void **state)
{
	struct surface s;
	struct strbuf svg = STRBUF_INIT, out = STRBUF_INIT;
	struct error err = ERROR_INIT;
	enum status st;

	(void)state;
#ifdef LEAKS_ARE_WATCHED
	print_message("not loaded: the picture library keeps what it allocates\n");
	skip();
#endif
	make(&s);
	svg_dump(&s, theme_find("light"), "picture", &svg);
	st = png_from_svg(svg.buf, svg.len, &out, &err);
	if (st == ST_OK) {
		assert_true(out.len > 100);
		assert_memory_equal(out.buf, "\x89PNG\r\n\x1a\n", 8);
		strbuf_clear(&out);
		assert_int_equal(png_from_svg("no svg", 6, &out, &err), ST_FAILED);
		assert_string_equal(err.text, "librsvg could not draw the picture");
	} else {
		print_message("librsvg is not installed: only its sentence is tested\n");
		assert_non_null(strstr(err.text, "need librsvg"));
	}
	strbuf_release(&svg);
	strbuf_release(&out);
	surface_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_stays_text),
		cmocka_unit_test(the_picture_is_a_png),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
