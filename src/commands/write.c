/* Answers into files: write (the last one), once (the next one), and lines out of files: source. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/output.h"
#include "app/picture.h"
#include "base/mem.h"
#include "base/path.h"
#include "commands.h"
#include "io/source.h"

/* A map goes into a vector picture as points and words where they are, not as cells. */
static bool write_figure(const struct session *s, const struct task *t, const char *path,
			 enum status *st, struct error *err)
{
	struct strbuf svg = STRBUF_INIT;
	bool is_map = picture_is_vector(path) && !args_given(&t->args, "screen") &&
		      s->shoot_figure && s->shoot_figure(s->shoot_ctx, &svg);

	if (is_map)
		*st = picture_write_svg(&svg, path, args_given(&t->args, "force"), err);
	strbuf_release(&svg);
	return is_map;
}

/* What is on the screen: the large pane, or all of it. */
static enum status write_screen(const struct session *s, const struct task *t, const char *path,
				struct error *err)
{
	struct surface shot;
	enum status st;

	if (write_figure(s, t, path, &st, err))
		return st;
	const struct theme *theme = s->shoot(
		s->shoot_ctx, args_given(&t->args, "screen") ? SHOT_SCREEN : SHOT_PANE, &shot);
	const struct model *m = session_model(s);

	st = picture_write(&shot, theme, m ? m->name : "vecscope", path,
			   args_given(&t->args, "force"), err);

	surface_release(&shot);
	return st;
}

static enum status write_prepare(struct session *s, struct task *t, struct error *err)
{
	char *path = path_expand_home(args_word(&t->args, 0));
	struct output_write opt = { .mode = s->settings.mode,
				    .header = s->settings.header,
				    .ascii = s->settings.ascii,
				    .force = args_given(&t->args, "force") };
	enum status st;

	if (s->shoot && !hist_owns_file(s->hist, path) &&
	    (picture_is_named(path) || args_given(&t->args, "screen")))
		st = write_screen(s, t, path, err);
	else if (args_given(&t->args, "screen"))
		st = error_set(err, ST_FAILED,
			       "--screen needs the screen: start vecscope in a terminal");
	else if (!s->last_command)
		st = error_set(err, ST_FAILED, "there is no answer to write yet");
	else if (hist_owns_file(s->hist, path))
		st = error_set(err, ST_FAILED, "%s is vecscope's own history", path);
	else
		st = output_write(&s->last, s->last_command, path, &opt, err);
	if (st == ST_OK)
		result_notef(&t->result, "written to %s", path);
	free(path);
	return st;
}

static enum status once_prepare(struct session *s, struct task *t, struct error *err)
{
	char *path = path_expand_home(args_word(&t->args, 0));

	if (hist_owns_file(s->hist, path)) {
		error_set(err, ST_FAILED, "%s is vecscope's own history", path);
		free(path);
		return ST_FAILED;
	}
	free(s->once_path);
	s->once_path = path;
	return ST_OK;
}

/* --- source --- */

#define SOURCE_BYTES_MAX ((size_t)16 << 20)
#define SOURCE_RUNS_MAX	 1000

static enum status read_script(const char *path, struct strbuf *out, struct error *err)
{
	struct source *src = NULL;
	enum status st = source_open(&src, path, NULL, NULL, err);
	size_t got = 1;
	char buf[8192];

	while (st == ST_OK && got) {
		st = source_read(src, buf, sizeof(buf), &got, err);
		if (st == ST_OK)
			strbuf_add(out, buf, got);
		if (out->len > SOURCE_BYTES_MAX)
			st = error_set(err, ST_FAILED, "%s is no script: it is over 16 MiB", path);
	}
	if (st == ST_OK && memchr(out->buf, '\0', out->len))
		st = error_set(err, ST_FAILED, "%s is no script: it holds NUL bytes", path);
	if (src)
		source_close(src);
	return st;
}

/* The lines run before everything that already waits. */
static void push_first(struct session *s, char *text)
{
	size_t waiting = s->pending_count - s->pending_at, n = 0;
	char **old = xcalloc(waiting + 1, sizeof(*old));

	while ((old[n] = session_take_line(s)))
		n++;
	for (char *line = text; *line;) {
		char *end = strchr(line, '\n');

		if (end)
			*end = '\0';
		if (strlen(line) && line[strlen(line) - 1] == '\r')
			line[strlen(line) - 1] = '\0';
		session_push_line(s, line);
		line = end ? end + 1 : line + strlen(line);
	}
	for (size_t i = 0; i < n; i++) {
		session_push_line(s, old[i]);
		free(old[i]);
	}
	free(old);
}

static enum status source_prepare(struct session *s, struct task *t, struct error *err)
{
	struct strbuf text = STRBUF_INIT;
	char *path = path_expand_home(args_word(&t->args, 0));
	enum status st;

	if (++s->source_runs > SOURCE_RUNS_MAX)
		st = error_set(err, ST_FAILED,
			       "%s: more than %d scripts in one session: does a "
			       "script run itself?",
			       path, SOURCE_RUNS_MAX);
	else if (hist_owns_file(s->hist, path))
		st = error_set(err, ST_FAILED, "%s is vecscope's own history, no script", path);
	else
		st = read_script(path, &text, err);
	if (st == ST_OK)
		push_first(s, text.buf);
	strbuf_release(&text);
	free(path);
	return st;
}

/* clang-format off */
const struct command cmd_write = {
	.name = "write", .group = "Output",
	.summary = "Write the last answer, or a picture of the screen, to a file.",
	.details = "The form follows the name: .csv .tsv .json .md .txt for the answer, .svg .png .html for a picture. On the "
		"screen a picture is what its large pane shows, with --screen everything (also as .txt). Of a map .svg and .png hold "
		"points and words in their own coordinates, with axes and a caption. PNG needs librsvg.",
	.args = { { ARG_PATH, "file", "where to", 1, 1, NULL } },
	.opts = { { 0, "force", ARG_NONE, NULL, NULL, "replace a file that exists", NULL, 0, 0 },
		  { 0, "screen", ARG_NONE, NULL, NULL, "the whole screen as it is", NULL, 0, 0 } },
	.examples = { { "write answer.csv --force", "the last table" } },
	.flags = CMD_KEEP_LAST,
	.prepare = write_prepare,
};

const struct command cmd_once = {
	.name = "once", .group = "Output",
	.summary = "Send the next answer to a file instead of the screen.",
	.details = "A file that exists is replaced.",
	.args = { { ARG_PATH, "file", "where to; its name says the form", 1, 1, NULL } },
	.examples = { { "once neighbours.json", "then ask" } },
	.flags = CMD_KEEP_LAST,
	.prepare = once_prepare,
};

const struct command cmd_source = {
	.name = "source", .group = "Session",
	.summary = "Run the lines of a file.",
	.args = { { ARG_PATH, "file", "one command a line; # starts a comment", 1, 1, NULL } },
	.flags = CMD_KEEP_LAST,
	.prepare = source_prepare,
};
