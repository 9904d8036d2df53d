#include "text_row.h"

#include <math.h>
#include <string.h>

#include "base/number_scan.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_separator(char c, text_separator sep)
{
	return sep ? c == sep : is_blank(c);
}

struct text_line text_line_at(const char *p, const char *end, text_separator sep, const char **next)
{
	const char *lf = memchr(p, '\n', (size_t)(end - p));
	struct text_line line = { p, lf ? lf : end };

	*next = lf ? lf + 1 : end;
	if (line.end > p && line.end[-1] == '\r')
		line.end--;
	while (line.end > p && (is_blank(line.end[-1]) || (sep && line.end[-1] == sep)))
		line.end--;
	return line;
}

/* The last field in front of `end`: [*begin, *stop), blanks around it left out in CSV. */
static void last_field(const char *line, const char *end, text_separator sep, const char **begin,
		       const char **stop)
{
	const char *p = end;

	while (p > line && !is_separator(p[-1], sep))
		p--;
	*begin = p;
	*stop = end;
	while (sep && *begin < *stop && is_blank(**begin))
		(*begin)++;
	while (sep && *stop > *begin && is_blank((*stop)[-1]))
		(*stop)--;
}

/* Where the field before `begin` ends: one separator in CSV, a run of blanks elsewhere. */
static const char *before(const char *line, const char *begin, text_separator sep)
{
	if (sep) {
		while (begin > line && begin[-1] != sep)
			begin--;
		return begin > line ? begin - 1 : line;
	}
	while (begin > line && is_blank(begin[-1]))
		begin--;
	return begin;
}

static bool is_number(const char *begin, const char *end, float *value)
{
	return begin < end && number_scan_f32(begin, value) == end;
}

size_t text_count_numbers(struct text_line line, text_separator sep, size_t max, size_t *fields)
{
	size_t numbers = 0;
	bool numeric = true;
	float value;

	*fields = 0;
	for (const char *end = line.end; end > line.begin && *fields < max + 2; (*fields)++) {
		const char *begin, *stop;

		last_field(line.begin, end, sep, &begin, &stop);
		numeric = numeric && numbers < max && is_number(begin, stop, &value);
		numbers += numeric;
		end = before(line.begin, begin, sep);
	}
	return numbers;
}

static struct text_word word_of(const char *begin, const char *end, text_separator sep)
{
	struct text_word w = { begin, (size_t)(end - begin), false };

	/* between word and numbers: all blanks, but a word may consist of them */
	while (w.n > 1 && is_blank(w.p[w.n - 1]))
		w.n--;
	if (sep && w.n >= 2 && w.p[0] == '"' && w.p[w.n - 1] == '"')
		w = (struct text_word){ w.p + 1, w.n - 2, true };
	return w;
}

bool text_split_row(struct text_line line, text_separator sep, float *row, size_t dims,
		    struct text_word *word)
{
	const char *end = line.end, *begin = line.end;

	for (size_t i = dims; i-- > 0;) {
		const char *stop;

		if (end == line.begin)
			return false;
		last_field(line.begin, end, sep, &begin, &stop);
		if (!is_number(begin, stop, &row[i]))
			return false;
		if (i)
			end = before(line.begin, begin, sep);
	}
	if (sep)
		begin = before(line.begin, begin, sep);
	else if (begin > line.begin)
		begin--; /* the one separator that belongs to nobody */
	*word = word_of(line.begin, begin, sep);
	return true;
}

const char *text_scan_row(const char *p, float *row, size_t dims, struct text_word *word)
{
	const char *start = p;

	while (!is_blank(*p) && *p != '\n')
		p++;
	if (p == start || *p == '\n')
		return NULL;
	*word = (struct text_word){ start, (size_t)(p - start), false };
	for (size_t i = 0; i < dims; i++) {
		while (is_blank(*p))
			p++;
		p = number_scan_f32(p, &row[i]);
		if (!p || (unsigned char)*p > ' ')
			return NULL;
	}
	while (is_blank(*p))
		p++;
	p += *p == '\r';
	return *p == '\n' ? p + 1 : NULL;
}

bool text_has_overflow(struct text_line line, text_separator sep, size_t dims)
{
	const char *end = line.end;

	for (size_t i = 0; i < dims && end > line.begin; i++) {
		const char *begin, *stop;
		float value;

		last_field(line.begin, end, sep, &begin, &stop);
		if (is_number(begin, stop, &value) && isinf(value) &&
		    memchr("0123456789.", begin[*begin == '-' || *begin == '+'], 11))
			return true;
		end = before(line.begin, begin, sep);
	}
	return false;
}
