/* Every line of every session, newest first; and beside it, where there is room, one in detail. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/compiler.h"
#include "base/display.h"
#include "base/mem.h"
#include "ui/core.h"
#include "ui/listbox.h"

enum which { WHICH_ALL, WHICH_SESSION, WHICH_PINNED, WHICH_COUNT };

static const char *const which_names[WHICH_COUNT] = { "all", "this session", "pinned" };

struct history {
	struct hist_list entries;
	struct listbox list;
	char *text; /* filter, NULL = all */
	enum which which;
};

static void reload(struct history *v, const struct session *s)
{
	struct hist_filter filter = {
		.text = v->text && *v->text ? v->text : NULL,
		.limit = 1000,
		.this_session = v->which == WHICH_SESSION,
		.pinned = v->which == WHICH_PINNED,
		.failed_too = true,
	};
	struct hist_list fresh = { 0 };
	size_t at = v->list.at;

	if (hist_search(s->hist, &filter, &fresh, NULL) != ST_OK)
		return;
	hist_list_release(&v->entries);
	v->entries = fresh;
	v->list.count = fresh.count;
	v->list.at = MIN(at, fresh.count ? fresh.count - 1 : 0);
}

static void close_view(void *view, struct view_context *ctx)
{
	struct history *v = view;

	(void)ctx;
	hist_list_release(&v->entries);
	free(v->text);
}

static const struct hist_entry *current(const struct history *v)
{
	return v->list.at < v->entries.count ? &v->entries.entries[v->list.at] : NULL;
}

/* 10:42 today, Mon 21:03 this week, 12 Nov this year, else 2025-11-12. */
static void when_text(int64_t when_ms, int64_t now_ms, char out[16])
{
	time_t when = (time_t)(when_ms / 1000), now = (time_t)(now_ms / 1000);
	struct tm t, n;

	if (!localtime_r(&when, &t) || !localtime_r(&now, &n)) {
		out[0] = '\0';
		return;
	}
	bool same_year = t.tm_year == n.tm_year;

	if (same_year && t.tm_yday == n.tm_yday)
		strftime(out, 16, "%H:%M", &t);
	else if (now - when < 6 * 86400 && now > when)
		strftime(out, 16, "%a %H:%M", &t);
	else if (same_year)
		strftime(out, 16, "%d %b", &t);
	else
		strftime(out, 16, "%Y-%m-%d", &t);
}

struct widths {
	int when, model, line, result;
};

static struct widths column_widths(int cols)
{
	struct widths w = { .when = 10, .model = cols >= 60 ? MIN(16, cols / 7) : 0 };
	int left = cols - 3 - w.when - 1 - (w.model ? w.model + 1 : 0);

	if (cols < 40) {
		w.when = 0;
		left = cols - 3;
	}
	w.result = left >= 40 ? left * 45 / 100 : 0;
	w.line = left - w.result - (w.result ? 1 : 0);
	return w;
}

static enum role line_role(const struct hist_entry *e)
{
	return strcmp(e->status, "ok") == 0 ? ROLE_TEXT : ROLE_DIM;
}

static void draw_entry(const struct hist_entry *e, int64_t now, bool ascii, struct surface *s,
		       struct rect r)
{
	const struct glyphs *g = glyphs_get(ascii);
	struct widths w = column_widths(r.cols);
	int col = r.col + 3;
	char when[16];

	when_text(e->when_ms, now, when);
	if (w.when) {
		surface_puts(s, r.row, col, w.when, ROLE_DIM, when);
		col += w.when + 1;
	}
	if (w.model) {
		surface_puts(s, r.row, col, w.model, ROLE_DIM, e->model);
		col += w.model + 1;
	}
	int star = e->pinned ? surface_putf(s, r.row, col, 2, ROLE_MARK, "%s ", g->star) : 0;

	surface_puts(s, r.row, col + star, w.line - star, line_role(e), e->line);
	col += w.line + 1;
	if (!w.result)
		return;
	bool ok = strcmp(e->status, "ok") == 0;
	int mark = ok ? 0 : surface_putf(s, r.row, col, 3, ROLE_ERROR, "%s ", g->cross);

	surface_puts(s, r.row, col + mark, w.result - mark, ok ? ROLE_NEIGHBOUR : ROLE_DIM,
		     e->summary && *e->summary ? e->summary : e->status);
}

static void draw_head(struct surface *s, struct rect r)
{
	struct widths w = column_widths(r.cols);
	int col = r.col + 3;

	if (w.when) {
		surface_puts(s, r.row, col, w.when, ROLE_DIM, "when");
		col += w.when + 1;
	}
	if (w.model) {
		surface_puts(s, r.row, col, w.model, ROLE_DIM, "model");
		col += w.model + 1;
	}
	surface_puts(s, r.row, col, w.line, ROLE_DIM, "command");
	if (w.result)
		surface_puts(s, r.row, col + w.line + 1, w.result, ROLE_DIM, "result");
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	struct history *v = view;
	int64_t now = session_now_ms(ctx->session);
	int head = r.rows > 3 ? 1 : 0;

	if (head)
		draw_head(s, r);
	listbox_fit(&v->list, r.rows - head);
	for (int i = 0; i < r.rows - head && v->list.top + (size_t)i < v->entries.count; i++) {
		size_t at = v->list.top + (size_t)i;
		struct rect line = { r.row + head + i, r.col, 1, r.cols };

		draw_entry(&v->entries.entries[at], now, ctx->ascii, s, line);
		if (at != v->list.at)
			continue;
		surface_puts(s, line.row, r.col + 1, 1, ROLE_FOCUS,
			     glyphs_get(ctx->ascii)->pointer);
		listbox_highlight(s, line.row, r.col + 2, r.cols - 3);
	}
	if (!v->entries.count)
		surface_puts(s, r.row + head + (r.rows > 2), r.col + 3, r.cols - 3, ROLE_DIM,
			     v->text && *v->text ? "Nothing matches. Esc shows all."
						 : "Nothing here yet: ask something, it will be "
						   "remembered.");
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct history *v = view;
	size_t at;

	switch (e->kind) {
	case VIEW_JOB:
		reload(v, ctx->session);
		break;
	case VIEW_CLICK:
		if (listbox_hit(&v->list, e->y, 1, &at))
			v->list.at = at;
		break;
	case VIEW_WHEEL:
		listbox_wheel(&v->list, e->steps);
		break;
	default:
		break;
	}
}

static bool command(void *view, struct view_context *ctx, const struct intent *intent)
{
	struct history *v = view;

	if (intent->kind == INTENT_SELECT) {
		listbox_apply(&v->list, intent);
		return true;
	}
	if (intent->kind == INTENT_MARKS_ONLY) {
		v->which = (v->which + 1) % WHICH_COUNT;
	} else if (intent->kind == INTENT_FIND) {
		free(v->text);
		v->text = intent->text ? xstrdup(intent->text) : NULL;
	} else {
		return false;
	}
	listbox_reset(&v->list, 0);
	reload(v, ctx->session);
	return true;
}

static bool expand(void *view, struct view_context *ctx, const char *name, struct strbuf *out)
{
	const struct hist_entry *e = current(view);

	(void)ctx;
	if (!e)
		return false;
	if (strcmp(name, "line") == 0)
		strbuf_adds(out, e->line);
	else if (strcmp(name, "id") == 0)
		strbuf_addf(out, "%" PRId64, e->id);
	else
		return false;
	return true;
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct history *v = view;
	const char *dot = glyphs_get(ctx->ascii)->dot;

	strbuf_addf(out, "%zu", v->entries.count);
	if (v->entries.total > v->entries.count)
		strbuf_addf(out, " of %" PRIu64, v->entries.total);
	if (v->text && *v->text)
		strbuf_addf(out, " match /%s", v->text);
	strbuf_addf(out, "\t%s %s newest first", which_names[v->which], dot);
}

const struct view_class view_history = {
	.name = "history",
	.title = "History",
	.size = sizeof(struct history),
	.is_lines = true,
	.close = close_view,
	.draw = draw,
	.command = command,
	.event = event,
	.status = status,
	.expand = expand,
};

/* --- one entry in detail --- */

struct entry {
	int nothing;
};

static const struct hist_entry *shown_entry(struct view_context *ctx)
{
	struct pane *p = panes_find(ctx->ui, "history");

	return p ? current(p->block) : NULL;
}

static int put_wrapped(struct surface *s, struct rect r, int row, enum role role, const char *text)
{
	size_t n = strlen(text);

	while (n && row < r.row + r.rows) {
		struct display_iter it = DISPLAY_ITER(text, n);
		struct display_glyph g;
		int width = 0;
		size_t fits = 0;

		while (display_next(&it, &g) && width + g.width <= r.cols - 4) {
			width += g.width;
			fits = (size_t)(it.s - text);
		}
		fits = fits ? fits : n;
		surface_put(s, row++, r.col + 2, r.cols - 3, role, text, fits);
		text += fits;
		n -= fits;
	}
	return row;
}

static void draw_detail(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	const struct hist_entry *e = shown_entry(ctx);
	char date[32] = "";
	struct tm t;
	int row = r.row;

	(void)view;
	if (!e)
		return;
	time_t when = (time_t)(e->when_ms / 1000);

	if (localtime_r(&when, &t))
		strftime(date, sizeof(date), "%Y-%m-%d %H:%M:%S", &t);
	const char *dot = glyphs_get(ctx->ascii)->dot;

	row = put_wrapped(s, r, row, ROLE_QUERY, e->line);
	surface_putf(s, row++, r.col + 2, r.cols - 3, ROLE_DIM,
		     "%s %s %s in %.1f ms %s session %" PRId64, date, dot, e->status, e->ms, dot,
		     e->session);
	if (*e->model)
		surface_putf(s, row++, r.col + 2, r.cols - 3, ROLE_DIM, "model %s (%016" PRIx64 ")",
			     e->model, e->fingerprint);
	row++;
	row = put_wrapped(s, r, row, ROLE_NEIGHBOUR, e->summary ? e->summary : "");
	if (e->note && *e->note) {
		row++;
		row = put_wrapped(s, r, row, ROLE_NOTE, e->note);
	}
	if (row + 2 < r.row + r.rows)
		surface_putf(s, r.row + r.rows - 1, r.col + 2, r.cols - 3, ROLE_DIM,
			     "again: vecscope %s -e '%s'", e->model, e->line);
}

static void detail_status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct hist_entry *e = shown_entry(ctx);

	(void)view;
	if (e)
		strbuf_addf(out, "%" PRId64, e->id);
}

const struct view_class view_entry = {
	.name = "entry",
	.title = "Entry",
	.size = sizeof(struct entry),
	.is_lines = true,
	.draw = draw_detail,
	.status = detail_status,
};
