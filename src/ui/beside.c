#include "ui/core.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"

#define COPY_AGE_NS   1000000000u /* a burst of questions shares one copy */
#define DRAW_EVERY_NS 200000000u

/* --- copies of the model that learns --- */

struct live_copy {
	struct job *job;
	struct training *training;
	struct model *model;
};

static enum status make_copy(void *arg, const struct progress *progress, struct error *err)
{
	struct live_copy *c = arg;

	(void)progress;
	return trainer_snapshot(training_trainer(c->training), &c->model, err);
}

static void start_copy(struct ui *ui)
{
	struct live_copy *c = xcalloc(1, sizeof(*c));

	c->training = training_ref(ui->session->training);
	c->job = job_start(ui->jobs, "copy", make_copy, c);
	ui->beside.copy = c;
}

/* Take the place of the copy before, or become the current model. */
static void show_copy(struct ui *ui, struct model *m)
{
	struct session *s = ui->session;

	free(m->name);
	m->name = xstrdup(training_name(s->training));
	if (!s->live || !session_replace_model(s, s->live, m))
		session_add_model(s, m);
	s->live = m;
	lines_notice_changes(ui);
}

static void end_copy(struct ui *ui)
{
	struct live_copy *c = ui->beside.copy;
	enum status st = job_finish(c->job, NULL);

	ui->beside.copy = NULL;
	ui->beside.copied_ns = clock_ns();
	if (st == ST_OK && ui->beside.call)
		show_copy(ui, c->model);
	else if (c->model)
		model_unref(c->model);
	training_unref(c->training);
	free(c);
}

static bool is_learning(const struct ui *ui)
{
	const struct training *t = ui->session->training;

	return ui->beside.call && t && training_stage(t) == TRAINING_LEARNING;
}

/* Keys from a script run to the end of everything: there is nobody to look at what is half done. */
static bool is_scripted(const struct ui *ui)
{
	return ui->session->fixed_clock_ms >= 0;
}

/* --- the work itself --- */

static enum status work(void *arg, const struct progress *progress, struct error *err)
{
	struct call *c = arg;

	(void)err;
	call_work(c, progress);
	return c->status;
}

void beside_start(struct ui *ui, struct call *c)
{
	ui->beside.call = c;
	ui->beside.job = job_start(ui->jobs, c->line, work, c);
	ui->beside.copied_ns = 0;
	ui_go_to_screen(ui, SCREEN_TRAIN);
}

static void finish(struct ui *ui)
{
	struct call *c = ui->beside.call;
	struct error err = ERROR_INIT;
	enum status st;

	if (ui->beside.copy)
		end_copy(ui);
	st = job_finish(ui->beside.job, &err);
	if (st != ST_OK && c->status == ST_OK) {
		c->status = st;
		c->err = err;
	}
	ui->beside.call = NULL;
	ui->beside.job = NULL;
	lines_finish(ui, c);
}

bool beside_pump(struct ui *ui)
{
	struct beside *b = &ui->beside;
	bool changed = false;

	if (b->copy && job_is_done(b->copy->job)) {
		end_copy(ui);
		changed = true;
	}
	if (b->call && job_is_done(b->job)) {
		finish(ui);
		changed = true;
	}
	if (is_learning(ui) && !b->copied_ns && !b->copy && !is_scripted(ui))
		start_copy(ui);
	if (b->call && ui->now_ns - b->drawn_ns > DRAW_EVERY_NS) {
		b->drawn_ns = ui->now_ns;
		changed = true;
	}
	return changed;
}

static bool asks_the_model(struct ui *ui, const char *line)
{
	const struct command *cmd = NULL;
	char *rest = NULL;
	bool asks;

	if (call_resolve(ui->session, line, &cmd, &rest, NULL) != ST_OK)
		return false;
	asks = cmd && (cmd->flags & CMD_NEEDS_MODEL);
	free(rest);
	return asks;
}

bool beside_lets_run(struct ui *ui, const char *line)
{
	struct beside *b = &ui->beside;

	if (!is_learning(ui) || is_scripted(ui) || !ui->session->live ||
	    session_model(ui->session) != ui->session->live || !asks_the_model(ui, line))
		return true;
	if (b->copy)
		return false;
	if (clock_ns() - b->copied_ns < COPY_AGE_NS)
		return true;
	start_copy(ui);
	return false;
}

bool beside_interrupt(struct ui *ui)
{
	if (!ui->beside.call)
		return false;
	if (session_training(ui->session) && training_stop(ui->session->training)) {
		ui_say(ui, MESSAGE_NOTE, "stopping; what was learned is kept");
	} else {
		job_cancel(ui->beside.job);
		ui_say(ui, MESSAGE_NOTE, "giving up");
	}
	return true;
}

bool beside_is_idle(const struct ui *ui)
{
	return !ui->beside.call && !ui->beside.copy;
}

void beside_release(struct ui *ui)
{
	struct beside *b = &ui->beside;

	if (b->job)
		job_cancel(b->job);
	if (b->copy)
		end_copy(ui);
	if (!b->call)
		return;
	job_finish(b->job, NULL);
	call_end(ui->session, b->call);
	call_free(b->call);
	b->call = NULL;
	b->job = NULL;
}
