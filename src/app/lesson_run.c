#include "app/lesson_run.h"

#include <stdlib.h>
#include <string.h>

#include "app/command.h"
#include "app/lesson_check.h"
#include "base/mem.h"

struct lesson_run *lesson_run_new(struct lesson *lesson, const char *path, size_t number)
{
	struct lesson_run *run = xcalloc(1, sizeof(*run));

	run->lesson = *lesson;
	*lesson = (struct lesson){ 0 };
	run->path = xstrdup(path);
	run->number = number;
	run->steps = xcalloc(run->lesson.step_count + 1, sizeof(*run->steps));
	for (size_t i = 0; i < run->lesson.step_count; i++)
		run->steps[i].answer = run->steps[i].right = -1;
	return run;
}

void lesson_run_free(struct lesson_run *run)
{
	if (!run)
		return;
	lesson_release(&run->lesson);
	model_unref(run->model);
	free(run->path);
	free(run->steps);
	free(run->feedback);
	free(run);
}

void lesson_run_set_model(struct lesson_run *run, struct model *m)
{
	if (m == run->model)
		return;
	model_unref(run->model);
	run->model = m ? model_ref(m) : NULL;
}

const struct lesson_step *lesson_run_step(const struct lesson_run *run)
{
	return run->at < run->lesson.step_count ? &run->lesson.steps[run->at] : NULL;
}

struct lesson_step_state *lesson_run_state(const struct lesson_run *run)
{
	return &run->steps[run->at];
}

/* --- words --- */

static const struct lesson_word *word_named(const struct lesson *l, const char *name, size_t n)
{
	for (size_t i = 0; i < l->word_count; i++)
		if (strlen(l->words[i].name) == n && !strncmp(l->words[i].name, name, n))
			return &l->words[i];
	return NULL;
}

/* The first choice that the model has; NULL = it has none. */
static const char *chosen(const struct lesson_run *run, const struct lesson_word *w)
{
	if (!run->model)
		return w->choices[0];
	for (size_t i = 0; i < w->count; i++)
		if (vocab_find(run->model->vocab, w->choices[i], strlen(w->choices[i])) !=
		    VOCAB_NONE)
			return w->choices[i];
	return NULL;
}

static bool put_word(void *ctx, const char *name, size_t n, struct strbuf *out)
{
	const struct lesson_run *run = ctx;
	const struct lesson_word *w = word_named(&run->lesson, name, n);
	const char *word = w ? chosen(run, w) : NULL;

	if (!w)
		return false;
	strbuf_adds(out, word ? word : w->choices[0]);
	return true;
}

void lesson_run_text(const struct lesson_run *run, const char *text, struct strbuf *out)
{
	struct lesson_run copy = *run;

	lesson_expand(text, put_word, &copy, out);
}

struct lacking {
	const struct lesson_run *run;
	struct strbuf *names;
};

static bool note_lacking(void *ctx, const char *name, size_t n, struct strbuf *out)
{
	struct lacking *l = ctx;
	const struct lesson_word *w = word_named(&l->run->lesson, name, n);

	(void)out;
	if (w && !chosen(l->run, w) && !strstr(l->names->buf, w->choices[0]))
		strbuf_addf(l->names, "%s%s", l->names->len ? ", " : "", w->choices[0]);
	return true;
}

bool lesson_run_lacks(const struct lesson_run *run, const struct lesson_step *step,
		      struct strbuf *out)
{
	struct lacking lacking = { run, out };
	struct strbuf nowhere = STRBUF_INIT;
	size_t before = out->len;

	if (step->task)
		lesson_expand(step->task, note_lacking, &lacking, &nowhere);
	if (step->show)
		lesson_expand(step->show, note_lacking, &lacking, &nowhere);
	for (size_t i = 0; i < step->check_count; i++)
		lesson_expand(step->checks[i].text, note_lacking, &lacking, &nowhere);
	strbuf_release(&nowhere);
	return out->len > before;
}

/* --- going through --- */

static void settle(struct lesson_run *run)
{
	const struct lesson_step *s = lesson_run_step(run);
	struct lesson_step_state *state = lesson_run_state(run);

	run->hinted = false;
	free(run->feedback);
	run->feedback = NULL;
	if (s && !s->task && !s->predict)
		state->mark = LESSON_DONE;
	else if (s && state->mark == LESSON_OPEN)
		state->mark = LESSON_SEEN;
}

bool lesson_run_go(struct lesson_run *run, int by)
{
	if ((by < 0 && !run->at) || (by > 0 && run->at == run->lesson.step_count))
		return false;
	run->at = by < 0 ? run->at - 1 : run->at + 1;
	settle(run);
	return true;
}

static void put_feedback(struct lesson_run *run, const struct strbuf *text)
{
	free(run->feedback);
	run->feedback = xstrdup(text->buf);
}

static void say_line(const struct lesson_run *run, struct strbuf *out, const char *before,
		     const char *text)
{
	if (out->len)
		strbuf_addc(out, '\n');
	strbuf_adds(out, before);
	lesson_run_text(run, text, out);
}

static void judge_prediction(struct lesson_run *run, struct strbuf *out)
{
	const struct lesson_step *s = lesson_run_step(run);
	const struct lesson_step_state *state = lesson_run_state(run);

	if (!s->predict || state->right < 0 || state->answer < 0)
		return;
	if (state->answer == state->right)
		say_line(run, out, "your prediction was right: ", s->options[state->right].text);
	else
		say_line(run, out,
			 "you predicted otherwise; it is: ", s->options[state->right].text);
}

bool lesson_run_waits(const struct lesson_run *run)
{
	const struct lesson_step *s = lesson_run_step(run);

	return s && s->predict && lesson_run_state(run)->answer < 0;
}

static int fixed_right(const struct lesson_step *s)
{
	for (size_t i = 0; i < s->option_count; i++)
		if (s->options[i].right)
			return (int)i;
	return -1;
}

enum status lesson_run_answer(struct lesson_run *run, int i, struct strbuf *out, struct error *err)
{
	const struct lesson_step *s = lesson_run_step(run);
	struct lesson_step_state *state = lesson_run_state(run);

	if (!s || !s->predict)
		return error_set(err, ST_FAILED, "this step asks no question");
	if (state->answer >= 0)
		return error_set(err, ST_FAILED, "this question was answered: %c",
				 'a' + state->answer);
	if (i < 0 || (size_t)i >= s->option_count)
		return error_set(err, ST_FAILED, "the answers are a to %c",
				 (int)('a' + s->option_count - 1));
	state->answer = i;
	if (s->task) {
		say_line(run, out, "", "noted; now look");
	} else {
		state->right = fixed_right(s);
		state->mark = LESSON_DONE;
		judge_prediction(run, out);
		if (s->why)
			say_line(run, out, "", s->why);
	}
	put_feedback(run, out);
	return ST_OK;
}

/* --- judging an answer --- */

static bool holds(const struct lesson_run *run, const char *check, const struct lesson_answer *a)
{
	struct strbuf text = STRBUF_INIT;
	bool yes = false;

	lesson_run_text(run, check, &text);
	if (lesson_check(text.buf, a, &yes, NULL) != ST_OK)
		yes = false;
	strbuf_release(&text);
	return yes;
}

static void find_right(struct lesson_run *run, const struct lesson_answer *a)
{
	const struct lesson_step *s = lesson_run_step(run);
	struct lesson_step_state *state = lesson_run_state(run);

	state->right = fixed_right(s);
	for (size_t i = 0; i < s->option_count && state->right < 0; i++)
		if (s->options[i].when && holds(run, s->options[i].when, a))
			state->right = (int)i;
}

static bool solves(const struct lesson_run *run, const struct lesson_answer *a)
{
	const struct lesson_step *s = lesson_run_step(run);

	for (size_t i = 0; i < s->check_count; i++)
		if (!holds(run, s->checks[i].text, a))
			return false;
	return true;
}

static void praise(struct lesson_run *run, struct strbuf *out)
{
	const struct lesson_step *s = lesson_run_step(run);

	if (s->yes)
		say_line(run, out, "yes: ", s->yes);
	else
		say_line(run, out, "", "yes.");
	judge_prediction(run, out);
	if (s->why)
		say_line(run, out, "", s->why);
}

/* Verbs that are never an attempt: help, glossary, the screen, the history … */
static bool is_attempt(const struct command *cmd, bool solved)
{
	static const char *const aside[] = { "Learn", "Session", "Screen", "History", "Output" };

	for (size_t i = 0; i < ARRAY_LEN(aside); i++)
		if (!strcmp(cmd->group, aside[i]))
			return solved;
	return solved || !(cmd->flags & CMD_KEEP_LAST);
}

bool lesson_run_notice(struct lesson_run *run, const struct command *cmd, const struct result *r,
		       struct strbuf *out)
{
	const struct lesson_step *s = lesson_run_step(run);
	struct lesson_answer answer = { .cmd = cmd, .result = r, .model = run->model };
	struct lesson_step_state *state = lesson_run_state(run);
	bool solved;

	if (!s || !s->task || !cmd)
		return false;
	solved = solves(run, &answer);
	if (!is_attempt(cmd, solved))
		return false;
	if (lesson_run_waits(run)) {
		say_line(run, out, "", "first your prediction: lesson a, lesson b …");
	} else if (solved && state->mark == LESSON_DONE) {
		return false;
	} else if (solved) {
		state->mark = LESSON_DONE;
		find_right(run, &answer);
		praise(run, out);
	} else if (state->mark != LESSON_DONE) {
		say_line(run, out, "", s->hint ? "not yet; \"lesson hint\" helps" : "not yet");
	}
	if (!out->len)
		return false;
	put_feedback(run, out);
	return true;
}

struct lesson_score lesson_run_score(const struct lesson_run *run)
{
	struct lesson_score score = { 0 };

	for (size_t i = 0; i < run->lesson.step_count; i++) {
		const struct lesson_step *s = &run->lesson.steps[i];
		const struct lesson_step_state *state = &run->steps[i];

		score.tasks += s->task != NULL;
		score.solved += s->task && state->mark == LESSON_DONE;
		score.questions += s->predict != NULL;
		score.answered += s->predict && state->answer >= 0 && state->right >= 0;
		score.right += s->predict && state->answer >= 0 && state->answer == state->right;
	}
	return score;
}
