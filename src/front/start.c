#include "start.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/version.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/path.h"
#include "math/kernels.h"

/* --- the configuration file: lines of `set` --- */

static void config_line(struct settings *s, const char *path, size_t number, const char *line)
{
	struct strbuf word[4] = { STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT };
	struct error err = ERROR_INIT;
	const char *rest = line;
	size_t n = 0, at;

	while (n < 4 && *rest && *rest != '#')
		rest = args_first_token(rest, &word[n++]);
	at = n && !strcmp(word[0].buf, "set");
	if (n == at + 2)
		settings_set(s, word[at].buf, word[at + 1].buf, &err);
	else if (n)
		error_set(&err, ST_USAGE, "a line is \"set NAME VALUE\"");
	if (err.status != ST_OK) {
		error_wrap(&err, "%s:%zu", path, number);
		front_complain(err.text);
	}
	for (size_t i = 0; i < 4; i++)
		strbuf_release(&word[i]);
}

static void read_config(struct settings *s)
{
	char *dir = path_xdg(PATH_CONFIG), *path = dir ? path_join(dir, "config") : NULL;
	FILE *in = path ? fopen(path, "re") : NULL;
	char *line = NULL;
	size_t cap = 0, number = 0;

	while (in && getline(&line, &cap, in) >= 0) {
		line[strcspn(line, "\r\n")] = '\0';
		config_line(s, path, ++number, line + strspn(line, " \t"));
	}
	if (in)
		fclose(in);
	else if (path && errno != ENOENT && errno != ENOTDIR)
		front_complain("the configuration file cannot be read");
	free(line);
	free(path);
	free(dir);
}

/* --- options over settings --- */

static void set_from(struct settings *s, const struct cmdline *c, const char *option,
		     const char *setting, const char *value)
{
	const char *given = cmdline_text(c, option);

	if (given)
		settings_set(s, setting, value ? value : given, NULL);
}

static bool decide_color(const struct front *f)
{
	const char *when = f->session->settings.color, *no = getenv("NO_COLOR"),
		   *term = getenv("TERM");

	if (strcmp(when, "auto"))
		return !strcmp(when, "always");
	return f->stdout_tty && f->out == stdout && !(no && *no) && term && strcmp(term, "dumb");
}

static enum status parse_screen(struct front *f, const char *text, struct error *err)
{
	const char *x = text ? strchr(text, 'x') : NULL;
	int64_t w = 0, h = 0;

	if (!text)
		return ST_OK;
	if (!x || !number_parse_i64(text, (size_t)(x - text), &w) ||
	    !number_parse_i64(x + 1, strlen(x + 1), &h) || w < 1 || h < 1 || w > 1000 || h > 1000)
		return error_set(err, ST_USAGE, "--screen is WIDTHxHEIGHT, as 80x24, not \"%.40s\"",
				 text);
	f->screen_cols = (int)w;
	f->screen_rows = (int)h;
	return ST_OK;
}

/* --keys and --dump alone mean a screen of the usual size. */
static const char *screen_size(const struct cmdline *c)
{
	const char *size = cmdline_text(c, "screen");

	if (!size && (cmdline_text(c, "keys") || cmdline_text(c, "dump")))
		size = "80x24";
	return size;
}

static enum status open_output(struct front *f, struct error *err)
{
	f->out = stdout;
	if (!f->output || !strcmp(f->output, "-"))
		return ST_OK;
	f->out = fopen(f->output, "we");
	if (f->out)
		return ST_OK;
	f->out = stdout;
	return error_errno(err, "cannot write %s", f->output);
}

enum status start_settings(struct front *f, const struct cmdline *c, struct error *err)
{
	static const char *const modes[] = { "tsv", "csv", "json", "md" };
	struct settings *s = &f->session->settings;
	const char *kernels = cmdline_text(c, "kernels");
	enum status st;

	f->no_config = cmdline_text(c, "no-config") != NULL;
	if (!f->no_config)
		read_config(s);
	for (size_t i = 0; i < ARRAY_LEN(modes); i++)
		set_from(s, c, modes[i], "mode", modes[i]);
	set_from(s, c, "no-header", "header", "off");
	set_from(s, c, "ascii", "ascii", "on");
	set_from(s, c, "no-mouse", "mouse", "off");
	set_from(s, c, "bail", "bail", "on");
	set_from(s, c, "threads", "threads", NULL);
	set_from(s, c, "seed", "seed", NULL);
	set_from(s, c, "color", "color", NULL);
	f->output = cmdline_text(c, "output");
	f->keys = cmdline_text(c, "keys");
	f->dump = cmdline_text(c, "dump") ? cmdline_text(c, "dump") : "txt";
	f->plain = cmdline_text(c, "plain") != NULL;
	if (kernels && kernels_select(kernels) != 0)
		return error_set(err, ST_USAGE, "this processor has no kernels called \"%.20s\"",
				 kernels);
	st = parse_screen(f, screen_size(c), err);
	if (st == ST_OK)
		st = open_output(f, err);
	front_measure(f);
	f->color = decide_color(f);
	return st;
}

/* --- the history --- */

void start_history(struct front *f, const struct cmdline *c)
{
	struct session *s = f->session;
	char *dir = NULL, *path = NULL;
	int64_t now = session_now_ms(s);

	if (cmdline_text(c, "no-history"))
		settings_set(&s->settings, "history", "off", NULL);
	if (!s->settings.history)
		return;
	dir = path_xdg(PATH_STATE);
	path = dir ? path_join(dir, "history.db") : NULL;
	if (path) {
		hist_close(s->hist, now);
		hist_open(&s->hist, path, VECSCOPE_VERSION, now, NULL);
		front_show_warning(f);
	}
	free(dir);
	free(path);
}

/* --- models --- */

#define LARGE_FILE ((off_t)32 << 20)

/* A space in front: not a line that the user typed, so not remembered. */
static void open_line(const char *path, struct strbuf *line)
{
	strbuf_adds(line, " open -- \"");
	for (const char *p = path; *p; p++) {
		if (*p == '"' || *p == '\\')
			strbuf_addc(line, '\\');
		strbuf_addc(line, *p);
	}
	strbuf_addc(line, '"');
}

/* The screen does not wait for a large file: it opens it as its first work. */
static bool open_later(struct front *f, const char *path)
{
	struct strbuf line = STRBUF_INIT;
	struct stat st;

	if (!f->screen || access(path, R_OK) || stat(path, &st) || !S_ISREG(st.st_mode) ||
	    st.st_size < LARGE_FILE)
		return false;
	open_line(path, &line);
	session_push_line(f->session, line.buf);
	strbuf_release(&line);
	return true;
}

static enum status open_model(struct front *f, const char *path, struct error *err)
{
	struct strbuf line = STRBUF_INIT;
	struct call *c;
	enum status st;

	if (open_later(f, path))
		return ST_OK;
	open_line(path, &line);
	c = front_run(f, line.buf);
	st = c->status;
	if (st != ST_OK && err)
		*err = c->err;
	for (size_t i = 0; st == ST_OK && i < c->task.result.note_count; i++) {
		struct error note = ERROR_INIT;

		error_set(&note, ST_OK, "%s: %s", path, c->task.result.notes[i]);
		front_complain(note.text);
	}
	call_free(c);
	strbuf_release(&line);
	return st;
}

/* Without it (an installation that left it out) everything but questions works. */
static enum status open_demo(struct front *f, struct error *err)
{
	char *path = path_asset("models/demo.safetensors");
	bool there = path != NULL;

	free(path);
	return there ? open_model(f, "demo", err) : ST_OK;
}

enum status start_models(struct front *f, const struct cmdline *c, struct error *err)
{
	enum status st = ST_OK;

	if (!c->model_count) {
		f->no_models = true;
		return open_demo(f, err);
	}
	for (size_t i = 0; i < c->model_count && st == ST_OK; i++)
		st = open_model(f, c->models[i], err);
	f->session->current = 0;
	return st;
}
