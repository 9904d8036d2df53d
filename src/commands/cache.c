/* The copies of big models: looking at them, making and deleting them. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/cacher.h"
#include "base/mem.h"
#include "commands.h"

#define LOOK_AGAIN_MS 20

struct cache_data {
	char *dir, *path;
	struct load_options load;
	uint64_t limit;
};

static void list_copies(struct result *r, const char *dir)
{
	struct cache_list list;
	uint64_t bytes = 0;

	cache_list_read(&list, dir);
	result_add_column(r, "model", CELL_TEXT);
	result_add_column(r, "bytes", CELL_INT);
	result_add_column(r, "copy", CELL_TEXT);
	for (size_t i = 0; i < list.count; i++) {
		const struct cache_entry *e = &list.items[i];
		size_t row = result_add_row(r);

		result_put_text(r, row, 0, e->source, strlen(e->source));
		result_put_int(r, row, 1, (int64_t)e->bytes);
		result_put_text(r, row, 2, e->file, strlen(e->file));
		bytes += e->bytes;
	}
	result_notef(r, "%zu cop%s, %llu bytes, in %s", list.count, list.count == 1 ? "y" : "ies",
		     (unsigned long long)bytes, dir);
	cache_list_release(&list);
}

static bool is_asked(const struct task *t, const char *what)
{
	return t->args.count && strcmp(args_word(&t->args, 0), what) == 0;
}

static enum status prepare_add(struct session *s, struct task *t, struct error *err)
{
	struct cache_data *d = t->data;
	const struct args *a = &t->args;

	if (a->count < 2)
		return error_set(err, ST_USAGE, "cache add FILE: the file is missing");
	d->path = open_resolve_path(args_word(a, 1));
	d->load.member = args_text(a, "member");
	d->load.format = args_text(a, "format");
	d->load.read.vocab_path = args_text(a, "vocab");
	d->load.read.tensor = args_text(a, "tensor");
	d->load.read.threads = (size_t)s->settings.threads;
	d->limit = (uint64_t)s->settings.cache << 20;
	if (hist_owns_file(s->hist, d->path))
		return error_set(err, ST_FAILED, "%s is vecscope's own history, no model", d->path);
	return ST_OK;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct cache_data *d = t->data;

	d->dir = cacher_dir();
	if (!d->dir)
		return error_set(err, ST_FAILED,
				 "there is no folder for copies: set HOME or XDG_CACHE_HOME");
	return is_asked(t, "add") ? prepare_add(s, t, err) : ST_OK;
}

/* --- making one ------------------------------------------------------------------------------------ */

static enum status write_one(struct cache_data *d, struct cache_slot *slot,
			     const struct progress *progress, struct error *err)
{
	struct model *m = NULL;
	enum status st = model_load(&m, d->path, &d->load, progress, err);

	if (st != ST_OK)
		return st;
	cache_slot_set_model(slot, m);
	if (!cache_can(m))
		st = error_set(err, ST_FAILED, "a copy cannot hold what %s keeps of its training",
			       m->name);
	else if (cache_bytes(m) > d->limit)
		st = error_set(err, ST_FAILED,
			       "its copy takes %llu MiB, all copies may take %llu: set cache MIB",
			       (unsigned long long)cache_bytes(m) >> 20,
			       (unsigned long long)d->limit >> 20);
	else
		st = cache_write(slot, m, progress, err);
	if (st == ST_OK)
		cache_trim(d->dir, d->limit);
	model_unref(m);
	return st;
}

/* No file, a stream … Loading says why. */
static enum status no_slot(const struct cache_data *d, const struct progress *progress,
			   struct error *err)
{
	struct model *m = NULL;
	enum status st = model_load(&m, d->path, &d->load, progress, err);

	if (st != ST_OK)
		return st;
	model_unref(m);
	return error_set(err, ST_FAILED, "%s can have no copy", d->path);
}

static enum status add(struct task *t, const struct progress *progress, struct error *err)
{
	struct cache_data *d = t->data;
	struct cache_slot *slot = cache_slot_new(d->dir, d->path, &d->load);
	struct model *m = NULL;
	enum status st = ST_OK;

	if (!slot)
		return no_slot(d, progress, err);
	if (cache_open(&m, slot) == CACHE_HIT) {
		result_notef(&t->result, "there is a copy already");
		model_unref(m);
	} else {
		st = write_one(d, slot, progress, err);
	}
	cache_slot_free(slot);
	if (st == ST_OK)
		list_copies(&t->result, d->dir);
	return st;
}

/* Until no program makes copies. */
static enum status wait_for_others(struct task *t, const struct progress *progress,
				   struct error *err)
{
	const struct timespec pause = { .tv_nsec = LOOK_AGAIN_MS * 1000000 };
	struct cache_data *d = t->data;
	struct error fault;
	enum status st;
	int lock;

	while ((st = cache_lock(&lock, d->dir, &fault)) == ST_FAILED) {
		if (!progress_step(progress, 0, 0))
			return progress_cancelled(err);
		nanosleep(&pause, NULL);
	}
	if (st != ST_OK)
		return error_set(err, st, "%s", fault.text);
	close(lock);
	list_copies(&t->result, d->dir);
	return ST_OK;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct cache_data *d = t->data;
	size_t gone;

	if (is_asked(t, "add"))
		return add(t, progress, err);
	if (is_asked(t, "wait"))
		return wait_for_others(t, progress, err);
	if (!is_asked(t, "clear")) {
		list_copies(&t->result, d->dir);
		return ST_OK;
	}
	gone = cache_trim(d->dir, 0);
	result_notef(&t->result, "deleted %zu cop%s", gone, gone == 1 ? "y" : "ies");
	return ST_OK;
}

static void free_data(void *data)
{
	struct cache_data *d = data;

	free(d->dir);
	free(d->path);
}

/* clang-format off */
const struct command cmd_cache = {
	.name = "cache", .group = "Models",
	.summary = "List, make or delete the copies that let big models open at once.",
	.details = "A model that takes more than a moment to read is copied behind your back when it is first asked, into "
		   "the user's cache folder, in a form that is mapped the next time. A copy is made anew when the file, "
		   "or a list of words or a tokenizer beside it, changes. A copy that is not finished when the program "
		   "ends is made after it, by a process that takes only what nobody else wants; \"set cache-after off\" "
		   "waits for it instead. \"set cache MIB\" says how much room all copies may take; the ones used longest "
		   "ago go first; 0 makes none.\n"
		   "\"cache add FILE\" makes one now, with the options of open that choose the table; \"cache wait\" ends "
		   "when no copy is being made.",
	.args = {
		{ ARG_CHOICE, "what", "list, add, wait or clear", 0, 1, "list|add|wait|clear" },
		{ ARG_PATH, "file", "what to make a copy of", 0, 1, NULL },
	},
	.opts = {
		{ 0, "member", ARG_STRING, "NAME", NULL, "which file of an archive", NULL, 0, 0 },
		{ 0, "format", ARG_STRING, "NAME", NULL, "read it as this format", NULL, 0, 0 },
		{ 0, "vocab", ARG_PATH, "FILE", NULL, "the words that belong to a matrix", NULL, 0, 0 },
		{ 0, "tensor", ARG_STRING, "NAME", NULL, "another table than the usual one", NULL, 0, 0 },
	},
	.examples = { { "cache list", "what is there" } },
	.flags = CMD_KEEP_LAST,
	.data_size = sizeof(struct cache_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
