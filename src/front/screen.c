#include "screen.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/path.h"
#include "recall.h"
#include "term/lineedit.h"

/* --- the prompt is readline --- */

static bool editor_key(void *ctx, const struct key *key)
{
	(void)ctx;
	return lineedit_key(key);
}

static const char *editor_prompt(void *ctx)
{
	(void)ctx;
	return lineedit_prompt();
}

static const char *editor_text(void *ctx, size_t *len, size_t *cursor)
{
	(void)ctx;
	return lineedit_text(len, cursor);
}

static const char *editor_mode(void *ctx)
{
	(void)ctx;
	return lineedit_mode();
}

static void editor_set_text(void *ctx, const char *text)
{
	(void)ctx;
	lineedit_set_text(text);
}

static void editor_insert(void *ctx, const char *text)
{
	(void)ctx;
	lineedit_insert(text);
}

static void editor_cancel(void *ctx)
{
	(void)ctx;
	lineedit_cancel();
}

static void editor_add_history(void *ctx, const char *line)
{
	(void)ctx;
	lineedit_add_history(line);
}

static void editor_forget_history(void *ctx)
{
	(void)ctx;
	lineedit_clear_history();
}

static const struct editor editor = {
	.key = editor_key,
	.prompt = editor_prompt,
	.text = editor_text,
	.mode = editor_mode,
	.set_text = editor_set_text,
	.insert = editor_insert,
	.cancel = editor_cancel,
	.add_history = editor_add_history,
	.forget_history = editor_forget_history,
};

/* --- what readline hands back; ctx is the screen_front --- */

static void on_line(void *ctx, const char *line)
{
	struct screen_front *s = ctx;

	ui_submit(s->ui, line);
}

static void on_complete(void *ctx, const char *line, size_t cursor, char ***items, size_t *count,
			size_t *token_at)
{
	struct screen_front *s = ctx;

	recall_complete(s->front, line, cursor, items, count, token_at);
}

static void on_matches(void *ctx, char **items, size_t n)
{
	struct screen_front *s = ctx;

	ui_show_matches(s->ui, items, n);
}

/* --- life --- */

/* The user's own keys, or NULL. */
static char *read_keys_conf(const struct front *f)
{
	char *dir = f->no_config ? NULL : path_xdg(PATH_CONFIG);
	char *path = dir ? path_join(dir, "keys.conf") : NULL;
	FILE *in = path ? fopen(path, "re") : NULL;
	char *text = NULL;
	size_t cap = 0;

	if (in && getdelim(&text, &cap, '\0', in) < 0) {
		free(text);
		text = NULL;
	}
	if (in)
		fclose(in);
	free(path);
	free(dir);
	return text;
}

enum status screen_open(struct screen_front *s, struct front *f, const char *background,
			struct error *err)
{
	struct lineedit_hooks hooks = {
		.ctx = s, .line = on_line, .complete = on_complete, .matches = on_matches
	};
	bool ascii = f->session->settings.ascii;
	struct ui_options opt = { .ascii = ascii,
				  .colourless = !f->color && !f->dump,
				  .animate = f->session->settings.animate,
				  .start_screen = f->no_models,
				  .background = background };

	*s = (struct screen_front){ .front = f, .jobs = job_queue_new() };
	if (!s->jobs)
		return error_errno(err, "the screen cannot start");
	s->keys_conf = read_keys_conf(f);
	opt.keys_conf = s->keys_conf;
	lineedit_open(&hooks, ascii ? "> " : "\u203a ");
	recall_fill(f);
	s->ui = ui_new(f->session, s->jobs, &editor, &opt);
	surface_init(&s->surface, 1, 1);
	return ST_OK;
}

void screen_close(struct screen_front *s)
{
	ui_free(s->ui);
	lineedit_close();
	job_queue_free(s->jobs);
	surface_release(&s->surface);
	free(s->keys_conf);
}
