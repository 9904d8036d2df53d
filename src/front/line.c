/* One line from the user and all that it pushes (source, again): run and shown, in batch and in line
 * mode. */
#include <stdlib.h>

#include "front/front.h"

/* The line itself in front of its answer; it takes the place of the empty line between answers. */
static void echo(struct front *f, const char *line)
{
	if (!f->session->settings.echo)
		return;
	fprintf(f->out, "> %s\n", line);
	fflush(f->out);
	f->shown = false;
}

static enum front_end run_one(struct front *f, const char *line)
{
	enum front_end end = FRONT_GOES_ON;
	struct call *c;

	echo(f, line);
	c = front_run(f, line);
	if (!c)
		return end;
	if (!front_show(f, c))
		end = FRONT_OUTPUT_GONE;
	else if (f->session->quit)
		end = FRONT_QUITS;
	else if (front_interrupted())
		end = FRONT_INTERRUPTED;
	else if (c->status != ST_OK && f->session->settings.bail)
		end = FRONT_BAILS;
	call_free(c);
	front_show_warning(f);
	return end;
}

enum front_end front_run_line(struct front *f, const char *line)
{
	enum front_end end = FRONT_GOES_ON;
	char *next = NULL;

	session_push_line(f->session, line);
	while ((next = session_take_line(f->session))) {
		if (end == FRONT_GOES_ON)
			end = run_one(f, next);
		free(next); /* after an end the rest is dropped */
	}
	return end;
}
