#include "draw/html.h"

#include <string.h>

#include "base/display.h"

static void add_escaped(struct strbuf *out, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '<')
			strbuf_adds(out, "&lt;");
		else if (text[i] == '>')
			strbuf_adds(out, "&gt;");
		else if (text[i] == '&')
			strbuf_adds(out, "&amp;");
		else if (text[i] == '"')
			strbuf_adds(out, "&quot;");
		else
			strbuf_addc(out, text[i]);
	}
}

static uint32_t colour(int index, uint32_t fallback)
{
	return index >= 16 ? theme_rgb(index) : fallback;
}

static void open_run(const struct theme *t, const struct cell *c, struct strbuf *out)
{
	const struct look *look = &t->looks[c->role];
	uint32_t fg = colour(look->fg, t->page_fg), bg = colour(look->bg, t->page_bg);

	if (look->reverse != c->reverse) {
		uint32_t swap = fg;

		fg = bg;
		bg = swap;
	}
	strbuf_addf(out, "<span style=\"color:#%06x", (unsigned)fg);
	if (bg != t->page_bg)
		strbuf_addf(out, ";background:#%06x", (unsigned)bg);
	strbuf_addf(out, "%s%s%s\">", look->bold ? ";font-weight:bold" : "",
		    look->dim ? ";opacity:.6" : "",
		    look->underline ? ";text-decoration:underline" : "");
}

static bool same_look(const struct cell *a, const struct cell *b)
{
	return a->role == b->role && a->reverse == b->reverse;
}

static void add_row(const struct surface *s, const struct theme *t, int row, struct strbuf *out)
{
	const struct cell *run = NULL;

	for (int col = 0; col < s->cols; col++) {
		const struct cell *c = surface_cell(s, row, col);

		if (!c->width)
			continue;
		if (!run || !same_look(run, c)) {
			if (run)
				strbuf_adds(out, "</span>");
			open_run(t, c, out);
			run = c;
		}
		if (c->text[0])
			add_escaped(out, c->text, strlen(c->text));
		else
			strbuf_addc(out, ' ');
	}
	strbuf_adds(out, run ? "</span>\n" : "\n");
}

void html_dump(const struct surface *s, const struct theme *theme, const char *title,
	       struct strbuf *out)
{
	struct strbuf clean = STRBUF_INIT;

	display_put(&clean, title ? title : "", title ? strlen(title) : 0);
	strbuf_adds(
		out,
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
	add_escaped(out, clean.buf, clean.len);
	strbuf_addf(
		out,
		"</title>\n<style>body{background:#%06x;color:#%06x}pre{font:14px/1.25 "
		"'DejaVu Sans Mono',Menlo,Consolas,monospace}</style>\n</head>\n<body>\n<pre>\n",
		(unsigned)theme->page_bg, (unsigned)theme->page_fg);
	for (int row = 0; row < s->rows; row++)
		add_row(s, theme, row, out);
	strbuf_adds(out, "</pre>\n</body>\n</html>\n");
	strbuf_release(&clean);
}
