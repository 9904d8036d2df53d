/*
 * Plain line mode: readline, one line after the other, for dumb terminals, screen readers and people
 * who like it. Prompt and talk go to stderr when stdout is no terminal: data stay alone there.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/version.h"
#include "front/front.h"
#include "recall.h"
#include "model/model.h"
#include "term/lineedit.h"
#include "term/signals.h"

/* Who speaks, on what model, and how to get on. */
static void greet(const struct front *f)
{
	const struct model *m = session_model(f->session);
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "vecscope %s", VECSCOPE_VERSION);
	if (m)
		strbuf_addf(&sb, ", %s: %zu words in %zu dimensions", m->name, model_rows(m),
			    model_dims(m));
	strbuf_adds(&sb, ". Type help; Ctrl-D leaves.");
	front_say(f, sb.buf);
	strbuf_release(&sb);
}

/* What was typed; a paste of several lines holds them all. */
static enum front_end run_lines(struct front *f, char *text)
{
	enum front_end end = FRONT_GOES_ON;

	for (char *line = text; line && end == FRONT_GOES_ON;) {
		char *next = strchr(line, '\n');

		if (next)
			*next++ = '\0';
		front_measure(f);
		end = front_run_line(f, line);
		recall_after(f, line);
		line = next;
	}
	return end;
}

static bool is_over(struct front *f, enum front_end end)
{
	if (end == FRONT_INTERRUPTED) {
		front_interrupt_reset();
		return false;
	}
	return end == FRONT_OUTPUT_GONE || f->session->quit;
}

int front_repl(struct front *f)
{
	struct lineedit_hooks hooks = { .ctx = f, .complete = recall_complete };
	const char *prompt = f->session->settings.ascii ? "> " : "\u203a ";
	enum front_end end = FRONT_GOES_ON;
	bool interrupted;
	char *text;

	recall_fill(f);
	greet(f);
	while (!is_over(f, end) && (text = lineedit_read(&hooks, prompt, &interrupted)) != NULL) {
		end = interrupted ? FRONT_GOES_ON : run_lines(f, text);
		front_interrupt_reset();
		free(text);
	}
	if (!f->session->quit && end != FRONT_OUTPUT_GONE && !signals_quit_number())
		fputc('\n', stderr); /* Ctrl-D leaves the cursor behind the prompt */
	if (end == FRONT_OUTPUT_GONE && f->write_error != EPIPE)
		return 1;
	return signals_quit_number() ? 128 + signals_quit_number() : 0;
}
