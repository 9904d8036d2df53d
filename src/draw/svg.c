/*
 * A picture that looks the same whatever fonts there are. What screens are made of besides letters
 * (braille, box lines, blocks, bullets) becomes geometry; svg_glyph.c knows how. Letters are set
 * in runs of one look with a given length, wide ones each in its own two cells.
 *
 * Shapes of one look are collected into few paths (filled, blocks, stroked, dotted), so that a map of
 * 10,000 braille dots is one element.
 */
#include "draw/svg.h"

#include <stdlib.h>
#include <string.h>

#include "base/display.h"
#include "base/utf8.h"
#include "draw/svg_bars.h"
#include "draw/svg_glyph.h"

#define MARGIN_X      14
#define MARGIN_BOTTOM 12
#define BAR_HEIGHT    36 /* of the window frame */
#define FONT                                                                                       \
	"'DejaVu Sans Mono','JetBrains Mono','Cascadia Mono',Menlo,Consolas,'Noto Sans Mono',"     \
	"'Noto Sans Mono CJK JP','Noto Sans CJK JP',monospace"

struct drawing {
	const struct surface *s;
	const struct theme *theme;
	struct strbuf *out;
	struct svg_paths paths[ROLE_COUNT][2]; /* by role and cell.reverse */
	struct strbuf text;		       /* comes after all shapes */
	uint8_t *bars;			       /* of svg_find_bars() */
};

void svg_add_escaped(struct strbuf *out, const char *s)
{
	for (; *s; s++) {
		switch (*s) {
		case '<':
			strbuf_adds(out, "&lt;");
			break;
		case '>':
			strbuf_adds(out, "&gt;");
			break;
		case '&':
			strbuf_adds(out, "&amp;");
			break;
		case '"':
			strbuf_adds(out, "&quot;");
			break;
		default:
			strbuf_addc(out, *s);
		}
	}
}

static uint32_t colour(const struct drawing *d, size_t role, bool reverse, bool want_fg)
{
	const struct look *look = &d->theme->looks[role];
	bool fg = want_fg != (reverse != look->reverse);
	int index = fg ? look->fg : look->bg;

	if (index >= 0)
		return theme_rgb(index);
	return fg ? d->theme->page_fg : d->theme->page_bg;
}

static bool same_look(const struct cell *a, const struct cell *b)
{
	return a->role == b->role && a->reverse == b->reverse;
}

static void add_backgrounds(struct drawing *d, int row)
{
	const struct cell *c = surface_cell(d->s, row, 0);
	int cols = d->s->cols, end;
	uint32_t bg;

	for (int col = 0; col < cols; col = end) {
		for (end = col + 1; end < cols && same_look(&c[end], &c[col]);)
			end++;
		bg = colour(d, c[col].role, c[col].reverse, false);
		if (bg != d->theme->page_bg)
			strbuf_addf(d->out,
				    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
				    "fill=\"#%06x\"/>\n",
				    col * SVG_CELL_W, row * SVG_CELL_H, (end - col) * SVG_CELL_W,
				    SVG_CELL_H, (unsigned)bg);
	}
}

static void open_text(struct drawing *d, const struct cell *c, int row, int col, int cells)
{
	const struct look *look = &d->theme->looks[c->role];

	strbuf_addf(&d->text,
		    "<text x=\"%d\" y=\"%d\" textLength=\"%d\" lengthAdjust=\"spacingAndGlyphs\" "
		    "fill=\"#%06x\"",
		    col * SVG_CELL_W, row * SVG_CELL_H + SVG_BASELINE, cells * SVG_CELL_W,
		    (unsigned)colour(d, c->role, c->reverse, true));
	if (look->bold)
		strbuf_adds(&d->text, " font-weight=\"bold\"");
	if (look->underline)
		strbuf_adds(&d->text, " text-decoration=\"underline\"");
	if (look->dim)
		strbuf_adds(&d->text, " opacity=\"0.55\"");
	strbuf_addc(&d->text, '>');
}

static bool is_ascii_letter(const struct cell *c)
{
	return c->width == 1 && c->text[0] > ' ' && !c->text[1];
}

/* Text from `col` on that can be set as one piece; returns the cell behind it. */
static int add_text(struct drawing *d, int row, int col)
{
	const struct cell *c = surface_cell(d->s, row, 0);
	int end = col + 1;

	if (is_ascii_letter(&c[col]))
		while (end < d->s->cols && is_ascii_letter(&c[end]) && same_look(&c[end], &c[col]))
			end++;
	open_text(d, &c[col], row, col, MAX(end - col, c[col].width));
	for (int i = col; i < end; i++)
		svg_add_escaped(&d->text, c[i].text);
	strbuf_adds(&d->text, "</text>\n");
	return end;
}

static bool add_shape(struct drawing *d, int row, int col)
{
	const struct cell *c = surface_cell(d->s, row, col);
	struct svg_paths *paths = &d->paths[c->role][c->reverse];
	int x = col * SVG_CELL_W, y = row * SVG_CELL_H;
	uint32_t cp;

	if (utf8_decode(c->text, strlen(c->text), &cp) < 2)
		return false;
	if (!d->bars[row * d->s->cols + col])
		return svg_glyph_add(paths, cp, x, y);
	svg_glyph_add_bar(paths, cp, x, y);
	return true;
}

static void add_row(struct drawing *d, int row)
{
	const struct cell *c = surface_cell(d->s, row, 0);
	int col = 0;

	while (col < d->s->cols) {
		if (!c[col].text[0])
			col++;
		else if (add_shape(d, row, col))
			col++;
		else
			col = add_text(d, row, col);
	}
}

static void add_paths_of(struct drawing *d, size_t role, bool reverse)
{
	struct svg_paths *p = &d->paths[role][reverse];
	const char *dim = d->theme->looks[role].dim ? " opacity=\"0.55\"" : "";
	unsigned rgb = (unsigned)colour(d, role, reverse, true);

	if (p->fill.len)
		strbuf_addf(d->out, "<path fill=\"#%06x\"%s d=\"%s\"/>\n", rgb, dim, p->fill.buf);
	if (p->blocks.len) /* crisp: no seam where a scale puts an edge between two pixels */
		strbuf_addf(d->out,
			    "<path fill=\"#%06x\" shape-rendering=\"crispEdges\"%s d=\"%s\"/>\n",
			    rgb, dim, p->blocks.buf);
	if (p->stroke.len)
		strbuf_addf(
			d->out,
			"<path fill=\"none\" stroke=\"#%06x\" stroke-width=\"1.2\"%s d=\"%s\"/>\n",
			rgb, dim, p->stroke.buf);
	if (p->heavy.len)
		strbuf_addf(
			d->out,
			"<path fill=\"none\" stroke=\"#%06x\" stroke-width=\"2.6\"%s d=\"%s\"/>\n",
			rgb, dim, p->heavy.buf);
	if (p->dots.len)
		strbuf_addf(d->out,
			    "<path fill=\"none\" stroke=\"#%06x\" stroke-width=\"2.8\" "
			    "stroke-linecap=\"round\"%s d=\"%s\"/>\n",
			    rgb, dim, p->dots.buf);
	svg_paths_release(p);
}

static void add_paths(struct drawing *d)
{
	for (size_t role = 0; role < ROLE_COUNT; role++) {
		add_paths_of(d, role, false);
		add_paths_of(d, role, true);
	}
}

/* A window with its three buttons, so that the picture is at home on any page. */
static void add_frame(struct drawing *d, const char *title)
{
	static const unsigned buttons[] = { 0xE0655A, 0xE3B341, 0x57AB5A };
	int width = d->s->cols * SVG_CELL_W + 2 * MARGIN_X;
	int height = d->s->rows * SVG_CELL_H + BAR_HEIGHT + MARGIN_BOTTOM;
	unsigned fg = (unsigned)d->theme->page_fg;

	strbuf_addf(d->out,
		    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
		    "viewBox=\"0 0 %d %d\" font-family=\"%s\" font-size=\"%d\">\n",
		    width, height, width, height, FONT, SVG_FONT_SIZE);
	strbuf_adds(d->out, "<title>");
	svg_add_escaped(d->out, title);
	strbuf_addf(d->out,
		    "</title>\n<rect x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"9\" "
		    "fill=\"#%06x\" stroke=\"#%06x\" stroke-opacity=\"0.25\"/>\n",
		    width - 1, height - 1, (unsigned)d->theme->page_bg, fg);
	for (int i = 0; i < 3; i++)
		strbuf_addf(d->out, "<circle cx=\"%d\" cy=\"%d\" r=\"6\" fill=\"#%06x\"/>\n",
			    20 + i * 20, BAR_HEIGHT / 2, buttons[i]);
	strbuf_addf(d->out,
		    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-size=\"13\" "
		    "fill=\"#%06x\" opacity=\"0.7\">",
		    width / 2, BAR_HEIGHT / 2 + 5, fg);
	svg_add_escaped(d->out, title);
	strbuf_addf(d->out, "</text>\n<g transform=\"translate(%d %d)\" xml:space=\"preserve\">\n",
		    MARGIN_X, BAR_HEIGHT);
}

static void add_cursor(struct drawing *d)
{
	if (!surface_cell(d->s, d->s->cursor_row, d->s->cursor_col))
		return;
	strbuf_addf(d->out,
		    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\" "
		    "opacity=\"0.6\"/>\n",
		    d->s->cursor_col * SVG_CELL_W, d->s->cursor_row * SVG_CELL_H + 1, SVG_CELL_W,
		    SVG_CELL_H - 2, (unsigned)d->theme->page_fg);
}

void svg_dump(const struct surface *s, const struct theme *theme, const char *title,
	      struct strbuf *out)
{
	struct drawing d = { .s = s, .theme = theme, .out = out, .text = STRBUF_INIT };
	struct strbuf clean = STRBUF_INIT;

	for (size_t i = 0; i < ROLE_COUNT; i++) {
		svg_paths_init(&d.paths[i][0]);
		svg_paths_init(&d.paths[i][1]);
	}
	d.bars = svg_find_bars(s);
	display_put(&clean, title ? title : "", title ? strlen(title) : 0);
	add_frame(&d, clean.buf);
	for (int row = 0; row < s->rows && s->cols; row++) {
		add_backgrounds(&d, row);
		add_row(&d, row);
	}
	add_paths(&d);
	strbuf_add(out, d.text.buf, d.text.len);
	add_cursor(&d);
	strbuf_adds(out, "</g>\n</svg>\n");
	strbuf_release(&d.text);
	free(d.bars);
	strbuf_release(&clean);
}
