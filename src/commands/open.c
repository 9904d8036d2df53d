#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "commands.h"
#include "model/format.h"

struct open_data {
	char *path;
	const char *name; /* asked for, or NULL */
	struct load_options load;
	struct model *model; /* loaded, not yet in the session */
	struct cache_slot *slot;
	enum cache_state found;
	bool cached;
};

/* "demo", "animals" and "colours" mean the models that ship, unless a file has that name. */
char *open_resolve_path(const char *given)
{
	static const char *const shipped[][2] = {
		{ "demo", "models/demo.safetensors" },
		{ "animals", "models/animals.txt" },
		{ "colours", "models/colours.txt" },
		{ "colors", "models/colours.txt" },
	};
	char *path = path_expand_home(given), *asset = NULL;

	for (size_t i = 0; i < ARRAY_LEN(shipped) && access(path, F_OK) != 0; i++)
		if (!strcmp(given, shipped[i][0]))
			asset = path_asset(shipped[i][1]);
	if (!asset)
		return path;
	free(path);
	return asset;
}

/* What ships is small, and a program that is only tried leaves nothing behind. */
static bool is_shipped(const char *path)
{
	char *demo = path_asset("models/demo.safetensors");
	struct stat a, b;
	bool same = demo && stat(demo, &a) == 0 && stat(path, &b) == 0 && a.st_dev == b.st_dev &&
		    a.st_ino == b.st_ino;

	free(demo);
	return same;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct open_data *d = t->data;
	const struct args *a = &t->args;
	const char *format = args_text(a, "format");

	d->path = open_resolve_path(args_word(a, 0));
	d->name = args_text(a, "as") ? args_text(a, "as") : args_word(a, 2);
	if (args_word(a, 1) && !args_word(a, 2))
		return error_set(err, ST_USAGE, "open FILE as NAME: the name is missing");
	d->load.member = args_text(a, "member");
	d->load.format = format;
	d->load.read.vocab_path = args_text(a, "vocab");
	d->load.read.tensor = args_text(a, "tensor");
	d->load.read.threads = (size_t)s->settings.threads;
	if (format && !format_find(format))
		return error_set(err, ST_USAGE,
				 "there is no format \"%.40s\"; help open lists them", format);
	if (hist_owns_file(s->hist, d->path))
		return error_set(err, ST_FAILED, "%s is vecscope's own history, no model", d->path);
	d->cached = s->settings.cache > 0 && !is_shipped(d->path);
	return ST_OK;
}

/* The copy of a big file, if there is one. */
static bool open_copy(struct open_data *d)
{
	char *dir = d->cached ? cacher_dir() : NULL;

	d->found = CACHE_NONE;
	if (dir)
		d->slot = cache_slot_new(dir, d->path, &d->load);
	free(dir);
	if (d->slot)
		d->found = cache_open(&d->model, d->slot);
	return d->found == CACHE_HIT;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct open_data *d = t->data;

	enum status st;

	if (open_copy(d))
		return ST_OK;
	st = model_load(&d->model, d->path, &d->load, progress, err);
	if (st == ST_OK && d->slot)
		cache_slot_set_model(d->slot, d->model);
	return st;
}

static void note_repair(void *ctx, const char *sentence)
{
	result_notef(ctx, "%s", sentence);
}

static enum status commit(struct session *s, struct task *t, struct error *err)
{
	struct open_data *d = t->data;
	struct result *r = &t->result;
	struct model *m = d->model;

	(void)err;
	d->model = NULL;
	if (d->name) {
		free(m->name);
		m->name = xstrdup(d->name);
	}
	session_add_model(s, m);
	if (d->slot)
		cacher_add(&s->cacher, d->slot, m, (uint64_t)s->settings.cache << 20);
	d->slot = NULL;
	if (d->found == CACHE_STALE)
		result_notef(r, "the copy in the cache was of an older file: it is made anew");
	if (d->found == CACHE_DAMAGED)
		result_notef(r, "the copy in the cache was damaged: it is made anew");
	result_add_pair(r, "name", "%s", m->name);
	result_add_pair(r, "rows", "%zu", model_rows(m));
	result_add_pair(r, "dimensions", "%zu", model_dims(m));
	result_add_pair(r, "format", "%s%s%s", m->format, *m->packing ? ", " : "", m->packing);
	result_add_pair(r, "path", "%s", m->path);
	report_each(&m->report, note_repair, r);
	return ST_OK;
}

static void free_data(void *data)
{
	struct open_data *d = data;

	free(d->path);
	cache_slot_free(d->slot);
	if (d->model)
		model_unref(d->model);
}

/* clang-format off */
const struct command cmd_open = {
	.name = "open", .aliases = "load", .group = "Models",
	.summary = "Open a model file and use it.",
	.details =
		"The format is found by looking at the content: word2vec binary and text, GloVe and fastText text, "
		"fastText .bin and .ftz with their sub-words, .npy and .npz, TensorFlow Projector, safetensors and "
		"GGUF (the embedding layer of a language model), Magnitude; each also inside gz, bz2, xz, zst or "
		"zip, or a folder that holds one. What had to be repaired or skipped is reported. \"open demo\" "
		"opens the model that ships; \"open animals\" (size and tameness) and \"open colours\" (red, green, "
		"blue) are tiny ones made by hand.\n"
		"Tokens of a language model have two names: king at the start of a word, ##ing inside one, or as "
		"the file has them (Ġking, ▁king). Both can be asked for.",
	.args = {
		{ ARG_PATH, "file", "a model file", 1, 1, NULL },
		{ ARG_CHOICE, "as", "the word as", 0, 1, "as" },
		{ ARG_STRING, "name", "what to call it", 0, 1, NULL },
	},
	.opts = {
		{ 0, "as", ARG_STRING, "NAME", NULL, "what to call it", NULL, 0, 0 },
		{ 0, "member", ARG_STRING, "NAME", NULL, "which file of an archive", NULL, 0, 0 },
		{ 0, "format", ARG_STRING, "NAME", NULL, "read it as this format, whatever it looks like", NULL, 0, 0 },
		{ 0, "vocab", ARG_PATH, "FILE", NULL, "the words (or the tokenizer) that belong to a matrix", NULL, 0, 0 },
		{ 0, "tensor", ARG_STRING, "NAME", NULL, "another table than the usual one (tensors lists them)", NULL, 0, 0 },
	},
	.examples = {
		{ "open demo as small", "the model that ships, under another name" },
		{ "open animals", "41 animals in two dimensions" },
	},
	.flags = CMD_KEEP_LAST,
	.data_size = sizeof(struct open_data),
	.prepare = prepare, .work = work, .commit = commit, .free_data = free_data,
};
