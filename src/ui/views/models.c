/* The open models, which one is used, and all that is known of the one under the pointer. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/compiler.h"
#include "ui/glyphs.h"
#include "ui/listbox.h"
#include "ui/text.h"
#include "ui/view.h"

/* --- the list --- */

struct models {
	struct listbox list;
};

static const struct model *at(const struct session *s, const struct listbox *l)
{
	return l->at < s->model_count ? s->models[l->at] : NULL;
}

static int count_cells(struct surface *s, int row, int col, int cells, uint64_t n)
{
	struct strbuf text = STRBUF_INIT;
	int used;

	text_add_count(&text, n);
	used = surface_put_right(s, row, col, cells, ROLE_NUMBER, text.buf);
	strbuf_release(&text);
	return used;
}

static void draw_head(struct surface *s, struct rect r, int name)
{
	surface_puts(s, r.row, r.col + 4, name, ROLE_DIM, "name");
	surface_put_right(s, r.row, r.col + 5 + name, 11, ROLE_DIM, "words");
	surface_put_right(s, r.row, r.col + 17 + name, 5, ROLE_DIM, "dims");
	surface_puts(s, r.row, r.col + 24 + name, r.cols - name - 25, ROLE_DIM, "format");
}

static void draw_model(const struct model *m, bool used, struct surface *s, struct rect line,
		       int name, bool ascii)
{
	surface_puts(s, line.row, line.col + 4, name, used ? ROLE_QUERY : ROLE_LABEL, m->name);
	count_cells(s, line.row, line.col + 5 + name, 11, model_rows(m));
	count_cells(s, line.row, line.col + 17 + name, 5, model_dims(m));
	surface_puts(s, line.row, line.col + 24 + name, line.cols - name - 25, ROLE_TEXT,
		     m->format ? m->format : "");
	if (used)
		surface_puts(s, line.row, line.col + 2, 1, ROLE_QUERY, ascii ? "*" : "●");
}

static int name_cells(const struct session *s, struct rect r)
{
	int widest = 8;

	for (size_t i = 0; i < s->model_count; i++)
		widest = MAX(widest, (int)MIN(strlen(s->models[i]->name), (size_t)40));
	return MIN(widest, MAX(r.cols - 42, 8));
}

static void draw_models(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	struct models *v = view;
	const struct session *ses = ctx->session;
	int head = r.rows > 2 ? 1 : 0, name = name_cells(ses, r);

	v->list.count = ses->model_count;
	if (!ses->model_count) {
		surface_puts(s, r.row + (r.rows > 1), r.col + 2, r.cols - 3, ROLE_DIM,
			     "No model is open. Type  open FILE  or  train FILE");
		return;
	}
	listbox_fit(&v->list, r.rows - head);
	if (head)
		draw_head(s, r, name);
	for (int i = 0; i < r.rows - head && v->list.top + (size_t)i < ses->model_count; i++) {
		size_t which = v->list.top + (size_t)i;
		struct rect line = { r.row + head + i, r.col, 1, r.cols };

		draw_model(ses->models[which], ses->models[which] == session_model(ses), s, line,
			   name, ctx->ascii);
		if (which != v->list.at)
			continue;
		surface_puts(s, line.row, r.col + 1, 1, ROLE_FOCUS,
			     glyphs_get(ctx->ascii)->pointer);
		if (ctx->focused)
			listbox_highlight(s, line.row, r.col + 4, r.cols - 5);
	}
	if (r.rows > head + (int)ses->model_count + 2)
		surface_puts(s, r.row + head + (int)ses->model_count + 1, r.col + 4, r.cols - 5,
			     ROLE_DIM, "open FILE adds one; compare WORD --with NAME looks in two");
}

static void models_event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct models *v = view;
	size_t which;

	v->list.count = ctx->session->model_count;
	if (e->kind == VIEW_MODEL)
		v->list.at = ctx->session->current;
	else if (e->kind == VIEW_CLICK && listbox_hit(&v->list, e->y, 1, &which))
		v->list.at = which;
	else if (e->kind == VIEW_WHEEL)
		listbox_wheel(&v->list, e->steps);
}

static bool models_command(void *view, struct view_context *ctx, const struct intent *intent)
{
	struct models *v = view;

	v->list.count = ctx->session->model_count;
	if (intent->kind != INTENT_SELECT)
		return false;
	listbox_apply(&v->list, intent);
	return true;
}

static void models_status(void *view, struct view_context *ctx, struct strbuf *out)
{
	(void)view;
	if (ctx->session->model_count)
		strbuf_addf(out, "\t%zu open", ctx->session->model_count);
}

/* {name} of the model under the pointer. */
static bool models_expand(void *view, struct view_context *ctx, const char *name,
			  struct strbuf *out)
{
	const struct models *v = view;
	const struct model *m = at(ctx->session, &v->list);

	if (!m || strcmp(name, "name") != 0)
		return false;
	strbuf_addf(out, "\"%s\"", m->name);
	return true;
}

const struct view_class view_models = {
	.name = "models",
	.title = "Models",
	.size = sizeof(struct models),
	.is_lines = true,
	.draw = draw_models,
	.command = models_command,
	.event = models_event,
	.status = models_status,
	.expand = models_expand,
};
