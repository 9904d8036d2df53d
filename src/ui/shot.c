/* A picture of what is on the screen, for `write` and `session export`: the large pane with its
 * title, the pane that draws the answer, or everything. */
#include <string.h>

#include "ui/core.h"

static struct pane *pane_to_show(struct ui *ui, enum layout_slot *slot, bool pictures)
{
	for (int i = 0; i < SLOT_COUNT; i++) {
		struct pane *p = panes_in_slot(ui, (enum layout_slot)i);

		*slot = (enum layout_slot)i;
		if (ui->layout.pane[i].rows > 0 && p && (!pictures || p->cls->is_picture))
			return p;
	}
	return NULL;
}

/* The numbers of the lab belong to its picture: all its panes, without the lines around them. */
static bool draw_lab(struct ui *ui, struct surface *out)
{
	int top = ui->rows, bottom = 0;
	struct surface all;

	for (int i = 0; i < SLOT_COUNT; i++) {
		struct rect p = ui->layout.pane[i];

		if (p.rows <= 0)
			continue;
		top = MIN(top,
			  MIN(p.row, ui->layout.title[i].rows ? ui->layout.title[i].row : p.row));
		bottom = MAX(bottom, p.row + p.rows);
	}
	if (top >= bottom)
		return false;
	surface_init(&all, ui->rows, ui->cols);
	all.ascii = ui_ascii(ui);
	panes_draw(ui, &all);
	chrome_draw(ui, &all);
	surface_init(out, bottom - top, ui->cols);
	out->ascii = all.ascii;
	memcpy(out->cells, all.cells + (size_t)top * (size_t)ui->cols,
	       (size_t)out->rows * (size_t)out->cols * sizeof(*out->cells));
	surface_release(&all);
	return true;
}

/* The pane at the size it has, so that nothing on it moves. */
static bool draw_pane(struct ui *ui, struct surface *s, bool pictures)
{
	enum layout_slot slot;
	struct pane *p = pane_to_show(ui, &slot, pictures);
	struct view_context ctx = panes_context(ui, p);
	struct rect r = p ? ui->layout.pane[slot] : (struct rect){ 0 };
	struct strbuf title = STRBUF_INIT;

	if (!p && pictures)
		return false;
	surface_init(s, r.rows + 1, r.cols);
	s->ascii = ui_ascii(ui);
	if (!p)
		return true;
	if (p->cls->status)
		p->cls->status(p->block, &ctx, &title);
	for (size_t i = 0; i < title.len; i++)
		if (title.buf[i] == '\t')
			strbuf_truncate(&title, i);
	if (p->cls->title && p->cls->title[0])
		surface_putf(s, 0, 1, r.cols - 1, ROLE_TITLE, "%s  %s", p->cls->title, title.buf);
	else
		surface_puts(s, 0, 1, r.cols - 1, ROLE_TITLE, title.buf);
	ctx.focused = false;
	p->cls->draw(p->block, &ctx, s, (struct rect){ 1, 0, r.rows, r.cols });
	strbuf_release(&title);
	return true;
}

const struct theme *ui_shoot(void *arg, enum shot what, struct surface *out)
{
	struct ui *ui = arg;
	bool dirty = ui->dirty, is_there = true;

	if (what == SHOT_SCREEN) {
		surface_init(out, ui->rows, ui->cols);
		ui_draw(ui, out);
	} else if (what == SHOT_ANSWER && ui->screen == SCREEN_LAB) {
		is_there = draw_lab(ui, out);
	} else {
		is_there = draw_pane(ui, out, what == SHOT_ANSWER);
	}
	ui->dirty = dirty;
	return is_there ? ui_theme(ui) : NULL;
}

/* "demo · king - man + woman" */
static void add_title(const struct ui *ui, struct strbuf *out)
{
	const struct model *m = session_model(ui->session);
	const struct crumbs *c = &ui->crumbs;

	strbuf_adds(out, m ? m->name : "vecscope");
	if (c->count)
		strbuf_addf(out, " · %s", c->items[c->at].label);
}

bool ui_shoot_figure(void *arg, struct strbuf *svg)
{
	struct ui *ui = arg;
	enum layout_slot slot;
	struct pane *p = pane_to_show(ui, &slot, false);
	struct view_context ctx = panes_context(ui, p);
	struct figure f;
	bool shown;

	figure_init(&f);
	shown = p && p->cls->figure && p->cls->figure(p->block, &ctx, &f);
	if (shown && !f.title.len)
		add_title(ui, &f.title);
	if (shown)
		figure_svg(&f, ui_theme(ui), svg);
	figure_release(&f);
	return shown;
}
