/* A picture of what is on the screen, for `write`: the large pane with its title, or everything. */
#include "ui/core.h"

static struct pane *pane_to_show(struct ui *ui, enum layout_slot *slot)
{
	for (int i = 0; i < SLOT_COUNT; i++) {
		*slot = (enum layout_slot)i;
		if (ui->layout.pane[i].rows > 0 && panes_in_slot(ui, *slot))
			return panes_in_slot(ui, *slot);
	}
	return NULL;
}

/* The pane at the size it has, so that nothing on it moves. */
static void draw_pane(struct ui *ui, struct surface *s)
{
	enum layout_slot slot;
	struct pane *p = pane_to_show(ui, &slot);
	struct view_context ctx = panes_context(ui, p);
	struct rect r = p ? ui->layout.pane[slot] : (struct rect){ 0 };
	struct strbuf title = STRBUF_INIT;

	surface_init(s, r.rows + 1, r.cols);
	s->ascii = ui_ascii(ui);
	if (!p)
		return;
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
}

const struct theme *ui_shoot(void *arg, bool everything, struct surface *out)
{
	struct ui *ui = arg;
	bool dirty = ui->dirty;

	if (everything) {
		surface_init(out, ui->rows, ui->cols);
		ui_draw(ui, out);
	} else {
		draw_pane(ui, out);
	}
	ui->dirty = dirty;
	return ui_theme(ui);
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
	struct pane *p = pane_to_show(ui, &slot);
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
