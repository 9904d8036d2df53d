/* The first row: the screens, and the model in use with as many facts as there is room for. */
#include <stdio.h>

#include "base/display.h"
#include "model/search.h"
#include "ui/core.h"
#include "ui/text.h"

/* Below this width only the tab of the screen itself has its name. */
enum { NAMED_TABS_COLS = 64 };

static int draw_tab(struct ui *ui, struct surface *s, int col, enum screen_id id)
{
	const struct screen *sc = &screens[id];
	bool here = ui->screen == id;
	bool brief = !here && s->cols < NAMED_TABS_COLS;
	const char *gap = ui->layout.big ? " " : "";
	char text[32];

	snprintf(text, sizeof(text), "%s%c%s%s%s",
		 here	 ? "["
		 : brief ? ""
			 : " ",
		 sc->digit, gap, brief ? "" : sc->tab, here ? "]" : " ");
	int used = surface_puts(s, ui->layout.tabs, col, s->cols - col,
				here ? ROLE_TAB_ACTIVE : ROLE_TAB, text);

	chrome_add_spot(ui, ui->layout.tabs, col, used, sc->command);
	return col + used + (ui->layout.big ? 1 : 0);
}

/* As long as the whole fits: a fact that is cut says nothing. */
static void add_fact(struct strbuf *out, const struct strbuf *fact, int cells)
{
	if (display_width(out->buf, out->len) + display_width(fact->buf, fact->len) <=
	    (size_t)MAX(cells, 0))
		strbuf_add(out, fact->buf, fact->len);
}

/* " · 400,000 words × 50" */
static void add_size(const struct ui *ui, const struct model *m, const char *unit, int cells,
		     struct strbuf *out)
{
	const struct glyphs *g = glyphs_get(ui_ascii(ui));
	struct strbuf size = STRBUF_INIT;

	strbuf_addf(&size, " %s ", g->dot);
	text_add_count(&size, model_rows(m));
	strbuf_addf(&size, "%s %s %zu", unit, g->times, model_dims(m));
	add_fact(out, &size, cells);
	strbuf_release(&size);
}

/* "glove.50d · 400,000 words × 50 · cosine", shorter where there is less room. */
static void model_text(const struct ui *ui, int cells, struct strbuf *out)
{
	struct strbuf metric = STRBUF_INIT;
	const struct model *m = session_model(ui->session);
	const char *dot = glyphs_get(ui_ascii(ui))->dot;

	if (!m) {
		strbuf_adds(out, "no model");
		return;
	}
	strbuf_adds(out, m->name);
	if (!ui->layout.big)
		return;
	const size_t name = out->len;

	add_size(ui, m, " words", cells, out);
	if (out->len == name)
		add_size(ui, m, "", cells, out);
	strbuf_addf(&metric, " %s %s", dot, metric_name(ui->session->settings.metric));
	add_fact(out, &metric, cells);
	strbuf_release(&metric);
}

void tabs_draw(struct ui *ui, struct surface *s)
{
	struct strbuf right = STRBUF_INIT;
	int col = 1;

	if (ui->layout.tabs < 0)
		return;
	for (int i = 0; i < SCREEN_COUNT; i++)
		if (screens[i].digit)
			col = draw_tab(ui, s, col, (enum screen_id)i);
	model_text(ui, s->cols - col - 2, &right);
	if (s->cols - col - 2 > 4)
		surface_put_right(s, ui->layout.tabs, col + 1, s->cols - col - 2, ROLE_DIM,
				  right.buf);
	strbuf_release(&right);
}
