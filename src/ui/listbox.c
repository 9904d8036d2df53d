#include "ui/listbox.h"

#include "base/compiler.h"

void listbox_reset(struct listbox *l, size_t count)
{
	l->count = count;
	l->at = l->top = 0;
}

void listbox_move(struct listbox *l, double by)
{
	double to = (double)l->at + by;

	if (!l->count)
		return;
	if (to < 0)
		to = 0;
	if (to > (double)(l->count - 1))
		to = (double)(l->count - 1);
	l->at = (size_t)to;
}

void listbox_apply(struct listbox *l, const struct intent *intent)
{
	size_t page = l->page > 1 ? l->page - 1 : 1;

	listbox_move(l, intent->a + (double)intent->x * (double)page);
}

void listbox_fit(struct listbox *l, int rows)
{
	l->page = rows > 0 ? (size_t)rows : 1;
	if (l->at >= l->count)
		l->at = l->count ? l->count - 1 : 0;
	if (l->at < l->top)
		l->top = l->at;
	if (l->at >= l->top + l->page)
		l->top = l->at + 1 - l->page;
	if (l->top + l->page > l->count)
		l->top = l->count > l->page ? l->count - l->page : 0;
}

void listbox_wheel(struct listbox *l, int steps)
{
	listbox_move(l, -3.0 * steps);
}

bool listbox_hit(const struct listbox *l, int y, int head, size_t *out)
{
	size_t line = y >= head ? (size_t)(y - head) : SIZE_MAX;

	if (y < head || line >= l->count - l->top || (l->page && line >= l->page))
		return false;
	*out = l->top + (size_t)(y - head);
	return true;
}

void listbox_highlight(struct surface *s, int row, int col, int cols)
{
	for (int i = 0; i < cols; i++) {
		struct cell *c = surface_cell(s, row, col + i);

		if (c)
			c->role = ROLE_TEXT;
	}
	surface_set_reverse(s, row, col, cols, true);
}
