/*
 * A list that narrows as one types and gives back what was picked. Used by help and palette.
 * Headings show while nothing is typed; then the best fit stands first.
 */
#ifndef UI_PICKER_H
#define UI_PICKER_H

#include "base/key.h"
#include "draw/surface.h"
#include "ui/listbox.h"

struct picker_item {
	char *key;		/* "Ctrl-P", "" */
	char *name;		/* what is typed for it */
	char *note;
	char *line;		/* the command line; NULL = heading */
	bool prefill;		/* the line needs more: put it in the prompt */
};

struct picker {
	char *title;
	bool by_key;		/* the key stands first (help), else the name (palette) */
	struct picker_item *items;
	size_t count, cap;
	size_t *shown;		/* indices of what fits */
	struct listbox list;
	struct strbuf typed;
};

void picker_init(struct picker *p, const char *title, bool by_key);
void picker_release(struct picker *p);
/* Takes nothing: all text is copied. line NULL makes a heading. */
void picker_add(struct picker *p, const char *key, const char *name, const char *note,
		const char *line);
void picker_filter(struct picker *p);	/* after the last add, and when `typed` changed */
const struct picker_item *picker_selected(const struct picker *p);	/* NULL */
/* Moves and typing; true if used. */
bool picker_key(struct picker *p, const struct key *key);
/* The box it takes inside rows × cols, and the drawing. */
struct rect picker_box(const struct picker *p, int rows, int cols);
void picker_draw(struct picker *p, struct surface *s, struct rect box, bool ascii);
/* A click at row, col: selects; true if it hit a line. */
bool picker_click(struct picker *p, struct rect box, int row, int col);

/* One key for a short typed text: characters, Backspace, Ctrl-U, Ctrl-W, paste. */
bool typed_key(struct strbuf *typed, const struct key *key);

#endif
