/* What the first lines of a text embedding say about the rest. For text.c. */
#ifndef TEXT_SHAPE_H
#define TEXT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text_row.h"

#define TEXT_SHAPE_LINES 10	/* lines that are looked at */

enum text_kind {
	TEXT_NONE,	/* no embedding */
	TEXT_ROWS,
	/* recognised only to be refused */
	TEXT_FLORET, TEXT_SPARSE, TEXT_CLASSES, TEXT_WIDE, TEXT_COMMA,
};

struct text_shape {
	enum text_kind kind;
	size_t dims;
	text_separator sep;
	bool header;
	uint64_t header_rows, header_dims;	/* saturated at UINT64_MAX */
	size_t skip;		/* bytes in front of the first row: mark, blank lines, header */
	uint64_t skip_lines;
};

/* bytes[0 … n) is the beginning; `whole`: also the end. Needs NUMBER_SCAN_PAD bytes behind. */
void text_shape_find(struct text_shape *shape, const char *bytes, size_t n, bool whole);

#endif
