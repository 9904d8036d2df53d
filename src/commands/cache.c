/* The copies of big models: looking at them, deleting them. */
#include <stdlib.h>
#include <string.h>

#include "app/cacher.h"
#include "commands.h"

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

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	char *dir = cacher_dir();

	(void)s;
	if (!dir)
		return error_set(err, ST_FAILED,
				 "there is no folder for copies: set HOME or XDG_CACHE_HOME");
	if (t->args.count && strcmp(args_word(&t->args, 0), "clear") == 0) {
		size_t gone = cache_trim(dir, 0);

		result_notef(&t->result, "deleted %zu cop%s", gone, gone == 1 ? "y" : "ies");
	} else {
		list_copies(&t->result, dir);
	}
	free(dir);
	return ST_OK;
}

/* clang-format off */
const struct command cmd_cache = {
	.name = "cache", .group = "Models",
	.summary = "List or delete the copies that let big models open at once.",
	.details = "A model of more than 16 MiB that takes reading is copied in the background when it is first "
		   "opened, into the user's cache folder, in a form that is mapped the next time. A copy is made anew "
		   "when the file changes. \"set cache MIB\" says how much room all copies may take; the ones used "
		   "longest ago go first; 0 makes none.",
	.args = { { ARG_CHOICE, "what", "list or clear", 0, 1, "list|clear" } },
	.examples = { { "cache list", "what is there" } },
	.flags = CMD_KEEP_LAST,
	.prepare = prepare,
};
