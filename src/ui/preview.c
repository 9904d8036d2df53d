/*
 * A preview is a call like any other whose line begins with a space, which keeps it out of the
 * history; it ends before call_end(), so that nothing of the session changes. Only near and analogy
 * are previewed: they are quick, and they are what a half-typed line means.
 */
#include "ui/preview.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/search.h"
#include "ui/core.h"

struct preview {
	char *text;	      /* of the prompt, as it was looked at last */
	bool wanted;	      /* `text` was not asked yet */
	struct call *running; /* with `job` */
	struct job *job;
	struct call *shown; /* what the list shows, or showed last */
	bool in_list;
	struct job *preparing; /* the copy that makes searches quick, of `model` */
	struct model *model;   /* referenced; the last one that was looked after */
};

struct preview *preview_new(void)
{
	return xcalloc(1, sizeof(struct preview));
}

void preview_free(struct preview *p)
{
	if (!p)
		return;
	if (p->job) {
		job_cancel(p->job);
		job_finish(p->job, NULL);
	}
	if (p->preparing) {
		job_cancel(p->preparing);
		job_finish(p->preparing, NULL);
	}
	model_unref(p->model);
	call_free(p->running);
	call_free(p->shown);
	free(p->text);
	free(p);
}

bool preview_is_busy(const struct preview *p)
{
	return p->job || p->wanted;
}

void preview_replaced(struct preview *p)
{
	p->in_list = false;
}

enum { PREVIEW_ROWS = 24 }; /* each key changes them all: a slow line should bear it */

/* --- the list ---------------------------------------------------------------------------------- */

static void show(struct ui *ui, const struct call *call)
{
	struct view_event event = { .kind = call ? VIEW_RESULT : VIEW_MODEL,
				    .call = call,
				    .row = VOCAB_NONE };

	panes_event(ui, panes_find(ui, "neighbours"), &event);
	ui->dirty = true;
}

/* Takes the call. */
static void show_preview(struct ui *ui, struct call *call)
{
	struct preview *p = ui->preview;
	struct result *r = &call->task.result;
	struct call *before = p->shown;

	result_set_title(r, "typing: %s", call->line + 1);
	result_cut(r, PREVIEW_ROWS);
	p->shown = call;
	p->in_list = true;
	show(ui, call);
	call_free(before);
}

/* What was in the list before: the question that the path of questions stands at. */
static void show_last(struct ui *ui)
{
	const struct crumbs *c = &ui->crumbs;

	ui->preview->in_list = false;
	show(ui, c->count ? c->items[c->at].call : NULL);
}

/* --- asking ------------------------------------------------------------------------------------ */

static bool is_question(const struct ui *ui, const char *line)
{
	const struct command *cmd = NULL;
	char *rest = NULL;
	bool is;

	if (call_resolve(ui->session, line, &cmd, &rest, NULL) != ST_OK || !cmd)
		return false;
	is = !strcmp(cmd->name, "near") || !strcmp(cmd->name, "analogy");
	free(rest);
	return is;
}

static enum status work(void *arg, const struct progress *progress, struct error *err)
{
	struct call *c = arg;

	(void)err;
	call_work(c, progress);
	return c->status;
}

static void ask(struct ui *ui)
{
	struct preview *p = ui->preview;
	char *line;

	p->wanted = false;
	if (!is_question(ui, p->text))
		return;
	line = xasprintf(" %s", p->text); /* a line that begins with a space is not recorded */
	p->running = call_begin(ui->session, line);
	free(line);
	if (!p->running)
		return;
	if (p->running->status != ST_OK || !p->running->needs_work) {
		call_free(p->running);
		p->running = NULL;
		return;
	}
	p->job = job_start(ui->jobs, "preview", work, p->running);
}

/* What cannot be answered (a word half typed) leaves the list as it was. */
static void take_answer(struct ui *ui)
{
	struct preview *p = ui->preview;
	struct call *call = p->running;
	enum status st = job_finish(p->job, NULL);
	bool fits = st == ST_OK && call->task.result.rows && !p->wanted;

	p->job = NULL;
	p->running = NULL;
	if (fits && call->task.model == session_model(ui->session))
		show_preview(ui, call);
	else
		call_free(call);
}

/* The line in the prompt, without blanks around it; NULL where nothing is typed. */
static char *prompt_text(const struct ui *ui)
{
	size_t len = 0, cursor = 0;
	const char *text = ui->editor.text ? ui->editor.text(ui->editor.ctx, &len, &cursor) : "";

	while (len && (text[len - 1] == ' ' || text[len - 1] == '\t'))
		len--;
	while (len && (*text == ' ' || *text == '\t'))
		text++, len--;
	return len ? xstrndup(text, len) : NULL;
}

static void look_at_prompt(struct ui *ui)
{
	struct preview *p = ui->preview;
	char *text = prompt_text(ui);

	if (text ? p->text && !strcmp(text, p->text) : !p->text) {
		free(text);
		return;
	}
	free(p->text);
	p->text = text;
	p->wanted = text && ui->session->settings.preview && session_model(ui->session);
	if (p->job)
		job_cancel(p->job);
}

static enum status prepare(void *arg, const struct progress *progress, struct error *err)
{
	return search_prepare(arg, 1, progress, err);
}

/* A big model gets its copy before the first key, on one thread, while the screen is looked at. */
static void look_after_model(struct ui *ui)
{
	struct preview *p = ui->preview;
	struct model *m = session_model(ui->session);

	if (p->preparing && job_is_done(p->preparing)) {
		job_finish(p->preparing, NULL);
		p->preparing = NULL;
	}
	if (p->preparing || m == p->model)
		return;
	model_unref(p->model);
	p->model = m ? model_ref(m) : NULL;
	if (m && ui->session->settings.preview && search_wants_copy(m))
		p->preparing = job_start(ui->jobs, "preparing", prepare, m);
}

void preview_tick(struct ui *ui)
{
	struct preview *p = ui->preview;

	look_after_model(ui);

	if (ui->overlay == OVERLAY_NONE)
		look_at_prompt(ui);
	if (p->job && job_is_done(p->job))
		take_answer(ui);
	if (!lines_are_idle(ui))
		return;
	if (!p->text && p->in_list)
		show_last(ui);
	if (p->wanted && !p->job)
		ask(ui);
}
