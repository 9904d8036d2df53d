#include "app/filter.h"

#include <stdlib.h>
#include <string.h>

#include "app/pattern.h"
#include "base/mem.h"
#include "base/path.h"
#include "io/source.h"

void query_setup_get(struct query_setup *out, const struct session *s, const struct args *a)
{
	const char *metric = args_text(a, "metric");

	out->count = (size_t)(args_given(a, "count") ? args_int(a, "count") : s->settings.count);
	out->max_rank = (size_t)(args_given(a, "max-rank") ? args_int(a, "max-rank")
							   : s->settings.max_rank);
	out->threads = (size_t)s->settings.threads;
	out->metric = s->settings.metric;
	if (args_given(a, "metric"))
		for (int m = METRIC_COSINE; m <= METRIC_DOT; m++)
			if (!strcmp(metric_name((enum metric)m), metric))
				out->metric = (enum metric)m;
	out->match = args_text(a, "match");
	out->in = args_text(a, "in");
	out->exclude = args_text(a, "not");
}

/* --- word lists --- */

struct list {
	const struct model *model;
	uint8_t *mask;
	size_t known, unknown;
};

static uint32_t find_listed(const struct vocab *v, const char *word, size_t n)
{
	uint32_t row = vocab_find(v, word, n);

	if (row == VOCAB_NONE && vocab_find_loose(v, word, n, &row, 1) == 0)
		return VOCAB_NONE;
	return row;
}

static void take_list_line(struct list *l, const char *line, size_t n)
{
	uint32_t row;

	while (n && (line[n - 1] == '\r' || line[n - 1] == ' ' || line[n - 1] == '\t'))
		n--;
	while (n && (*line == ' ' || *line == '\t'))
		line++, n--;
	if (!n || *line == '#')
		return;
	row = find_listed(l->model->vocab, line, n);
	if (row == VOCAB_NONE) {
		l->unknown++;
		return;
	}
	l->known++;
	l->mask[row] = 1;
}

/* Whole lines of the buffer are taken; the rest stays. */
static void take_lines(struct list *l, struct strbuf *sb)
{
	size_t at = 0;
	const char *end;

	while ((end = memchr(sb->buf + at, '\n', sb->len - at))) {
		take_list_line(l, sb->buf + at, (size_t)(end - sb->buf) - at);
		at = (size_t)(end - sb->buf) + 1;
	}
	memmove(sb->buf, sb->buf + at, sb->len - at);
	strbuf_truncate(sb, sb->len - at);
}

#define LIST_LINE_MAX ((size_t)1 << 20)

static enum status read_list(struct list *l, struct source *src, const struct progress *progress,
			     struct error *err)
{
	struct strbuf sb = STRBUF_INIT;
	enum status st = ST_OK;
	size_t got = 1;
	char buf[16384];

	while (st == ST_OK && got) {
		st = source_read(src, buf, sizeof(buf), &got, err);
		if (st != ST_OK)
			break;
		strbuf_add(&sb, buf, got);
		take_lines(l, &sb);
		if (sb.len > LIST_LINE_MAX)
			st = error_set(err, ST_FORMAT,
				       "%s is no word list: a line is longer than 1 MiB",
				       source_path(src));
		else if (!progress_step(progress, source_consumed(src), source_file_size(src)))
			st = progress_cancelled(err);
	}
	if (st == ST_OK)
		take_list_line(l, sb.buf, sb.len);
	strbuf_release(&sb);
	return st;
}

/* The words of a set, one a line behind a line "@name" (names_inline()); NULL: a file is meant. */
static const char *words_of_set(const char *path)
{
	const char *end = path[0] == '@' ? strchr(path, '\n') : NULL;

	return end ? end + 1 : NULL;
}

static enum status read_words(struct list *l, const char *path, const struct progress *progress,
			      struct error *err)
{
	struct strbuf inside = STRBUF_INIT;
	struct source *src;
	enum status st;
	char *file;

	if (words_of_set(path)) {
		strbuf_adds(&inside, words_of_set(path));
		take_lines(l, &inside);
		strbuf_release(&inside);
		return ST_OK;
	}
	file = path_word_list(path);
	st = source_open(&src, file, NULL, NULL, err);
	if (st == ST_OK) {
		st = read_list(l, src, progress, err);
		source_close(src);
	}
	free(file);
	return st;
}

static enum status load_list(struct list *l, const char *path, const struct progress *progress,
			     struct result *r, struct error *err)
{
	const char *name = words_of_set(path) ? "the set" : path;
	enum status st =
		mem_try_calloc((void **)&l->mask, model_rows(l->model), 1, "the word list", err);

	if (st == ST_OK)
		st = read_words(l, path, progress, err);
	if (st == ST_OK && !l->known)
		st = error_set(err, ST_FAILED, "no word of %s is in %s", name, l->model->name);
	if (st == ST_OK && l->unknown)
		result_notef(r, "%s: %zu of %zu words are not in %s", name, l->unknown,
			     l->known + l->unknown, l->model->name);
	if (st != ST_OK) {
		free(l->mask);
		l->mask = NULL;
	}
	return st;
}

/* --- the mask --- */

static void allow_row(void *ctx, uint32_t row)
{
	((uint8_t *)ctx)[row] = 2;
}

static enum status apply_match(uint8_t *mask, const struct model *m, const struct query_setup *q,
			       const struct progress *progress, struct error *err)
{
	struct pattern_scan scan = { q->match, q->max_rank, mask, allow_row, mask };
	enum status st = pattern_each(m->vocab, &scan, progress, err);

	for (size_t i = 0; i < model_rows(m); i++)
		mask[i] = mask[i] == 2;
	return st;
}

static enum status apply_not(uint8_t *mask, const struct model *m, const struct query_setup *q,
			     const struct progress *progress, struct result *r, struct error *err)
{
	struct list l = { .model = m };
	enum status st = load_list(&l, q->exclude, progress, r, err);

	for (size_t i = 0; st == ST_OK && i < model_rows(m); i++)
		if (l.mask[i])
			mask[i] = 0;
	free(l.mask);
	return st;
}

/* clang-format off */
enum status filter_mask(uint8_t **out, const struct model *m, const struct query_setup *q,
			const struct progress *progress, struct result *r, struct error *err)
/* clang-format on */
{
	struct list l = { .model = m };
	enum status st = ST_OK;

	*out = NULL;
	if (!q->match && !q->in && !q->exclude)
		return ST_OK;
	if (q->in) {
		st = load_list(&l, q->in, progress, r, err);
	} else {
		st = mem_try_calloc((void **)&l.mask, model_rows(m), 1, "the filter", err);
		if (st == ST_OK)
			memset(l.mask, 1, model_rows(m));
	}
	if (st == ST_OK && q->exclude)
		st = apply_not(l.mask, m, q, progress, r, err);
	if (st == ST_OK && q->match)
		st = apply_match(l.mask, m, q, progress, err);
	if (st == ST_OK)
		*out = l.mask;
	else
		free(l.mask);
	return st;
}
