/*
 * Header or not, how many numbers in a row, which separator: found from the first ten lines, once
 * for each separator, blanks first.
 *
 * Two integers alone on the first line are a header if the next line ends in as many numbers as
 * the second one says. Without a header the dimension is the most frequent (fields - 1) among the
 * lines whose fields are numbers but for the first; if words hold spaces in all of them, the
 * smallest count of numbers at the right end.
 */
#include "text_shape.h"

#include <string.h>

#include "base/mem.h"
#include "model/builder.h"

struct first_lines {
	struct text_line line[TEXT_SHAPE_LINES];
	size_t numbers[TEXT_SHAPE_LINES], fields[TEXT_SHAPE_LINES];
	size_t at[TEXT_SHAPE_LINES];	   /* offset of each */
	uint64_t number[TEXT_SHAPE_LINES]; /* 1-based line */
	size_t n;
	bool cut; /* the last one goes on behind what we see */
};

/* The last field of a cut line may be half a number. */
static const char *without_last_field(struct text_line line, text_separator sep)
{
	const char *p = line.end;

	while (p > line.begin && (sep ? p[-1] != sep : p[-1] != ' ' && p[-1] != '\t'))
		p--;
	while (p > line.begin && (p[-1] == ' ' || p[-1] == '\t' || (sep && p[-1] == sep)))
		p--;
	return p > line.begin ? p : line.end;
}

static void collect(struct first_lines *f, const char *bytes, size_t n, bool whole,
		    text_separator sep)
{
	const char *end = bytes + n, *p = bytes, *next;
	uint64_t number = 0;

	*f = (struct first_lines){ .n = 0 };
	for (; p < end && f->n < TEXT_SHAPE_LINES; p = next) {
		struct text_line line = text_line_at(p, end, sep, &next);

		number++;
		if (next == end && end[-1] != '\n' && !whole) {
			if (f->n > 1 || line.begin == line.end)
				return;
			f->cut = true;
			line.end = without_last_field(line, sep);
		}
		if (line.begin == line.end)
			continue;
		f->line[f->n] = line;
		f->at[f->n] = (size_t)(p - bytes);
		f->number[f->n] = number;
		f->numbers[f->n] =
			text_count_numbers(line, sep, BUILDER_DIMS_MAX + 1, &f->fields[f->n]);
		f->n++;
	}
}

/* Digits at p, more than a u64 holds count as the largest; returns their end. */
static const char *scan_count(const char *p, const char *end, uint64_t *value)
{
	*value = 0;
	for (; p < end && *p >= '0' && *p <= '9'; p++)
		if (__builtin_mul_overflow(*value, 10, value) ||
		    __builtin_add_overflow(*value, (uint64_t)(*p - '0'), value))
			*value = UINT64_MAX;
	return p;
}

static const char *skip_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

/* Exactly two unsigned integers? */
static bool is_header(struct text_line line, uint64_t *rows, uint64_t *dims)
{
	const char *first = skip_blanks(line.begin, line.end);
	const char *p = scan_count(first, line.end, rows);
	const char *second = skip_blanks(p, line.end);

	return p > first && second > p && scan_count(second, line.end, dims) == line.end &&
	       second < line.end;
}

/* "buckets dim minn maxn hashCount hashSeed BOW EOW" */
static bool is_floret(struct text_line line)
{
	const char *p = line.begin;
	uint64_t value;

	for (int i = 0; i < 6; i++) {
		const char *end = scan_count(p, line.end, &value);

		if (end == p || end == line.end || *end != ' ')
			return false;
		p = end + 1;
	}
	p = memchr(p, ' ', (size_t)(line.end - p));
	return p && !memchr(p + 1, ' ', (size_t)(line.end - p - 1));
}

/* "word 12:0.5 40:0.25": the second field is an index with a colon. */
static bool is_sparse(struct text_line line)
{
	const char *p = memchr(line.begin, ' ', (size_t)(line.end - line.begin)), *end;
	uint64_t value;

	if (!p)
		return false;
	p++;
	end = scan_count(p, line.end, &value);
	return end > p && end < line.end && *end == ':';
}

static bool is_regular(const struct first_lines *f, size_t i)
{
	return f->fields[i] >= 2 && f->numbers[i] + 1 >= f->fields[i];
}

/* The most frequent dimension of the regular lines from `first` on; 0 if there is none. */
static size_t usual_dims(const struct first_lines *f, size_t first)
{
	size_t best = 0, best_votes = 0, least = SIZE_MAX;

	for (size_t i = first; i < f->n; i++) {
		size_t votes = 0;

		least = MIN(least, f->numbers[i]);
		if (!is_regular(f, i))
			continue;
		for (size_t k = first; k < f->n; k++)
			votes += is_regular(f, k) && f->fields[k] == f->fields[i];
		if (votes > best_votes) {
			best_votes = votes;
			best = f->fields[i] - 1;
		}
	}
	if (best)
		return best;
	return least == SIZE_MAX ? 0 : least;
}

/* "word 17" on every line: a class or a count, no vector. */
static bool are_classes(const struct first_lines *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const char *p = f->line[i].end;

		if (f->fields[i] != 2)
			return false;
		while (p > f->line[i].begin && p[-1] >= '0' && p[-1] <= '9')
			p--;
		if (p == f->line[i].end || p == f->line[i].begin || (p[-1] != ' ' && p[-1] != '\t'))
			return false;
	}
	return true;
}

/* Is the last field in front of *end a number with a decimal comma? Moves *end before it. */
static bool take_comma_number(const char *line, const char **end)
{
	const char *p = *end, *fraction;

	while (p > line && p[-1] >= '0' && p[-1] <= '9')
		p--;
	fraction = p;
	if (p == *end || p == line || *--p != ',')
		return false;
	while (p > line && p[-1] >= '0' && p[-1] <= '9')
		p--;
	if (p + 1 == fraction)
		return false;
	p -= p > line && (p[-1] == '-' || p[-1] == '+');
	if (p == line || (p[-1] != ' ' && p[-1] != '\t'))
		return false;
	*end = p - 1;
	return true;
}

/* "word 1,5 2,5" on every line: a table with commas has no blanks between its numbers. */
static bool are_comma_decimals(const struct first_lines *f, size_t first)
{
	for (size_t i = first; i < f->n; i++) {
		const char *end = f->line[i].end;

		if (!take_comma_number(f->line[i].begin, &end) ||
		    !take_comma_number(f->line[i].begin, &end))
			return false;
	}
	return f->n > first;
}

/* The next line after a header ends in `dims` numbers; a line that goes on behind what we see
 * has numbers as far as we see. */
static bool agrees(const struct first_lines *f, size_t i, uint64_t dims)
{
	if (i >= f->n || dims == 0 || dims > BUILDER_DIMS_MAX)
		return false;
	if (f->numbers[i] >= dims)
		return true;
	return f->cut && i + 1 == f->n && f->fields[i] > 3 && f->numbers[i] + 1 >= f->fields[i] &&
	       f->fields[i] <= dims + 1;
}

static void take_header(struct text_shape *s, const struct first_lines *f, uint64_t rows,
			uint64_t dims)
{
	s->header = true;
	s->header_rows = rows;
	s->header_dims = dims;
	s->skip = f->at[1];
	s->skip_lines = f->number[1] - 1;
}

/* Do the lines look like rows of `dims` numbers at all? One that does is enough where there are
 * few; otherwise half of them. */
static bool are_rows(const struct first_lines *f, size_t first, size_t dims)
{
	size_t good = 0;

	for (size_t i = first; i < f->n; i++)
		good += f->numbers[i] >= dims || (f->cut && agrees(f, i, dims));
	return dims > 0 && good > 0 && 2 * good >= f->n - first;
}

static bool find_with(struct text_shape *s, const char *bytes, size_t n, bool whole,
		      text_separator sep)
{
	struct first_lines f;
	uint64_t rows, dims;
	size_t found;

	collect(&f, bytes, n, whole, sep);
	*s = (struct text_shape){ .sep = sep };
	if (f.n == 0)
		return false;
	if (f.n == 1 && is_header(f.line[0], &rows, &dims))
		return false; /* a header and nothing below it */
	if (!sep && is_floret(f.line[0]))
		s->kind = TEXT_FLORET;
	if (!sep && are_comma_decimals(&f, is_header(f.line[0], &rows, &dims)))
		s->kind = TEXT_COMMA;
	if (!sep && f.n > 1 && is_header(f.line[0], &rows, &dims)) {
		if (is_sparse(f.line[1]))
			s->kind = TEXT_SPARSE;
		found = agrees(&f, 1, dims) ? (size_t)dims : usual_dims(&f, 1);
		/* two numbers above rows of another length are a header that is wrong */
		if (found == dims || found > 1)
			take_header(s, &f, rows, dims);
	} else {
		found = usual_dims(&f, 0);
	}
	if (found > BUILDER_DIMS_MAX)
		s->kind = TEXT_WIDE;
	if (s->kind)
		return true;
	if (!are_rows(&f, s->header, found))
		return false;
	s->dims = found;
	s->kind = !sep && !s->header && found == 1 && are_classes(&f) ? TEXT_CLASSES : TEXT_ROWS;
	return true;
}

void text_shape_find(struct text_shape *shape, const char *bytes, size_t n, bool whole)
{
	static const text_separator separators[] = { 0, ',', ';' };
	size_t mark = n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

	for (size_t i = 0; i < ARRAY_LEN(separators); i++) {
		if (!find_with(shape, bytes + mark, n - mark, whole, separators[i]))
			continue;
		shape->skip += mark;
		return;
	}
	*shape = (struct text_shape){ .kind = TEXT_NONE };
}
