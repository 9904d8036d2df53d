/* What tables a file holds, to choose one for open --tensor. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "commands.h"
#include "model/format.h"

struct tensors_data {
	char *path;
	struct load_options load;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct tensors_data *d = t->data;

	if (!t->args.count && !t->model)
		return error_set(err, ST_USAGE, "no model is open: tensors FILE");
	if (!t->args.count && !*t->model->path)
		return error_set(err, ST_FAILED, "%s was made here: it is one table",
				 t->model->name);
	d->path = path_expand_home(t->args.count ? args_word(&t->args, 0) : t->model->path);
	d->load.member = args_text(&t->args, "member");
	if (hist_owns_file(s->hist, d->path))
		return error_set(err, ST_FAILED, "%s is vecscope's own history, no model", d->path);
	return ST_OK;
}

static void fill(struct result *r, const char *path, const struct tensor_list *list)
{
	struct strbuf shape = STRBUF_INIT;

	result_set_title(r, "Tables of %s", path);
	result_add_column(r, "name", CELL_TEXT);
	result_add_column(r, "type", CELL_TEXT);
	result_add_column(r, "shape", CELL_TEXT);
	result_add_column(r, "bytes", CELL_INT);
	result_add_column(r, "used", CELL_TEXT);
	for (size_t i = 0; i < list->count; i++) {
		const struct tensor_info *t = &list->items[i];
		size_t row = result_add_row(r);

		strbuf_clear(&shape);
		tensor_put_shape(&shape, t);
		result_put_text(r, row, 0, t->name, strlen(t->name));
		result_put_text(r, row, 1, t->dtype, strlen(t->dtype));
		result_put_text(r, row, 2, shape.buf, shape.len);
		result_put_int(r, row, 3, (int64_t)t->bytes);
		result_put_text(r, row, 4, t->used ? "yes" : "", t->used ? 3 : 0);
	}
	strbuf_release(&shape);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct tensors_data *d = t->data;
	struct tensor_list list = { 0 };
	enum status st = model_list_tensors(&list, d->path, &d->load, err);

	(void)progress;
	if (st != ST_OK)
		return st;
	fill(&t->result, d->path, &list);
	tensor_list_release(&list);
	return ST_OK;
}

static void free_data(void *data)
{
	free(((struct tensors_data *)data)->path);
}

/* clang-format off */
const struct command cmd_tensors = {
	.name = "tensors", .group = "Models",
	.summary = "List the tables of a file.",
	.details = "The one that open takes is marked; open FILE --tensor NAME takes another: the output layer of a "
		   "language model, its positions, the labels of a fastText classifier.",
	.args = { { ARG_PATH, "file", "a model file; none = that of the model in use", 0, 1, NULL } },
	.opts = { { 0, "member", ARG_STRING, "NAME", NULL, "which file of an archive", NULL, 0, 0 } },
	.examples = { { "tensors", "those of the model in use" } },
	.data_size = sizeof(struct tensors_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
