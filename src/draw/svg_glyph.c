#include "draw/svg_glyph.h"

#include <stddef.h>

#include "base/compiler.h"

#define W ((double)SVG_CELL_W)
#define H ((double)SVG_CELL_H)

#define BAR_ROOM 2

void svg_paths_init(struct svg_paths *p)
{
	*p = (struct svg_paths){ STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT };
}

void svg_paths_release(struct svg_paths *p)
{
	strbuf_release(&p->fill);
	strbuf_release(&p->blocks);
	strbuf_release(&p->stroke);
	strbuf_release(&p->heavy);
	strbuf_release(&p->dots);
}

/* A number with at most two decimals and no locale: all are positive and below 100,000. */
static void add_number(struct strbuf *sb, double v)
{
	int hundredths = (int)(v * 100 + 0.5);

	strbuf_addf(sb, "%d", hundredths / 100);
	if (hundredths % 10)
		strbuf_addf(sb, ".%02d", hundredths % 100);
	else if (hundredths % 100)
		strbuf_addf(sb, ".%d", hundredths % 100 / 10);
}

static void add_point(struct strbuf *sb, char command, double x, double y)
{
	strbuf_addc(sb, command);
	add_number(sb, x);
	strbuf_addc(sb, ' ');
	add_number(sb, y);
}

static void add_box(struct strbuf *sb, double x0, double y0, double x1, double y1)
{
	add_point(sb, 'M', x0, y0);
	add_point(sb, 'L', x1, y0);
	add_point(sb, 'L', x1, y1);
	add_point(sb, 'L', x0, y1);
	strbuf_addc(sb, 'Z');
}

static void add_circle(struct strbuf *sb, double cx, double cy, const char *r, double radius)
{
	add_point(sb, 'M', cx - radius, cy);
	strbuf_addf(sb, "A%s %s 0 1 0 ", r, r);
	add_point(sb, ' ', cx + radius, cy);
	strbuf_addf(sb, "A%s %s 0 1 0 ", r, r);
	add_point(sb, ' ', cx - radius, cy);
	strbuf_addc(sb, 'Z');
}

static void add_braille(struct svg_paths *p, unsigned mask, double x, double y)
{
	static const unsigned char across[8] = { 0, 0, 0, 1, 1, 1, 0, 1 };
	static const unsigned char down[8] = { 0, 1, 2, 0, 1, 2, 3, 3 };

	for (unsigned bit = 0; bit < 8; bit++)
		if (mask >> bit & 1) {
			add_point(&p->dots, 'M', x + W * (0.25 + 0.5 * across[bit]),
				  y + H * (0.125 + 0.25 * down[bit]));
			strbuf_adds(&p->dots, "h.01");
		}
}

/* Blocks: lower eighths, left eighths, halves, quadrants. They fill their part of the cell to its
 * edges: what stands on one another in a terminal is one piece here, too. */
static bool add_block(struct svg_paths *p, uint32_t cp, double x, double y)
{
	static const unsigned char quadrants[] = { 4, 8, 1, 13, 9, 7, 11, 2, 6, 14 };
	unsigned q;

	if (cp == 0x2580) {
		add_box(&p->blocks, x, y, x + W, y + H / 2);
	} else if (cp >= 0x2581 && cp <= 0x2588) {
		add_box(&p->blocks, x, y + H * (1 - (cp - 0x2580) / 8.0), x + W, y + H);
	} else if (cp >= 0x2589 && cp <= 0x258F) {
		add_box(&p->blocks, x, y, x + W * (0x2590 - cp) / 8.0, y + H);
	} else if (cp == 0x2590) {
		add_box(&p->blocks, x + W / 2, y, x + W, y + H);
	} else if (cp == 0x2595) {
		add_box(&p->blocks, x + W * 0.875, y, x + W, y + H);
	} else if (cp >= 0x2596 && cp <= 0x259F) {
		q = quadrants[cp - 0x2596];
		for (unsigned bit = 0; bit < 4; bit++)
			if (q >> bit & 1)
				add_box(&p->blocks, x + W / 2 * (bit & 1), y + H / 2 * (bit >> 1),
					x + W / 2 * ((bit & 1) + 1), y + H / 2 * ((bit >> 1) + 1));
	} else {
		return false;
	}
	return true;
}

/* Box lines: which of the four arms a character has. */
enum { LEFT = 1, RIGHT = 2, UP = 4, DOWN = 8, HEAVY = 16, ROUND = 32 };

static const struct {
	uint16_t cp;
	uint8_t arms;
} boxes[] = {
	{ 0x2500, LEFT | RIGHT },
	{ 0x2501, LEFT | RIGHT | HEAVY },
	{ 0x2502, UP | DOWN },
	{ 0x2503, UP | DOWN | HEAVY },
	{ 0x250C, RIGHT | DOWN },
	{ 0x2510, LEFT | DOWN },
	{ 0x2514, RIGHT | UP },
	{ 0x2518, LEFT | UP },
	{ 0x251C, RIGHT | UP | DOWN },
	{ 0x2524, LEFT | UP | DOWN },
	{ 0x252C, LEFT | RIGHT | DOWN },
	{ 0x2534, LEFT | RIGHT | UP },
	{ 0x253C, LEFT | RIGHT | UP | DOWN },
	{ 0x256D, RIGHT | DOWN | ROUND },
	{ 0x256E, LEFT | DOWN | ROUND },
	{ 0x256F, LEFT | UP | ROUND },
	{ 0x2570, RIGHT | UP | ROUND },
	{ 0x2574, LEFT },
	{ 0x2575, UP },
	{ 0x2576, RIGHT },
	{ 0x2577, DOWN },
};

static void add_arms(struct strbuf *sb, unsigned arms, double x, double y)
{
	double cx = x + W / 2, cy = y + H / 2;
	double end_x = arms & LEFT ? x : x + W, end_y = arms & UP ? y : y + H;

	if (arms & ROUND) {
		add_point(sb, 'M', end_x, cy);
		add_point(sb, 'Q', cx, cy);
		add_point(sb, ' ', cx, end_y);
		return;
	}
	if (arms & (LEFT | RIGHT)) {
		add_point(sb, 'M', arms & LEFT ? x : cx, cy);
		add_point(sb, 'L', arms & RIGHT ? x + W : cx, cy);
	}
	if (arms & (UP | DOWN)) {
		add_point(sb, 'M', cx, arms & UP ? y : cy);
		add_point(sb, 'L', cx, arms & DOWN ? y + H : cy);
	}
}

static bool add_box_lines(struct svg_paths *p, uint32_t cp, double x, double y)
{
	for (size_t i = 0; i < ARRAY_LEN(boxes); i++)
		if (boxes[i].cp == cp) {
			add_arms(boxes[i].arms & HEAVY ? &p->heavy : &p->stroke, boxes[i].arms, x,
				 y);
			return true;
		}
	return false;
}

static void add_star(struct strbuf *sb, double cx, double cy)
{
	/* the ten corners of a five-pointed star with radius 1 and 0.45 */
	static const double corners[10][2] = {
		{ 0, -1 },	    { 0.264, -0.364 },	{ 0.951, -0.309 }, { 0.428, 0.139 },
		{ 0.588, 0.809 },   { 0, 0.45 },	{ -0.588, 0.809 }, { -0.428, 0.139 },
		{ -0.951, -0.309 }, { -0.264, -0.364 },
	};

	for (size_t i = 0; i < ARRAY_LEN(corners); i++)
		add_point(sb, i ? 'L' : 'M', cx + 6 * corners[i][0], cy + 6 * corners[i][1]);
	strbuf_addc(sb, 'Z');
}

static void add_triangle(struct strbuf *sb, double x, double y, bool left)
{
	add_point(sb, 'M', left ? x + 7 : x + 2, y + 4.5);
	add_point(sb, 'L', left ? x + 1 : x + 8, y + 9);
	add_point(sb, 'L', left ? x + 7 : x + 2, y + 13.5);
	strbuf_addc(sb, 'Z');
}

static bool add_mark(struct svg_paths *p, uint32_t cp, double x, double y)
{
	double cx = x + W / 2, cy = y + H / 2;

	switch (cp) {
	case 0x25CF: /* ● */
		add_circle(&p->fill, cx, cy, "3.8", 3.8);
		return true;
	case 0x25CB: /* ○ */
		add_circle(&p->stroke, cx, cy, "3.3", 3.3);
		return true;
	case 0x25C9: /* ◉ */
		add_circle(&p->stroke, cx, cy, "3.8", 3.8);
		add_circle(&p->fill, cx, cy, "1.9", 1.9);
		return true;
	case 0x00B7: /* · */
		add_circle(&p->fill, cx, cy, "1.5", 1.5);
		return true;
	case 0x2605: /* ★ */
		add_star(&p->fill, cx, cy);
		return true;
	case 0x25B8: /* ▸ */
		add_triangle(&p->fill, x, y, false);
		return true;
	case 0x25C2: /* ◂ */
		add_triangle(&p->fill, x, y, true);
		return true;
	case 0x00D7: /* × */
		add_point(&p->stroke, 'M', cx - 3, cy - 3);
		add_point(&p->stroke, 'L', cx + 3, cy + 3);
		add_point(&p->stroke, 'M', cx + 3, cy - 3);
		add_point(&p->stroke, 'L', cx - 3, cy + 3);
		return true;
	default:
		return false;
	}
}

bool svg_glyph_add(struct svg_paths *p, uint32_t cp, int x, int y)
{
	if (cp >= 0x2800 && cp <= 0x28FF) {
		add_braille(p, cp - 0x2800, x, y);
		return true;
	}
	if (cp >= 0x2580 && cp <= 0x259F)
		return add_block(p, cp, x, y);
	return add_box_lines(p, cp, x, y) || add_mark(p, cp, x, y);
}

void svg_glyph_add_bar(struct svg_paths *p, uint32_t cp, int x, int y)
{
	add_box(&p->blocks, x, y + BAR_ROOM, x + W * (0x2590 - cp) / 8.0, y + H - BAR_ROOM);
}
