#include "ui/picker.h"

#include <stdlib.h>
#include <string.h>

#include "base/display.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/box.h"
#include "ui/fuzzy.h"
#include "ui/glyphs.h"
#include "ui/layout.h"

enum { BOX_COLS = 76, KEY_COLS = 12, NAME_COLS = 26, NARROW_COLS = 30 };

void picker_init(struct picker *p, const char *title, bool by_key)
{
	memset(p, 0, sizeof(*p));
	p->typed = (struct strbuf)STRBUF_INIT;
	p->title = xstrdup(title);
	p->by_key = by_key;
}

void picker_release(struct picker *p)
{
	for (size_t i = 0; i < p->count; i++) {
		free(p->items[i].key);
		free(p->items[i].name);
		free(p->items[i].note);
		free(p->items[i].line);
	}
	free(p->items);
	free(p->shown);
	free(p->title);
	strbuf_release(&p->typed);
	memset(p, 0, sizeof(*p));
}

void picker_add(struct picker *p, const char *key, const char *name, const char *note,
		const char *line)
{
	ARRAY_RESERVE(p->items, p->cap, p->count + 1);
	p->items[p->count++] = (struct picker_item){
		.key = xstrdup(key),
		.name = xstrdup(name),
		.note = xstrdup(note),
		.line = line ? xstrdup(line) : NULL,
	};
}

static int item_score(const struct picker *p, const struct picker_item *it)
{
	if (!p->typed.len)
		return 0;
	if (!it->line)
		return -1;
	char *text = xasprintf("%s %s %s", it->name, it->key, it->note);
	int score = fuzzy_score_parts(p->typed.buf, text);
	int name = fuzzy_score_parts(p->typed.buf, it->name);

	free(text);
	return name >= 0 ? score + name : score;
}

struct scored {
	size_t index;
	int score;
};

static int by_score(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* With something typed, texts that hold it whole drive out those that only hold its letters. */
static size_t drop_weak(struct scored *list, size_t n)
{
	if (!n || list[0].score < (int)FUZZY_SUBSTRING * 1000)
		return n;
	while (n && list[n - 1].score < (int)FUZZY_SUBSTRING * 1000)
		n--;
	return n;
}

void picker_filter(struct picker *p)
{
	struct scored *list = xcalloc(p->count + 1, sizeof(*list));
	size_t n = 0;

	for (size_t i = 0; i < p->count; i++) {
		int score = item_score(p, &p->items[i]);

		if (score >= 0)
			list[n++] = (struct scored){ i, score };
	}
	qsort(list, n, sizeof(*list), by_score);
	if (p->typed.len)
		n = drop_weak(list, n);
	free(p->shown);
	p->shown = xcalloc(n + 1, sizeof(*p->shown));
	for (size_t i = 0; i < n; i++)
		p->shown[i] = list[i].index;
	free(list);
	listbox_reset(&p->list, n);
	if (n > 1 && !p->items[p->shown[0]].line)
		p->list.at = 1;
}

const struct picker_item *picker_selected(const struct picker *p)
{
	if (p->list.at >= p->list.count)
		return NULL;
	const struct picker_item *it = &p->items[p->shown[p->list.at]];

	return it->line ? it : NULL;
}

static bool is_heading(const struct picker *p, size_t at)
{
	return !p->items[p->shown[at]].line;
}

/* Headings are never selected: step over them the way we were going. */
static void move(struct picker *p, double by)
{
	struct listbox *l = &p->list;

	if (!l->count)
		return;
	listbox_move(l, by);
	while (is_heading(p, l->at) && by > 0 && l->at + 1 < l->count)
		l->at++;
	while (is_heading(p, l->at) && by < 0 && l->at > 0)
		l->at--;
	while (is_heading(p, l->at) && l->at + 1 < l->count)
		l->at++;
	if (l->at == 1)
		l->top = 0;
}

static void drop_last_char(struct strbuf *b)
{
	while (b->len && ((unsigned char)b->buf[b->len - 1] & 0xC0) == 0x80)
		strbuf_truncate(b, b->len - 1);
	if (b->len)
		strbuf_truncate(b, b->len - 1);
}

static void drop_last_word(struct strbuf *b)
{
	while (b->len && b->buf[b->len - 1] == ' ')
		strbuf_truncate(b, b->len - 1);
	while (b->len && b->buf[b->len - 1] != ' ')
		strbuf_truncate(b, b->len - 1);
}

bool typed_key(struct strbuf *typed, const struct key *key)
{
	char bytes[4];

	if (key->code == KEY_BACKSPACE_) {
		if (!typed->len)
			return false;
		drop_last_char(typed);
		return true;
	}
	if (key->code == KEY_PASTE_) {
		strbuf_add(typed, key->text, key->text ? strcspn(key->text, "\r\n") : 0);
		return true;
	}
	if (key->code != KEY_CHAR_)
		return false;
	if (key->mods == KEY_CTRL_ && key->cp == 'u')
		strbuf_clear(typed);
	else if (key->mods == KEY_CTRL_ && key->cp == 'w')
		drop_last_word(typed);
	else if (!(key->mods & (KEY_CTRL_ | KEY_META_)))
		strbuf_add(typed, bytes, utf8_encode(key->cp, bytes));
	else
		return false;
	return true;
}

bool picker_key(struct picker *p, const struct key *key)
{
	double page = p->list.page > 1 ? (double)p->list.page - 1 : 1;

	switch (key->code) {
	case KEY_UP_:
		move(p, -1);
		return true;
	case KEY_DOWN_:
		move(p, 1);
		return true;
	case KEY_PAGE_UP_:
		move(p, -page);
		return true;
	case KEY_PAGE_DOWN_:
		move(p, page);
		return true;
	case KEY_HOME_:
		move(p, -1e9);
		return true;
	case KEY_END_:
		move(p, 1e9);
		return true;
	default:
		if (!typed_key(&p->typed, key))
			return false;
		picker_filter(p);
		return true;
	}
}

/* --- drawing --- */

struct rect picker_box(const struct picker *p, int rows, int cols)
{
	int want = (int)p->count + 4;

	return box_place(rows, cols, want, BOX_COLS);
}

static void draw_item(const struct picker *p, size_t at, struct surface *s, struct rect line)
{
	const struct picker_item *it = &p->items[p->shown[at]];
	int key = MIN(KEY_COLS, line.cols / 3);
	int name = MIN(p->by_key ? NAME_COLS - 4 : NAME_COLS, line.cols / 2);
	int col = line.col;

	if (line.cols < NARROW_COLS) /* what it is called goes before what it does */
		name = line.cols - 5;

	if (!it->line) {
		surface_puts(s, line.row, col, line.cols, ROLE_TITLE, it->name);
		return;
	}
	if (p->by_key) {
		surface_puts(s, line.row, col + 2, key - 1, ROLE_KEY, it->key);
		surface_puts(s, line.row, col + 2 + key, line.cols - 2 - key, ROLE_TEXT, it->note);
	} else {
		surface_puts(s, line.row, col + 2, name - 1, ROLE_TEXT, it->name);
		int width = (int)display_width(it->key, strlen(it->key));

		surface_puts(s, line.row, col + 2 + name, MAX(line.cols - 3 - name - width, 0),
			     ROLE_DIM, it->note);
		surface_put_right(s, line.row, line.col + line.cols - width, width, ROLE_KEY,
				  it->key);
	}
}

/* In the help the command that a key stands for fills what is free at the right. */
static void draw_spelling(const struct picker *p, size_t at, struct surface *s, struct rect line)
{
	const struct picker_item *it = &p->items[p->shown[at]];
	int key = MIN(KEY_COLS, line.cols / 3);
	int used = 2 + key + (int)display_width(it->note, strlen(it->note));
	int name = (int)display_width(it->name, strlen(it->name));

	if (p->by_key && it->line && used + 2 + name <= line.cols)
		surface_put_right(s, line.row, line.col + line.cols - name, name, ROLE_DIM,
				  it->name);
}

void picker_draw(struct picker *p, struct surface *s, struct rect box, bool ascii)
{
	const struct glyphs *g = glyphs_get(ascii);
	struct rect in = box_draw(s, box, p->title, ascii);
	bool bare = in.rows == box.rows; /* no frame to write on */
	int rows = bare ? in.rows : in.rows - 1;

	if (p->typed.len && !bare)
		surface_putf(s, box.row, box.col + 3 + (int)strlen(p->title), 40, ROLE_KEY, " /%s ",
			     p->typed.buf);
	else if (!bare)
		surface_put_right(s, box.row, box.col + box.cols - 19, 17, ROLE_DIM,
				  " type to filter ");
	listbox_fit(&p->list, rows);
	for (int i = 0; i < rows && p->list.top + (size_t)i < p->list.count; i++) {
		size_t at = p->list.top + (size_t)i;
		struct rect line = { in.row + i, in.col, 1, in.cols };

		draw_item(p, at, s, line);
		draw_spelling(p, at, s, line);
		if (at != p->list.at)
			continue;
		surface_puts(s, line.row, line.col, 1, ROLE_FOCUS, g->pointer);
		listbox_highlight(s, line.row, line.col + 1, line.cols - 1);
	}
	if (!p->list.count)
		surface_putf(s, in.row, in.col, in.cols, ROLE_DIM,
			     "Nothing fits. Backspace takes letters away.");
	if (rows > 0 && !bare)
		surface_putf(s, in.row + rows, in.col, in.cols, ROLE_DIM,
			     "Enter runs %s Esc closes %s %zu of %zu", g->dot, g->dot,
			     p->list.count ? p->list.at + 1 : 0, p->list.count);
}

bool picker_click(struct picker *p, struct rect box, int row, int col)
{
	size_t at;

	if (!rect_holds(box, row, col) ||
	    !listbox_hit(&p->list, row - box_inside(box).row, 0, &at) || is_heading(p, at))
		return false;
	p->list.at = at;
	return true;
}
