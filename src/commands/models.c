/* Which models are open, which one is used, and letting go of one. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "commands.h"

static void put_string(struct result *r, size_t row, size_t col, const char *s)
{
	result_put_text(r, row, col, s ? s : "", s ? strlen(s) : 0);
}

static enum status models_prepare(struct session *s, struct task *t, struct error *err)
{
	struct result *r = &t->result;

	(void)err;
	result_add_column(r, "name", CELL_TEXT);
	result_add_column(r, "rows", CELL_INT);
	result_add_column(r, "dimensions", CELL_INT);
	result_add_column(r, "format", CELL_TEXT);
	result_add_column(r, "path", CELL_TEXT);
	for (size_t i = 0; i < s->model_count; i++) {
		const struct model *m = s->models[i];
		size_t row = result_add_row(r);

		put_string(r, row, 0, m->name);
		result_put_int(r, row, 1, (int64_t)model_rows(m));
		result_put_int(r, row, 2, (int64_t)model_dims(m));
		put_string(r, row, 3, m->format);
		put_string(r, row, 4, m->path);
	}
	if (s->model_count)
		result_notef(r, "%s is in use", session_model(s)->name);
	else
		result_notef(r, "no model is open: open FILE");
	return ST_OK;
}

static enum status no_such_model(const struct session *s, const char *name, struct error *err)
{
	struct strbuf names = STRBUF_INIT;

	for (size_t i = 0; i < s->model_count; i++)
		strbuf_addf(&names, "%s%s", i ? ", " : "", s->models[i]->name);
	error_set(err, ST_FAILED, "no open model is called \"%.60s\"; open are: %s", name,
		  names.len ? names.buf : "none");
	strbuf_release(&names);
	return ST_FAILED;
}

static enum status use_prepare(struct session *s, struct task *t, struct error *err)
{
	if (!session_use_model(s, args_word(&t->args, 0)))
		return no_such_model(s, args_word(&t->args, 0), err);
	result_notef(&t->result, "%s is in use", session_model(s)->name);
	return ST_OK;
}

static enum status close_prepare(struct session *s, struct task *t, struct error *err)
{
	char *name = xstrdup(t->args.count ? args_word(&t->args, 0) : t->model->name);
	bool closed = session_close_model(s, name);

	if (!closed)
		no_such_model(s, name, err);
	else if (session_model(s))
		result_notef(&t->result, "closed %s; %s is in use", name, session_model(s)->name);
	else
		result_notef(&t->result, "closed %s; no model is open", name);
	free(name);
	return closed ? ST_OK : ST_FAILED;
}

/* clang-format off */
const struct command cmd_models = {
	.name = "models", .group = "Models",
	.summary = "List the open models.",
	.examples = { { "models", "which are open, which is in use" } },
	.prepare = models_prepare,
};

const struct command cmd_use = {
	.name = "use", .group = "Models",
	.summary = "Ask this open model from now on.",
	.args = { { ARG_MODEL, "model", "a name that models lists", 1, 1, NULL } },
	.examples = { { "use demo", "the model that ships" } },
	.flags = CMD_KEEP_LAST,
	.prepare = use_prepare,
};

const struct command cmd_close = {
	.name = "close", .group = "Models",
	.summary = "Let go of a model, the one in use or another.",
	.args = { { ARG_MODEL, "model", "a name that models lists; none = the one in use", 0, 1, NULL } },
	.examples = { { "close", "the one in use" } },
	.flags = CMD_KEEP_LAST | CMD_NEEDS_MODEL,
	.prepare = close_prepare,
};
