#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/path.h"
#include "commands.h"
#include "model/format.h"

struct export_data {
	char *path;
	const struct format *format;
	struct query_setup list; /* --words as a list of what may pass */
	size_t top;
};

static void writable_formats(struct strbuf *out)
{
	for (size_t i = 0; format_table[i]; i++)
		if (format_table[i]->write)
			strbuf_addf(out, "%s%s", out->len ? ", " : "", format_table[i]->name);
}

static enum status choose_format(struct export_data *d, const char *name, struct error *err)
{
	struct strbuf names = STRBUF_INIT;

	d->format = name ? format_find(name) : format_for_path(d->path);
	if (d->format && d->format->write)
		return ST_OK;
	writable_formats(&names);
	if (name)
		error_set(err, ST_USAGE, "cannot write the format \"%.40s\"; there are: %s", name,
			  names.buf);
	else
		error_set(err, ST_USAGE,
			  "the name %.100s does not say which format: add --format, one of %s",
			  d->path, names.buf);
	strbuf_release(&names);
	return ST_USAGE;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct export_data *d = t->data;
	const struct args *a = &t->args;

	d->path = path_expand_home(args_word(a, 0));
	d->list.in = args_text(a, "words");
	d->top = args_given(a, "top") ? (size_t)args_int(a, "top") : model_rows(t->model);
	d->top = MIN(d->top, model_rows(t->model));
	if (hist_owns_file(s->hist, d->path))
		return error_set(err, ST_FAILED, "%s is vecscope's own history", d->path);
	return choose_format(d, args_text(a, "format"), err);
}

/* The rows to write, most frequent first. */
static enum status choose_rows(struct task *t, uint32_t **rows, size_t *count,
			       const struct progress *progress, struct error *err)
{
	struct export_data *d = t->data;
	uint8_t *mask = NULL;
	void *list = NULL;
	enum status st = filter_mask(&mask, t->model, &d->list, progress, &t->result, err);

	if (st == ST_OK)
		st = mem_try_calloc(&list, d->top + 1, sizeof(**rows), "the list of rows", err);
	*rows = list;
	*count = 0;
	for (uint32_t i = 0; st == ST_OK && i < model_rows(t->model) && *count < d->top; i++)
		if (!mask || mask[i])
			(*rows)[(*count)++] = i;
	free(mask);
	return st;
}

static void note_lost(void *ctx, const char *sentence)
{
	result_notef(ctx, "%s", sentence);
}

static void fill(struct task *t, size_t count)
{
	const struct export_data *d = t->data;
	struct result *r = &t->result;
	struct stat st;

	result_add_pair(r, "file", "%s", d->path);
	result_add_pair(r, "format", "%s", d->format->title);
	result_add_pair(r, "rows", "%zu", count);
	result_add_pair(r, "dimensions", "%zu", model_dims(t->model));
	if (stat(d->path, &st) == 0)
		result_add_pair(r, "bytes", "%lld", (long long)st.st_size);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct export_data *d = t->data;
	struct report report;
	uint32_t *rows;
	size_t count;
	struct write_options opt = { .int8 = args_given(&t->args, "int8"),
				     .path = d->path,
				     .force = args_given(&t->args, "force"),
				     .report = &report };
	enum status st = choose_rows(t, &rows, &count, progress, err);

	report_init(&report, "row");
	if (count < model_rows(t->model)) {
		opt.rows = rows;
		opt.row_count = count;
	}
	if (st == ST_OK)
		st = model_save(t->model, d->path, d->format, &opt, progress, err);
	if (st == ST_OK) {
		fill(t, count);
		report_each(&report, note_lost, &t->result);
	}
	report_release(&report);
	free(rows);
	return st;
}

static void free_data(void *data)
{
	free(((struct export_data *)data)->path);
}

/* clang-format off */
const struct command cmd_export = {
	.name = "export", .aliases = "save", .group = "Models",
	.summary = "Write the model to a file, whole or in part.",
	.details = "The format follows the file's name, or --format. The file appears whole or not at all; one that "
		   "exists is kept unless --force.",
	.args = { { ARG_PATH, "file", "where to", 1, 1, NULL } },
	.opts = {
		{ 0, "format", ARG_STRING, "NAME", NULL, "the format, when the name does not say it", NULL, 0, 0 },
		{ 0, "words", ARG_PATH, "FILE", NULL, "only the words of this list, one a line", NULL, 0, 0 },
		{ 0, "top", ARG_INT, "N", NULL, "only the most frequent N words", NULL, 1, INT32_MAX },
		{ 0, "int8", ARG_NONE, NULL, NULL, "one byte a number and a scale a row (safetensors)", NULL, 0, 0 },
		{ 0, "force", ARG_NONE, NULL, NULL, "replace a file that exists", NULL, 0, 0 },
	},
	.examples = { { "export top1000.txt --format glove-text --top 1000 --force", "the most frequent words as GloVe text" } },
	.flags = CMD_NEEDS_MODEL | CMD_KEEP_LAST,
	.data_size = sizeof(struct export_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
