#include "ui/core.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Rows of a query that gives no -n: what line mode has by default, what the screen takes. */
enum { LINE_COUNT = 10, SCREEN_COUNT_ROWS = 50 };

bool ui_ascii(const struct ui *ui)
{
	return ui->opt.ascii || ui->session->settings.ascii;
}

static void load_keys(struct ui *ui)
{
	struct error err = ERROR_INIT;

	if (keymap_add(&ui->keys, keys_conf_text, "keys.conf", &err) == ST_OK &&
	    (!ui->opt.keys_conf ||
	     keymap_add(&ui->keys, ui->opt.keys_conf, "your keys.conf", &err) == ST_OK))
		return;
	ui_say(ui, MESSAGE_ERROR, "%s", err.text);
}

struct ui *ui_new(struct session *session, struct job_queue *jobs, const struct editor *editor,
		  const struct ui_options *opt)
{
	struct ui *ui = xcalloc(1, sizeof(*ui));

	ui->session = session;
	ui->jobs = jobs;
	ui->editor = *editor;
	ui->opt = *opt;
	ui->message = ui->typed = ui->text = ui->copy = ui->shown_key = (struct strbuf)STRBUF_INIT;
	ui->prompt_focus = true;
	ui->selected = ui->before_find = VOCAB_NONE;
	ui->list_view = "neighbours";
	ui->learn_view = "map";
	ui->focus[SCREEN_MAP] = SLOT_LIST;
	ui->screen = opt->start_screen ? SCREEN_START : SCREEN_MAP;
	ui->finder = finder_new();
	ui->preview = preview_new();
	ui->click_row = ui->click_col = -1;
	session->has_screen = true;
	session->shoot = ui_shoot;
	session->shoot_figure = ui_shoot_figure;
	session->shoot_ctx = ui;
	/* a list that scrolls has room for more than a table in the terminal's memory */
	if (session->settings.count == LINE_COUNT)
		session->settings.count = SCREEN_COUNT_ROWS;
	load_keys(ui);
	panes_open(ui);
	ui->model = session_model(session);
	ui_resize(ui, 24, 80);
	const char *warning = hist_warning(session->hist);

	if (warning)
		ui_say(ui, MESSAGE_NOTE, "%s", warning);
	return ui;
}

static void free_matches(struct ui *ui)
{
	for (size_t i = 0; i < ui->match_count; i++)
		free(ui->matches[i]);
	free(ui->matches);
	ui->matches = NULL;
	ui->match_count = 0;
}

void ui_free(struct ui *ui)
{
	if (!ui)
		return;
	lines_release(ui);
	beside_release(ui);
	overlay_close(ui);
	panes_close(ui);
	finder_free(ui->finder);
	preview_free(ui->preview);
	keymap_release(&ui->keys);
	crumbs_release(&ui->crumbs);
	call_free(ui->answer);
	free_matches(ui);
	free(ui->last_line);
	free(ui->model_name);
	strbuf_release(&ui->message);
	strbuf_release(&ui->shown_key);
	strbuf_release(&ui->typed);
	strbuf_release(&ui->text);
	strbuf_release(&ui->copy);
	ui->session->has_screen = false;
	ui->session->shoot = NULL;
	ui->session->shoot_figure = NULL;
	free(ui);
}

void ui_resize(struct ui *ui, int rows, int cols)
{
	ui->rows = MAX(rows, 1);
	ui->cols = MAX(cols, 1);
	ui->session->rows = ui->rows;
	ui->session->cols = ui->cols;
	panes_layout(ui);
	ui->dirty = true;
}

void ui_show_matches(struct ui *ui, char **matches, size_t n)
{
	free_matches(ui);
	ui->match_count = MIN(n, (size_t)MATCHES_MAX);
	ui->matches = xcalloc(ui->match_count + 1, sizeof(*ui->matches));
	for (size_t i = 0; i < ui->match_count; i++)
		ui->matches[i] = xstrdup(matches[i]);
	ui->dirty = true;
}

void ui_clear_message(struct ui *ui)
{
	free_matches(ui);
	ui->message_kind = MESSAGE_NONE;
	strbuf_clear(&ui->message);
}

void ui_tick(struct ui *ui, uint64_t now_ns)
{
	struct view_event look = { .kind = VIEW_JOB, .row = VOCAB_NONE };

	ui->now_ns = now_ns;
	ui->dirty |= beside_pump(ui);
	lines_pump(ui);
	overlay_tick(ui);
	preview_tick(ui);
	if (panes_are_busy(ui) || ui->beside.call) {
		panes_broadcast(ui, &look);
		ui->dirty |= panes_are_busy(ui);
	}
	hist_flush(ui->session->hist);
}

/* The views are only asked, not changed; their functions take them without const. */
static struct ui *askable(const struct ui *ui)
{
	union {
		const struct ui *in;
		struct ui *out;
	} u = { .in = ui };

	return u.out;
}

bool ui_is_idle(const struct ui *ui)
{
	return lines_are_idle(ui) && beside_is_idle(ui) && !finder_is_busy(ui->finder) &&
	       !preview_is_busy(ui->preview) && !panes_are_busy(askable(ui));
}

int ui_timeout_ms(const struct ui *ui)
{
	if (ui->dirty)
		return 0;
	if (panes_are_busy(askable(ui)))
		return ui->opt.animate ? 33 : 50;
	return ui_is_idle(ui) ? -1 : 100;
}

bool ui_needs_draw(const struct ui *ui)
{
	return ui->dirty;
}

void ui_draw(struct ui *ui, struct surface *s)
{
	if (s->rows != ui->rows || s->cols != ui->cols)
		surface_resize(s, ui->rows, ui->cols);
	s->ascii = ui_ascii(ui);
	surface_erase(s);
	s->cursor_row = s->cursor_col = -1;
	panes_layout(ui);
	panes_draw(ui, s);
	chrome_draw(ui, s);
	overlay_draw(ui, s);
	ui->dirty = false;
}

bool ui_take_suspend(struct ui *ui)
{
	bool was = ui->suspend;

	ui->suspend = false;
	return was;
}

bool ui_take_redraw(struct ui *ui)
{
	bool was = ui->redraw;

	ui->redraw = false;
	return was;
}

bool ui_take_copy(struct ui *ui, struct strbuf *text)
{
	if (!ui->has_copy)
		return false;
	strbuf_clear(text);
	strbuf_add(text, ui->copy.buf, ui->copy.len);
	ui->has_copy = false;
	return true;
}

bool ui_wants_mouse(const struct ui *ui)
{
	return ui->session->settings.mouse && !ui->mouse_off;
}

const struct theme *ui_theme(const struct ui *ui)
{
	const char *name = ui->session->settings.theme;
	const struct theme *t = NULL;

	if (ui->session->settings.presenter && strcmp(name, "auto") == 0)
		return theme_find("contrast");

	if (strcmp(name, "auto") != 0)
		t = theme_find(name);
	else if (ui->opt.background)
		t = theme_find(ui->opt.background);
	return t ? t : theme_find("dark");
}
