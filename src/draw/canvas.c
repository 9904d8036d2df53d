/*
 * Every cell keeps a bit mask of its dots, how many points fell into it, and a vote on its colour:
 * a higher priority starts the vote anew; within one priority the vote is that of Boyer and Moore
 * (1981), which finds the majority in one pass and constant room.
 */
#include "draw/canvas.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

struct dots {
	uint8_t mask;  /* bits as in braille, or the low four for quadrants */
	uint8_t role;  /* leading the vote */
	uint16_t hits; /* points, not lines */
	int32_t votes;
	int32_t priority;
};

struct canvas {
	int rows, cols;
	int across, down; /* dots in a cell */
	enum canvas_glyphs glyphs;
	bool density;
	struct dots *cells; /* (rows, cols), row-major */
};

struct canvas *canvas_new(int rows, int cols, enum canvas_glyphs glyphs)
{
	struct canvas *c = xcalloc(1, sizeof(*c));

	c->rows = MAX(rows, 0);
	c->cols = MAX(cols, 0);
	c->glyphs = glyphs;
	c->across = glyphs == CANVAS_ASCII ? 1 : 2;
	c->down = glyphs == CANVAS_ASCII ? 1 : glyphs == CANVAS_QUADRANT ? 2 : 4;
	c->cells = xcalloc((size_t)c->rows * (size_t)c->cols + 1, sizeof(*c->cells));
	return c;
}

void canvas_free(struct canvas *c)
{
	if (c)
		free(c->cells);
	free(c);
}

int canvas_dots_x(const struct canvas *c)
{
	return c->cols * c->across;
}

int canvas_dots_y(const struct canvas *c)
{
	return c->rows * c->down;
}

void canvas_set_density(struct canvas *c, bool on)
{
	c->density = on;
}

static struct dots *find_cell(const struct canvas *c, int row, int col)
{
	if (row < 0 || col < 0 || row >= c->rows || col >= c->cols)
		return NULL;
	return &c->cells[(size_t)row * (size_t)c->cols + (size_t)col];
}

static uint8_t dot_bit(const struct canvas *c, int x, int y)
{
	static const uint8_t braille[4][2] = {
		{ 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 }
	};

	if (c->glyphs == CANVAS_BRAILLE)
		return braille[y % 4][x % 2];
	if (c->glyphs == CANVAS_QUADRANT)
		return (uint8_t)(1 << (y % 2 * 2 + x % 2));
	return 1;
}

static void vote(struct dots *d, enum role role, int priority)
{
	if (!d->mask || priority > d->priority) {
		d->role = (uint8_t)role;
		d->priority = priority;
		d->votes = 1;
	} else if (priority == d->priority) {
		if (d->role == role) {
			d->votes++;
		} else if (d->votes-- == 0) {
			d->role = (uint8_t)role;
			d->votes = 1;
		}
	}
}

static struct dots *set_dot(struct canvas *c, int x, int y, enum role role, int priority)
{
	struct dots *d = x < 0 || y < 0 ? NULL : find_cell(c, y / c->down, x / c->across);

	if (!d)
		return NULL;
	vote(d, role, priority);
	d->mask |= dot_bit(c, x, y);
	return d;
}

void canvas_point(struct canvas *c, int x, int y, enum role role, int priority)
{
	struct dots *d = set_dot(c, x, y, role, priority);

	if (d && d->hits < UINT16_MAX)
		d->hits++;
}

/* The part [*t0, *t1] of a line p + t d that lies in [0, max] (Liang and Barsky 1984). */
static bool clip_axis(double p, double d, double max, double *t0, double *t1)
{
	double near, far, swap;

	if (fabs(d) < 1e-9)
		return p >= 0 && p <= max;
	near = -p / d;
	far = (max - p) / d;
	if (near > far) {
		swap = near;
		near = far;
		far = swap;
	}
	*t0 = fmax(*t0, near);
	*t1 = fmin(*t1, far);
	return *t0 <= *t1;
}

void canvas_line(struct canvas *c, int x0, int y0, int x1, int y1, enum role role, int priority)
{
	double dx = (double)x1 - x0, dy = (double)y1 - y0, t0 = 0, t1 = 1, length, t;
	int steps;

	if (!clip_axis(x0, dx, canvas_dots_x(c) - 1, &t0, &t1) ||
	    !clip_axis(y0, dy, canvas_dots_y(c) - 1, &t0, &t1))
		return;
	length = fmax(fabs(dx), fabs(dy)); /* one dot a step on the longer side */
	steps = (int)ceil((t1 - t0) * length);
	for (int i = 0; i <= steps; i++) {
		t = steps ? t0 + (t1 - t0) * i / steps : t0;
		set_dot(c, (int)lround(x0 + t * dx), (int)lround(y0 + t * dy), role, priority);
	}
}

bool canvas_hit(const struct canvas *c, int row, int col)
{
	const struct dots *d = find_cell(c, row, col);

	return d && d->mask;
}

static unsigned most_hits(const struct canvas *c)
{
	size_t n = (size_t)c->rows * (size_t)c->cols;
	unsigned most = 1;

	for (size_t i = 0; i < n; i++)
		most = MAX(most, c->cells[i].hits);
	return most;
}

/* Five steps on a logarithmic scale up to the fullest cell. */
static enum role density_role(unsigned hits, unsigned most)
{
	double level = most > 1 ? log((double)hits) / log((double)most) : 0;

	return (enum role)(ROLE_DENSITY0 + (int)lround(level * 4));
}

static void format_dots(const struct canvas *c, const struct dots *d, char out[8])
{
	static const char *const quadrants[] = { " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛",
						 "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█" };
	static const char shades[] = "..:++*****";
	size_t n = 0;

	if (c->glyphs == CANVAS_BRAILLE) {
		n = utf8_encode(0x2800u + d->mask, out);
	} else if (c->glyphs == CANVAS_QUADRANT) {
		for (const char *p = quadrants[d->mask & 15]; *p; p++)
			out[n++] = *p;
	} else {
		out[n++] = d->hits >= sizeof(shades) - 1 ? '#' : shades[d->hits];
	}
	out[n] = '\0';
}

void canvas_blit(const struct canvas *c, struct surface *s, int row, int col)
{
	unsigned most = c->density ? most_hits(c) : 1;
	const struct dots *d;
	enum role role;
	char glyph[8];

	for (int y = 0; y < c->rows; y++)
		for (int x = 0; x < c->cols; x++) {
			d = find_cell(c, y, x);
			if (!d->mask)
				continue;
			role = (enum role)d->role;
			if (c->density && role == ROLE_POINT && d->hits)
				role = density_role(d->hits, most);
			format_dots(c, d, glyph);
			surface_put_glyph(s, row + y, col + x, role, glyph, 1);
		}
}
