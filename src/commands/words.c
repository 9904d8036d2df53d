#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "commands.h"

enum status word_resolve(struct task *t, const char *word, uint32_t *out, struct error *err)
{
	struct strbuf note = STRBUF_INIT;
	struct lookup found;
	enum status st = lookup_word(t->model, word, &found, err);

	if (st != ST_OK)
		return st;
	lookup_describe(t->model, word, &found, &note);
	if (note.len)
		result_notef(&t->result, "%s", note.buf);
	strbuf_release(&note);
	*out = found.row;
	return ST_OK;
}

enum status words_resolve(struct task *t, size_t first, uint32_t **out, struct error *err)
{
	size_t n = t->args.count - first;
	uint32_t *rows = xcalloc(n + 1, sizeof(*rows));
	enum status st = ST_OK;

	for (size_t i = 0; i < n && st == ST_OK; i++)
		st = word_resolve(t, args_word(&t->args, first + i), &rows[i], err);
	if (st == ST_OK)
		*out = rows;
	else
		free(rows);
	return st;
}

void result_put_word(struct result *r, size_t row, size_t col, const struct model *m, uint32_t word)
{
	size_t n;
	const char *text = vocab_word(m->vocab, word, &n);

	result_put_text(r, row, col, text, n);
}

enum metric metric_choose(const struct session *s, const struct args *a)
{
	struct query_setup q;

	query_setup_get(&q, s, a);
	return q.metric;
}
