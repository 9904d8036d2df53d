#include "app/album.h"

#include <stdlib.h>
#include <string.h>

#include "app/call.h"
#include "app/render.h"
#include "base/mem.h"
#include "draw/pack.h"

enum { BARS_COLS = 72, BARS_ROWS = 60 };

static void page_release(struct album_page *p)
{
	free(p->title);
	free(p->bytes);
}

void album_release(struct album *a)
{
	for (size_t i = 0; i < a->count; i++)
		page_release(&a->pages[i]);
	free(a->pages);
	free(a->waiting_title);
	*a = (struct album){ 0 };
}

static void drop_page(struct album *a, size_t i)
{
	a->bytes -= a->pages[i].size;
	page_release(&a->pages[i]);
	a->count--;
	memmove(a->pages + i, a->pages + i + 1, (a->count - i) * sizeof(*a->pages));
}

void album_put(struct album *a, int64_t handle, const char *title, const struct surface *s,
	       bool is_answer)
{
	struct strbuf packed = STRBUF_INIT;
	struct album_page page = { .handle = handle, .is_answer = is_answer };

	surface_pack(s, &packed);
	page.title = xstrdup(title ? title : "");
	page.bytes = strbuf_detach(&packed, &page.size);
	for (size_t i = a->count; i-- > 0;)
		if (a->pages[i].handle == handle)
			drop_page(a, i);
	while (a->count && a->bytes + page.size > ALBUM_BYTES_MAX)
		drop_page(a, 0);
	ARRAY_RESERVE(a->pages, a->cap, a->count + 1);
	a->pages[a->count++] = page;
	a->bytes += page.size;
}

const struct album_page *album_find(const struct album *a, int64_t handle)
{
	for (size_t i = a->count; handle && i-- > 0;)
		if (a->pages[i].handle == handle)
			return &a->pages[i];
	return NULL;
}

/* --- which lines have one --- */

/* What the panes show after these is their answer. */
static bool shows_on_screen(const struct command *cmd)
{
	static const char *const groups[] = { "Query", "Look", "Judge", "Train" };
	static const char *const verbs[] = { "open", "use", "lab", "project" };

	for (size_t i = 0; i < ARRAY_LEN(groups); i++)
		if (!strcmp(cmd->group, groups[i]))
			return true;
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (!strcmp(cmd->name, verbs[i]))
			return true;
	return false;
}

static bool has_bars(const struct result *r)
{
	for (size_t i = 0; i < r->column_count; i++)
		if (r->columns[i].bar)
			return true;
	return false;
}

/* A table whose bars are what one looks at, as a terminal shows it. */
static void put_bars(struct session *s, const struct call *c)
{
	struct render_options opt = {
		.mode = OUTPUT_TABLE, .header = true, .bars = true, .first = true, .cols = BARS_COLS
	};
	struct strbuf text = STRBUF_INIT;
	struct surface drawn;
	int row = 0, rows = 0;

	render_result(&c->task.result, c->line, &opt, &text);
	for (const char *p = text.buf; *p; p++)
		rows += *p == '\n';
	surface_init(&drawn, MIN(rows, BARS_ROWS), BARS_COLS);
	for (const char *p = text.buf; *p && row < drawn.rows; row++) {
		size_t n = strcspn(p, "\n");

		surface_put(&drawn, row, 0, BARS_COLS, ROLE_TEXT, p, n);
		p += n + (p[n] == '\n');
	}
	album_put(&s->album, c->hist_handle, c->line, &drawn, true);
	surface_release(&drawn);
	strbuf_release(&text);
}

void album_notice(struct session *s, const struct call *c)
{
	const struct result *r = &c->task.result;

	if (!c->hist_handle)
		return;
	s->album.waiting = 0;
	if (c->status != ST_OK)
		return;
	if (r->picture) {
		album_put(&s->album, c->hist_handle, r->title ? r->title : c->line, r->picture,
			  true);
	} else if (!strcmp(c->task.cmd->group, "Look") && has_bars(r)) {
		put_bars(s, c);
	} else if (s->shoot && shows_on_screen(c->task.cmd)) {
		s->album.waiting = c->hist_handle;
		free(s->album.waiting_title);
		s->album.waiting_title = xstrdup(c->line);
	}
}

void album_look(struct session *s)
{
	struct surface shot;

	if (!s->album.waiting || !s->shoot || !s->shoot(s->shoot_ctx, SHOT_ANSWER, &shot))
		return;
	album_put(&s->album, s->album.waiting, s->album.waiting_title, &shot, false);
	surface_release(&shot);
}

void album_before(struct session *s, const struct command *cmd)
{
	if (!cmd)
		return;
	if (!strcmp(cmd->name, "screen"))
		album_look(s);
	if (strcmp(cmd->name, "project") != 0)
		return;
	album_look(s);
	s->album.waiting = 0; /* another map is another picture */
}
