/*
 * Working through a lesson: which step, what was predicted, what is done, and judging answers.
 * Belongs to the session (main thread); call_end() shows it every answer.
 *
 *	lesson_run_new → (lesson_run_notice after each command, next, back, answer …) → free
 */
#ifndef APP_LESSON_RUN_H
#define APP_LESSON_RUN_H

#include "app/lesson.h"
#include "app/result.h"
#include "base/strbuf.h"

struct session;
struct command;
struct hist;

enum lesson_mark { LESSON_OPEN, LESSON_DONE, LESSON_SEEN };

struct lesson_step_state {
	enum lesson_mark mark;	/* DONE: the task was solved, or there was none to solve */
	int answer;		/* which option was chosen, -1 = none yet */
	int right;		/* which one turned out right, -1 = not known yet */
	bool shown;		/* "show" was used */
};

struct lesson_run {
	struct lesson lesson;
	char *path;
	size_t number;			/* 0 = a file of one's own */
	size_t at;			/* step, from 0; step_count = behind the end */
	struct lesson_step_state *steps;
	struct model *model;		/* that words were chosen for; referenced, or NULL */
	bool hinted;
	bool was_reproducible;		/* the setting before the lesson, for its end */
	char *feedback;			/* on the last answer, or NULL */
};

/* Takes the lesson. */
struct lesson_run *lesson_run_new(struct lesson *lesson, const char *path, size_t number);
void lesson_run_free(struct lesson_run *run);	/* NULL is fine */

/* Words are chosen for this model from now on (NULL: the first of each list). */
void lesson_run_set_model(struct lesson_run *run, struct model *m);
/* The step at work; NULL behind the end. */
const struct lesson_step *lesson_run_step(const struct lesson_run *run);
struct lesson_step_state *lesson_run_state(const struct lesson_run *run);
/* A text of the lesson with its words put in. */
void lesson_run_text(const struct lesson_run *run, const char *text, struct strbuf *out);
/* Is a word of this step neither in the model nor replaced? Its name into `out`. */
bool lesson_run_lacks(const struct lesson_run *run, const struct lesson_step *step,
		      struct strbuf *out);

/* by = ±1; false: there is no such step. Behind the last one is the summary. */
bool lesson_run_go(struct lesson_run *run, int by);
/* Choose option `i` of the question; ST_FAILED if there is none, or it was answered. Sentences of
 * feedback go to `out`. */
enum status lesson_run_answer(struct lesson_run *run, int i, struct strbuf *out,
			      struct error *err);
/* Is there a question that wants its answer before the task is tried? */
bool lesson_run_waits(const struct lesson_run *run);
/* A command was answered: true if it is the step's business, with what to say to the learner, one
 * sentence a line. */
bool lesson_run_notice(struct lesson_run *run, const struct command *cmd, const struct result *r,
		       struct strbuf *out);

/* "Lesson 2 · Colours as vectors · step 3 of 9". */
void lesson_run_heading(const struct lesson_run *run, struct strbuf *out);
/* How far lessons that ship were gone through, by the newest line of the history about each: the
 * step from 1 on, 0 = never begun, SIZE_MAX = to its end. One look into the history for all. */
struct lesson_reached {
	size_t number;		/* in */
	const char *title;	/* in; NULL: none */
	size_t step;		/* out */
};
void lesson_run_reached(struct hist *h, struct lesson_reached *lessons, size_t n);
/* The whole step as text for a line terminal, lines of at most `cols` cells. */
void lesson_run_describe(const struct lesson_run *run, size_t cols, struct strbuf *out);
/* Tasks solved and there, predictions right and made. */
struct lesson_score {
	size_t solved, tasks, right, questions, answered;
};
struct lesson_score lesson_run_score(const struct lesson_run *run);

#endif
