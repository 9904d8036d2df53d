/* The first screen when no model was named: models to open, and lines to try. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/compiler.h"
#include "base/display.h"
#include "base/mem.h"
#include "ui/core.h"
#include "ui/listbox.h"
#include "ui/text.h"

enum { ITEMS_MAX = 9, RECENT_MAX = 5, BLOCK_COLS = 72 };

struct item {
	char *name, *note, *line;
};

struct start {
	struct item items[ITEMS_MAX + 1];
	struct listbox list;
};

static void add(struct start *v, char *name, char *note, char *line)
{
	if (v->list.count < ARRAY_LEN(v->items)) {
		v->items[v->list.count++] = (struct item){ name, note, line };
		return;
	}
	free(name);
	free(note);
	free(line);
}

static void add_demo(struct start *v, const struct session *s)
{
	const struct model *m = session_model(s);
	struct strbuf note = STRBUF_INIT;

	if (!m) {
		add(v, xstrdup("demo"), xstrdup("the model that ships"), xstrdup("open demo"));
		return;
	}
	text_add_count(&note, model_rows(m));
	strbuf_addf(&note, " words, %zu dimensions, ready", model_dims(m));
	add(v, xstrdup(m->name), strbuf_detach(&note, NULL), xstrdup("screen map"));
}

struct recent {
	struct start *view;
	int64_t now_ms;
};

static char *ago(int64_t ms)
{
	int64_t minutes = ms / 60000;

	if (minutes < 2)
		return xstrdup("just now");
	if (minutes < 120)
		return xasprintf("%d minutes ago", (int)minutes);
	if (minutes < 48 * 60)
		return xasprintf("%d hours ago", (int)(minutes / 60));
	return xasprintf("%d days ago", (int)(minutes / 1440));
}

static void add_recent(void *ctx, const char *name, const char *path, int64_t when_ms)
{
	struct recent *r = ctx;
	struct strbuf line = STRBUF_INIT;

	if (!path || !*path || access(path, R_OK) != 0 || r->view->list.count > RECENT_MAX)
		return;
	strbuf_adds(&line, "open ");
	ui_quote_word(&line, path, strlen(path));
	char *when = ago(r->now_ms - when_ms);

	add(r->view, xstrdup(name), xasprintf("%s, %s", when, path), strbuf_detach(&line, NULL));
	free(when);
}

static void open_view(void *view, struct view_context *ctx)
{
	struct start *v = view;
	struct recent recent = { v, session_now_ms(ctx->session) };

	add_demo(v, ctx->session);
	hist_each_recent_model(ctx->session->hist, RECENT_MAX, add_recent, &recent, NULL);
	add(v, xstrdup("another file"),
	    xstrdup("word2vec, GloVe, fastText, GGUF, safetensors, .npy"), xstrdup("edit open "));
	add(v, xstrdup("your own text"), xstrdup("train a model and watch words find their places"),
	    xstrdup("edit train "));
}

static void close_view(void *view, struct view_context *ctx)
{
	struct start *v = view;

	(void)ctx;
	for (size_t i = 0; i < v->list.count; i++) {
		free(v->items[i].name);
		free(v->items[i].note);
		free(v->items[i].line);
	}
}

static int name_width(const struct start *v)
{
	size_t w = 12;

	for (size_t i = 0; i < v->list.count; i++)
		w = MAX(w, display_width(v->items[i].name, strlen(v->items[i].name)));
	return (int)MIN(w, (size_t)28);
}

static int draw_items(struct start *v, struct surface *s, struct rect r, int row, bool ascii)
{
	const struct glyphs *g = glyphs_get(ascii);
	int name = name_width(v);

	for (size_t i = 0; i < v->list.count && row < r.row + r.rows; i++, row++) {
		const struct item *it = &v->items[i];
		bool here = i == v->list.at;

		if (here)
			surface_puts(s, row, r.col + 2, 1, ROLE_FOCUS, g->pointer);
		surface_putf(s, row, r.col + 4, 2, ROLE_KEY, "%zu", i + 1);
		surface_puts(s, row, r.col + 7, MIN(name, r.cols - 8), ROLE_LABEL, it->name);
		surface_puts(s, row, r.col + 9 + name, MAX(r.cols - 9 - name, 0), ROLE_DIM,
			     it->note);
		if (here)
			listbox_highlight(s, row, r.col + 3, r.cols - 3);
	}
	return row;
}

static void draw_examples(struct surface *s, struct rect r, int row)
{
	static const char *const lines[] = { "king", "king - man + woman", "paris : france :: rome",
					     "sim king queen", "odd cat dog car" };
	int col = r.col + 16;

	if (row + 1 >= r.row + r.rows)
		return;
	surface_puts(s, row, r.col, r.cols, ROLE_TITLE, "Or just type:");
	for (size_t i = 0; i < ARRAY_LEN(lines) && row < r.row + r.rows; i++) {
		int width = (int)strlen(lines[i]);

		if (col + width > r.col + r.cols) {
			col = r.col + 16;
			row++;
		}
		surface_puts(s, row, col, r.col + r.cols - col, ROLE_TEXT, lines[i]);
		col += width + 6;
	}
}

static struct rect block(const struct start *v, struct rect r)
{
	int cols = MIN(BLOCK_COLS, r.cols - 2);
	int rows = MIN((int)v->list.count + 9, r.rows);

	return (struct rect){ r.row + (r.rows - rows) / 3, r.col + (r.cols - cols) / 2, rows,
			      cols };
}

/* Rows from the top of the block to the first item. */
static int head_rows(struct rect b)
{
	return b.rows > 9 ? 4 : 1;
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	struct start *v = view;
	const struct glyphs *g = glyphs_get(ctx->ascii);
	struct rect b = block(v, r);
	int row = b.row;

	surface_fill(s, (struct rect){ r.row - 1, r.col, r.rows + 1, r.cols }, ROLE_TEXT);
	int used = surface_puts(s, row, b.col, b.cols, ROLE_FOCUS, "vecscope");

	surface_putf(s, row++, b.col + used, b.cols - used, ROLE_TITLE,
		     " %s explore how words become numbers", g->dash);
	if (head_rows(b) > 1) {
		surface_hline(s, row, b.col, b.cols, ROLE_FRAME, g->hline);
		row += 2;
		surface_puts(s, row++, b.col, b.cols, ROLE_TITLE, "Begin with");
	}
	v->list.page = v->list.count;
	row = draw_items(v, s, b, row, ctx->ascii);
	draw_examples(s, b, row + 1);
}

static bool command(void *view, struct view_context *ctx, const struct intent *intent)
{
	struct start *v = view;

	(void)ctx;
	if (intent->kind != INTENT_SELECT)
		return false;
	listbox_apply(&v->list, intent);
	return true;
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct start *v = view;
	struct pane *p = panes_find(ctx->ui, "start");
	struct rect area = ctx->ui->layout.pane[SLOT_MAIN];
	size_t at;

	if (e->kind != VIEW_CLICK || !p)
		return;
	struct rect b = block(v, area);

	if (listbox_hit(&v->list, e->y - (b.row - area.row), head_rows(b), &at))
		v->list.at = at;
}

/* {line}: the selected one; {1} … {9}: that one. */
static bool expand(void *view, struct view_context *ctx, const char *name, struct strbuf *out)
{
	const struct start *v = view;
	size_t at = v->list.at;

	(void)ctx;
	if (name[0] >= '1' && name[0] <= '9' && !name[1])
		at = (size_t)(name[0] - '1');
	else if (strcmp(name, "line") != 0)
		return false;
	if (at >= v->list.count)
		return false;
	strbuf_adds(out, v->items[at].line);
	return true;
}

const struct view_class view_start = {
	.name = "start",
	.title = NULL,
	.size = sizeof(struct start),
	.open = open_view,
	.close = close_view,
	.draw = draw,
	.command = command,
	.event = event,
	.expand = expand,
};
