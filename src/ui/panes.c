#include "ui/core.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "draw/canvas.h"

const struct view_class *view_find(const char *name)
{
	for (size_t i = 0; view_table[i]; i++)
		if (strcmp(view_table[i]->name, name) == 0)
			return view_table[i];
	return NULL;
}

static int glyphs_of(const struct ui *ui)
{
	const char *symbols = ui->session->settings.symbols;

	if (ui_ascii(ui) || strcmp(symbols, "ascii") == 0)
		return CANVAS_ASCII;
	return strcmp(symbols, "block") == 0 ? CANVAS_QUADRANT : CANVAS_BRAILLE;
}

struct view_context panes_context(struct ui *ui, const struct pane *p)
{
	return (struct view_context){
		.ui = ui,
		.session = ui->session,
		.jobs = ui->jobs,
		.ascii = ui_ascii(ui),
		.colourless = ui->opt.colourless || strcmp(ui_theme(ui)->name, "mono") == 0,
		.focused = p && p == panes_focused(ui),
		.glyphs = glyphs_of(ui),
	};
}

void panes_open(struct ui *ui)
{
	for (size_t i = 0; view_table[i] && ui->pane_count < VIEWS_MAX; i++) {
		struct pane *p = &ui->panes[ui->pane_count++];
		struct view_context ctx = panes_context(ui, NULL);

		p->cls = view_table[i];
		p->block = xcalloc(1, p->cls->size);
		if (p->cls->open)
			p->cls->open(p->block, &ctx);
	}
}

void panes_close(struct ui *ui)
{
	for (size_t i = 0; i < ui->pane_count; i++) {
		struct pane *p = &ui->panes[i];
		struct view_context ctx = panes_context(ui, NULL);

		if (p->cls->close)
			p->cls->close(p->block, &ctx);
		free(p->block);
	}
	ui->pane_count = 0;
}

struct pane *panes_find(struct ui *ui, const char *name)
{
	for (size_t i = 0; i < ui->pane_count; i++)
		if (strcmp(ui->panes[i].cls->name, name) == 0)
			return &ui->panes[i];
	return NULL;
}

struct pane *panes_in_slot(struct ui *ui, enum layout_slot slot)
{
	const char *name = screens_view(ui, slot);

	return name ? panes_find(ui, name) : NULL;
}

/* On the smallest screen the list shows, but of a lesson its text, and a tree. */
static bool is_chosen(const struct ui *ui)
{
	return ui->chosen || ui->screen == SCREEN_LEARN || ui->screen == SCREEN_TREE;
}

struct pane *panes_focused(struct ui *ui)
{
	enum layout_slot slot = ui->focus[ui->screen];

	if (ui->layout.kind == LAYOUT_LIST && !is_chosen(ui))
		slot = SLOT_LIST;
	struct pane *p = panes_in_slot(ui, slot);

	for (int i = (int)slot; !p && i-- > 0;) /* as the layout falls back */
		p = panes_in_slot(ui, (enum layout_slot)i);
	for (int i = 0; !p && i < SLOT_COUNT; i++)
		p = panes_in_slot(ui, (enum layout_slot)i);
	return p;
}

void panes_layout(struct ui *ui)
{
	struct layout_wish wish = { .focus = ui->focus[ui->screen],
				    .chosen = is_chosen(ui),
				    .zoomed = ui->zoomed,
				    .spaced = ui->session->settings.presenter };

	for (int i = 0; i < SLOT_COUNT; i++)
		wish.present[i] = panes_in_slot(ui, (enum layout_slot)i) != NULL;
	/* lists go before what explains them: that needs room for both */
	if ((ui->screen == SCREEN_HISTORY || ui->screen == SCREEN_COMPARE) && ui->rows < 30)
		wish.present[SLOT_DETAIL] = false;
	/* an audience reads few lines: the answer goes before the details of a word */
	if (wish.spaced && ui->screen != SCREEN_LEARN && ui->rows < 30)
		wish.present[SLOT_DETAIL] = false;
	layout_compute(&ui->layout, ui->rows, ui->cols, &wish);
}

struct pane *panes_at(struct ui *ui, int row, int col, enum layout_slot *slot)
{
	for (int i = 0; i < SLOT_COUNT; i++) {
		if (!rect_holds(ui->layout.pane[i], row, col) &&
		    !rect_holds(ui->layout.title[i], row, col))
			continue;
		*slot = (enum layout_slot)i;
		return panes_in_slot(ui, *slot);
	}
	return NULL;
}

void panes_event(struct ui *ui, struct pane *p, const struct view_event *event)
{
	struct view_context ctx = panes_context(ui, p);

	if (p && p->cls->event)
		p->cls->event(p->block, &ctx, event);
}

void panes_broadcast(struct ui *ui, const struct view_event *event)
{
	for (size_t i = 0; i < ui->pane_count; i++)
		panes_event(ui, &ui->panes[i], event);
}

static bool command_one(struct ui *ui, struct pane *p, const struct intent *intent)
{
	struct view_context ctx = panes_context(ui, p);

	if (!p || !p->cls->command || !p->cls->command(p->block, &ctx, intent))
		return false;
	uint32_t row = panes_selected(ui, p);

	if (row != VOCAB_NONE)
		ui_set_selected(ui, row, p);
	return true;
}

static void choose(struct ui *ui, enum layout_slot slot)
{
	ui->focus[ui->screen] = slot;
	ui->chosen = true;
}

bool panes_command(struct ui *ui, const struct intent *intent)
{
	struct pane *focused = panes_focused(ui);

	if (command_one(ui, focused, intent))
		return true;
	for (int i = SLOT_COUNT; i-- > 0;) {
		struct pane *p = panes_in_slot(ui, (enum layout_slot)i);
		bool hidden = ui->layout.pane[i].rows <= 0;
		bool asked = intent->kind == INTENT_PROJECT || intent->kind == INTENT_COLOUR;

		if (p == focused || (hidden && !asked && ui->layout.kind == LAYOUT_LIST) ||
		    !command_one(ui, p, intent))
			continue;
		if (hidden && asked) /* what was asked for comes to the front */
			choose(ui, (enum layout_slot)i);
		return true;
	}
	return false;
}

uint32_t panes_selected(struct ui *ui, struct pane *p)
{
	struct view_context ctx = panes_context(ui, p);

	return p && p->cls->selected ? p->cls->selected(p->block, &ctx) : VOCAB_NONE;
}

static bool expand_in(struct ui *ui, struct pane *p, const char *name, struct strbuf *out)
{
	struct view_context ctx = panes_context(ui, p);

	return p && p->cls->expand && p->cls->expand(p->block, &ctx, name, out);
}

/* {mark1} {mark2} …: the words that were marked, in order. */
static bool expand_mark(const struct ui *ui, const char *name, struct strbuf *out)
{
	const struct session *s = ui->session;
	size_t at = strncmp(name, "mark", 4) == 0 ? (size_t)(name[4] - '1') : SIZE_MAX;

	if (at >= s->mark_count || at >= 9)
		return false;
	ui_quote_word(out, s->marks[at], strlen(s->marks[at]));
	return true;
}

bool panes_expand(struct ui *ui, const char *name, struct strbuf *out)
{
	struct pane *focused = panes_focused(ui);

	if (expand_in(ui, focused, name, out))
		return true;
	for (int i = 0; i < SLOT_COUNT; i++) {
		struct pane *p = panes_in_slot(ui, (enum layout_slot)i);

		if (p != focused && expand_in(ui, p, name, out))
			return true;
	}
	if (expand_mark(ui, name, out))
		return true;
	if (strcmp(name, "word") != 0 || ui->selected == VOCAB_NONE || !session_model(ui->session))
		return false;
	size_t n;
	const char *word = vocab_word(session_model(ui->session)->vocab, ui->selected, &n);

	ui_quote_word(out, word, n);
	return true;
}

const char *panes_mode(struct ui *ui, struct pane *p)
{
	struct view_context ctx = panes_context(ui, p);

	return p && p->cls->mode ? p->cls->mode(p->block, &ctx) : NULL;
}

bool panes_are_busy(struct ui *ui)
{
	for (size_t i = 0; i < ui->pane_count; i++) {
		struct pane *p = &ui->panes[i];
		struct view_context ctx = panes_context(ui, p);

		if (p->cls->busy && p->cls->busy(p->block, &ctx))
			return true;
	}
	return false;
}

int panes_spacing(const struct ui *ui, const struct pane *p)
{
	return ui->session->settings.presenter && p && p->cls->is_lines ? 2 : 1;
}

/* Every line with an empty one below it: the view draws half as many. */
static void draw_apart(const struct pane *p, struct view_context *ctx, struct surface *s,
		       struct rect r)
{
	struct surface half;

	surface_init(&half, (r.rows + 1) / 2, r.cols);
	half.ascii = s->ascii;
	p->cls->draw(p->block, ctx, &half, (struct rect){ 0, 0, half.rows, half.cols });
	for (int row = 0; row < half.rows; row++)
		for (int col = 0; col < half.cols; col++)
			*surface_cell(s, r.row + 2 * row, r.col + col) =
				*surface_cell(&half, row, col);
	surface_release(&half);
}

void panes_draw(struct ui *ui, struct surface *s)
{
	for (int i = 0; i < SLOT_COUNT; i++) {
		enum layout_slot slot = (enum layout_slot)i;
		struct pane *p = panes_in_slot(ui, slot);
		struct view_context ctx = panes_context(ui, p);

		if (!p || ui->layout.pane[i].rows <= 0)
			continue;
		if (panes_spacing(ui, p) > 1)
			draw_apart(p, &ctx, s, ui->layout.pane[i]);
		else if (p->cls->draw)
			p->cls->draw(p->block, &ctx, s, ui->layout.pane[i]);
	}
}

/* Tab: the next slot that holds something. */
void panes_next(struct ui *ui, int by)
{
	int slot = ui->layout.kind == LAYOUT_LIST && !is_chosen(ui) ? SLOT_LIST
								    : (int)ui->focus[ui->screen];

	for (int i = 0; i < SLOT_COUNT; i++) {
		slot = (slot + by + SLOT_COUNT) % SLOT_COUNT;
		if (panes_in_slot(ui, (enum layout_slot)slot))
			break;
	}
	choose(ui, (enum layout_slot)slot);
	panes_layout(ui);
}
