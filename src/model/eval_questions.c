#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/eval.h"
#include "model/lines.h"

static void add_section(struct eval_questions *q, const char *name, size_t n)
{
	while (n && (*name == ' ' || *name == '\t'))
		name++, n--;
	while (n && (name[n - 1] == ' ' || name[n - 1] == '\t'))
		n--;
	ARRAY_RESERVE(q->sections, q->section_cap, q->section_count + 1);
	q->sections[q->section_count++] = xstrndup(name, n);
}

static void add_question(struct eval_questions *q, const struct strbuf *text,
			 const struct field *fields)
{
	struct eval_question *item;

	ARRAY_RESERVE(q->items, q->cap, q->count + 1);
	item = &q->items[q->count++];
	item->section = (uint32_t)q->section_count - 1;
	for (size_t i = 0; i < 4; i++)
		item->word[i] = (struct eval_word){ (uint32_t)(fields[i].s - text->buf),
						    (uint32_t)fields[i].n };
}

static enum status take_lines(struct eval_questions *q, const struct strbuf *text, const char *path,
			      struct error *err)
{
	struct field fields[4];
	size_t at = 0, n, number = 0, count;
	const char *line;

	while (lines_next(text, &at, &line, &n)) {
		number++;
		if (n >= 2 && line[0] == ':' && line[1] == ' ') {
			add_section(q, line + 2, n - 2);
			continue;
		}
		count = fields_split(line, n, 0, fields, 4);
		if (count && !q->section_count)
			return error_set(
				err, ST_FORMAT,
				"%s:%zu: questions stand in sections, and a line \": NAME\" "
				"opens one; none is open yet",
				path, number);
		if (count == 4)
			add_question(q, text, fields);
		else
			q->skipped += count != 0;
	}
	if (!q->count)
		return error_set(err, ST_FORMAT,
				 "%s holds no analogy questions: four words a line, in sections "
				 "that \": NAME\" opens",
				 path);
	return ST_OK;
}

enum status eval_questions_read(struct eval_questions *out, const char *path,
				const struct progress *progress, struct error *err)
{
	struct eval_questions q = { 0 };
	struct strbuf text = STRBUF_INIT;
	enum status st = lines_read(&text, path, "list of questions", progress, err);

	if (st == ST_OK)
		st = take_lines(&q, &text, path, err);
	q.text = strbuf_detach(&text, NULL);
	if (st == ST_OK)
		*out = q;
	else
		eval_questions_release(&q);
	return st;
}

void eval_questions_release(struct eval_questions *q)
{
	for (size_t i = 0; i < q->section_count; i++)
		free(q->sections[i]);
	free(q->sections);
	free(q->items);
	free(q->text);
	*q = (struct eval_questions){ 0 };
}
