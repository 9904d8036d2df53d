/* A model → a file, through the writer of its format; all or nothing. */
#include "model/format.h"

enum status model_save(const struct model *m, const char *path, const struct format *format,
		       const struct write_options *opt, const struct progress *progress,
		       struct error *err)
{
	struct write_options o = *opt;
	struct sink *sink = NULL;
	enum status st;

	if (!format->write)
		return error_set(err, ST_USAGE, "vecscope reads %s but does not write it",
				 format->title);
	if (o.int8 && !format->holds_int8)
		return error_set(err, ST_USAGE,
				 "--int8 needs the format safetensors; %s holds no bytes with a "
				 "scale",
				 format->title);
	o.path = path;
	st = sink_open(&sink, path, o.force, err);
	if (st)
		return st;
	st = format->write(sink, m, &o, progress, err);
	if (!st && model_is_broken(m))
		st = error_set(err, ST_IO,
			       "the file that %s is mapped from was changed: open it again",
			       m->name);
	if (st) {
		sink_abort(sink);
		return st;
	}
	return sink_commit(sink, err);
}
