#include "ui/hint.h"

#include <string.h>

enum { FEW_ROWS = 2, NARROW_COLS = 24 };

static bool is_typed(const char *line)
{
	return *line == ' ';
}

/* In two rows what it is about and the first line to type, in one only that. */
static bool is_left_out(const char *const *lines, size_t i, int rows)
{
	size_t first = 0;

	if (!*lines[i])
		return true;
	while (first < i && !is_typed(lines[first]))
		first++;
	return rows <= FEW_ROWS && first == i && !is_typed(lines[i]) && (i > 0 || rows < FEW_ROWS);
}

void hint_draw(struct surface *s, struct rect r, const char *const *lines, size_t n)
{
	bool tight = (size_t)r.rows < n + 1, narrow = r.cols < NARROW_COLS;
	int row = tight ? 0 : 1, left = narrow ? 1 : 2;

	for (size_t i = 0; i < n && row < r.rows; i++) {
		const char *line = lines[i] + (narrow ? strspn(lines[i], " ") : 0);

		if (tight && is_left_out(lines, i, r.rows))
			continue;
		surface_puts(s, r.row + row++, r.col + left, r.cols - left,
			     is_typed(lines[i]) ? ROLE_TEXT : ROLE_DIM, line);
	}
}
