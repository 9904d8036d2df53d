#include "app/result.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

bool result_lists_words(const struct result *r)
{
	size_t texts = 0;

	for (size_t c = 0; c < r->column_count; c++)
		texts += r->columns[c].type == CELL_TEXT;
	return r->model && r->answer_rows && !r->matrix && texts == 1;
}

void result_init(struct result *r)
{
	memset(r, 0, sizeof(*r));
}

void result_cut(struct result *r, size_t rows)
{
	for (size_t row = rows; row < r->rows; row++)
		for (size_t c = 0; c < r->column_count; c++)
			if (r->columns[c].type == CELL_TEXT)
				free(r->values[row * r->column_count + c].as.text.s);
	r->rows = MIN(r->rows, rows);
}

void result_release(struct result *r)
{
	result_cut(r, 0);
	free(r->values);
	for (size_t i = 0; i < r->note_count; i++)
		free(r->notes[i]);
	free(r->notes);
	free(r->title);
	free(r->text);
	free(r->kept);
	if (r->picture) {
		surface_release(r->picture);
		free(r->picture);
	}
	model_unref(r->model);
	model_unref(r->other);
	free(r->query_rows);
	free(r->answer_rows);
	result_init(r);
}

static char *format_text(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));

static char *format_text(const char *fmt, va_list ap)
{
	va_list again;
	char *text;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	text = xmalloc((size_t)(n < 0 ? 0 : n) + 1);
	text[0] = '\0';
	vsnprintf(text, (size_t)(n < 0 ? 0 : n) + 1, fmt, ap);
	return text;
}

void result_set_title(struct result *r, const char *fmt, ...)
{
	va_list ap;

	free(r->title);
	va_start(ap, fmt);
	r->title = format_text(fmt, ap);
	va_end(ap);
}

void result_set_text(struct result *r, const char *text)
{
	free(r->text);
	r->text = xstrdup(text);
}

void result_add_column(struct result *r, const char *name, enum cell_type type)
{
	if (r->column_count == RESULT_COLUMNS_MAX || r->rows)
		return;
	r->columns[r->column_count++] = (struct column){ name, type, false, false };
}

void result_add_bar_column(struct result *r, const char *name, enum cell_type type, bool rising)
{
	result_add_column(r, name, type);
	r->columns[r->column_count - 1].bar = true;
	r->columns[r->column_count - 1].rising = rising;
}

size_t result_add_row(struct result *r)
{
	size_t width = r->column_count ? r->column_count : 1;

	if (r->rows == r->row_cap) {
		r->row_cap = r->row_cap ? r->row_cap * 2 : 16;
		r->values = xreallocarray(r->values, r->row_cap, width * sizeof(*r->values));
		if (r->answer_rows)
			r->answer_rows =
				xreallocarray(r->answer_rows, r->row_cap, sizeof(*r->answer_rows));
	}
	for (size_t c = 0; c < width; c++)
		r->values[r->rows * width + c] = (struct value){ .missing = true };
	if (r->answer_rows)
		r->answer_rows[r->rows] = VOCAB_NONE;
	return r->rows++;
}

static struct value *cell_at(struct result *r, size_t row, size_t col)
{
	struct value *v = &r->values[row * r->column_count + col];

	v->missing = false;
	return v;
}

void result_put_text(struct result *r, size_t row, size_t col, const char *s, size_t n)
{
	struct value *v = cell_at(r, row, col);

	free(v->as.text.s);
	v->as.text.s = xmalloc(n + 1);
	memcpy(v->as.text.s, s, n);
	v->as.text.s[n] = '\0';
	v->as.text.n = n;
}

void result_put_int(struct result *r, size_t row, size_t col, int64_t i)
{
	cell_at(r, row, col)->as.i = i;
}

void result_put_float(struct result *r, size_t row, size_t col, double f)
{
	cell_at(r, row, col)->as.f = f;
}

void result_add_pair(struct result *r, const char *key, const char *fmt, ...)
{
	va_list ap;
	char *text;
	size_t row;

	if (!r->column_count) {
		result_add_column(r, "key", CELL_TEXT);
		result_add_column(r, "value", CELL_TEXT);
	}
	va_start(ap, fmt);
	text = format_text(fmt, ap);
	va_end(ap);
	row = result_add_row(r);
	result_put_text(r, row, 0, key, strlen(key));
	result_put_text(r, row, 1, text, strlen(text));
	free(text);
}

void result_notef(struct result *r, const char *fmt, ...)
{
	va_list ap;

	ARRAY_RESERVE(r->notes, r->note_cap, r->note_count + 1);
	va_start(ap, fmt);
	r->notes[r->note_count++] = format_text(fmt, ap);
	va_end(ap);
}

void result_set_query(struct result *r, struct model *m, const uint32_t *rows, size_t n,
		      bool analogy)
{
	if (r->model)
		model_unref(r->model);
	r->model = model_ref(m);
	free(r->query_rows);
	r->query_rows = n ? xreallocarray(NULL, n, sizeof(*rows)) : NULL;
	r->query_count = 0;
	for (size_t i = 0; i < n; i++)
		if (rows[i] != VOCAB_NONE)
			r->query_rows[r->query_count++] = rows[i];
	r->analogy = analogy;
}

void result_set_both(struct result *r, struct model *m, struct model *other)
{
	result_set_query(r, m, NULL, 0, false);
	model_unref(r->other);
	r->other = model_ref(other);
}

void result_set_answer_row(struct result *r, size_t row, uint32_t vocab_row)
{
	if (!r->answer_rows) {
		r->answer_rows = xreallocarray(NULL, r->row_cap, sizeof(*r->answer_rows));
		for (size_t i = 0; i < r->rows; i++)
			r->answer_rows[i] = VOCAB_NONE;
	}
	r->answer_rows[row] = vocab_row;
}

void result_copy(struct result *to, const struct result *from)
{
	size_t cells = from->rows * from->column_count;

	*to = *from;
	to->row_cap = from->rows;
	to->note_cap = from->note_count;
	to->title = from->title ? xstrdup(from->title) : NULL;
	to->text = from->text ? xstrdup(from->text) : NULL;
	to->kept = from->kept ? xstrdup(from->kept) : NULL;
	to->model = from->model ? model_ref(from->model) : NULL;
	to->other = from->other ? model_ref(from->other) : NULL;
	to->values = cells ? xreallocarray(NULL, cells, sizeof(*to->values)) : NULL;
	for (size_t i = 0; i < cells; i++) {
		struct value *v = &to->values[i];

		*v = from->values[i];
		if (from->columns[i % from->column_count].type == CELL_TEXT && v->as.text.s)
			v->as.text.s = xstrndup(v->as.text.s, v->as.text.n);
	}
	to->notes = from->note_count ? xcalloc(from->note_count, sizeof(*to->notes)) : NULL;
	for (size_t i = 0; i < from->note_count; i++)
		to->notes[i] = xstrdup(from->notes[i]);
	to->query_rows = NULL;
	if (from->query_count) {
		to->query_rows = xreallocarray(NULL, from->query_count, sizeof(uint32_t));
		memcpy(to->query_rows, from->query_rows, from->query_count * sizeof(uint32_t));
	}
	if (from->answer_rows) {
		to->answer_rows = xreallocarray(NULL, MAX(from->rows, 1), sizeof(uint32_t));
		memcpy(to->answer_rows, from->answer_rows, from->rows * sizeof(uint32_t));
	}
	if (from->picture) {
		size_t n = (size_t)from->picture->rows * (size_t)from->picture->cols;

		to->picture = xcalloc(1, sizeof(*to->picture));
		surface_init(to->picture, from->picture->rows, from->picture->cols);
		memcpy(to->picture->cells, from->picture->cells, n * sizeof(struct cell));
	}
}

/* --- the summary for the history --- */

#define SUMMARY_ROWS  5
#define SUMMARY_BYTES 200

static void summarise_value(const struct value *v, enum cell_type type, struct strbuf *out)
{
	if (v->missing)
		strbuf_addc(out, '-');
	else if (type == CELL_TEXT)
		strbuf_add(out, v->as.text.s, MIN(v->as.text.n, (size_t)60));
	else if (type == CELL_INT)
		strbuf_addf(out, "%lld", (long long)v->as.i);
	else
		strbuf_addf(out, "%.4f", v->as.f);
}

/* The columns that say most: the first text and the last one, or all when there is no text. */
static void summarise_row(const struct result *r, size_t row, struct strbuf *out)
{
	const struct value *v = &r->values[row * r->column_count];
	size_t first = 0;

	while (first < r->column_count && r->columns[first].type != CELL_TEXT)
		first++;
	if (first == r->column_count)
		first = 0;
	for (size_t c = first; c < r->column_count; c++) {
		if (c > first)
			strbuf_addc(out, ' ');
		summarise_value(&v[c], r->columns[c].type, out);
	}
}

static void summarise_text(const char *text, struct strbuf *out)
{
	strbuf_add(out, text, MIN(strcspn(text, "\n"), (size_t)SUMMARY_BYTES));
}

void result_summary(const struct result *r, struct strbuf *out)
{
	size_t start = out->len;

	if (!r->column_count || !r->rows) {
		summarise_text(r->text ? r->text : r->title ? r->title : "", out);
		return;
	}
	for (size_t row = 0; row < r->rows && row < SUMMARY_ROWS; row++) {
		if (row)
			strbuf_adds(out, ", ");
		summarise_row(r, row, out);
		if (out->len - start > SUMMARY_BYTES)
			break;
	}
	if (r->rows > SUMMARY_ROWS)
		strbuf_addf(out, ", … (%zu rows)", r->rows);
}

void result_add_places(struct result *r)
{
	size_t old = r->column_count, wide = old + 1;
	struct value *values;

	if (!r->answer_rows || old == RESULT_COLUMNS_MAX)
		return;
	values = xcalloc(r->row_cap * wide + 1, sizeof(*values));
	for (size_t row = 0; row < r->rows; row++) {
		memcpy(values + row * wide, r->values + row * old, old * sizeof(*values));
		values[row * wide + old].missing = r->answer_rows[row] == VOCAB_NONE;
		values[row * wide + old].as.i = (int64_t)r->answer_rows[row] + 1;
	}
	free(r->values);
	r->values = values;
	r->columns[old] = (struct column){ .name = "place", .type = CELL_INT };
	r->column_count = wide;
}
