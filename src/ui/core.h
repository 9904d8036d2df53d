/*
 * The inside of the screen, shared by src/ui alone. One struct, these files:
 *
 *	ui.c		life, time, what the front end asks
 *	lines.c		a line from the prompt to its answer in the views
 *	beside.c	a training that goes on meanwhile
 *	intents.c	what commands ask of the screen
 *	input.c		keys and mouse to bindings, overlays and views
 *	overlays.c	help, palette, prose
 *	find.c		finding words while typing
 *	preview.c	neighbours while typing
 *	chrome.c	everything drawn around the panes
 *	tabs.c		its first row
 *	screens.c	the screens and what stands on them
 *	shot.c		pictures of it for files
 *	panes.c		which views stand where, and talking to them
 */
#ifndef UI_CORE_H
#define UI_CORE_H

#include "app/call.h"
#include "app/session.h"
#include "ui/beside.h"
#include "ui/crumbs.h"
#include "ui/finder.h"
#include "ui/glyphs.h"
#include "ui/keymap.h"
#include "ui/layout.h"
#include "ui/picker.h"
#include "ui/preview.h"
#include "ui/ui.h"
#include "ui/view.h"

enum screen_id {
	SCREEN_MAP,
	SCREEN_ANALOGY,
	SCREEN_AXIS,
	SCREEN_COMPARE,
	SCREEN_TRAIN,
	SCREEN_LEARN,
	SCREEN_HISTORY,
	SCREEN_START,
	SCREEN_MATRIX,
	SCREEN_VECTOR,
	SCREEN_MODELS,
	SCREEN_CLUSTERS,
	SCREEN_LAB,
	SCREEN_TREE,
	SCREEN_COUNT
};

/* One screen: what stands in its slots (names of views), its place in the tab row. */
struct screen {
	const char *name, *tab;
	char digit;			/* 0 = no tab */
	const char *command;		/* what goes there */
	const char *keys;		/* context of keys that hold in all its panes, or NULL */
	const char *views[SLOT_COUNT];	/* NULL = nothing */
	const char *verbs;		/* whose answers it shows, separated by blanks; or NULL */
};

extern const struct screen screens[SCREEN_COUNT];

enum { VIEWS_MAX = 48, QUEUE_MAX = 1000, MATCHES_MAX = 200, FOOTER_MAX = 8 };

struct pane {
	const struct view_class *cls;
	void *block;
};

enum overlay_kind {
	OVERLAY_NONE,
	OVERLAY_PICKER,		/* help, palette */
	OVERLAY_FIND,		/* words as one types, in place of the list */
	OVERLAY_FILTER,		/* typing narrows the focused view */
	OVERLAY_TEXT,		/* prose or a picture */
};

enum message_kind { MESSAGE_NONE, MESSAGE_ECHO, MESSAGE_NOTE, MESSAGE_ERROR };

/* What can be clicked in the tab row and the footer. */
struct hotspot {
	int row, col, cols;
	const char *command;	/* borrowed from the keymap or a table */
};

struct ui {
	struct session *session;
	struct job_queue *jobs;
	struct editor editor;
	struct ui_options opt;
	struct keymap keys;

	int rows, cols;
	struct layout layout;
	struct pane panes[VIEWS_MAX];
	size_t pane_count;
	enum screen_id screen;
	enum layout_slot focus[SCREEN_COUNT];
	const char *learn_view;		/* what stands beside a lesson: the view that draws its answer */
	const char *list_view;		/* what stands in the map screen's list: neighbours or table */
	bool shows_moves;		/* the compare screen shows all that moved, not one word */
	bool zoomed, prompt_focus, mouse_off;
	bool chosen;			/* the focused pane was asked for: it shows on the smallest screen */
	uint32_t selected;		/* vocabulary row that all views show */

	char *queue[QUEUE_MAX];
	size_t queue_at, queue_count;
	struct call *running;
	struct job *job;
	struct beside beside;
	struct call *answer;		/* the last one that is no crumb: views may borrow it */
	struct crumbs crumbs;
	struct preview *preview;
	char *last_line;
	struct model *model;		/* what the views know; compared, never used */
	char *model_name;		/* its name and rows: a fresh copy of it has the same words */
	size_t model_rows, models_seen;
	uint64_t marks_seen;

	enum message_kind message_kind;
	struct strbuf message;
	struct strbuf shown_key;	/* the last one, for an audience */
	char **matches;
	size_t match_count;

	enum overlay_kind overlay;
	struct picker picker;
	bool picker_open;
	struct finder *finder;
	struct strbuf typed;		/* OVERLAY_FIND, OVERLAY_FILTER */
	struct listbox found;
	uint32_t before_find;
	struct strbuf text, wrapped;	/* OVERLAY_TEXT: as it came, in lines of text_cols */
	int text_cols;
	char *text_title;
	struct surface *picture;	/* borrowed from `answer` */
	struct listbox text_lines;

	struct hotspot spots[32];
	size_t spot_count;
	int click_row, click_col, drag_row, drag_col;
	int box_row, box_col;	/* where the mouse began one, box_row -1 = it did not */
	uint64_t click_ns, now_ns;
	bool dirty, suspend, redraw, has_copy;
	struct strbuf copy;
};

/* --- ui.c --- */
bool ui_ascii(const struct ui *ui);

/* --- shot.c --- */
const struct theme *ui_shoot(void *arg, enum shot what, struct surface *out);
bool ui_shoot_figure(void *arg, struct strbuf *svg);

/* --- lines.c --- */
void lines_run(struct ui *ui, const char *line);	/* queue it; starts as soon as it can */
/* What a key stands for: commands of the screen run at once, others queue. Echoes. */
void lines_run_key(struct ui *ui, const char *line);
void lines_pump(struct ui *ui);				/* start and finish what can be */
void lines_cancel(struct ui *ui);
void lines_show_answer(struct ui *ui, const struct call *call);
bool lines_are_idle(const struct ui *ui);
void lines_notice_changes(struct ui *ui);		/* of the model and the marks, to the views */
void lines_finish(struct ui *ui, struct call *c);	/* show what came out; takes the call */
void lines_release(struct ui *ui);

/* --- intents.c --- */
void intents_apply(struct ui *ui);	/* all that are queued in the session */
void ui_go_to_screen(struct ui *ui, enum screen_id screen);
void ui_set_selected(struct ui *ui, uint32_t row, const struct pane *from);
/* near "new york" */
void ui_near_line(const struct ui *ui, uint32_t row, struct strbuf *out);
void ui_quote_word(struct strbuf *out, const char *word, size_t n);

/* --- messages (chrome.c) --- */
void ui_say(struct ui *ui, enum message_kind kind, const char *fmt, ...) PRINTF_LIKE(3, 4);
void ui_clear_message(struct ui *ui);
void tabs_draw(struct ui *ui, struct surface *s);
/* Cells that the status row has left beside the questions and the message; < 0: too few. */
int chrome_message_room(const struct ui *ui);
void chrome_draw(struct ui *ui, struct surface *s);
void chrome_draw_title(struct ui *ui, struct surface *s, enum layout_slot slot);
void chrome_add_spot(struct ui *ui, int row, int col, int cols, const char *command);

/* --- overlays.c --- */
void overlay_open_help(struct ui *ui);
void overlay_open_palette(struct ui *ui);
void overlay_open_find(struct ui *ui, const char *text);
void overlay_open_filter(struct ui *ui, const char *text);
void overlay_open_text(struct ui *ui, const char *title, const char *text,
		       struct surface *picture);
void overlay_close(struct ui *ui);
bool overlay_key(struct ui *ui, const struct key *key);	/* true = used */
void overlay_click(struct ui *ui, int row, int col, bool twice);
void overlay_wheel(struct ui *ui, int steps);
void overlay_draw(struct ui *ui, struct surface *s);
void overlay_tick(struct ui *ui);
void overlay_find_step(struct ui *ui, int by);		/* n, N */

/* --- steps.c --- */
/* A box with the sentences of an answer (columns step, what, value). */
void steps_show(struct ui *ui, const struct result *r);

/* --- find.c: OVERLAY_FIND and OVERLAY_FILTER --- */
void find_accept(struct ui *ui);
void find_move(struct ui *ui, double by);
bool find_key(struct ui *ui, const struct key *key);
void find_draw(struct ui *ui, struct surface *s);

/* --- screens.c --- */
/* The answer has a screen of its own: what else it draws is not needed. */
bool screens_draw_themselves(const struct ui *ui, const struct call *call);
enum screen_id screens_for_answer(const struct ui *ui, const struct call *call);
/* The view that draws an answer, for its place beside a lesson. */
const char *screens_beside_lesson(const struct ui *ui, const struct call *call);
bool screens_find(const char *name, enum screen_id *out);
/* The name of the view in a slot of the screen, which may hang on what was asked last; or NULL. */
const char *screens_view(const struct ui *ui, enum layout_slot slot);
void screens_note_answer(struct ui *ui, enum screen_id to, const struct call *call);

/* --- panes.c --- */
void panes_open(struct ui *ui);
void panes_close(struct ui *ui);
void panes_layout(struct ui *ui);
struct pane *panes_find(struct ui *ui, const char *name);
struct pane *panes_in_slot(struct ui *ui, enum layout_slot slot);	/* NULL */
struct pane *panes_focused(struct ui *ui);				/* NULL on a bare screen */
struct pane *panes_at(struct ui *ui, int row, int col, enum layout_slot *slot);
struct view_context panes_context(struct ui *ui, const struct pane *p);
void panes_event(struct ui *ui, struct pane *p, const struct view_event *event);
void panes_broadcast(struct ui *ui, const struct view_event *event);
/* The focused view first, then the others of the screen, then all. */
bool panes_command(struct ui *ui, const struct intent *intent);
uint32_t panes_selected(struct ui *ui, struct pane *p);
bool panes_expand(struct ui *ui, const char *name, struct strbuf *out);
const char *panes_mode(struct ui *ui, struct pane *p);	/* a context of keys, or NULL */
bool panes_are_busy(struct ui *ui);
void panes_draw(struct ui *ui, struct surface *s);
/* Rows of the screen that a line of this pane takes: 2 before an audience (settings.presenter). */
int panes_spacing(const struct ui *ui, const struct pane *p);
void panes_next(struct ui *ui, int by);

#endif
