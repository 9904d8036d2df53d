/*
 * The page: title and caption, a frame with round numbers at its axes, lines, dots, marks, words. All
 * dots of one colour are one path. Shapes say what a point is, so that the picture is read without
 * colour too:
 *
 *	● disc   ○ ring   ◉ disc in a ring   ■ square   ★ star   × cross   else a dot
 */
#include "draw/figure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/display.h"
#include "base/mem.h"
#include "draw/figure_internal.h"
#include "draw/svg.h"

#define WIDTH	      960
#define LEFT	      64
#define RIGHT	      24
#define TOP	      48
#define BOTTOM	      24 /* besides axes and caption */
#define AXIS	      44
#define LINE_HEIGHT   17
#define CAPTION_LINES 3
#define MIN_HEIGHT    300.0
#define MAX_HEIGHT    820.0
#define TICKS	      6
#define FONT                                                                                       \
	"Helvetica,Arial,'Liberation Sans','Noto Sans','DejaVu Sans','Noto Sans CJK "              \
	"JP',sans-serif"

struct pen {
	const struct figure *f;
	const struct theme *theme;
	struct page page;
	int height;
	size_t caption[CAPTION_LINES + 1]; /* where its lines begin; the last: its end */
	size_t caption_lines;
	struct strbuf *out;
};

void figure_init(struct figure *f)
{
	*f = (struct figure){
		.title = STRBUF_INIT,
		.caption = STRBUF_INIT,
		.x_axis = STRBUF_INIT,
		.y_axis = STRBUF_INIT,
	};
}

void figure_release(struct figure *f)
{
	strbuf_release(&f->title);
	strbuf_release(&f->caption);
	strbuf_release(&f->x_axis);
	strbuf_release(&f->y_axis);
}

struct scatter_bounds figure_frame(const struct scatter_view *v, int rows, int cols)
{
	double left = -(v->col + cols / 2), top = v->row + rows / 2;

	return (struct scatter_bounds){ left / v->scale, 2 * (top - rows) / v->scale,
					(left + cols) / v->scale, 2 * top / v->scale };
}

/* The caption in lines as wide as the plot, cut at blanks. */
static void break_caption(struct pen *pen)
{
	const struct strbuf *c = &pen->f->caption;
	size_t at = 0, blank = 0;

	pen->caption_lines = 0;
	for (size_t i = 0; i <= c->len && pen->caption_lines < CAPTION_LINES; i++) {
		if (i < c->len && c->buf[i] != ' ')
			continue;
		if (blank > at && pen->caption_lines + 1 < CAPTION_LINES &&
		    figure_text_width(c->buf + at, i - at) > WIDTH - LEFT - RIGHT) {
			pen->caption[pen->caption_lines++] = at;
			at = blank + 1;
		}
		blank = i;
	}
	if (c->len)
		pen->caption[pen->caption_lines++] = at;
	pen->caption[pen->caption_lines] = c->len;
}

/* One scale for both axes; what the frame lacks in one of them is shown besides. */
static void lay_out(struct pen *pen)
{
	struct scatter_bounds b = pen->f->frame;
	double wide = WIDTH - LEFT - RIGHT, across, up, height;

	if (scatter_bounds_is_empty(&b) || !(b.x1 > b.x0) || !(b.y1 > b.y0))
		b = (struct scatter_bounds){ -1, -1, 1, 1 };
	across = b.x1 - b.x0;
	up = b.y1 - b.y0;
	height = fmax(MIN_HEIGHT, fmin(MAX_HEIGHT, wide * up / across));
	pen->page.scale = fmin(wide / across, height / up);
	pen->page.plot = (struct box){ LEFT, TOP, LEFT + wide, TOP + height };
	pen->page.x0 = LEFT + wide / 2 - pen->page.scale * (b.x0 + b.x1) / 2;
	pen->page.y0 = TOP + height / 2 + pen->page.scale * (b.y0 + b.y1) / 2;
	pen->height = (int)ceil(TOP + height + BOTTOM) +
		      (pen->f->ticks || pen->f->x_axis.len ? AXIS : 0) +
		      (int)pen->caption_lines * LINE_HEIGHT;
}

static unsigned colour(const struct pen *pen, enum role role)
{
	const struct look *look = &pen->theme->looks[role];

	return look->fg >= 0 ? (unsigned)theme_rgb(look->fg) : (unsigned)pen->theme->page_fg;
}

/* Any bytes as text of the document. */
static void add_text(struct pen *pen, const char *s, size_t n)
{
	struct strbuf clean = STRBUF_INIT;

	display_put(&clean, s, n);
	svg_add_escaped(pen->out, clean.buf);
	strbuf_release(&clean);
}

static void add_line_of_text(struct pen *pen, const char *attributes, const struct strbuf *text)
{
	if (!text->len)
		return;
	strbuf_addf(pen->out, "<text fill=\"#%06x\" %s>", (unsigned)pen->theme->page_fg,
		    attributes);
	add_text(pen, text->buf, text->len);
	strbuf_adds(pen->out, "</text>\n");
}

/* --- axes --- */

/* 1, 2 or 5 times a power of ten, so that about TICKS of them fit. */
static double tick_step(double span)
{
	double raw = span / TICKS, power = pow(10, floor(log10(raw)));

	if (raw <= power)
		return power;
	if (raw <= 2 * power)
		return 2 * power;
	return raw <= 5 * power ? 5 * power : 10 * power;
}

static void add_tick(struct pen *pen, double value, double step, bool across)
{
	const struct page *p = &pen->page;
	int decimals = step < 1 ? (int)ceil(-log10(step) - 1e-9) : 0;
	double x = across ? p->x0 + p->scale * value : p->plot.x0;
	double y = across ? p->plot.y1 : p->y0 - p->scale * value;

	if (fabs(value) < step / 1e6)
		value = 0;
	strbuf_addf(pen->out, "<path d=\"M%.1f %.1f%s\" stroke=\"#%06x\"/>", x, y,
		    across ? "v5" : "h-5", colour(pen, ROLE_FRAME));
	strbuf_addf(pen->out,
		    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"11\" "
		    "fill=\"#%06x\">%s%.*f</text>\n",
		    across ? x : x - 9, across ? y + 18 : y + 4, across ? "middle" : "end",
		    colour(pen, ROLE_DIM), value < 0 ? "−" : "", decimals, fabs(value));
}

static void add_ticks(struct pen *pen, bool across)
{
	const struct page *p = &pen->page;
	double low = across ? (p->plot.x0 - p->x0) / p->scale : (p->y0 - p->plot.y1) / p->scale;
	double high = across ? (p->plot.x1 - p->x0) / p->scale : (p->y0 - p->plot.y0) / p->scale;
	double step = tick_step(high - low);

	for (double i = ceil(low / step); i * step <= high; i++)
		add_tick(pen, i * step, step, across);
}

static void add_axes(struct pen *pen)
{
	const struct box *b = &pen->page.plot;
	char place[128];

	strbuf_addf(pen->out,
		    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"none\" "
		    "stroke=\"#%06x\"/>\n",
		    b->x0, b->y0, b->x1 - b->x0, b->y1 - b->y0, colour(pen, ROLE_FRAME));
	if (pen->f->ticks) {
		add_ticks(pen, true);
		add_ticks(pen, false);
	}
	snprintf(place, sizeof(place), "x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\"",
		 (b->x0 + b->x1) / 2, b->y1 + 38);
	add_line_of_text(pen, place, &pen->f->x_axis);
	snprintf(place, sizeof(place),
		 "transform=\"translate(18 %.1f) rotate(-90)\" "
		 "text-anchor=\"middle\"",
		 (b->y0 + b->y1) / 2);
	add_line_of_text(pen, place, &pen->f->y_axis);
}

/* --- what stands in them --- */

static void add_lines(struct pen *pen)
{
	const struct page *p = &pen->page;

	for (size_t i = 0; i < pen->f->line_count; i++) {
		const struct scatter_line *l = &pen->f->lines[i];

		if (!isfinite(l->x0 + l->y0 + l->x1 + l->y1))
			continue;
		strbuf_addf(pen->out,
			    "<path d=\"M%.2f %.2fL%.2f %.2f\" stroke=\"#%06x\" "
			    "stroke-width=\"1.2\" fill=\"none\"/>\n",
			    p->x0 + p->scale * l->x0, p->y0 - p->scale * l->y0,
			    p->x0 + p->scale * l->x1, p->y0 - p->scale * l->y1,
			    colour(pen, l->role));
	}
}

/* All plain dots of one role are one path of round strokes without length. */
static void add_dots(struct pen *pen, enum role role)
{
	bool open = false;
	double x, y;

	for (size_t i = 0; i < pen->f->count; i++) {
		const struct scatter_point *p = &pen->f->points[i];

		if (p->glyph || p->dot_role != role || !figure_is_shown(&pen->page, p, &x, &y))
			continue;
		if (!open)
			strbuf_addf(pen->out,
				    "<path fill=\"none\" stroke=\"#%06x\" stroke-width=\"3\" "
				    "stroke-linecap=\"round\" stroke-opacity=\"0.8\" d=\"",
				    colour(pen, role));
		open = true;
		strbuf_addf(pen->out, "M%.2f %.2fh0", x, y);
	}
	if (open)
		strbuf_adds(pen->out, "\"/>\n");
}

static void add_star(struct pen *pen, double x, double y, unsigned rgb)
{
	strbuf_addf(pen->out, "<path fill=\"#%06x\" d=\"M", rgb);
	for (int i = 0; i < 10; i++) {
		double r = i % 2 ? 2.9 : 7, turn = M_PI * i / 5;

		strbuf_addf(pen->out, "%s%.2f %.2f", i ? "L" : "", x + r * sin(turn),
			    y - r * cos(turn));
	}
	strbuf_adds(pen->out, "Z\"/>\n");
}

static void add_mark(struct pen *pen, const struct scatter_point *p, double x, double y)
{
	unsigned rgb = colour(pen, p->role), page = (unsigned)pen->theme->page_bg;

	if ((unsigned char)p->glyph[0] < 0x80) { /* a number: many of them, so they are small */
		strbuf_addf(pen->out,
			    "<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"middle\" "
			    "font-size=\"9\" fill=\"#%06x\">",
			    x, y + 3, rgb);
		add_text(pen, p->glyph, strlen(p->glyph));
		strbuf_adds(pen->out, "</text>\n");
		return;
	}
	if (strcmp(p->glyph, "★") == 0) {
		add_star(pen, x, y, rgb);
		return;
	}
	if (strcmp(p->glyph, "■") == 0)
		strbuf_addf(pen->out,
			    "<rect x=\"%.2f\" y=\"%.2f\" width=\"7\" height=\"7\" "
			    "fill=\"#%06x\"/>\n",
			    x - 3.5, y - 3.5, rgb);
	else if (strcmp(p->glyph, "×") == 0)
		strbuf_addf(pen->out,
			    "<path d=\"M%.2f %.2fl7 7m0 -7l-7 7\" stroke=\"#%06x\" "
			    "stroke-width=\"1.6\" fill=\"none\"/>\n",
			    x - 3.5, y - 3.5, rgb);
	else if (strcmp(p->glyph, "○") == 0)
		strbuf_addf(pen->out,
			    "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"3.2\" fill=\"#%06x\" "
			    "stroke=\"#%06x\" stroke-width=\"1.4\"/>\n",
			    x, y, page, rgb);
	else
		strbuf_addf(pen->out, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%s\" fill=\"#%06x\"/>\n",
			    x, y, strcmp(p->glyph, "◉") == 0 ? "5" : "4", rgb);
}

static void add_points(struct pen *pen)
{
	double x, y;

	for (size_t role = 0; role < ROLE_COUNT; role++)
		add_dots(pen, (enum role)role);
	for (size_t i = 0; i < pen->f->count; i++)
		if (pen->f->points[i].glyph &&
		    figure_is_shown(&pen->page, &pen->f->points[i], &x, &y))
			add_mark(pen, &pen->f->points[i], x, y);
}

/* With a seam in the colour of the page, so that dots beneath do not make it hard to read. */
static void add_labels(struct pen *pen)
{
	size_t count;
	struct figure_label *labels = figure_place_labels(pen->f, &pen->page, &count);

	for (size_t i = 0; i < count; i++) {
		const struct scatter_point *p = &pen->f->points[labels[i].point];
		const struct look *look = &pen->theme->looks[p->role];
		struct strbuf cut = STRBUF_INIT;
		double x, y;
		bool left = figure_is_shown(&pen->page, p, &x, &y) && labels[i].x < x &&
			    labels[i].x + labels[i].width <= x;

		if (!p->glyph) /* which dot it is that the word names */
			strbuf_addf(pen->out,
				    "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"2.2\" fill=\"#%06x\"/>", x,
				    y, colour(pen, p->role));
		display_fit(&cut, p->label, p->label_len, FIGURE_LABEL_CELLS);
		strbuf_addf(pen->out,
			    "<text x=\"%.2f\" y=\"%.2f\"%s fill=\"#%06x\"%s stroke=\"#%06x\" "
			    "stroke-width=\"2.5\" stroke-linejoin=\"round\" "
			    "paint-order=\"stroke\">",
			    left ? labels[i].x + labels[i].width : labels[i].x, labels[i].y,
			    left ? " text-anchor=\"end\"" : "", colour(pen, p->role),
			    look->bold ? " font-weight=\"bold\"" : "",
			    (unsigned)pen->theme->page_bg);
		svg_add_escaped(pen->out, cut.buf);
		strbuf_adds(pen->out, "</text>\n");
		strbuf_release(&cut);
	}
	free(labels);
}

/* From right to left above the frame, the first leftmost; those that find no room beside the title
 * are left out. */
static void add_keys(struct pen *pen)
{
	const struct figure *f = pen->f;
	double x = pen->page.plot.x1, least = LEFT + 20;

	least += figure_text_width(f->title.buf, f->title.len) * 16 / FIGURE_FONT;
	for (size_t i = f->key_count; i-- > 0;) {
		const struct figure_key *k = &f->keys[i];
		struct scatter_point mark = { .glyph = k->glyph ? k->glyph : "●", .role = k->role };

		x -= figure_text_width(k->text, k->len) + 24;
		if (x < least)
			return;
		add_mark(pen, &mark, x + 12, 26);
		strbuf_addf(pen->out, "<text x=\"%.1f\" y=\"30\" fill=\"#%06x\">", x + 20,
			    colour(pen, k->role));
		add_text(pen, k->text, k->len);
		strbuf_adds(pen->out, "</text>\n");
	}
}

static void add_caption(struct pen *pen)
{
	const char *text = pen->f->caption.buf;

	for (size_t i = 0; i < pen->caption_lines; i++) {
		size_t from = pen->caption[i], to = pen->caption[i + 1];

		strbuf_addf(pen->out, "<text x=\"%d\" y=\"%d\" fill=\"#%06x\" opacity=\"0.8\">",
			    LEFT,
			    pen->height - 14 - (int)(pen->caption_lines - 1 - i) * LINE_HEIGHT,
			    (unsigned)pen->theme->page_fg);
		add_text(pen, text + from, to - from);
		strbuf_adds(pen->out, "</text>\n");
	}
}

void figure_svg(const struct figure *f, const struct theme *theme, struct strbuf *out)
{
	struct pen pen = { .f = f, .theme = theme, .out = out };
	char place[96];

	break_caption(&pen);
	lay_out(&pen);
	strbuf_addf(out,
		    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
		    "viewBox=\"0 0 %d %d\" font-family=\"%s\" font-size=\"%d\">\n<title>",
		    WIDTH, pen.height, WIDTH, pen.height, FONT, FIGURE_FONT);
	add_text(&pen, f->title.buf, f->title.len);
	strbuf_addf(out,
		    "</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n"
		    "<clipPath id=\"frame\"><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
		    "height=\"%.1f\"/></clipPath>\n",
		    WIDTH, pen.height, (unsigned)theme->page_bg, pen.page.plot.x0, pen.page.plot.y0,
		    pen.page.plot.x1 - pen.page.plot.x0, pen.page.plot.y1 - pen.page.plot.y0);
	snprintf(place, sizeof(place), "x=\"%d\" y=\"30\" font-size=\"16\"", LEFT);
	add_line_of_text(&pen, place, &f->title);
	add_keys(&pen);
	strbuf_adds(out, "<g clip-path=\"url(#frame)\">\n");
	add_lines(&pen);
	strbuf_adds(out, "</g>\n");
	add_points(&pen);
	add_labels(&pen);
	add_axes(&pen);
	add_caption(&pen);
	strbuf_adds(out, "</svg>\n");
}
