/* What lies over the panes for a while: help, palette, finding words, prose. */
#include "ui/core.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/display.h"
#include "base/mem.h"
#include "ui/box.h"
#include "ui/text.h"

static void picker_close(struct ui *ui)
{
	if (ui->picker_open)
		picker_release(&ui->picker);
	ui->picker_open = false;
}

void overlay_close(struct ui *ui)
{
	picker_close(ui);
	free(ui->text_title);
	ui->text_title = NULL;
	ui->picture = NULL;
	strbuf_clear(&ui->text);
	ui->overlay = OVERLAY_NONE;
	ui->dirty = true;
}

/* --- help and palette: made from the tables --- */

static bool needs_more(const struct command *c)
{
	return c->args[0].kind != ARG_NONE && c->args[0].min > 0;
}

/* "near <expression>": what it takes, without the options. */
static void short_usage(const struct command *c, struct strbuf *out)
{
	strbuf_adds(out, c->name);
	for (size_t i = 0; i < ARRAY_LEN(c->args) && c->args[i].name; i++)
		strbuf_addf(out, c->args[i].min ? " <%s>" : " [%s]", c->args[i].name);
}

/* Does the list of key names hold this one? */
static bool has_name(const char *list, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = list; (p = strstr(p, name)) != NULL; p += n)
		if ((p == list || p[-1] == ' ') && (p[n] == '\0' || p[n] == ' '))
			return true;
	return false;
}

static void add_command(struct ui *ui, const struct command *c)
{
	struct strbuf usage = STRBUF_INIT, key = STRBUF_INIT;
	const struct binding *b = keymap_for_command(&ui->keys, c->name);
	char *line = xasprintf("%s%s", c->name, needs_more(c) ? " " : "");

	short_usage(c, &usage);
	if (b)
		keymap_show_key(&b->key, ui_ascii(ui), &key);
	picker_add(&ui->picker, key.buf, ui->picker.by_key ? c->name : usage.buf, c->summary, line);
	ui->picker.items[ui->picker.count - 1].prefill = needs_more(c);
	free(line);
	strbuf_release(&usage);
	strbuf_release(&key);
}

static bool wants_a_view(const char *command)
{
	return strchr(command, '{') != NULL || command[0] == '@';
}

/* One line a command: the keys that do the same stand together. */
static void add_binding(struct ui *ui, size_t at, bool *used)
{
	const struct binding *b = &ui->keys.items[at];
	struct strbuf key = STRBUF_INIT;

	for (size_t i = at; i < ui->keys.count; i++) {
		const struct binding *o = &ui->keys.items[i];

		if (used[i] || strcmp(o->command, b->command) || strcmp(o->group, b->group) ||
		    strcmp(o->note, b->note))
			continue;
		used[i] = true;
		struct strbuf one = STRBUF_INIT;

		keymap_show_key(&o->key, ui_ascii(ui), &one);
		if (!has_name(key.buf, one.buf))
			strbuf_addf(&key, "%s%s", key.len ? " " : "", one.buf);
		strbuf_release(&one);
	}
	picker_add(&ui->picker, key.buf, wants_a_view(b->command) ? "" : b->command, b->note,
		   b->command);
	strbuf_release(&key);
}

static void open_picker(struct ui *ui, const char *title, bool by_key)
{
	overlay_close(ui);
	picker_init(&ui->picker, title, by_key);
	ui->picker_open = true;
	ui->overlay = OVERLAY_PICKER;
}

void overlay_open_help(struct ui *ui)
{
	const char *group = "";
	bool *used;

	open_picker(ui, "Keys", true);
	used = xcalloc(ui->keys.count + 1, sizeof(*used));
	for (size_t i = 0; i < ui->keys.count; i++) {
		if (used[i])
			continue;
		if (strcmp(group, ui->keys.items[i].group) != 0) {
			group = ui->keys.items[i].group;
			picker_add(&ui->picker, "", group, "", NULL);
		}
		add_binding(ui, i, used);
	}
	free(used);
	picker_add(&ui->picker, "", "Commands", "", NULL);
	for (size_t i = 0; command_table[i]; i++)
		if (!(command_table[i]->flags & (CMD_SCREEN | CMD_HIDDEN)))
			add_command(ui, command_table[i]);
	picker_filter(&ui->picker);
}

/* Each screen by name: "screen matrix" is picked as it is. */
static void add_screen(struct ui *ui, const struct screen *screen)
{
	const struct binding *b = keymap_for_command(&ui->keys, screen->command);
	struct strbuf key = STRBUF_INIT, note = STRBUF_INIT;

	strbuf_addf(&note, "%s%s", b ? b->note : "the screen ", b ? "" : screen->tab);
	if (b)
		keymap_show_key(&b->key, ui_ascii(ui), &key);
	picker_add(&ui->picker, key.buf, screen->command, note.buf, screen->command);
	strbuf_release(&key);
	strbuf_release(&note);
}

void overlay_open_palette(struct ui *ui)
{
	open_picker(ui, "Commands", false);
	for (size_t i = 0; command_table[i]; i++)
		if (!(command_table[i]->flags & CMD_HIDDEN))
			add_command(ui, command_table[i]);
	for (size_t i = 0; i < SCREEN_COUNT; i++)
		add_screen(ui, &screens[i]);
	picker_filter(&ui->picker);
}

static void pick(struct ui *ui)
{
	const struct picker_item *it = picker_selected(&ui->picker);
	struct intent fill = { .kind = INTENT_PREFILL };

	if (!it)
		return;
	char *line = xstrdup(it->line);
	bool prefill = it->prefill;

	overlay_close(ui);
	if (prefill) {
		fill.text = line;
		session_intend(ui->session, fill, NULL);
		intents_apply(ui);
		return;
	}
	if (wants_a_view(line))
		ui_say(ui, MESSAGE_NOTE, "this key works in its own place: the line or the list");
	else
		lines_run_key(ui, line);
	free(line);
}

/* --- prose and pictures --- */

void overlay_open_text(struct ui *ui, const char *title, const char *text, struct surface *picture)
{
	overlay_close(ui);
	ui->text_title = xstrdup(title);
	ui->picture = picture;
	strbuf_adds(&ui->text, text);
	ui->text_cols = -1;
	listbox_reset(&ui->text_lines, picture ? (size_t)picture->rows : 0);
	ui->overlay = OVERLAY_TEXT;
}

static void scroll_text(struct ui *ui, double by)
{
	struct listbox *l = &ui->text_lines;
	double top = (double)l->top + by;
	double most = l->count > l->page ? (double)(l->count - l->page) : 0;

	l->top = (size_t)(top < 0 ? 0 : top > most ? most : top);
}

static bool text_key(struct ui *ui, const struct key *key)
{
	double page = ui->text_lines.page > 1 ? (double)ui->text_lines.page - 1 : 1;
	bool plain = key->code == KEY_CHAR_ && !key->mods;

	if (key->code == KEY_DOWN_ || (plain && key->cp == 'j'))
		scroll_text(ui, 1);
	else if (key->code == KEY_UP_ || (plain && key->cp == 'k'))
		scroll_text(ui, -1);
	else if (key->code == KEY_PAGE_DOWN_ || (plain && key->cp == ' '))
		scroll_text(ui, page);
	else if (key->code == KEY_PAGE_UP_)
		scroll_text(ui, -page);
	else if (key->code == KEY_HOME_)
		scroll_text(ui, -1e9);
	else if (key->code == KEY_END_)
		scroll_text(ui, 1e9);
	else if (key->code == KEY_ENTER_ || (plain && key->cp == 'q'))
		overlay_close(ui);
	else
		return false;
	return true;
}

/* A tall one, as the tree of many words, is scrolled like a text. */
static void draw_picture(const struct ui *ui, struct surface *s, struct rect in)
{
	int top = (int)ui->text_lines.top;

	for (int r = 0; r < MIN(in.rows, ui->picture->rows - top); r++)
		for (int c = 0; c < MIN(in.cols, ui->picture->cols); c++) {
			const struct cell *from = surface_cell(ui->picture, top + r, c);

			if (from->width && from->text[0])
				surface_put_glyph(s, in.row + r, in.col + c, (enum role)from->role,
						  from->text, from->width);
		}
}

static size_t text_width(const char *text)
{
	size_t widest = 40;

	while (*text) {
		size_t n = strcspn(text, "\n");

		widest = MAX(widest, display_width(text, n));
		text += n + (text[n] == '\n');
	}
	return widest;
}

/* From the first line in sight; before an audience each has an empty one below it. */
static void draw_text_lines(const struct ui *ui, struct surface *s, struct rect in, int each)
{
	const char *line = ui->wrapped.buf;

	for (size_t i = 0; *line && i < ui->text_lines.top + ui->text_lines.page; i++) {
		size_t n = strcspn(line, "\n");

		if (i >= ui->text_lines.top)
			surface_put(s, in.row + each * (int)(i - ui->text_lines.top), in.col,
				    in.cols, ROLE_TEXT, line, n);
		line += n + (line[n] == '\n');
	}
}

/* No word is cut off at the right: lines that are too long for the box go on below. */
static void wrap_text(struct ui *ui, int cols)
{
	if (ui->picture || cols == ui->text_cols)
		return;
	strbuf_clear(&ui->wrapped);
	ui->text_lines.count = text_wrap(&ui->wrapped, ui->text.buf, (size_t)MAX(cols, 8));
	ui->text_cols = cols;
}

static void draw_text(struct ui *ui, struct surface *s)
{
	int each = ui->session->settings.presenter && !ui->picture ? 2 : 1;
	int cols =
		ui->picture ? ui->picture->cols : (int)MIN(text_width(ui->text.buf), (size_t)200);
	wrap_text(ui, box_inside(box_place(s->rows, s->cols, INT_MAX, cols + 4)).cols);
	int rows = (int)MIN(ui->text_lines.count, (size_t)1000) * each;
	struct rect box = box_place(s->rows, s->cols, rows + 2, cols + 4);
	struct rect in = box_draw(s, box, ui->text_title, ui_ascii(ui));

	ui->text_lines.page = (size_t)MAX((in.rows + each - 1) / each, 1);
	scroll_text(ui, 0);
	if (ui->picture)
		draw_picture(ui, s, in);
	else
		draw_text_lines(ui, s, in, each);
	if (ui->text_lines.top + ui->text_lines.page < ui->text_lines.count && in.rows > 2 &&
	    in.rows < box.rows)
		surface_put_right(s, box.row + box.rows - 1, box.col + box.cols - 10, 8, ROLE_DIM,
				  ui_ascii(ui) ? " PgDn " : " PgDn ↓ ");
}

/* --- all --- */

static void escape(struct ui *ui)
{
	struct intent all = { .kind = INTENT_FIND, .text = NULL };
	char nothing[1] = "";

	all.text = nothing;
	if (ui->overlay == OVERLAY_FILTER)
		panes_command(ui, &all);
	if (ui->overlay == OVERLAY_FIND)
		ui_set_selected(ui, ui->before_find, NULL);
	overlay_close(ui);
}

bool overlay_key(struct ui *ui, const struct key *key)
{
	bool cancels = key->code == KEY_ESC_ ||
		       (key->code == KEY_CHAR_ && key->mods == KEY_CTRL_ &&
			(key->cp == 'c' || key->cp == 'g')) ||
		       (key->code == KEY_FUNCTION_ && key->cp == 1 && ui->picker_open);

	if (ui->overlay == OVERLAY_NONE)
		return false;
	ui->dirty = true;
	if (cancels) {
		escape(ui);
		return true;
	}
	if (key->code == KEY_FUNCTION_ || (key->code == KEY_CHAR_ && key->mods == KEY_CTRL_ &&
					   (key->cp == 'l' || key->cp == 'z')))
		return false;
	if (ui->overlay == OVERLAY_PICKER) {
		bool repeated = key->code == KEY_CHAR_ && key->cp == '?' && !ui->picker.typed.len;

		if (repeated)
			overlay_close(ui);
		else if (key->code == KEY_ENTER_)
			pick(ui);
		else
			picker_key(&ui->picker, key);
	} else if (ui->overlay == OVERLAY_TEXT) {
		text_key(ui, key);
	} else {
		find_key(ui, key);
	}
	return true;
}

void overlay_click(struct ui *ui, int row, int col, bool twice)
{
	struct rect list = ui->layout.pane[SLOT_LIST];
	size_t at;

	if (ui->overlay == OVERLAY_PICKER) {
		struct rect box = picker_box(&ui->picker, ui->rows, ui->cols);

		if (!rect_holds(box, row, col))
			overlay_close(ui);
		else if (picker_click(&ui->picker, box, row, col) && twice)
			pick(ui);
	} else if (ui->overlay == OVERLAY_FIND && rect_holds(list, row, col) &&
		   listbox_hit(&ui->found, row - list.row, 0, &at)) {
		find_move(ui, (double)at - (double)ui->found.at);
		if (twice)
			find_accept(ui);
	} else {
		escape(ui);
	}
	ui->dirty = true;
}

void overlay_wheel(struct ui *ui, int steps)
{
	struct key key = { .code = steps > 0 ? KEY_UP_ : KEY_DOWN_ };

	for (int i = 0; i < 3; i++)
		overlay_key(ui, &key);
}

void overlay_draw(struct ui *ui, struct surface *s)
{
	if (ui->overlay == OVERLAY_PICKER)
		picker_draw(&ui->picker, s, picker_box(&ui->picker, s->rows, s->cols),
			    ui_ascii(ui));
	else if (ui->overlay == OVERLAY_TEXT)
		draw_text(ui, s);
	else if (ui->overlay == OVERLAY_FIND)
		find_draw(ui, s);
}
