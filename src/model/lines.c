#include "model/lines.h"

#include <string.h>

#include "base/compiler.h"
#include "io/source.h"

static enum status read_all(struct strbuf *out, struct source *src, const char *what,
			    const struct progress *progress, struct error *err)
{
	char buf[16384];
	enum status st;
	size_t got;

	do {
		st = source_read(src, buf, sizeof(buf), &got, err);
		if (st != ST_OK)
			return st;
		strbuf_add(out, buf, got);
		if (out->len > LINES_BYTES_MAX)
			return error_set(err, ST_FORMAT, "%s is no %s: it has more than %zu MiB",
					 source_path(src), what, LINES_BYTES_MAX >> 20);
		if (!progress_step(progress, source_consumed(src), source_file_size(src)))
			return progress_cancelled(err);
	} while (got);
	return ST_OK;
}

enum status lines_read(struct strbuf *out, const char *path, const char *what,
		       const struct progress *progress, struct error *err)
{
	struct source *src;
	enum status st = source_open(&src, path, NULL, NULL, err);

	if (st != ST_OK)
		return st;
	st = read_all(out, src, what, progress, err);
	source_close(src);
	return st;
}

bool lines_next(const struct strbuf *text, size_t *at, const char **line, size_t *n)
{
	const char *end;

	if (*at >= text->len)
		return false;
	*line = text->buf + *at;
	end = memchr(*line, '\n', text->len - *at);
	*n = end ? (size_t)(end - *line) : text->len - *at;
	*at += *n + 1;
	if (*n && (*line)[*n - 1] == '\r')
		--*n;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

static size_t split_blanks(const char *line, size_t n, struct field *out, size_t max)
{
	size_t count = 0, at = 0;

	for (;;) {
		size_t begin;

		while (at < n && is_blank(line[at]))
			at++;
		if (at == n)
			return count;
		for (begin = at; at < n && !is_blank(line[at]);)
			at++;
		if (count < max)
			out[count] = (struct field){ line + begin, at - begin };
		count++;
	}
}

size_t fields_split(const char *line, size_t n, char delimiter, struct field *out, size_t max)
{
	size_t count = 0;

	if (!delimiter)
		return split_blanks(line, n, out, max);
	for (;;) {
		const char *end = memchr(line, delimiter, n);
		size_t len = end ? (size_t)(end - line) : n;

		if (count < max)
			out[count] = (struct field){ line, len };
		count++;
		if (!end)
			return count;
		line += len + 1;
		n -= len + 1;
	}
}
