/* Finding words while typing: a list in place of the neighbours, the map shows what is selected. */
#include "ui/core.h"

#include <stdio.h>
#include <string.h>

static void find_changed(struct ui *ui)
{
	struct intent filter = { .kind = INTENT_FIND, .text = ui->typed.buf };

	if (ui->overlay == OVERLAY_FILTER)
		panes_command(ui, &filter);
	else if (session_model(ui->session))
		finder_start(ui->finder, ui->jobs, session_model(ui->session), ui->typed.buf);
	ui->dirty = true;
}

static void open_typing(struct ui *ui, enum overlay_kind kind, const char *text)
{
	overlay_close(ui);
	strbuf_clear(&ui->typed);
	strbuf_adds(&ui->typed, text ? text : "");
	ui->overlay = kind;
	find_changed(ui);
}

void overlay_open_filter(struct ui *ui, const char *text)
{
	open_typing(ui, OVERLAY_FILTER, text);
}

void overlay_open_find(struct ui *ui, const char *text)
{
	if (!session_model(ui->session)) {
		ui_say(ui, MESSAGE_ERROR,
		       "there is no model to find words in: open one with "
		       "\"open FILE\"");
		return;
	}
	ui->before_find = ui->selected;
	listbox_reset(&ui->found, 0);
	open_typing(ui, OVERLAY_FIND, text);
}

static uint32_t found_row(const struct ui *ui)
{
	size_t count;
	uint64_t total;
	const uint32_t *rows = finder_rows(ui->finder, &count, &total);

	return ui->found.at < count ? rows[ui->found.at] : VOCAB_NONE;
}

void overlay_tick(struct ui *ui)
{
	size_t count;
	uint64_t total;

	if (!finder_tick(ui->finder, ui->jobs))
		return;
	finder_rows(ui->finder, &count, &total);
	listbox_reset(&ui->found, count);
	if (ui->overlay == OVERLAY_FIND && ui->typed.len && count)
		ui_set_selected(ui, found_row(ui), NULL);
	ui->dirty = true;
}

void overlay_find_step(struct ui *ui, int by)
{
	size_t count;
	uint64_t total;

	finder_rows(ui->finder, &count, &total);
	if (!count) {
		ui_say(ui, MESSAGE_NOTE, "nothing was searched for yet: / finds words");
		return;
	}
	ui->found.at = (ui->found.at + count + (size_t)by) % count;
	uint32_t row = found_row(ui);

	if (row >= model_rows(session_model(ui->session)))
		return;
	ui_set_selected(ui, row, NULL);
	ui_say(ui, MESSAGE_ECHO, "%zu of %zu words that fit", ui->found.at + 1, count);
}

void find_accept(struct ui *ui)
{
	uint32_t row = found_row(ui);
	bool filter = ui->overlay == OVERLAY_FILTER;
	struct strbuf line = STRBUF_INIT;

	overlay_close(ui);
	if (filter)
		return;
	if (row == VOCAB_NONE || row >= model_rows(session_model(ui->session))) {
		ui_say(ui, MESSAGE_NOTE, "no word fits");
		return;
	}
	ui_near_line(ui, row, &line);
	lines_run_key(ui, line.buf);
	strbuf_release(&line);
}

void find_move(struct ui *ui, double by)
{
	listbox_move(&ui->found, by);
	ui_set_selected(ui, found_row(ui), NULL);
}

bool find_key(struct ui *ui, const struct key *key)
{
	double page = ui->found.page > 1 ? (double)ui->found.page - 1 : 1;

	if (key->code == KEY_ENTER_)
		find_accept(ui);
	else if (key->code == KEY_UP_)
		find_move(ui, -1);
	else if (key->code == KEY_DOWN_)
		find_move(ui, 1);
	else if (key->code == KEY_PAGE_UP_)
		find_move(ui, -page);
	else if (key->code == KEY_PAGE_DOWN_)
		find_move(ui, page);
	else if (typed_key(&ui->typed, key))
		find_changed(ui);
	else if (key->code == KEY_BACKSPACE_)
		overlay_close(ui);
	else
		return false;
	return true;
}

static void draw_found(struct ui *ui, struct surface *s, struct rect r)
{
	const struct glyphs *g = glyphs_get(ui_ascii(ui));
	const struct vocab *v = session_model(ui->session)->vocab;
	size_t count, n;
	uint64_t total;
	const uint32_t *rows = finder_rows(ui->finder, &count, &total);

	surface_fill(s, r, ROLE_TEXT);
	listbox_fit(&ui->found, r.rows);
	for (int i = 0; i < r.rows && ui->found.top + (size_t)i < count; i++) {
		size_t at = ui->found.top + (size_t)i;

		if (rows[at] >= vocab_size(v))
			continue;
		const char *word = vocab_word(v, rows[at], &n);

		surface_put(s, r.row + i, r.col + 3, MAX(r.cols - 12, 1), ROLE_MATCH, word, n);
		if (r.cols > 20) {
			char rank[16];

			snprintf(rank, sizeof(rank), "%u", rows[at] + 1);
			surface_put_right(s, r.row + i, r.col + r.cols - 9, 8, ROLE_DIM, rank);
		}
		if (at != ui->found.at)
			continue;
		surface_puts(s, r.row + i, r.col + 1, 1, ROLE_FOCUS, g->pointer);
		listbox_highlight(s, r.row + i, r.col + 1, r.cols - 2);
	}
	if (!count && !finder_is_busy(ui->finder))
		surface_puts(s, r.row, r.col + 2, r.cols - 2, ROLE_DIM, "no word fits");
}

void find_draw(struct ui *ui, struct surface *s)
{
	const struct glyphs *g = glyphs_get(ui_ascii(ui));
	enum layout_slot slot = SLOT_LIST;
	size_t count;
	uint64_t total;
	char right[48];

	if (ui->layout.pane[slot].rows <= 0)
		slot = ui->layout.pane[SLOT_MAIN].rows > 0 ? SLOT_MAIN : SLOT_DETAIL;
	struct rect t = ui->layout.title[slot], r = ui->layout.pane[slot];

	if (r.rows <= 0 || !session_model(ui->session))
		return;
	finder_rows(ui->finder, &count, &total);
	surface_hline(s, t.row, t.col, t.cols, ROLE_FRAME, g->hline);
	int used = surface_putf(s, t.row, t.col + 1, t.cols - 2, ROLE_FOCUS, " %sFind /%s ",
				g->pointer, ui->typed.buf);

	snprintf(right, sizeof(right), " %zu of %llu ", count, (unsigned long long)total);
	if (used + (int)strlen(right) + 4 < t.cols)
		surface_put_right(s, t.row, t.col, t.cols - 2, ROLE_DIM, right);
	draw_found(ui, s, r);
}
