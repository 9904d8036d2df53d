/*
 * The screen: tabs, panes, status, prompt, footer. Keys and results in, a drawn surface out.
 * Knows no terminal: front/tui.c connects it to one, tests call it directly. Main thread only.
 */
#ifndef UI_UI_H
#define UI_UI_H

#include "app/session.h"
#include "base/key.h"
#include "draw/surface.h"
#include "draw/theme.h"
#include "job/job.h"
#include "ui/editor.h"

struct ui;

struct ui_options {
	bool ascii;
	bool colourless;	/* the terminal shows none */
	bool animate;
	bool start_screen;	/* no model was named: offer some */
	const char *keys_conf;	/* the user's keys, read after the built-in ones; NULL = none */
	const char *background;	/* "dark" "light" as the terminal says; NULL = unknown. For theme auto */
};

/* Session and queue are borrowed and outlive the ui. */
struct ui *ui_new(struct session *session, struct job_queue *jobs, const struct editor *editor,
		  const struct ui_options *opt);
void ui_free(struct ui *ui);

void ui_resize(struct ui *ui, int rows, int cols);
/* One key. Keys that the screen does not claim in prompt focus go to the editor. */
void ui_key(struct ui *ui, const struct key *key);
/* The editor finished a line (NULL = Ctrl-D on an empty one). */
void ui_submit(struct ui *ui, const char *line);
/* Candidates to show above the prompt (readline's list of matches). */
void ui_show_matches(struct ui *ui, char **matches, size_t n);
/* Jobs, animation, pending lines: call after each wake-up. */
void ui_tick(struct ui *ui, uint64_t now_ns);
/* Nothing is pending: no job, no animation, no line waiting. */
bool ui_is_idle(const struct ui *ui);
/* Milliseconds until ui_tick() is wanted again; -1 = when something happens. */
int ui_timeout_ms(const struct ui *ui);
bool ui_needs_draw(const struct ui *ui);
void ui_draw(struct ui *ui, struct surface *s);
/* Wishes that only a terminal can fulfil; each is reported once. */
bool ui_take_suspend(struct ui *ui);
bool ui_take_redraw(struct ui *ui);
bool ui_take_copy(struct ui *ui, struct strbuf *text);	/* to the clipboard */
bool ui_wants_mouse(const struct ui *ui);
const struct theme *ui_theme(const struct ui *ui);

#endif
