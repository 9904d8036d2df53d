#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/compiler.h"
#include "base/mem.h"
#include "base/path.h"
#include "folder.h"
#include "load_name.h"
#include "model/format.h"

#define SNIFF_SURE_ENOUGH 20

/* The format that is surest of these bytes; a name that fits breaks ties. NULL: none is sure. */
static const struct format *recognise(const char *head, size_t n, const struct source *src)
{
	const struct format *best = NULL;
	int best_score = SNIFF_SURE_ENOUGH - 1;

	for (size_t i = 0; format_table[i]; i++) {
		const struct format *f = format_table[i];
		int score = 2 * f->sniff(head, n, src);

		if (score / 2 >= SNIFF_SURE_ENOUGH && src && format_has_suffix(f, source_name(src)))
			score++;
		if (score > best_score && score / 2 >= SNIFF_SURE_ENOUGH) {
			best_score = score;
			best = f;
		}
	}
	return best;
}

/* Would this file of an archive do? */
static bool is_readable(const char *head, size_t n)
{
	const struct format *f = recognise(head, n, NULL);

	return f && f->read;
}

static bool has_member_ending(const struct source *src, const char *end)
{
	for (size_t i = 0; i < source_member_count(src); i++)
		if (path_has_suffix(source_member_name(src, i), end))
			return true;
	return false;
}

static enum status not_recognised(const struct source *src, const char *head, size_t n,
				  struct error *err)
{
	char hex[8 * 3 + 2] = "";

	for (size_t i = 0; i < n && i < 8; i++)
		snprintf(hex + 3 * i, 4, i < 7 && i + 1 < n ? "%02x " : "%02x",
			 (unsigned char)head[i]);
	return error_set(
		err, ST_FORMAT,
		"%s is no embedding file that vecscope knows: it begins with the bytes %s; "
		"see: help formats",
		source_path(src), hex);
}

static enum status refuse(const struct source *src, const struct format *f, struct error *err)
{
	return error_set(err, ST_FORMAT, "%s is %s", source_path(src), f->refuse);
}

static enum status choose_format(struct source *src, const char *forced, const struct format **out,
				 struct error *err)
{
	const char *head;
	size_t n;
	enum status st = source_head(src, &head, &n, err);
	const struct format *f;

	if (st != ST_OK)
		return st;
	if (n == 0)
		return error_set(err, ST_FORMAT, "%s is empty", source_path(src));
	f = forced ? format_find(forced) : recognise(head, n, src);
	if (forced && !f)
		return error_set(err, ST_USAGE, "there is no format %s; see: help formats", forced);
	if (!forced && has_member_ending(src, "/data.pkl"))
		f = format_find("pytorch");
	if (!f)
		return not_recognised(src, head, n, err);
	if (!f->read)
		return refuse(src, f, err);
	*out = f;
	return ST_OK;
}

static void note_members(struct report *r, const struct source *src)
{
	size_t others = source_member_count(src);

	if (others > 1)
		report_notef(r, "the archive holds %zu files: this is %s", others,
			     source_member(src));
}

static void set_provenance(struct model *m, const struct source *src, const struct format *f)
{
	free(m->name);
	free(m->path);
	m->name = load_plain_name(source_name(src));
	m->path = xstrdup(source_path(src));
	m->format = f->title;
	m->packing = source_packing(src);
	m->file_bytes = source_file_size(src) ? source_file_size(src) : source_consumed(src);
}

/* Readers speak of "it"; whoever reads the sentence wants the file's name. */
static void name_file(struct error *err, const struct source *src)
{
	if (err && err->status != ST_CANCELLED && !strstr(err->text, source_path(src)))
		error_wrap(err, "%s", source_path(src));
}

static enum status read_model(struct model **out, struct source *src,
			      const struct load_options *opt, const struct progress *progress,
			      struct error *err)
{
	static const struct read_options defaults;
	const struct format *f = NULL;
	struct builder *b;
	enum status st = choose_format(src, opt ? opt->format : NULL, &f, err);

	if (st == ST_OK && opt && opt->read.tensor && !f->list)
		st = error_set(err, ST_USAGE, "%s is %s, which holds one table: leave --tensor out",
			       source_path(src), f->title);
	if (st != ST_OK)
		return st;
	b = builder_new(f->place_unit ? f->place_unit : "row");
	st = f->read(src, b, opt ? &opt->read : &defaults, progress, err);
	if (st == ST_OK)
		note_members(builder_report(b), src);
	if (st == ST_OK)
		st = builder_finish(b, out, err);
	if (st == ST_OK)
		set_provenance(*out, src, f);
	else
		name_file(err, src);
	builder_free(b);
	return st;
}

/* Of several arrays in an .npz: the one called as matrices of words usually are. */
static void prefer_array(struct source **src)
{
	static const char *const names[] = { "vectors.npy", "embeddings.npy", "emb.npy", "W.npy",
					     "syn0.npy" };

	for (size_t k = 0; k < ARRAY_LEN(names); k++)
		for (size_t i = 0; i < source_member_count(*src); i++) {
			const char *member = source_member_name(*src, i), *head;
			struct source *better;
			size_t n;

			if (strcmp(path_base(member), names[k]) != 0 ||
			    source_open(&better, source_path(*src), member, NULL, NULL) != ST_OK)
				continue;
			if (source_head(better, &head, &n, NULL) == ST_OK && is_readable(head, n)) {
				source_close(*src);
				*src = better;
				return;
			}
			source_close(better);
		}
}

/* --tensor of an .npz is a file in it. */
static char *array_member(const char *path, const struct load_options *opt)
{
	if (!opt || opt->member || !opt->read.tensor || !path_has_suffix(path, ".npz"))
		return opt && opt->member ? xstrdup(opt->member) : NULL;
	return xasprintf("%s.npy", opt->read.tensor);
}

/* The file itself, or the model in the folder. */
static enum status open_source(struct source **src, const char *path,
			       const struct load_options *opt, struct error *err)
{
	char *file = NULL, *member = NULL;
	enum status st = folder_resolve(path, opt ? opt->read.tensor : NULL, &file, err);

	if (st == ST_OK) {
		member = array_member(file, opt);
		st = source_open(src, file, member, is_readable, err);
	}
	if (st == ST_OK && !member && path_has_suffix(file, ".npz"))
		prefer_array(src);
	free(member);
	free(file);
	return st;
}

enum status model_load(struct model **out, const char *path, const struct load_options *opt,
		       const struct progress *progress, struct error *err)
{
	uint64_t begun = clock_ns();
	struct source *src;
	char *name;
	enum status st = open_source(&src, path, opt, err);

	if (st != ST_OK)
		return st;
	st = read_model(out, src, opt, progress, err);
	source_close(src);
	if (st == ST_OK) {
		name = (*out)->name;
		(*out)->name =
			load_model_name(path, (*out)->path, name, opt ? opt->read.tensor : NULL);
		free(name);
		(*out)->load_ms = (double)(clock_ns() - begun) / 1e6;
	}
	return st;
}

enum status model_list_tensors(struct tensor_list *out, const char *path,
			       const struct load_options *opt, struct error *err)
{
	struct tensor_list list = { 0 };
	const struct format *f = NULL;
	struct source *src;
	enum status st = open_source(&src, path, opt, err);

	if (st != ST_OK)
		return st;
	st = choose_format(src, opt ? opt->format : NULL, &f, err);
	if (st == ST_OK && !f->list)
		st = error_set(err, ST_FAILED, "a %s file holds one table: open it", f->title);
	if (st == ST_OK)
		st = f->list(src, opt ? opt->read.tensor : NULL, &list, err);
	if (st != ST_OK) {
		name_file(err, src);
		tensor_list_release(&list);
	} else {
		*out = list;
	}
	source_close(src);
	return st;
}
