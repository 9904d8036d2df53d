#include "ui/crumbs.h"

#include <stdlib.h>
#include <string.h>

#include "base/display.h"
#include "base/mem.h"
#include "ui/glyphs.h"

static void crumb_release(struct crumb *c)
{
	free(c->label);
	call_free(c->call);
}

static void remove_at(struct crumbs *c, size_t i)
{
	crumb_release(&c->items[i]);
	memmove(&c->items[i], &c->items[i + 1], (c->count - i - 1) * sizeof(c->items[0]));
	c->count--;
	if (c->at > i || (c->at == c->count && c->at > 0))
		c->at--;
}

void crumbs_release(struct crumbs *c)
{
	while (c->count)
		remove_at(c, c->count - 1);
}

void crumbs_push(struct crumbs *c, const char *label, struct call *call)
{
	if (c->count && strcmp(c->items[c->at].label, label) == 0) {
		call_free(c->items[c->at].call);
		c->items[c->at].call = call;
		return;
	}
	while (c->count && c->count > c->at + 1)
		remove_at(c, c->count - 1);
	if (c->count == CRUMBS_MAX)
		remove_at(c, 0);
	c->items[c->count] = (struct crumb){ xstrdup(label), call };
	c->at = c->count++;
}

struct call *crumbs_go(struct crumbs *c, int by)
{
	if ((by < 0 && c->at == 0) || (by > 0 && c->at + 1 >= c->count))
		return NULL;
	c->at = by < 0 ? c->at - 1 : c->at + 1;
	return c->items[c->at].call;
}

static bool is_open(const struct session *s, const struct model *m)
{
	for (size_t i = 0; i < s->model_count; i++)
		if (s->models[i] == m)
			return true;
	return false;
}

void crumbs_drop_closed(struct crumbs *c, const struct session *s)
{
	for (size_t i = c->count; i-- > 0;)
		if (!is_open(s, c->items[i].call->task.result.model))
			remove_at(c, i);
}

static void text_from(const struct crumbs *c, size_t first, bool ascii, struct strbuf *out)
{
	const struct glyphs *g = glyphs_get(ascii);

	strbuf_clear(out);
	if (first > 0)
		strbuf_addf(out, " %s", g->ellipsis);
	for (size_t i = first; i < c->count; i++) {
		bool here = i == c->at;

		strbuf_addf(out, "%s%s%s", i ? " " : "", i ? g->crumb : "", " ");
		if (here)
			strbuf_addc(out, '[');
		if (ascii)
			display_put_ascii(out, c->items[i].label, strlen(c->items[i].label));
		else
			strbuf_adds(out, c->items[i].label);
		if (here)
			strbuf_addc(out, ']');
	}
	if (c->count > 1)
		strbuf_addf(out, "  %zu of %zu", c->at + 1, c->count);
}

void crumbs_text(const struct crumbs *c, bool ascii, size_t cells, struct strbuf *out)
{
	strbuf_clear(out);
	if (!c->count)
		return;
	for (size_t first = 0; first <= c->at; first++) {
		text_from(c, first, ascii, out);
		if (display_width(out->buf, out->len) <= cells)
			return;
	}
}
