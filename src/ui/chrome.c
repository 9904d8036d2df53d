/*
 * Everything around the panes: tabs, title rules, the status row with the path of questions, the
 * prompt, the footer with the keys of the moment.
 */
#include "ui/core.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/display.h"
#include "base/mem.h"

void ui_say(struct ui *ui, enum message_kind kind, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	strbuf_clear(&ui->message);
	strbuf_adds(&ui->message, text);
	ui->message_kind = kind;
	ui->dirty = true;
}

void chrome_add_spot(struct ui *ui, int row, int col, int cols, const char *command)
{
	if (ui->spot_count < ARRAY_LEN(ui->spots))
		ui->spots[ui->spot_count++] = (struct hotspot){ row, col, cols, command };
}

/* --- titles --- */

static void draw_title_text(struct surface *s, struct rect t, const char *left, const char *right,
			    bool focused)
{
	enum role role = focused ? ROLE_FOCUS : ROLE_TITLE;
	int width = (int)display_width(right, strlen(right));
	int used = surface_puts(s, t.row, t.col + 2, MAX(t.cols - 3, 0), role, left);

	surface_puts(s, t.row, t.col + 2 + used, 1, ROLE_TEXT, " ");
	if (width && used + width + 6 <= t.cols) {
		int col = t.col + t.cols - width - 3;

		surface_puts(s, t.row, col, width + 2, ROLE_DIM, " ");
		surface_puts(s, t.row, col + 1, width, ROLE_DIM, right);
		surface_puts(s, t.row, col + 1 + width, 1, ROLE_DIM, " ");
	}
}

void chrome_draw_title(struct ui *ui, struct surface *s, enum layout_slot slot)
{
	const struct glyphs *g = glyphs_get(ui_ascii(ui));
	struct pane *p = panes_in_slot(ui, slot);
	struct rect t = ui->layout.title[slot];
	struct strbuf status = STRBUF_INIT, left = STRBUF_INIT;

	if (!p || t.rows <= 0 || !p->cls->title)
		return;
	struct view_context ctx = panes_context(ui, p);

	if (p->cls->status)
		p->cls->status(p->block, &ctx, &status);
	char *tab = strchr(status.buf, '\t');

	if (tab)
		*tab = '\0';
	strbuf_addf(&left, " %s%s%s%s", ctx.focused ? g->pointer : "", p->cls->title,
		    p->cls->title[0] && status.buf[0] ? "  " : "", status.buf);
	surface_hline(s, t.row, t.col, t.cols, ROLE_FRAME, g->hline);
	draw_title_text(s, (struct rect){ t.row, t.col - 1, 1, t.cols + 1 }, left.buf,
			tab ? tab + 1 : "", ctx.focused);
	strbuf_release(&status);
	strbuf_release(&left);
}

static void draw_frames(struct ui *ui, struct surface *s)
{
	const struct glyphs *g = glyphs_get(ui_ascii(ui));
	const struct layout *l = &ui->layout;

	for (int i = 0; i < SLOT_COUNT; i++)
		chrome_draw_title(ui, s, (enum layout_slot)i);
	if (l->divider < 0)
		return;
	surface_vline(s, l->title[SLOT_MAIN].row + 1, l->divider, l->pane[SLOT_MAIN].rows,
		      ROLE_FRAME, g->vline);
	surface_puts(s, l->title[SLOT_MAIN].row, l->divider, 1, ROLE_FRAME, g->tee_down);
	if (l->title[SLOT_DETAIL].rows > 0)
		surface_puts(s, l->title[SLOT_DETAIL].row, l->divider, 1, ROLE_FRAME, g->tee_right);
}

/* --- status --- */

static void progress_text(const struct ui *ui, struct strbuf *out)
{
	uint64_t done, total, ns;
	const char *dot = glyphs_get(ui_ascii(ui))->dot;

	job_progress(ui->job, &done, &total, &ns);
	strbuf_addf(out, " %s", job_title(ui->job));
	if (total)
		strbuf_addf(out, "  %" PRIu64 "%%", done >= total ? 100 : done * 100 / total);
	uint64_t left = job_eta_ns(done, total, ns);

	if (left > 1000000000u)
		strbuf_addf(out, " %s %" PRIu64 " s left", dot, left / 1000000000u);
	if (ui->queue_count)
		strbuf_addf(out, " %s %zu waiting", dot, ui->queue_count);
	strbuf_addf(out, " %s Ctrl-C stops", dot);
}

/* How many bytes of text fill one row of `cells`, cut at a blank where there is one. */
static size_t row_bytes(const char *text, size_t n, size_t cells)
{
	struct display_iter it = DISPLAY_ITER(text, n);
	struct display_glyph glyph;
	size_t width = 0, blank = 0, at = 0;

	while (display_next(&it, &glyph)) {
		width += (size_t)glyph.width;
		if (width > cells)
			return blank ? blank : MAX(at, (size_t)1);
		at = (size_t)(it.s - text);
		if (strcmp(glyph.text, " ") == 0)
			blank = at;
	}
	return n;
}

/* A message that is longer than a row grows upwards over the panes, up to four rows. */
static void draw_message(struct ui *ui, struct surface *s, const char *text, enum role role)
{
	size_t n = strlen(text), starts[8] = { 0 }, rows = 0;
	size_t cells = (size_t)MAX(s->cols - 2, 1);

	for (size_t at = 0; at < n && rows < 4; rows++) {
		starts[rows] = at;
		at += row_bytes(text + at, n - at, cells);
		starts[rows + 1] = at;
	}
	rows = MIN(rows, (size_t)MAX(ui->layout.status, 1));
	for (size_t i = 0; i < rows; i++) {
		int row = ui->layout.status - (int)(rows - 1 - i);
		size_t len = i + 1 == rows ? n - starts[i] : starts[i + 1] - starts[i];

		surface_fill(s, (struct rect){ row, 0, 1, s->cols }, ROLE_TEXT);
		surface_put(s, row, 1, s->cols - 1, role, text + starts[i], len);
	}
}

static void draw_crumbs(struct ui *ui, struct surface *s)
{
	struct strbuf text = STRBUF_INIT;
	bool ascii = ui_ascii(ui);
	int room = s->cols - 2;
	int used = 0;

	crumbs_text(&ui->crumbs, ascii, (size_t)MAX(room, 0), &text);
	used = surface_puts(s, ui->layout.status, 0, room, ROLE_TEXT, text.buf);
	if (ui->message_kind == MESSAGE_ECHO || ui->message_kind == MESSAGE_NOTE) {
		if (used) {
			used += 2;
			used += surface_puts(s, ui->layout.status, used, MAX(room - used, 0),
					     ROLE_DIM, glyphs_get(ascii)->dot);
			used++;
		} else {
			used = 1;
		}
		surface_puts(s, ui->layout.status, used, MAX(s->cols - used, 0),
			     ui->message_kind == MESSAGE_NOTE ? ROLE_NOTE : ROLE_DIM,
			     ui->message.buf);
	}
	strbuf_release(&text);
}

int chrome_message_room(const struct ui *ui)
{
	struct strbuf text = STRBUF_INIT;

	crumbs_text(&ui->crumbs, ui_ascii(ui), (size_t)MAX(ui->cols - 2, 0), &text);
	int width = (int)display_width(text.buf, text.len) +
		    (int)display_width(ui->message.buf, ui->message.len) + 4;

	strbuf_release(&text);
	return ui->cols - width;
}

/* A bar of what is done, and the line that says the rest. */
static void draw_training(struct ui *ui, struct surface *s)
{
	struct strbuf text = STRBUF_INIT;
	uint64_t done, total, ns;
	int bar = s->cols >= 60 ? MIN(s->cols / 5, 24) : 0, col = 1;

	training_describe(ui->session->training, &text);
	job_progress(ui->beside.job, &done, &total, &ns);
	if (bar && total) {
		surface_fill(s, (struct rect){ ui->layout.status, col, 1, bar }, ROLE_FRAME);
		surface_bar(s, ui->layout.status, col, bar,
			    (double)MIN(done, total) / (double)total, ROLE_BAR, ui_ascii(ui));
		col += bar + 1;
	}
	surface_puts(s, ui->layout.status, col, s->cols - col, ROLE_NOTE, text.buf);
	strbuf_release(&text);
}

static void draw_shown_key(struct ui *ui, struct surface *s)
{
	struct strbuf text = STRBUF_INIT;
	int width = (int)display_width(ui->shown_key.buf, ui->shown_key.len) + 2;

	if (ui->layout.status < 0 || !ui->shown_key.len || width >= s->cols)
		return;
	strbuf_addf(&text, "[%s]", ui->shown_key.buf);
	surface_puts(s, ui->layout.status, s->cols - width, width, ROLE_KEY, text.buf);
	strbuf_release(&text);
}

static void draw_status(struct ui *ui, struct surface *s)
{
	struct strbuf text = STRBUF_INIT;

	if (ui->layout.status < 0)
		return;
	if (ui->message_kind == MESSAGE_ERROR) {
		strbuf_addf(&text, "%s %s", glyphs_get(ui_ascii(ui))->cross, ui->message.buf);
		draw_message(ui, s, text.buf, ROLE_ERROR);
	} else if (ui->job) {
		progress_text(ui, &text);
		surface_puts(s, ui->layout.status, 0, s->cols, ROLE_NOTE, text.buf);
	} else if (ui->message_kind == MESSAGE_NOTE && chrome_message_room(ui) < 0) {
		draw_message(ui, s, ui->message.buf, ROLE_NOTE);
	} else if (ui->beside.call && ui->message_kind == MESSAGE_NONE) {
		draw_training(ui, s);
	} else {
		draw_crumbs(ui, s);
	}
	strbuf_release(&text);
}

/* --- prompt --- */

static bool is_typing(const struct ui *ui)
{
	return ui->overlay == OVERLAY_FIND || ui->overlay == OVERLAY_FILTER;
}

/* Byte offset from which the text up to `cursor` fits in `cells`, so that the cursor shows. */
static size_t scroll_start(const char *text, size_t cursor, size_t cells)
{
	struct display_iter it = DISPLAY_ITER(text, cursor);
	struct display_glyph g;
	size_t width = display_width(text, cursor), at = 0;

	while (width >= cells && display_next(&it, &g)) {
		width -= MIN(width, (size_t)g.width);
		if (!it.pending[it.pending_at])
			at = (size_t)(it.s - text);
	}
	return at;
}

static void draw_editor(struct ui *ui, struct surface *s, int row)
{
	const struct editor *e = &ui->editor;
	size_t len = 0, cursor = 0;
	const char *text = is_typing(ui) ? ui->typed.buf : e->text(e->ctx, &len, &cursor);
	const char *prompt = is_typing(ui) ? "/" : e->prompt(e->ctx);
	bool live = ui->prompt_focus || is_typing(ui);

	if (is_typing(ui))
		len = cursor = ui->typed.len;
	int col = s->cols > 4 ? 1 : 0;

	if (is_typing(ui) && s->cols > 20)
		col += surface_puts(s, row, col, 2, ROLE_PROMPT, ui_ascii(ui) ? "> " : "› ");
	col += surface_puts(s, row, col, s->cols - col, live ? ROLE_PROMPT : ROLE_DIM, prompt);
	if (e->mode && !is_typing(ui))
		col += surface_puts(s, row, col, s->cols - col, ROLE_DIM, e->mode(e->ctx));
	size_t start = scroll_start(text, cursor, (size_t)MAX(s->cols - col, 1));

	surface_put(s, row, col, MAX(s->cols - col, 0), live ? ROLE_TEXT : ROLE_DIM, text + start,
		    len - start);
	if (!live || ui->overlay == OVERLAY_PICKER || ui->overlay == OVERLAY_TEXT)
		return;
	s->cursor_row = row;
	s->cursor_col = MIN(col + (int)display_width(text + start, cursor - start), s->cols - 1);
}

/* --- footer --- */

struct footer {
	const struct binding *items[FOOTER_MAX];
	size_t count;
};

static void footer_take(struct footer *f, const struct keymap *keys, const char *context)
{
	for (size_t i = 0; i < keys->count && f->count < FOOTER_MAX; i++) {
		const struct binding *b = &keys->items[i];
		bool known = false;

		if (!b->label || strcmp(b->context, context) != 0)
			continue;
		for (size_t j = 0; j < f->count; j++)
			known = known || strcmp(f->items[j]->label, b->label) == 0 ||
				key_equal(&f->items[j]->key, &b->key);
		if (!known)
			f->items[f->count++] = b;
	}
}

static void footer_collect(struct ui *ui, struct footer *f)
{
	struct pane *p = panes_focused(ui);
	const char *view = p ? p->cls->name : "", *mode = panes_mode(ui, p);

	if (ui->screen == SCREEN_START)
		footer_take(f, &ui->keys, "start");
	if (ui->prompt_focus) {
		footer_take(f, &ui->keys, "prompt");
		return;
	}
	if (mode)
		footer_take(f, &ui->keys, mode);
	if (screens[ui->screen].keys)
		footer_take(f, &ui->keys, screens[ui->screen].keys);
	footer_take(f, &ui->keys, view);
	if (strcmp(view, "map") != 0)
		footer_take(f, &ui->keys, "list");
	footer_take(f, &ui->keys, "keys");
}

static const char *overlay_footer(const struct ui *ui)
{
	switch (ui->overlay) {
	case OVERLAY_PICKER:
		return "Enter run  type to filter  PgUp/PgDn scroll  Esc close";
	case OVERLAY_FIND:
		return "Enter follow  PgUp/PgDn scroll  Esc back  then n/N next, previous";
	case OVERLAY_FILTER:
		return "Enter keep  Esc show all";
	case OVERLAY_TEXT:
		return "PgUp/PgDn scroll  Esc close";
	default:
		return NULL;
	}
}

static int footer_width(const struct ui *ui, const struct binding *b, struct strbuf *key)
{
	strbuf_clear(key);
	keymap_show(b, ui_ascii(ui), key);
	return (int)display_width(key->buf, key->len) + 1 +
	       (int)display_width(b->label, strlen(b->label));
}

static void draw_footer(struct ui *ui, struct surface *s)
{
	struct footer f = { .count = 0 };
	struct strbuf key = STRBUF_INIT;
	int row = ui->layout.footer, col = 1;

	if (row < 0)
		return;
	if (overlay_footer(ui)) {
		surface_puts(s, row, 1, s->cols - 1, ROLE_DIM, overlay_footer(ui));
		return;
	}
	footer_collect(ui, &f);
	for (size_t i = 0; i < f.count; i++) {
		int width = footer_width(ui, f.items[i], &key);

		if (col + width > s->cols)
			continue;
		int used = surface_puts(s, row, col, width, ROLE_KEY, key.buf);

		surface_puts(s, row, col + used + 1, width - used - 1, ROLE_DIM, f.items[i]->label);
		chrome_add_spot(ui, row, col, width, f.items[i]->command);
		col += width + 2;
	}
	strbuf_release(&key);
}

/* --- matches above the prompt --- */

static void draw_matches(struct ui *ui, struct surface *s)
{
	size_t widest = 1;
	int bottom = ui->layout.prompt - 1;

	if (!ui->match_count || bottom < 0)
		return;
	for (size_t i = 0; i < ui->match_count; i++)
		widest = MAX(widest, display_width(ui->matches[i], strlen(ui->matches[i])));
	int cell = MIN((int)MIN(widest, (size_t)60) + 2, MAX(s->cols - 2, 3));
	int across = MAX((s->cols - 2) / cell, 1);
	int need = ((int)ui->match_count + across - 1) / across;
	int rows = MIN(MIN(need, 6), bottom + 1);

	for (int r = 0; r < rows; r++) {
		int row = bottom - rows + 1 + r;

		surface_fill(s, (struct rect){ row, 0, 1, s->cols }, ROLE_TEXT);
		for (int c = 0; c < across && r * across + c < (int)ui->match_count; c++)
			surface_puts(s, row, 1 + c * cell, cell - 1, ROLE_MATCH,
				     ui->matches[r * across + c]);
	}
	int hidden = (int)ui->match_count - rows * across;

	if (hidden > 0)
		surface_putf(s, bottom, MAX(s->cols - 16, 0), 16, ROLE_DIM, " and %d more",
			     hidden + across);
}

void chrome_draw(struct ui *ui, struct surface *s)
{
	ui->spot_count = 0;
	tabs_draw(ui, s);
	draw_frames(ui, s);
	draw_status(ui, s);
	draw_shown_key(ui, s);
	if (ui->layout.kind == LAYOUT_TINY && s->rows > 1)
		surface_puts(s, 0, 0, s->cols, ROLE_DIM,
			     s->cols < 30 ? "window too small" : "window too small (need 20x4)");
	draw_editor(ui, s, ui->layout.prompt);
	draw_footer(ui, s);
	draw_matches(ui, s);
}
