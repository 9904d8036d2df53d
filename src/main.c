/* argv → session → one front end. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/complete.h"
#include "base/display.h"
#include "front/cmdline.h"
#include "front/front.h"
#include "front/start.h"
#include "term/locale.h"

enum { EXIT_USAGE = 2, EXIT_MODEL = 3, EXIT_INTERRUPT = 130 };

static int complain(const struct error *err, int code)
{
	front_complain(err->text);
	return code;
}

static int print(const char *text)
{
	fputs(text, stdout);
	return fflush(stdout) ? EXIT_FAILURE : 0;
}

static int print_help(void)
{
	struct strbuf help = STRBUF_INIT;
	int code;

	cmdline_help(&help);
	code = print(help.buf);
	strbuf_release(&help);
	return code;
}

static int print_version(struct front *f)
{
	struct call *c = call_run(f->session, " version", NULL);
	int code = print(c->task.result.text);

	putchar('\n');
	call_free(c);
	return code;
}

/* Can a shell show it and insert it as it is? */
static bool is_harmless(const char *text)
{
	struct strbuf visible = STRBUF_INIT;
	bool same;

	display_put(&visible, text, strlen(text));
	same = strcmp(visible.buf, text) == 0;
	strbuf_release(&visible);
	return same;
}

/* For the shell's completion: candidates, one a line. */
static int print_completions(struct front *f, const char *line)
{
	struct completions found;

	complete_line(f->session, line, strlen(line), 200, &found);
	for (size_t i = 0; i < found.count; i++)
		if (is_harmless(found.items[i]))
			puts(found.items[i]);
	completions_release(&found);
	return fflush(stdout) ? EXIT_FAILURE : 0;
}

static bool is_dumb(void)
{
	const char *term = getenv("TERM");

	return !term || !*term || !strcmp(term, "dumb");
}

static bool can_screen(const struct front *f)
{
	return f->stdin_tty && f->stdout_tty && !f->plain && !is_dumb();
}

static int interactive(struct front *f)
{
	return can_screen(f) ? front_tui(f) : front_repl(f);
}

static int run(struct front *f, const struct cmdline *c)
{
	struct batch_input in = c->batch;
	int code;

	if (f->screen_cols)
		return front_headless(f);
	if (!in.count && f->stdin_tty)
		return interactive(f);
	in.use_stdin = !in.count && !f->stdin_tty;
	for (size_t i = 0; i < c->model_count; i++)
		in.use_stdin = in.use_stdin && strcmp(c->models[i], "-");
	code = front_batch(f, &in);
	if (cmdline_text(c, "interactive") && f->stdin_tty && !f->session->quit && code != 130)
		return interactive(f);
	return code;
}

static int start(struct front *f, const struct cmdline *c)
{
	struct error err = ERROR_INIT;
	enum status st = start_settings(f, c, &err);

	if (st != ST_OK)
		return complain(&err, st == ST_USAGE ? EXIT_USAGE : EXIT_FAILURE);
	if (cmdline_text(c, "version"))
		return print_version(f);
	if (c->apart)
		front_stand_back();
	else
		front_allow_apart(f);
	front_interrupt_watch();
	if (!c->complete)
		start_history(f, c);
	f->screen = can_screen(f) && !f->screen_cols && !c->batch.count;
	st = c->apart ? ST_OK : start_models(f, c, &err);
	if (c->complete)
		return print_completions(f, c->complete);
	if (st != ST_OK)
		return complain(&err, st == ST_CANCELLED ? EXIT_INTERRUPT : EXIT_MODEL);
	return run(f, c);
}

int main(int argc, char **argv)
{
	struct session session;
	struct cmdline c;
	struct error err = ERROR_INIT;
	struct front f = { .session = &session,
			   .stdin_tty = isatty(STDIN_FILENO),
			   .stdout_tty = isatty(STDOUT_FILENO),
			   .stderr_tty = isatty(STDERR_FILENO),
			   .out = stdout };
	int code;

	signal(SIGPIPE, SIG_IGN);
	locale_init();
	if (cmdline_parse(&c, argc, argv, &err) != ST_OK) {
		cmdline_release(&c);
		return complain(&err, EXIT_USAGE);
	}
	if (cmdline_text(&c, "help")) {
		cmdline_release(&c);
		return print_help();
	}
	session_init(&session);
	code = start(&f, &c);
	if (session_release(&session))
		front_complain("the history could not be written at the end: the last lines of "
			       "this session are not in it");
	cmdline_release(&c);
	if (f.out && f.out != stdout && fclose(f.out) != 0)
		code = EXIT_FAILURE;
	return code;
}
