/*
 * A view is one pane: a class of functions on a private block of class->size bytes that the core
 * allocates zeroed. Views draw on a surface and never see a terminal.
 */
#ifndef UI_VIEW_H
#define UI_VIEW_H

#include "app/call.h"
#include "app/session.h"
#include "base/key.h"
#include "draw/figure.h"
#include "draw/surface.h"
#include "draw/theme.h"
#include "job/job.h"

struct ui;

/* What a view may use. Borrowed; valid during the call. */
struct view_context {
	struct ui *ui;
	struct session *session;
	struct job_queue *jobs;
	bool ascii;		/* no glyph outside ASCII */
	bool colourless;	/* colour says nothing here: glyphs do */
	bool focused;
	int glyphs;		/* enum canvas_glyphs */
};

enum view_event_kind {
	VIEW_RESULT,		/* a command was answered: call */
	VIEW_MODEL,		/* the current model changed */
	VIEW_MARKS,		/* marks changed */
	VIEW_SELECT,		/* another view selected vocabulary row `row` (VOCAB_NONE = none) */
	VIEW_JOB,		/* a job of this view may be done: look */
	VIEW_CLICK,		/* mouse at x, y of the pane; twice = double click */
	VIEW_DRAG,		/* moved by x, y cells */
	VIEW_WHEEL,		/* steps: +1 up, −1 down, at x, y */
	VIEW_BOX,		/* a box is drawn from from_x, from_y to x, y */
};

struct view_event {
	enum view_event_kind kind;
	const struct call *call;
	uint32_t row;
	int x, y, steps;
	int from_x, from_y;
	bool twice;
};

struct view_class {
	const char *name;	/* "map": for `screen`, keys.conf */
	const char *title;	/* "" = status alone; NULL = no title line at all */
	size_t size;
	bool is_picture;	/* it draws, and does not only list: a document may show it */
	bool is_lines;		/* it is made of lines: for an audience they stand apart */
	void (*open)(void *view, struct view_context *ctx);
	void (*close)(void *view, struct view_context *ctx);
	void (*draw)(void *view, struct view_context *ctx, struct surface *s, struct rect r);
	/* An intent from the session; false = not mine. */
	bool (*command)(void *view, struct view_context *ctx, const struct intent *intent);
	void (*event)(void *view, struct view_context *ctx, const struct view_event *event);
	/* Text for the pane's title line, after class->title: "PCA 1×2\tzoom 1.5×"; what follows the
	 * tab stands at the right end. */
	void (*status)(void *view, struct view_context *ctx, struct strbuf *out);
	/* Which vocabulary row is under the cursor; VOCAB_NONE. NULL = never one. */
	uint32_t (*selected)(void *view, struct view_context *ctx);
	bool (*busy)(void *view, struct view_context *ctx);	/* a job or animation is pending */
	/* What {name} in a key's command stands for here ({line}, {id} …); false = not known. */
	bool (*expand)(void *view, struct view_context *ctx, const char *name, struct strbuf *out);
	/* A context of keys that goes before all others just now (keys.conf), or NULL. */
	const char *(*mode)(void *view, struct view_context *ctx);
	/* What it shows as points in their own coordinates, borrowed from the view; false = it is no
	 * such picture just now. */
	bool (*figure)(void *view, struct view_context *ctx, struct figure *out);
};

extern const struct view_class *const view_table[];	/* ends with NULL */
const struct view_class *view_find(const char *name);

#endif
