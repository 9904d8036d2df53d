#include "app/output.h"

#include <stdlib.h>
#include <string.h>

#include "app/picture.h"
#include "app/plot_figure.h"
#include "base/path.h"
#include "draw/theme.h"
#include "io/sink.h"

static const struct {
	const char *suffix;
	enum output_mode mode;
} suffixes[] = {
	{ ".tsv", OUTPUT_TSV },	   { ".csv", OUTPUT_CSV }, { ".json", OUTPUT_JSON },
	{ ".jsonl", OUTPUT_JSON }, { ".md", OUTPUT_MD },   { ".txt", OUTPUT_TABLE },
};

static enum status write_picture(const struct result *r, const char *command, const char *path,
				 const struct output_write *opt, struct error *err)
{
	struct strbuf svg = STRBUF_INIT;
	enum status st;

	if (picture_is_vector(path) && plot_figure_svg(r, theme_find("light"), &svg)) {
		st = picture_write_svg(&svg, path, opt->force, err);
		strbuf_release(&svg);
		return st;
	}
	if (!r->picture) /* .svg .png .html */
		return error_set(err, ST_FAILED,
				 "the last answer is no picture: make one with \"plot\", or write "
				 "it as .csv, .tsv, .json, .md or .txt");
	return picture_write(r->picture, theme_find("light"), r->title ? r->title : command, path,
			     opt->force, err);
}

static void render_to(const struct result *r, const char *command, const char *path,
		      const struct output_write *opt, struct strbuf *out)
{
	struct render_options ro = { .mode = opt->mode,
				     .header = opt->header,
				     .first = true,
				     .ascii = opt->ascii,
				     .bars = true };

	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++)
		if (path_has_suffix(path, suffixes[i].suffix))
			ro.mode = suffixes[i].mode;
	render_result(r, command, &ro, out);
}

enum status output_write(const struct result *r, const char *command, const char *path,
			 const struct output_write *opt, struct error *err)
{
	struct strbuf out = STRBUF_INIT;
	struct sink *sink;
	enum status st;

	if (picture_is_named(path))
		return write_picture(r, command, path, opt, err);
	render_to(r, command, path, opt, &out);
	st = sink_open(&sink, path, opt->force, err);
	if (st == ST_OK) {
		sink_write(sink, out.buf, out.len);
		st = sink_commit(sink, err);
	}
	strbuf_release(&out);
	return st;
}
