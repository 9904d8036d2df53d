/*
 * curses believes libc about the width of a character and shifts the rest of the row when the
 * surface (base/utf8.h) believes something else. So a glyph is drawn only where both agree;
 * elsewhere a replacement of the cell's width stands in for it.
 *
 * A frame is small. Where more has changed than some 4 kB, the row with the cursor goes out, then as
 * many others as fit; the next frame begins where this one stopped and shows what is there by then.
 * So a key never waits behind a whole screen on its way down a slow line.
 */
#define NCURSES_NOMACROS 1
#include "term/paint.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/utf8.h"

#define REPLACEMENT    0xFFFD
#define PAINT_COLS_MAX 1000
#define SHORT_GAP      20
#define FRAME_BYTES    3600u /* the rest of 4 kB is for what the estimate does not know */
#define MOVE_BYTES     9
#define SWITCH_BYTES   13

void paint_init(struct paint *p, bool color)
{
	*p = (struct paint){ .color = color && has_colors(), .cursor = -1 };
	if (p->color) {
		start_color();
		use_default_colors();
	}
}

void paint_release(struct paint *p)
{
	surface_release(&p->last);
}

void paint_forget(struct paint *p)
{
	surface_release(&p->last);
	p->last = (struct surface){ 0 };
	p->cursor = -1;
}

/* Every cell looks different now; what stands there stays until it is painted over. */
static void distrust(struct paint *p)
{
	for (int i = 0; i < p->last.rows * p->last.cols; i++)
		p->last.cells[i].width = UINT8_MAX;
}

/* --- looks ------------------------------------------------------------------------------------ */

/* Nearest of the eight basic colours by which channels are strong; greys are the terminal's own. */
static int basic_colour(int colour)
{
	uint32_t rgb = theme_rgb(colour);
	unsigned r = rgb >> 16 & 255, g = rgb >> 8 & 255, b = rgb & 255;
	unsigned top = MAX(r, MAX(g, b)), low = MIN(r, MIN(g, b));
	unsigned middle = (top + low) / 2;

	if (top - low < 32)
		return -1;
	return (r > middle) | (g > middle) << 1 | (b > middle) << 2;
}

static int terminal_colour(int colour)
{
	if (colour < 0)
		return -1;
	return colour < COLORS ? colour : basic_colour(colour);
}

static unsigned long attrs_of(const struct look *look)
{
	attr_t a = A_NORMAL;

	a |= look->bold ? A_BOLD : 0;
	a |= look->dim ? A_DIM : 0;
	a |= look->underline ? A_UNDERLINE : 0;
	a |= look->reverse ? A_REVERSE : 0;
	return a;
}

static void use_theme(struct paint *p, const struct theme *theme)
{
	if (p->theme == theme)
		return;
	distrust(p);
	p->theme = theme;
	for (int i = 0; i < ROLE_COUNT; i++) {
		const struct look *look = &theme->looks[i];
		int fg = terminal_colour(look->fg), bg = terminal_colour(look->bg);
		int pair = 0;

		if (p->color && (fg >= 0 || bg >= 0))
			pair = alloc_pair(fg, bg);
		p->pairs[i] = pair > 0 ? pair : 0; /* no more pairs: the terminal's own colours */
		p->attrs[i] = attrs_of(look);
	}
}

/* --- glyphs ----------------------------------------------------------------------------------- */

static void replace_glyph(wchar_t *out)
{
	out[0] = wcwidth(REPLACEMENT) == 1 ? (wchar_t)REPLACEMENT : L'?';
	out[1] = L'\0';
}

/* The glyph as libc's characters: a base of the cell's width, then marks of no width. Returns the
 * cells that curses will give it. */
static int glyph_chars(const struct cell *cell, wchar_t out[CCHARW_MAX + 1])
{
	const char *s = cell->text;
	size_t n = strnlen(s, sizeof(cell->text)), count = 0;
	uint32_t cp;

	if (!n) {
		wcscpy(out, L" ");
		return 1;
	}
	while (n && count < CCHARW_MAX) {
		size_t used = utf8_decode(s, n, &cp);
		int want = count ? 0 : cell->width;

		if (!used || wcwidth((wchar_t)cp) != want) {
			if (!count)
				break;
		} else {
			out[count++] = (wchar_t)cp;
		}
		s += used ? used : 1;
		n -= used ? used : 1;
	}
	out[count] = L'\0';
	if (count)
		return cell->width;
	replace_glyph(out);
	return 1;
}

/* Nothing of its look shows on a blank: no ground of its own, no line. */
static bool is_bare(const struct paint *p, const struct cell *cell)
{
	const struct look *look = &p->theme->looks[cell->role < ROLE_COUNT ? cell->role : 0];

	return !cell->reverse && look->bg < 0 && !look->reverse && !look->underline;
}

/*
 * A switch of colours costs more bytes than what is shown in them, and one back to the terminal's own
 * is two of them. So the blanks between two glyphs of one role are drawn in that role: a map of a
 * thousand dots is one run of one colour. Short gaps between two roles belong to the first; long ones
 * are skipped, which must not hang on what stands beside them.
 */
static void choose_roles(const struct paint *p, const struct cell *cells, int cols, uint8_t *roles)
{
	int last = -1;

	for (int col = 0; col < cols; col++) {
		const struct cell *c = &cells[col];

		roles[col] = c->role < ROLE_COUNT ? c->role : ROLE_TEXT;
		if (!c->text[0] && is_bare(p, c))
			continue;
		if (last >= 0 && (roles[last] == roles[col] || col - last <= SHORT_GAP) &&
		    is_bare(p, c) && is_bare(p, &cells[last]))
			memset(roles + last + 1, roles[last], (size_t)(col - last - 1));
		last = col;
	}
}

static void paint_cell(struct paint *p, const struct surface *s, int row, int col, unsigned role)
{
	const struct cell *cell = &s->cells[(size_t)row * (size_t)s->cols + (size_t)col];
	attr_t attrs = (attr_t)p->attrs[role] ^ (cell->reverse ? A_REVERSE : 0);
	int pair = p->pairs[role];
	wchar_t chars[CCHARW_MAX + 1];
	cchar_t cc;
	int width = glyph_chars(cell, chars);

	setcchar(&cc, chars, attrs, 0, &pair);
	mvadd_wch(row, col, &cc);
	if (width < cell->width) {
		setcchar(&cc, L" ", attrs, 0, &pair);
		mvadd_wch(row, col + 1, &cc);
	}
}

/* --- the screen ------------------------------------------------------------------------------- */

static const struct cell *row_of(const struct surface *s, int row)
{
	return &s->cells[(size_t)row * (size_t)s->cols];
}

static bool row_is_shown(const struct paint *p, const struct surface *s, int row)
{
	return memcmp(row_of(&p->last, row), row_of(s, row), (size_t)s->cols * sizeof(*s->cells)) ==
	       0;
}

/* About what a row will send: from the first to the last cell that changes, each with its glyph, and
 * a switch of colours where the role changes. */
static size_t row_bytes(const struct paint *p, const struct surface *s, int row,
			const uint8_t *roles)
{
	const struct cell *now = row_of(s, row), *was = row_of(&p->last, row);
	int cols = MIN(s->cols, PAINT_COLS_MAX), first = 0, end = cols;
	size_t bytes = MOVE_BYTES;

	while (first < end && memcmp(&now[first], &was[first], sizeof(*now)) == 0)
		first++;
	while (end > first && memcmp(&now[end - 1], &was[end - 1], sizeof(*now)) == 0)
		end--;
	for (int col = first; col < end; col++) {
		bytes += MAX(strnlen(now[col].text, sizeof(now[col].text)), (size_t)1);
		if (col == first || roles[col] != roles[col - 1])
			bytes += SWITCH_BYTES;
	}
	return bytes;
}

/* A blank screen that nothing is known of but that it is blank: what is not painted yet stays so. */
static void begin_anew(struct paint *p, const struct surface *s)
{
	if (p->last.rows == s->rows && p->last.cols == s->cols)
		return;
	surface_release(&p->last);
	surface_init(&p->last, s->rows, s->cols);
	werase(stdscr);
	p->next = 0;
}

static void place_cursor(struct paint *p, const struct surface *s, int rows, int cols)
{
	bool visible = s->cursor_row >= 0 && s->cursor_row < rows && s->cursor_col >= 0;

	if (visible)
		move(s->cursor_row, MIN(s->cursor_col, cols - 1));
	if (p->cursor == visible)
		return;
	curs_set(visible);
	p->cursor = visible;
}

/* False, and nothing is done: the row does not fit into what is left of the frame. */
static bool paint_row(struct paint *p, const struct surface *s, int row, size_t *left)
{
	const struct cell *cells = row_of(s, row);
	int cols = MIN(MIN(s->cols, getmaxx(stdscr)), PAINT_COLS_MAX);
	uint8_t roles[PAINT_COLS_MAX];
	size_t bytes;

	if (row_is_shown(p, s, row))
		return true;
	choose_roles(p, cells, cols, roles);
	bytes = row_bytes(p, s, row, roles);
	if (bytes > *left && *left < FRAME_BYTES)
		return false;
	*left -= MIN(bytes, *left);
	for (int col = 0; col < cols; col++)
		if (cells[col].width)
			paint_cell(p, s, row, col, roles[col]);
	memcpy(surface_cell(&p->last, row, 0), cells, (size_t)s->cols * sizeof(*cells));
	return true;
}

bool paint_show(struct paint *p, const struct surface *s, const struct theme *theme)
{
	int rows = MIN(s->rows, getmaxy(stdscr)), cols = MIN(s->cols, getmaxx(stdscr));
	int row = p->next < rows ? p->next : 0;
	size_t left = FRAME_BYTES;
	bool all = true;

	use_theme(p, theme);
	begin_anew(p, s);
	if (s->cursor_row >= 0 && s->cursor_row < rows) /* what is typed comes first */
		paint_row(p, s, s->cursor_row, &left);
	for (int i = 0; i < rows && all; i++, row = (row + 1) % rows)
		all = paint_row(p, s, row, &left);
	p->next = all ? 0 : (row + rows - 1) % rows;
	place_cursor(p, s, rows, cols);
	wnoutrefresh(stdscr);
	doupdate();
	return all;
}
