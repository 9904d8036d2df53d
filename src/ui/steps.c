/*
 * An answer whose rows are sentences, as explain's: in a pane beside the map they would be cut to a few
 * letters, so they get a box of their own, each with its number in front and its value at the end.
 */
#include "ui/core.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/render.h"
#include "app/wrap.h"
#include "base/display.h"

enum {
	BOX_FRAME = 8, /* cells that the box needs for itself */
	COLS_MAX = 92,
	COLS_USUAL = 60,
	COLS_MIN = 16,
	NUMBER_CELLS = 5, /* of a step, with the gap behind it */
	VALUE_CELLS = 11, /* of a value, the gap before it counted */
	VALUE_MIN = 44,	  /* below so many cells a value stands on a line of its own */
};

static const struct value *cell(const struct result *r, size_t row, size_t col)
{
	return &r->values[row * r->column_count + col];
}

/* Counts as they are; small shares, of all pairs perhaps, would else be nothing but zeros. */
static void put_number(char *out, size_t size, double v)
{
	bool whole = v >= 1 && v < 1e9 && v - floor(v) < 1e-12;

	snprintf(out, size, whole ? "%.0f" : fabs(v) < 0.01 ? "%.3g" : "%.4f", v);
}

/* To the right edge, in the last line where there is room. */
static void put_value(struct strbuf *out, const struct value *v, size_t cols)
{
	char text[32];
	size_t n, last = out->len - 1, used;

	if (v->missing)
		return;
	put_number(text, sizeof(text), v->as.f);
	n = strlen(text);
	while (last && out->buf[last - 1] != '\n')
		last--;
	used = display_width(out->buf + last, out->len - 1 - last);
	if (used + 2 + n <= cols) {
		strbuf_truncate(out, out->len - 1);
		strbuf_add_repeat(out, ' ', cols - used - n);
	} else if (n < cols) {
		strbuf_add_repeat(out, ' ', cols - n);
	}
	strbuf_adds(out, text);
	strbuf_addc(out, '\n');
}

static void put_step(struct strbuf *out, const struct result *r, size_t row, size_t cols)
{
	const struct value *what = cell(r, row, 1);
	size_t inner = strspn(what->as.text.s, " ");
	size_t room = cols > VALUE_MIN ? cols - VALUE_CELLS : cols;
	struct strbuf first = STRBUF_INIT;

	strbuf_addf(&first, "%3zu  ", row + 1);
	strbuf_add_repeat(&first, ' ', inner);
	wrap_paragraph(out, first.buf, what->as.text.s + inner, what->as.text.n - inner, room);
	put_value(out, cell(r, row, 2), cols);
	strbuf_release(&first);
}

/* No wider than the longest sentence asks for. */
static size_t choose_cols(const struct result *r, size_t room)
{
	size_t widest = COLS_MIN;

	for (size_t row = 0; row < r->rows; row++) {
		const struct value *what = cell(r, row, 1);
		size_t width = NUMBER_CELLS + display_width(what->as.text.s, what->as.text.n);

		widest = MAX(widest, width + VALUE_CELLS);
	}
	widest = MAX(widest, COLS_USUAL);
	return MIN(MIN(widest, room), COLS_MAX);
}

void steps_show(struct ui *ui, const struct result *r)
{
	struct strbuf text = STRBUF_INIT;
	size_t cols = choose_cols(r, (size_t)MAX(ui->cols - BOX_FRAME, COLS_MIN));

	for (size_t row = 0; row < r->rows; row++)
		put_step(&text, r, row, cols);
	for (size_t i = 0; i < r->note_count; i++) {
		strbuf_addc(&text, '\n');
		wrap_paragraph(&text, "", r->notes[i], strlen(r->notes[i]), cols);
	}
	overlay_open_text(ui, r->title ? r->title : "Answer", text.buf, NULL);
	strbuf_release(&text);
}
