/*
 * Keys and mouse. A key goes, in this order, to: the mouse and resize code, the open overlay, the
 * table of keys for the place that has the focus, the line editor.
 */
#include "ui/core.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { DOUBLE_CLICK_MS = 400 };

/* Fill in {word}, {line} …; false when one of them stands for nothing here. */
static bool expand(struct ui *ui, const char *command, struct strbuf *out)
{
	while (*command) {
		const char *end = *command == '{' ? strchr(command, '}') : NULL;

		if (!end) {
			strbuf_addc(out, *command++);
			continue;
		}
		char *name = xstrndup(command + 1, (size_t)(end - command - 1));
		bool known = panes_expand(ui, name, out);

		free(name);
		if (!known)
			return false;
		command = end + 1;
	}
	return true;
}

static void run_command(struct ui *ui, const char *command)
{
	struct strbuf line = STRBUF_INIT;
	char *kept = xstrdup(command);

	if (kept[0] == '@') {
		free(kept);
		return;
	}
	if (expand(ui, kept, &line) && line.len)
		lines_run_key(ui, line.buf);
	else
		ui_say(ui, MESSAGE_NOTE, "nothing is selected here");
	strbuf_release(&line);
	free(kept);
}

static bool line_is_empty(const struct ui *ui)
{
	size_t len = 0, cursor = 0;

	ui->editor.text(ui->editor.ctx, &len, &cursor);
	return len == 0;
}

static const struct binding *find_in(const struct ui *ui, const char *const *contexts,
				     const struct key *key)
{
	for (size_t i = 0; contexts[i]; i++) {
		const struct binding *b = keymap_find(&ui->keys, contexts[i], key);

		if (b)
			return b;
	}
	return NULL;
}

static const struct binding *binding_for(struct ui *ui, const struct key *key)
{
	struct pane *p = panes_focused(ui);
	const char *view = p ? p->cls->name : "keys";
	const char *start = ui->screen == SCREEN_START	 ? "start"
			    : ui->screen == SCREEN_LEARN ? "learn"
							 : "empty";
	const char *const typing[] = { "prompt", NULL };
	const char *const empty[] = { start, "empty", "prompt", NULL };
	const char *keys = screens[ui->screen].keys ? screens[ui->screen].keys : view;
	const char *mode = panes_mode(ui, p);
	const char *const single[] = {
		mode ? mode : keys, keys, view, strcmp(view, "map") ? "list" : "keys", "keys", NULL
	};

	if (!ui->prompt_focus)
		return find_in(ui, single, key);
	return find_in(ui, line_is_empty(ui) ? empty : typing, key);
}

static void to_editor(struct ui *ui, const struct key *key)
{
	if (ui->editor.key)
		ui->editor.key(ui->editor.ctx, key);
}

static void paste(struct ui *ui, const struct key *key)
{
	if (ui->overlay != OVERLAY_NONE) {
		overlay_key(ui, key);
		return;
	}
	ui->prompt_focus = true;
	if (ui->editor.insert && key->text)
		ui->editor.insert(ui->editor.ctx, key->text);
}

/* An audience sees which key did it: the status row names it. What is typed shows in the prompt. */
static void name_key(struct ui *ui, const struct key *key)
{
	bool types = ui->prompt_focus && key->code == KEY_CHAR_ && !key->mods;

	strbuf_clear(&ui->shown_key);
	if (ui->session->settings.presenter && !types)
		keymap_show_key(key, ui_ascii(ui), &ui->shown_key);
}

static void plain_key(struct ui *ui, const struct key *key)
{
	if (overlay_key(ui, key))
		return;
	const struct binding *b = binding_for(ui, key);
	struct strbuf name = STRBUF_INIT;

	name_key(ui, key);
	ui_clear_message(ui);
	if (b && b->command[0] != '@') {
		run_command(ui, b->command);
	} else if (ui->prompt_focus) {
		to_editor(ui, key);
	} else {
		keymap_show_key(key, ui_ascii(ui), &name);
		ui_say(ui, MESSAGE_ECHO, "%s does nothing here; ? lists the keys", name.buf);
	}
	strbuf_release(&name);
}

/* --- mouse --- */

static bool click_spot(struct ui *ui, int row, int col)
{
	for (size_t i = 0; i < ui->spot_count; i++) {
		const struct hotspot *h = &ui->spots[i];

		if (row == h->row && col >= h->col && col < h->col + h->cols) {
			run_command(ui, h->command);
			return true;
		}
	}
	return false;
}

static void run_key(struct ui *ui, struct key key)
{
	const struct binding *b = binding_for(ui, &key);

	if (b)
		run_command(ui, b->command);
}

static void click_pane(struct ui *ui, int row, int col, bool twice)
{
	enum layout_slot slot;
	struct pane *p = panes_at(ui, row, col, &slot);
	struct rect r;

	if (!p)
		return;
	ui->prompt_focus = false;
	ui->focus[ui->screen] = slot;
	r = ui->layout.pane[slot];
	struct view_event event = { .kind = VIEW_CLICK,
				    .row = VOCAB_NONE,
				    .x = col - r.col,
				    .y = (row - r.row) / panes_spacing(ui, p),
				    .twice = twice };

	if (event.y < 0)
		return;
	panes_event(ui, p, &event);
	uint32_t selected = panes_selected(ui, p);

	if (selected != VOCAB_NONE)
		ui_set_selected(ui, selected, p);
	if (twice)
		run_key(ui, (struct key){ .code = KEY_ENTER_ });
}

/* --- a box, by Ctrl or the right button, or once one was begun by keys --- */

static bool begin_box(struct ui *ui, const struct key *key)
{
	enum layout_slot slot;
	struct pane *p = panes_at(ui, key->mouse.y, key->mouse.x, &slot);
	bool asked = key->mouse.button == 3 || (key->mods & KEY_CTRL_);

	ui->box_row = -1;
	if (!p || !rect_holds(ui->layout.pane[slot], key->mouse.y, key->mouse.x) ||
	    (!asked && !panes_mode(ui, p)))
		return false;
	ui->box_row = key->mouse.y;
	ui->box_col = key->mouse.x;
	ui->prompt_focus = false;
	ui->focus[ui->screen] = slot;
	return true;
}

static void drag_box(struct ui *ui, const struct key *key)
{
	enum layout_slot slot;
	struct pane *p = panes_at(ui, ui->box_row, ui->box_col, &slot);

	if (!p) /* another screen came meanwhile */
		return;
	struct rect r = ui->layout.pane[slot];
	struct view_event event = { .kind = VIEW_BOX,
				    .row = VOCAB_NONE,
				    .x = key->mouse.x - r.col,
				    .y = key->mouse.y - r.row,
				    .from_x = ui->box_col - r.col,
				    .from_y = ui->box_row - r.row };

	panes_event(ui, p, &event);
}

/* Letting go is the key that ends it. A box that Esc dropped meanwhile is no more. */
static void release(struct ui *ui, const struct key *key)
{
	bool drawn =
		ui->box_row >= 0 && (key->mouse.y != ui->box_row || key->mouse.x != ui->box_col);

	ui->box_row = -1;
	if (drawn && ui->overlay == OVERLAY_NONE && panes_mode(ui, panes_focused(ui)))
		run_key(ui, (struct key){ .code = KEY_ENTER_ });
}

static void press(struct ui *ui, const struct key *key)
{
	int row = key->mouse.y, col = key->mouse.x;
	bool twice = row == ui->click_row && col == ui->click_col &&
		     ui->now_ns - ui->click_ns < DOUBLE_CLICK_MS * 1000000ull;

	ui->box_row = -1;
	if (ui->overlay == OVERLAY_NONE && begin_box(ui, key))
		return;
	if (key->mouse.button > 1)
		return;
	ui->click_row = twice ? -1 : row;
	ui->click_col = col;
	ui->click_ns = ui->now_ns;
	ui->drag_row = row;
	ui->drag_col = col;
	ui_clear_message(ui);
	if (ui->overlay != OVERLAY_NONE)
		overlay_click(ui, row, col, twice);
	else if (row == ui->layout.prompt)
		ui->prompt_focus = true;
	else if (!click_spot(ui, row, col))
		click_pane(ui, row, col, twice);
}

static void wheel(struct ui *ui, const struct key *key, int steps)
{
	enum layout_slot slot;
	struct pane *p = panes_at(ui, key->mouse.y, key->mouse.x, &slot);

	if (ui->overlay != OVERLAY_NONE) {
		overlay_wheel(ui, steps);
		return;
	}
	if (!p)
		return;
	struct rect r = ui->layout.pane[slot];
	struct view_event event = { .kind = VIEW_WHEEL,
				    .row = VOCAB_NONE,
				    .x = key->mouse.x - r.col,
				    .y = (key->mouse.y - r.row) / panes_spacing(ui, p),
				    .steps = steps };

	panes_event(ui, p, &event);
	if (p == panes_focused(ui) && panes_selected(ui, p) != VOCAB_NONE)
		ui_set_selected(ui, panes_selected(ui, p), p);
}

static void drag(struct ui *ui, const struct key *key)
{
	enum layout_slot slot;
	struct pane *p = panes_at(ui, ui->drag_row, ui->drag_col, &slot);
	struct view_event event = { .kind = VIEW_DRAG,
				    .row = VOCAB_NONE,
				    .x = key->mouse.x - ui->drag_col,
				    .y = key->mouse.y - ui->drag_row };

	if (ui->box_row >= 0 && ui->overlay == OVERLAY_NONE) {
		drag_box(ui, key);
		return;
	}
	ui->drag_row = key->mouse.y;
	ui->drag_col = key->mouse.x;
	if (p && ui->overlay == OVERLAY_NONE)
		panes_event(ui, p, &event);
}

static void mouse(struct ui *ui, const struct key *key)
{
	if (!ui_wants_mouse(ui))
		return;
	switch (key->mouse.action) {
	case MOUSE_PRESS:
		press(ui, key);
		break;
	case MOUSE_WHEEL_UP:
		wheel(ui, key, 1);
		break;
	case MOUSE_WHEEL_DOWN:
		wheel(ui, key, -1);
		break;
	case MOUSE_DRAG:
		drag(ui, key);
		break;
	case MOUSE_RELEASE:
		release(ui, key);
		break;
	}
}

void ui_key(struct ui *ui, const struct key *key)
{
	ui->dirty = true;
	switch (key->code) {
	case KEY_RESIZE_:
		ui_resize(ui, key->mouse.y, key->mouse.x);
		break;
	case KEY_MOUSE_:
		mouse(ui, key);
		break;
	case KEY_PASTE_:
		paste(ui, key);
		break;
	default:
		plain_key(ui, key);
	}
}
