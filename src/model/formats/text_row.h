/* One line of a text embedding: a word and its numbers. For text.c and text_shape.c. */
#ifndef TEXT_ROW_H
#define TEXT_ROW_H

#include <stdbool.h>
#include <stddef.h>

/* What stands between fields: runs of spaces and tabs (0), or exactly one ',' or ';'. Nothing else
 * separates: a no-break space is part of a word. */
typedef char text_separator;

struct text_line {
	const char *begin, *end;	/* without LF, the CR before it, and trailing separators */
};

/* The line that starts at p; *next is behind its LF (or `end`). */
struct text_line text_line_at(const char *p, const char *end, text_separator sep,
			      const char **next);
/* Numeric fields at the right end, at most `max`; *fields = all fields, at most max + 2. */
size_t text_count_numbers(struct text_line line, text_separator sep, size_t max, size_t *fields);

struct text_word {
	const char *p;
	size_t n;
	bool quoted;	/* p[0 … n) still holds doubled quotes */
};

/* Split from the right: the last `dims` fields into row, all before them is the word, spaces
 * included. False: fewer numbers than that. Needs NUMBER_SCAN_PAD bytes behind the line. */
bool text_split_row(struct text_line line, text_separator sep, float *row, size_t dims,
		    struct text_word *word);
/* The same, forwards and fast, for lines of exactly a word without spaces and `dims` numbers, up
 * to their LF. NULL: not such a line. Otherwise the start of the next line. */
const char *text_scan_row(const char *p, float *row, size_t dims, struct text_word *word);
/* Is one of the last `dims` fields a number that no float can hold? */
bool text_has_overflow(struct text_line line, text_separator sep, size_t dims);

#endif
