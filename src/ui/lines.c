/*
 * From a line to its answer on the screen. Lines run one after the other: call_begin() here,
 * call_work() on a job, call_end() here when it is done. Meanwhile the screen goes on, more lines
 * queue up, and commands that only move the screen run at once.
 */
#include "ui/core.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
	RECENT_LINES = 1000, /* how many earlier lines the editor knows */
	ECHO_CELLS = 8,	     /* the least of a line that is worth showing beside a note */
};

static void queue_push(struct ui *ui, const char *line)
{
	if (ui->queue_count == QUEUE_MAX) {
		ui_say(ui, MESSAGE_ERROR, "too many lines are waiting; press Ctrl-C to stop them");
		return;
	}
	ui->queue[(ui->queue_at + ui->queue_count++) % QUEUE_MAX] = xstrdup(line);
}

static char *queue_take(struct ui *ui)
{
	char *line;

	if (!ui->queue_count)
		return NULL;
	line = ui->queue[ui->queue_at];
	ui->queue_at = (ui->queue_at + 1) % QUEUE_MAX;
	ui->queue_count--;
	return line;
}

/* What `source` and `again` left stands before what was typed after them. */
static char *next_line(struct ui *ui)
{
	char *line = session_take_line(ui->session);

	return line ? line : queue_take(ui);
}

/* Borrowed; lines_wait() says that there is one. */
static const char *waiting_line(const struct ui *ui)
{
	const struct session *s = ui->session;

	return s->pending_at < s->pending_count ? s->pending[s->pending_at]
						: ui->queue[ui->queue_at];
}

static bool lines_wait(const struct ui *ui)
{
	return ui->queue_count || ui->session->pending_at < ui->session->pending_count;
}

bool lines_are_idle(const struct ui *ui)
{
	return !ui->running && !lines_wait(ui);
}

/* --- the answer --- */

static bool is_about_words(const struct result *r)
{
	return r->model && r->answer_rows && !r->matrix && r->column_count > 1;
}

/* An axis has two ends: its title says both. */
static bool names_two(const struct call *c)
{
	return c->task.cmd && strcmp(c->task.cmd->name, "axis") == 0;
}

/* What the crumb calls a question: its words, or the line without its verb. */
static void crumb_label(const struct call *c, struct strbuf *out)
{
	const struct result *r = &c->task.result;
	const char *expr = c->task.args.count ? args_word(&c->task.args, 0) : NULL;
	size_t n;

	if (r->query_count == 1 && !r->analogy && !names_two(c)) {
		const char *word = vocab_word(r->model->vocab, r->query_rows[0], &n);

		strbuf_add(out, word, n);
	} else if (names_two(c) && r->title) {
		strbuf_adds(out, r->title);
	} else {
		strbuf_adds(out, expr && *expr ? expr : c->line);
	}
}

static void show_notes(struct ui *ui, const struct result *r)
{
	struct strbuf notes = STRBUF_INIT;

	for (size_t i = 0; i < r->note_count; i++)
		strbuf_addf(&notes, "%s%s", i ? "; " : "", r->notes[i]);
	if (notes.len)
		ui_say(ui, MESSAGE_NOTE, "%s", notes.buf);
	strbuf_release(&notes);
}

void lines_show_answer(struct ui *ui, const struct call *call)
{
	const struct result *r = &call->task.result;
	struct view_event event = { .kind = VIEW_RESULT, .call = call, .row = VOCAB_NONE };
	bool words = is_about_words(r);

	enum screen_id to = screens_for_answer(ui, call);

	screens_note_answer(ui, to, call);
	if (to == SCREEN_MAP || to == SCREEN_ANALOGY) {
		ui->focus[to] = SLOT_LIST;
		ui->chosen = false;
	}
	if (ui->screen != to || to == SCREEN_COMPARE)
		ui_go_to_screen(ui, to);
	panes_broadcast(ui, &event);
	preview_replaced(ui->preview);
	if (words && r->query_count == 1 && !names_two(call))
		ui_set_selected(ui, r->query_rows[0], NULL);
	else if (words && r->rows)
		ui_set_selected(ui, r->answer_rows[0], NULL);
}

/* Keep the call as long as a view may look at it: as a crumb, or as the last answer. */
static void keep_answer(struct ui *ui, struct call *c)
{
	struct strbuf label = STRBUF_INIT;

	if (is_about_words(&c->task.result)) {
		crumb_label(c, &label);
		crumbs_push(&ui->crumbs, label.buf, c);
		strbuf_release(&label);
		return;
	}
	call_free(ui->answer);
	ui->answer = c;
}

static bool is_one_line(const char *text)
{
	size_t n = strcspn(text, "\n");

	return text[n] == '\0' || text[n + 1] == '\0';
}

static void show_text(struct ui *ui, const struct result *r)
{
	if (is_one_line(r->text))
		ui_say(ui, MESSAGE_NOTE, "%.*s", (int)strcspn(r->text, "\n"), r->text);
	else
		overlay_open_text(ui, r->title ? r->title : "Answer", r->text, NULL);
}

/* Did a key stand for that line? Then it is what the status row shows, as far as a message goes. */
static bool is_echoed(const struct ui *ui, const char *line)
{
	return ui->message_kind == MESSAGE_ECHO && ui->message.len &&
	       strncmp(ui->message.buf, line, ui->message.len) == 0;
}

static void show_done(struct ui *ui, const struct call *c)
{
	const struct result *r = &c->task.result;
	bool echoed = is_echoed(ui, c->line);

	if (r->note_count)
		show_notes(ui, r);
	else if (ui->message_kind == MESSAGE_NONE && !(c->task.cmd->flags & CMD_SCREEN))
		ui_say(ui, MESSAGE_ECHO, "done: %s", c->line);
	if (!r->note_count || !echoed || chrome_message_room(ui) < ECHO_CELLS)
		return;
	/* keys teach: the line stays beside what came of it, cut where there is no room */
	strbuf_addf(&ui->message, " %s %s", glyphs_get(ui_ascii(ui))->dot, c->line);
	if (chrome_message_room(ui) < 0)
		ui->message_kind = MESSAGE_ECHO;
}

/* Takes the call. */
static void deliver(struct ui *ui, struct call *c)
{
	const struct result *r = &c->task.result;

	if (c->status != ST_OK) {
		ui_say(ui, MESSAGE_ERROR, "%s", c->err.text);
		call_free(c);
	} else if (r->text) {
		show_text(ui, r);
		call_free(c);
	} else if (c->task.cmd->flags & CMD_STEPS) {
		steps_show(ui, r);
		call_free(c);
	} else if ((!r->column_count && !r->picture) || (c->task.cmd->flags & CMD_BESIDE)) {
		show_done(ui, c);
		call_free(c);
	} else {
		if (ui->picture)
			overlay_close(ui);
		show_notes(ui, r);
		keep_answer(ui, c);
		lines_show_answer(ui, c);
		if (r->picture && !screens_draw_themselves(ui, c))
			overlay_open_text(ui, r->title ? r->title : "Plot", "", r->picture);
	}
	ui->dirty = true;
}

/* --- what a command changed besides its answer --- */

static uint64_t marks_hash(const struct session *s)
{
	uint64_t h = s->mark_count;

	for (size_t i = 0; i < s->mark_count; i++)
		for (const char *p = s->marks[i]; *p; p++)
			h = h * 1099511628211u + (unsigned char)*p;
	return h;
}

/* A fresh copy of a model that learns has the same words in the same rows. */
static bool has_same_words(const struct ui *ui)
{
	return ui->model && ui->model_name && ui->model_rows == model_rows(ui->model) &&
	       strcmp(ui->model_name, ui->model->name) == 0;
}

static void model_changed(struct ui *ui)
{
	struct view_event event = { .kind = VIEW_MODEL, .row = VOCAB_NONE };
	uint32_t selected = ui->selected;

	ui->model = session_model(ui->session);
	ui->selected = VOCAB_NONE;
	if (has_same_words(ui))
		ui->selected = selected;
	free(ui->model_name);
	ui->model_name = ui->model ? xstrdup(ui->model->name) : NULL;
	ui->model_rows = ui->model ? model_rows(ui->model) : 0;
	crumbs_drop_closed(&ui->crumbs, ui->session);
	panes_broadcast(ui, &event);
	if (ui->screen == SCREEN_START)
		ui_go_to_screen(ui, SCREEN_MAP);
}

void lines_notice_changes(struct ui *ui)
{
	struct view_event event = { .kind = VIEW_MARKS, .row = VOCAB_NONE };
	uint64_t marks = marks_hash(ui->session);

	if (session_model(ui->session) != ui->model)
		model_changed(ui);
	if (ui->models_seen != ui->session->model_count) { /* one may be gone: let go of it */
		ui->models_seen = ui->session->model_count;
		event.kind = VIEW_JOB;
		panes_broadcast(ui, &event);
		event.kind = VIEW_MARKS;
	}
	if (marks != ui->marks_seen) {
		ui->marks_seen = marks;
		panes_broadcast(ui, &event);
	}
}

static void add_recent_line(void *ctx, const char *line)
{
	const struct editor *e = ctx;

	e->add_history(e->ctx, line);
}

/* The history may have changed: what was forgotten also leaves the editor's own list. */
static void refresh_history(struct ui *ui, const struct call *c)
{
	const struct command *cmd = c->task.cmd;
	struct view_event look = { .kind = VIEW_JOB, .row = VOCAB_NONE };
	bool forgot = cmd && strcmp(cmd->name, "history") == 0 && strstr(c->line, "forget");

	if (ui->screen == SCREEN_HISTORY)
		panes_event(ui, panes_find(ui, "history"), &look);
	if (!forgot || c->status != ST_OK || !ui->editor.forget_history || !ui->editor.add_history)
		return;
	ui->editor.forget_history(ui->editor.ctx);
	hist_each_recent_line(ui->session->hist, RECENT_LINES, add_recent_line, &ui->editor, NULL);
}

void lines_finish(struct ui *ui, struct call *c)
{
	call_end(ui->session, c);
	lines_notice_changes(ui);
	refresh_history(ui, c);
	intents_apply(ui);
	deliver(ui, c);
	const char *warning = hist_warning(ui->session->hist);

	if (warning && ui->message_kind != MESSAGE_ERROR)
		ui_say(ui, MESSAGE_NOTE, "%s", warning);
}

/* --- running --- */

static enum status work(void *arg, const struct progress *progress, struct error *err)
{
	struct call *c = arg;

	(void)err;
	call_work(c, progress);
	return c->status;
}

static void begin(struct ui *ui, const char *line)
{
	struct call *c = call_begin(ui->session, line);

	if (!c)
		return;
	if (!c->needs_work) {
		lines_finish(ui, c);
		return;
	}
	if ((c->task.cmd->flags & CMD_BESIDE) && !ui->beside.call) {
		beside_start(ui, c);
		return;
	}
	ui->running = c;
	ui->job = job_start(ui->jobs, line, work, c);
	ui->dirty = true;
}

/* The status of a job that never ran (no thread to be had) is not yet in the call. */
static void end_running(struct ui *ui)
{
	struct call *c = ui->running;
	struct error err = ERROR_INIT;
	enum status st = job_finish(ui->job, &err);

	if (st != ST_OK && c->status == ST_OK) {
		c->status = st;
		c->err = err;
	}
	ui->running = NULL;
	ui->job = NULL;
	lines_finish(ui, c);
}

void lines_pump(struct ui *ui)
{
	char *line;

	if (ui->running) {
		ui->dirty = true;
		if (!job_is_done(ui->job))
			return;
		end_running(ui);
	}
	while (!ui->running && lines_wait(ui) && beside_lets_run(ui, waiting_line(ui)) &&
	       (line = next_line(ui)) != NULL) {
		begin(ui, line);
		free(line);
	}
}

void lines_run(struct ui *ui, const char *line)
{
	queue_push(ui, line);
	lines_pump(ui);
}

static bool runs_at_once(struct ui *ui, const char *line)
{
	const struct command *cmd = NULL;
	char *rest = NULL;
	bool at_once;

	if (call_resolve(ui->session, line, &cmd, &rest, NULL) != ST_OK)
		return false;
	at_once = cmd && (cmd->flags & (CMD_SCREEN | CMD_AT_ONCE));
	free(rest);
	return at_once;
}

void lines_run_key(struct ui *ui, const char *line)
{
	ui_say(ui, MESSAGE_ECHO, "%s", line);
	ui->dirty = true;
	if (!runs_at_once(ui, line)) {
		lines_run(ui, line);
		return;
	}
	struct call *c = call_begin(ui->session, line);

	if (!c)
		return;
	call_work(c, NULL);
	lines_finish(ui, c);
}

void lines_cancel(struct ui *ui)
{
	char *line;
	size_t dropped = 0;

	for (; (line = next_line(ui)) != NULL; dropped++)
		free(line);
	if (ui->job)
		job_cancel(ui->job);
	if (ui->job || dropped)
		ui_say(ui, MESSAGE_NOTE, "stopping %s", ui->job ? job_title(ui->job) : "");
}

void lines_release(struct ui *ui)
{
	char *line;

	while ((line = queue_take(ui)) != NULL)
		free(line);
	if (!ui->running)
		return;
	job_cancel(ui->job);
	job_finish(ui->job, NULL);
	call_end(ui->session, ui->running);
	call_free(ui->running);
	ui->running = NULL;
}

/* Verbs of the screen are common words too: say how to ask for the word. */
static void hint_at_word(struct ui *ui, const char *line)
{
	const struct model *m = session_model(ui->session);
	const struct command *cmd = strchr(line, ' ') ? NULL : command_find(line);

	if (!m || !cmd || !(cmd->flags & CMD_SCREEN) || ui->message_kind == MESSAGE_ERROR ||
	    vocab_find(m->vocab, line, strlen(line)) == VOCAB_NONE)
		return;
	ui_say(ui, MESSAGE_NOTE, "that was the command; =%s asks for the word", line);
}

/* What is typed to stop something is not put in the queue behind it. */
static bool must_not_wait(struct ui *ui, const char *line)
{
	const struct command *cmd = NULL;
	char *rest = NULL;
	bool now;

	if (call_resolve(ui->session, line, &cmd, &rest, NULL) != ST_OK)
		return false;
	now = cmd && ((cmd->flags & CMD_AT_ONCE) || strcmp(cmd->name, "cancel") == 0);
	free(rest);
	return now;
}

void ui_submit(struct ui *ui, const char *line)
{
	if (!line) {
		ui->session->quit = true;
		return;
	}
	ui_clear_message(ui);
	if (line[strspn(line, " \t")] == '\0')
		return;
	if (line[0] != ' ' && ui->editor.add_history)
		ui->editor.add_history(ui->editor.ctx, line);
	free(ui->last_line);
	ui->last_line = xstrdup(line);
	if (ui->running && must_not_wait(ui, line))
		lines_run_key(ui, line);
	else
		lines_run(ui, line);
	hint_at_word(ui, line);
	ui->dirty = true;
}
