/* What commands ask of the screen, applied in order. What is not of the core goes to the views. */
#include "ui/core.h"

#include <stdlib.h>
#include <string.h>

#include "app/glossary.h"
#include "base/mem.h"
#include "base/utf8.h"

void ui_quote_word(struct strbuf *out, const char *word, size_t n)
{
	bool plain = n > 0 && word[0] != '-' && word[0] != '=';

	for (size_t i = 0; i < n; i++)
		plain = plain && !strchr(" \t\"'\\()*+:#", word[i]);
	if (plain) {
		strbuf_add(out, word, n);
		return;
	}
	strbuf_addc(out, '"');
	for (size_t i = 0; i < n; i++) {
		if (word[i] == '"' || word[i] == '\\')
			strbuf_addc(out, '\\');
		strbuf_addc(out, word[i]);
	}
	strbuf_addc(out, '"');
}

void ui_near_line(const struct ui *ui, uint32_t row, struct strbuf *out)
{
	size_t n;
	const char *word = vocab_word(session_model(ui->session)->vocab, row, &n);

	strbuf_adds(out, "near ");
	ui_quote_word(out, word, n);
}

void ui_set_selected(struct ui *ui, uint32_t row, const struct pane *from)
{
	struct view_event event = { .kind = VIEW_SELECT, .row = row };

	if (row == ui->selected)
		return;
	ui->selected = row;
	for (size_t i = 0; i < ui->pane_count; i++)
		if (&ui->panes[i] != from)
			panes_event(ui, &ui->panes[i], &event);
	ui->dirty = true;
}

void ui_go_to_screen(struct ui *ui, enum screen_id screen)
{
	struct view_event look = { .kind = VIEW_JOB, .row = VOCAB_NONE };

	ui->screen = screen;
	ui->zoomed = ui->chosen = false;
	panes_layout(ui);
	panes_event(ui, panes_focused(ui), &look);
	ui->dirty = true;
}

static void go_to_named(struct ui *ui, const char *name)
{
	struct strbuf names = STRBUF_INIT;
	enum screen_id id;

	if (screens_find(name, &id)) {
		ui_go_to_screen(ui, id);
		if (id == SCREEN_HISTORY || id == SCREEN_MODELS)
			ui->prompt_focus = false;
		if (id == SCREEN_START)
			ui->prompt_focus = true;
		return;
	}
	for (int i = 0; i < SCREEN_COUNT; i++)
		strbuf_addf(&names, "%s %s", i ? "," : "", screens[i].name);
	ui_say(ui, MESSAGE_ERROR, "there is no screen \"%s\"; there are%s", name ? name : "",
	       names.buf);
	strbuf_release(&names);
}

/* --- words --- */

static void follow(struct ui *ui, const struct intent *intent)
{
	struct strbuf line = STRBUF_INIT;
	uint32_t row = panes_selected(ui, panes_focused(ui));

	if (!intent->text && panes_command(ui, intent))
		return;
	if (row == VOCAB_NONE)
		row = ui->selected;
	if (intent->text) {
		strbuf_adds(&line, "near ");
		ui_quote_word(&line, intent->text, strlen(intent->text));
	} else if (row != VOCAB_NONE && session_model(ui->session)) {
		ui_near_line(ui, row, &line);
	}
	if (line.len) {
		ui_say(ui, MESSAGE_ECHO, "%s", line.buf);
		lines_run(ui, line.buf);
	} else {
		ui_say(ui, MESSAGE_NOTE, "select a word first, or type one");
	}
	strbuf_release(&line);
}

static void go_along_crumbs(struct ui *ui, int by)
{
	struct call *c = crumbs_go(&ui->crumbs, by);

	if (!c) {
		ui_say(ui, MESSAGE_NOTE,
		       by < 0 ? "this is the first question" : "this is the last question");
		return;
	}
	const struct model *m = c->task.result.model;

	if (m != session_model(ui->session)) {
		struct view_event event = { .kind = VIEW_MODEL, .row = VOCAB_NONE };

		session_use_model(ui->session, m->name);
		ui->model = session_model(ui->session);
		panes_broadcast(ui, &event);
	}
	lines_show_answer(ui, c);
}

static void toggle_mark(struct ui *ui)
{
	const struct model *m = session_model(ui->session);
	size_t n;

	if (!m || ui->selected == VOCAB_NONE) {
		ui_say(ui, MESSAGE_NOTE, "select a word first");
		return;
	}
	const char *word = vocab_word(m->vocab, ui->selected, &n);
	struct view_event event = { .kind = VIEW_MARKS, .row = VOCAB_NONE };

	if (session_mark(ui->session, word)) {
		ui_say(ui, MESSAGE_ECHO, "mark %s", word);
	} else {
		session_unmark(ui->session, word);
		ui_say(ui, MESSAGE_ECHO, "unmark %s", word);
	}
	panes_broadcast(ui, &event);
}

static void copy(struct ui *ui, const struct intent *intent)
{
	struct strbuf word = STRBUF_INIT;

	if (intent->text)
		strbuf_adds(&word, intent->text);
	else if (!panes_expand(ui, "row", &word) && session_model(ui->session) &&
		 ui->selected != VOCAB_NONE) {
		size_t n;
		const char *w = vocab_word(session_model(ui->session)->vocab, ui->selected, &n);

		strbuf_add(&word, w, n);
	}
	if (word.len) {
		strbuf_clear(&ui->copy);
		strbuf_add(&ui->copy, word.buf, word.len);
		ui->has_copy = true;
		ui_say(ui, MESSAGE_NOTE, "sent to the terminal's clipboard: %s", word.buf);
	} else {
		ui_say(ui, MESSAGE_NOTE, "nothing is selected");
	}
	strbuf_release(&word);
}

/* --- prompt and panes --- */

static void prefill(struct ui *ui, const char *text)
{
	ui->prompt_focus = true;
	if (ui->editor.set_text)
		ui->editor.set_text(ui->editor.ctx, text ? text : "");
	ui_clear_message(ui);
}

static bool line_is_empty(const struct ui *ui)
{
	size_t len = 0, cursor = 0;

	ui->editor.text(ui->editor.ctx, &len, &cursor);
	return len == 0;
}

static void cancel(struct ui *ui, const struct intent *intent)
{
	if (!lines_are_idle(ui)) {
		lines_cancel(ui);
		return;
	}
	if (ui->overlay == OVERLAY_NONE && line_is_empty(ui) && beside_interrupt(ui))
		return;
	if (ui->overlay == OVERLAY_NONE && line_is_empty(ui) && panes_command(ui, intent))
		return;
	if (ui->overlay != OVERLAY_NONE)
		overlay_close(ui);
	else if (ui->editor.cancel)
		ui->editor.cancel(ui->editor.ctx);
	ui_clear_message(ui);
}

static void zoom_pane(struct ui *ui)
{
	ui->zoomed = !ui->zoomed;
	panes_layout(ui);
}

static void inspect(struct ui *ui)
{
	bool shown = ui->zoomed && ui->focus[SCREEN_MAP] == SLOT_DETAIL;

	ui_go_to_screen(ui, SCREEN_MAP);
	ui->focus[SCREEN_MAP] = shown ? SLOT_LIST : SLOT_DETAIL;
	ui->zoomed = ui->chosen = !shown;
	panes_layout(ui);
}

static void find(struct ui *ui, const struct intent *intent)
{
	if (panes_command(ui, intent))
		overlay_open_filter(ui, intent->text);
	else
		overlay_open_find(ui, intent->text);
}

static void set_focus(struct ui *ui, const char *where)
{
	ui->prompt_focus = !where || strcmp(where, "prompt") == 0;
	ui_clear_message(ui);
}

/* The terms of the field that stand on the screen now. */
static void explain_terms(struct ui *ui)
{
	struct surface s;
	struct strbuf shown = STRBUF_INIT, text = STRBUF_INIT;
	struct glossary g;
	struct error err = ERROR_INIT;

	if (glossary_load(&g, &err) != ST_OK) {
		ui_say(ui, MESSAGE_ERROR, "%s", err.text);
		return;
	}
	surface_init(&s, MAX(ui->rows, 1), MAX(ui->cols, 1));
	panes_draw(ui, &s);
	for (int i = 0; i < SLOT_COUNT; i++)
		chrome_draw_title(ui, &s, (enum layout_slot)i);
	surface_dump_text(&s, &shown);
	if (glossary_find_all(&g, shown.buf, (size_t)MAX(MIN(ui->cols - 8, 72), 20), &text))
		overlay_open_text(ui, "Terms on this screen", text.buf, NULL);
	else
		ui_say(ui, MESSAGE_NOTE,
		       "no term of the glossary stands here; \"glossary\" lists them");
	surface_release(&s);
	strbuf_release(&shown);
	strbuf_release(&text);
	glossary_release(&g);
}

/* A box takes the next keys: its pane gets the focus. */
static void box(struct ui *ui, const struct intent *intent)
{
	struct intent drop = { .kind = INTENT_BOX };
	char word[] = "drop";
	int at = 0;

	if (panes_command(ui, intent)) {
		while (at < SLOT_COUNT && !panes_mode(ui, panes_in_slot(ui, (enum layout_slot)at)))
			at++;
		if (at == SLOT_COUNT) /* it was dropped */
			return;
		ui->focus[ui->screen] = (enum layout_slot)at;
		panes_layout(ui);
		ui->prompt_focus = false;
		if (ui->layout.pane[at].rows > 0)
			return;
		drop.text = word;
		panes_command(ui, &drop);
	}
	ui_say(ui, MESSAGE_NOTE, "there is no map here that a box could stand on");
}

static void toggle_mouse(struct ui *ui)
{
	ui->mouse_off = !ui->mouse_off;
	ui_say(ui, MESSAGE_NOTE,
	       ui->mouse_off ? "mouse off: the terminal selects text itself"
			     : "mouse on: Shift-drag still selects text");
}

/* long: one short case for each kind of intent */
/* What opens or closes something over the panes, or fills the prompt; false: it is none of these. */
static bool apply_over(struct ui *ui, const struct intent *intent)
{
	switch (intent->kind) {
	case INTENT_FIND:
		find(ui, intent);
		return true;
	case INTENT_FIND_NEXT:
		overlay_find_step(ui, intent->a < 0 ? -1 : 1);
		return true;
	case INTENT_PALETTE:
		overlay_open_palette(ui);
		return true;
	case INTENT_GLOSSARY:
		explain_terms(ui);
		return true;
	case INTENT_HELP:
		overlay_open_help(ui);
		return true;
	case INTENT_INSPECT:
		inspect(ui);
		return true;
	case INTENT_EDIT:
		prefill(ui, ui->last_line);
		return true;
	case INTENT_PREFILL:
		prefill(ui, intent->text);
		return true;
	case INTENT_DONE:
		overlay_close(ui);
		return true;
	default:
		return false;
	}
}

/* What the panes are asked. */
static void apply_to_panes(struct ui *ui, const struct intent *intent)
{
	const char *refusal = intent->kind == INTENT_UNDO
				      ? "there is nothing to undo on this screen"
			      : intent->kind == INTENT_STEP ? "no named word lies that way"
							    : "nothing on this screen does that";

	bool done = panes_command(ui, intent);

	if (!done && ui->screen != SCREEN_MAP &&
	    (intent->kind == INTENT_PROJECT || intent->kind == INTENT_COLOUR) && intent->text) {
		ui_go_to_screen(ui, SCREEN_MAP); /* what was spelled out is about the map */
		done = panes_command(ui, intent);
	}
	if (!done)
		ui_say(ui, MESSAGE_NOTE, "%s", refusal);
	if (intent->kind == INTENT_UNDO)
		lines_notice_changes(ui); /* of the marks */
}

static void apply(struct ui *ui, const struct intent *intent)
{
	ui->dirty = true;
	if (apply_over(ui, intent))
		return;
	switch (intent->kind) {
	case INTENT_FOLLOW:
		follow(ui, intent);
		break;
	case INTENT_BACK:
	case INTENT_FORWARD:
		go_along_crumbs(ui, intent->kind == INTENT_BACK ? -1 : 1);
		break;
	case INTENT_PANE:
		panes_next(ui, intent->a < 0 ? -1 : 1);
		break;
	case INTENT_ZOOM_PANE:
		zoom_pane(ui);
		break;
	case INTENT_SCREEN:
		go_to_named(ui, intent->text);
		break;
	case INTENT_MARK_SELECTED:
		toggle_mark(ui);
		break;
	case INTENT_FOCUS:
		set_focus(ui, intent->text);
		break;
	case INTENT_COPY:
		copy(ui, intent);
		break;
	case INTENT_MOUSE:
		toggle_mouse(ui);
		break;
	case INTENT_REDRAW:
		ui->redraw = true;
		break;
	case INTENT_SUSPEND:
		ui->suspend = true;
		break;
	case INTENT_CANCEL:
		cancel(ui, intent);
		break;
	case INTENT_BOX:
		box(ui, intent);
		break;
	default:
		apply_to_panes(ui, intent);
	}
}

void intents_apply(struct ui *ui)
{
	struct intent intent;

	while (session_take_intent(ui->session, &intent)) {
		apply(ui, &intent);
		free(intent.text);
	}
}
