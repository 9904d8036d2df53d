#include "app/render.h"

#include <math.h>
#include <string.h>

#include "base/display.h"
#include "base/number.h"
#include "base/utf8.h"
#include "io/json.h"
#include "render_internal.h"

static const char *const mode_names[] = { "auto", "table", "tsv", "csv", "json", "md" };

bool output_mode_parse(const char *name, enum output_mode *out)
{
	for (size_t i = 0; i < ARRAY_LEN(mode_names); i++) {
		if (!strcmp(mode_names[i], name)) {
			*out = (enum output_mode)i;
			return true;
		}
	}
	return false;
}

const char *output_mode_name(enum output_mode mode)
{
	return mode_names[mode];
}

/* --- values --- */

void value_put_exact(const struct value *v, enum cell_type type, struct strbuf *out)
{
	char number[NUMBER_TEXT_MAX];

	if (v->missing)
		return;
	switch (type) {
	case CELL_TEXT:
		strbuf_add(out, v->as.text.s, v->as.text.n);
		break;
	case CELL_INT:
		strbuf_addf(out, "%lld", (long long)v->as.i);
		break;
	case CELL_F32:
		strbuf_add(out, number, number_format_f32(number, (float)v->as.f));
		break;
	case CELL_F64:
		strbuf_add(out, number, number_format_f64(number, v->as.f));
		break;
	}
}

static void put_decimals(double f, struct strbuf *out)
{
	char number[NUMBER_TEXT_MAX];

	if (isfinite(f) && fabs(f) < 1e9)
		strbuf_addf(out, "%.4f", fabs(f) < 0.00005 ? 0.0 : f);
	else
		strbuf_add(out, number, number_format_f32(number, (float)f));
}

void value_put_short(const struct value *v, enum cell_type type, bool ascii, struct strbuf *out)
{
	if (v->missing)
		strbuf_addc(out, '-');
	else if (type == CELL_TEXT && ascii)
		display_put_ascii(out, v->as.text.s, v->as.text.n);
	else if (type == CELL_TEXT)
		display_put(out, v->as.text.s, v->as.text.n);
	else if (type == CELL_INT)
		strbuf_addf(out, "%lld", (long long)v->as.i);
	else
		put_decimals(v->as.f, out);
}

/* --- TSV, CSV, Markdown: a header line, then rows --- */

static void put_tsv_text(const char *s, size_t n, struct strbuf *out)
{
	for (size_t i = 0; i < n; i++) {
		const char *escape = s[i] == '\t'   ? "\\t"
				     : s[i] == '\n' ? "\\n"
				     : s[i] == '\r' ? "\\r"
				     : s[i] == '\\' ? "\\\\"
						    : NULL;

		if (escape)
			strbuf_adds(out, escape);
		else
			strbuf_addc(out, s[i]);
	}
}

/* RFC 4180: quoted when it holds a comma, a quote or a line break; quotes doubled. */
static void put_csv_text(const char *s, size_t n, struct strbuf *out)
{
	bool quote = false;

	for (size_t i = 0; i < n; i++)
		quote = quote || s[i] == ',' || s[i] == '"' || s[i] == '\n' || s[i] == '\r';
	if (quote)
		strbuf_addc(out, '"');
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"')
			strbuf_addc(out, '"');
		strbuf_addc(out, s[i]);
	}
	if (quote)
		strbuf_addc(out, '"');
}

static void put_md_text(const char *s, size_t n, struct strbuf *out)
{
	struct strbuf visible = STRBUF_INIT;

	display_put(&visible, s, n);
	for (size_t i = 0; i < visible.len; i++) {
		if (strchr("|\\`*_<", visible.buf[i]) && visible.buf[i])
			strbuf_addc(out, '\\');
		strbuf_addc(out, visible.buf[i]);
	}
	strbuf_release(&visible);
}

struct lines {
	char separator;
	void (*text)(const char *s, size_t n, struct strbuf *out);
};

static const struct lines tsv_lines = { '\t', put_tsv_text };
static const struct lines csv_lines = { ',', put_csv_text };

static void render_lines(const struct result *r, const struct render_options *opt,
			 const struct lines *how, struct strbuf *out)
{
	for (size_t c = 0; opt->header && c < r->column_count; c++) {
		if (c)
			strbuf_addc(out, how->separator);
		how->text(r->columns[c].name, strlen(r->columns[c].name), out);
	}
	if (opt->header)
		strbuf_addc(out, '\n');
	for (size_t row = 0; row < r->rows; row++) {
		for (size_t c = 0; c < r->column_count; c++) {
			const struct value *v = value_at(r, row, c);

			if (c)
				strbuf_addc(out, how->separator);
			if (r->columns[c].type == CELL_TEXT && !v->missing)
				how->text(v->as.text.s, v->as.text.n, out);
			else
				value_put_exact(v, r->columns[c].type, out);
		}
		strbuf_addc(out, '\n');
	}
}

static void md_row(const struct result *r, size_t row, struct strbuf *out)
{
	strbuf_addc(out, '|');
	for (size_t c = 0; c < r->column_count; c++) {
		const struct value *v = value_at(r, row, c);

		strbuf_addc(out, ' ');
		if (r->columns[c].type == CELL_TEXT && !v->missing)
			put_md_text(v->as.text.s, v->as.text.n, out);
		else
			value_put_short(v, r->columns[c].type, false, out);
		strbuf_adds(out, " |");
	}
	strbuf_addc(out, '\n');
}

static void render_md(const struct result *r, struct strbuf *out)
{
	strbuf_addc(out, '|');
	for (size_t c = 0; c < r->column_count; c++)
		strbuf_addf(out, " %s |", r->columns[c].name);
	strbuf_adds(out, "\n|");
	for (size_t c = 0; c < r->column_count; c++)
		strbuf_adds(out, r->columns[c].type == CELL_TEXT ? " --- |" : " ---: |");
	strbuf_addc(out, '\n');
	for (size_t row = 0; row < r->rows; row++)
		md_row(r, row, out);
}

/* --- JSON --- */

static void json_value_put(const struct value *v, enum cell_type type, struct strbuf *out)
{
	if (v->missing)
		strbuf_adds(out, "null");
	else if (type == CELL_TEXT)
		json_add_string(out, v->as.text.s, v->as.text.n);
	else if (type == CELL_INT)
		strbuf_addf(out, "%lld", (long long)v->as.i);
	else if (type == CELL_F32)
		json_add_f32(out, (float)v->as.f);
	else
		json_add_f64(out, v->as.f);
}

static void json_rows(const struct result *r, size_t rows, struct strbuf *out)
{
	for (size_t row = 0; row < rows; row++) {
		strbuf_adds(out, row ? ",[" : "[");
		for (size_t c = 0; c < r->column_count; c++) {
			if (c)
				strbuf_addc(out, ',');
			json_value_put(value_at(r, row, c), r->columns[c].type, out);
		}
		strbuf_addc(out, ']');
	}
}

void render_json(const struct result *r, const char *command, size_t max_rows, struct strbuf *out)
{
	strbuf_adds(out, "{\"command\":");
	json_add_string(out, command, strlen(command));
	strbuf_adds(out, ",\"status\":\"ok\",\"columns\":[");
	for (size_t c = 0; c < r->column_count; c++) {
		if (c)
			strbuf_addc(out, ',');
		json_add_string(out, r->columns[c].name, strlen(r->columns[c].name));
	}
	strbuf_adds(out, "],\"rows\":[");
	json_rows(r, MIN(r->rows, max_rows), out);
	strbuf_adds(out, "],\"notes\":[");
	for (size_t i = 0; i < r->note_count; i++) {
		if (i)
			strbuf_addc(out, ',');
		json_add_string(out, r->notes[i], strlen(r->notes[i]));
	}
	strbuf_addc(out, ']');
	if (r->rows > max_rows)
		strbuf_addf(out, ",\"total\":%zu", r->rows);
	if (r->text) {
		strbuf_adds(out, ",\"text\":");
		json_add_string(out, r->text, strlen(r->text));
	}
	strbuf_addc(out, '}');
}

void render_error_json(const char *command, const struct error *err, struct strbuf *out)
{
	strbuf_adds(out, "{\"command\":");
	json_add_string(out, command, strlen(command));
	strbuf_adds(out, ",\"status\":\"error\",\"error\":");
	json_add_string(out, err->text, strlen(err->text));
	strbuf_adds(out, "}\n");
}

/* --- all of them --- */

static void render_text(const char *text, bool ascii, struct strbuf *out)
{
	size_t n;

	for (const char *line = text; *line; line += n + (line[n] == '\n')) {
		n = strcspn(line, "\n");
		if (ascii)
			display_put_ascii(out, line, n);
		else
			display_put(out, line, n);
		strbuf_addc(out, '\n');
	}
}

static void render_picture(const struct result *r, const struct render_options *opt,
			   struct strbuf *out)
{
	if (r->title) {
		render_text(r->title, opt->ascii, out);
	}
	surface_dump_text(r->picture, out);
}

/* False: it is no picture that words could tell; the table says it then. */
static bool render_spoken(const struct result *r, const struct render_options *opt,
			  struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;
	bool told = opt->spoken && r->picture && spoken_plot(r, &text);

	if (told)
		render_text(text.buf, opt->ascii, out);
	strbuf_release(&text);
	return told;
}

static bool has_content(const struct result *r)
{
	return r->column_count || r->text || r->picture;
}

void render_result(const struct result *r, const char *command, const struct render_options *opt,
		   struct strbuf *out)
{
	if (opt->mode == OUTPUT_JSON) {
		render_json(r, command, SIZE_MAX, out);
		strbuf_addc(out, '\n');
		return;
	}
	if (!has_content(r))
		return;
	if (!opt->first)
		strbuf_addc(out, '\n');
	if (opt->mode == OUTPUT_TABLE && render_spoken(r, opt, out))
		return;
	if (opt->mode == OUTPUT_TABLE && r->picture && !(opt->spoken && r->column_count))
		render_picture(r, opt, out);
	else if (r->text && (opt->mode == OUTPUT_TABLE || !r->column_count))
		render_text(r->text, opt->ascii, out);
	else if (opt->mode == OUTPUT_TABLE && r->matrix && !opt->spoken)
		render_matrix(r, opt, out);
	else if (opt->mode == OUTPUT_TABLE)
		render_table(r, opt, out);
	else if (opt->mode == OUTPUT_CSV)
		render_lines(r, opt, &csv_lines, out);
	else if (opt->mode == OUTPUT_MD)
		render_md(r, out);
	else
		render_lines(r, opt, &tsv_lines, out);
}
