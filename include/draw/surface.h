/*
 * A screen in memory: a grid of cells. Views draw on it, terminals show it, tests read it.
 *
 * Text goes in through surface_put(), which passes it through base/display.h: a cell never holds
 * anything unprintable. A wide glyph takes two cells (the second has width 0) and is never split:
 * if it does not fit, a space is drawn. Everything is clipped to the surface, silently.
 */
#ifndef DRAW_SURFACE_H
#define DRAW_SURFACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/* What a piece of text is; a theme (draw/theme.h) decides how that looks. */
#define ROLES(X)                                                                                  \
	X(TEXT, "text") X(DIM, "dim") X(TITLE, "title") X(FRAME, "frame") X(FOCUS, "focus")       \
	X(TAB, "tab") X(TAB_ACTIVE, "tab-active") X(KEY, "key") X(PROMPT, "prompt")               \
	X(ERROR, "error") X(NOTE, "note") X(SELECTED, "selected") X(BAR, "bar") X(NUMBER, "number") \
	X(POINT, "point") X(LABEL, "label") X(QUERY, "query") X(NEIGHBOUR, "neighbour")           \
	X(ANSWER, "answer") X(MARK, "mark") X(MATCH, "match") X(LINE, "line")                     \
	X(DENSITY0, "density0") X(DENSITY1, "density1") X(DENSITY2, "density2")                   \
	X(DENSITY3, "density3") X(DENSITY4, "density4")                                           \
	X(GROUP0, "group0") X(GROUP1, "group1") X(GROUP2, "group2") X(GROUP3, "group3")           \
	X(GROUP4, "group4") X(GROUP5, "group5") X(GROUP6, "group6")

enum role {
#define ROLE_ENUM(name, text) ROLE_##name,
	ROLES(ROLE_ENUM)
#undef ROLE_ENUM
	ROLE_COUNT
};

#define CELL_BYTES 40

struct cell {
	char text[CELL_BYTES];	/* one glyph, NUL-terminated UTF-8; "" = space */
	uint8_t width;		/* 1, 2; 0 = right half of the wide glyph before it */
	uint8_t role;		/* enum role */
	bool reverse;		/* shown inverted (cursor line, selection) */
};

struct surface {
	int rows, cols;
	struct cell *cells;	/* (rows, cols), row-major */
	int cursor_row, cursor_col;	/* -1: hidden */
	/* Nothing outside ASCII goes in: symbols become their nearest character (─ -, ● @), letters
	 * \u{XXXX}, the … of cut text is "...". Kept by surface_resize(). */
	bool ascii;
};

struct rect {
	int row, col, rows, cols;
};

void surface_init(struct surface *s, int rows, int cols);
void surface_release(struct surface *s);
void surface_resize(struct surface *s, int rows, int cols);	/* contents are blank after */
void surface_erase(struct surface *s);
struct cell *surface_cell(const struct surface *s, int row, int col);	/* NULL outside */

/* Draw bytes at (row, col) in at most `cells` cells, cut with … if needed; returns cells used. */
int surface_put(struct surface *s, int row, int col, int cells, enum role role, const char *text,
		size_t n);
int surface_puts(struct surface *s, int row, int col, int cells, enum role role, const char *text);
int surface_putf(struct surface *s, int row, int col, int cells, enum role role, const char *fmt,
		 ...) PRINTF_LIKE(6, 7);
/* Cells that the text takes on s where there is room. */
size_t surface_text_width(const struct surface *s, const char *text, size_t n);
/* As surface_puts(), right-aligned so that it ends at col + cells. */
int surface_put_right(struct surface *s, int row, int col, int cells, enum role role,
		      const char *text);
/* One glyph that is known to be printable and `width` cells wide (box lines, braille, bars). */
void surface_put_glyph(struct surface *s, int row, int col, enum role role, const char *glyph,
		       int width);
void surface_hline(struct surface *s, int row, int col, int cols, enum role role,
		   const char *glyph);
void surface_vline(struct surface *s, int row, int col, int rows, enum role role,
		   const char *glyph);
void surface_fill(struct surface *s, struct rect r, enum role role);
void surface_set_reverse(struct surface *s, int row, int col, int cols, bool reverse);
/* A horizontal bar of `fraction` of `cells` cells, eighths of a cell (█▉▊…), or # in ASCII. */
void surface_bar(struct surface *s, int row, int col, int cells, double fraction, enum role role,
		 bool ascii);
bool surface_equal(const struct surface *a, const struct surface *b);

/* Exactly `rows` lines, trailing blanks cut. */
void surface_dump_text(const struct surface *s, struct strbuf *out);

#endif
