#include "app/picture.h"

#include "base/path.h"
#include "draw/html.h"
#include "draw/png.h"
#include "draw/svg.h"
#include "io/sink.h"

bool picture_is_named(const char *path)
{
	return path_has_suffix(path, ".svg") || path_has_suffix(path, ".png") ||
	       path_has_suffix(path, ".html");
}

bool picture_is_vector(const char *path)
{
	return path_has_suffix(path, ".svg") || path_has_suffix(path, ".png");
}

static enum status render(const struct surface *s, const struct theme *theme, const char *title,
			  const char *path, struct strbuf *out, struct error *err)
{
	struct strbuf svg = STRBUF_INIT;
	enum status st = ST_OK;

	if (path_has_suffix(path, ".html")) {
		html_dump(s, theme, title, out);
	} else if (path_has_suffix(path, ".png")) {
		svg_dump(s, theme, title, &svg);
		st = png_from_svg(svg.buf, svg.len, out, err);
	} else if (path_has_suffix(path, ".svg")) {
		svg_dump(s, theme, title, out);
	} else {
		surface_dump_text(s, out);
	}
	strbuf_release(&svg);
	return st;
}

static enum status put(const struct strbuf *bytes, const char *path, bool force, struct error *err)
{
	struct sink *sink;
	enum status st = sink_open(&sink, path, force, err);

	if (st != ST_OK)
		return st;
	sink_write(sink, bytes->buf, bytes->len);
	return sink_commit(sink, err);
}

enum status picture_write(const struct surface *s, const struct theme *theme, const char *title,
			  const char *path, bool force, struct error *err)
{
	struct strbuf out = STRBUF_INIT;
	enum status st = render(s, theme, title, path, &out, err);

	if (st == ST_OK)
		st = put(&out, path, force, err);
	strbuf_release(&out);
	return st;
}

enum status picture_write_svg(const struct strbuf *svg, const char *path, bool force,
			      struct error *err)
{
	struct strbuf png = STRBUF_INIT;
	enum status st = ST_OK;

	if (path_has_suffix(path, ".svg"))
		return put(svg, path, force, err);
	st = png_from_svg(svg->buf, svg->len, &png, err);
	if (st == ST_OK)
		st = put(&png, path, force, err);
	strbuf_release(&png);
	return st;
}
