/*
 * Lessons: list them, begin or go on with one, and the few words that move through it. On the
 * screen the Learn screen shows the step; elsewhere it is the answer's text.
 */
#include <stdlib.h>
#include <string.h>

#include "app/lesson_run.h"
#include "base/mem.h"
#include "base/number.h"
#include "commands.h"
#include "model/format.h"

enum { PAGE_COLS = 78 };

struct lesson_data {
	struct lesson lesson;
	char *path, *model_path;
	size_t number;
	bool begins;
	struct model *model; /* loaded, not yet in the session */
};

/* --- showing --- */

static enum status show_step(struct session *s, struct result *r, struct error *err)
{
	struct strbuf text = STRBUF_INIT;

	lesson_run_set_model(s->lesson, session_model(s));
	if (s->has_screen) {
		lesson_run_heading(s->lesson, &text);
		result_set_title(r, "%s", text.buf); /* what the history remembers */
		strbuf_release(&text);
		return session_intend(
			s, (struct intent){ .kind = INTENT_SCREEN, .text = xstrdup("learn") }, err);
	}
	lesson_run_describe(s->lesson,
			    s->cols > 20 ? MIN((size_t)s->cols - 2, (size_t)PAGE_COLS) : PAGE_COLS,
			    &text);
	result_set_text(r, text.buf);
	strbuf_release(&text);
	return ST_OK;
}

static void put_string(struct result *r, size_t row, size_t col, const char *text)
{
	result_put_text(r, row, col, text, strlen(text));
}

static void add_lesson(struct result *r, const struct lesson_file *file, const struct lesson *l)
{
	size_t row = result_add_row(r);

	result_put_int(r, row, 0, (int64_t)file->number);
	put_string(r, row, 1, file->name);
	result_put_int(r, row, 2, (int64_t)l->minutes);
	put_string(r, row, 3, l->title);
}

/* The last column, for all at once. */
static void put_reached(struct session *s, struct result *r, const size_t *steps)
{
	struct lesson_reached *l = xcalloc(r->rows + 1, sizeof(*l));

	for (size_t i = 0; i < r->rows; i++) {
		l[i].number = (size_t)r->values[i * r->column_count].as.i;
		l[i].title = r->values[i * r->column_count + 3].as.text.s;
	}
	lesson_run_reached(s->hist, l, r->rows);
	for (size_t i = 0; i < r->rows; i++) {
		char *text = xasprintf("step %zu of %zu", l[i].step, steps[i]);

		if (l[i].step)
			put_string(r, i, 4, l[i].step > steps[i] ? "the end" : text);
		free(text);
	}
	free(l);
}

static enum status list_lessons(struct session *s, struct result *r, struct error *err)
{
	struct lesson_file *files;
	size_t count, *steps;
	enum status st = lesson_files(&files, &count, err);

	if (st != ST_OK)
		return st;
	result_add_column(r, "lesson", CELL_INT);
	result_add_column(r, "name", CELL_TEXT);
	result_add_column(r, "minutes", CELL_INT);
	result_add_column(r, "title", CELL_TEXT);
	result_add_column(r, "reached", CELL_TEXT);
	steps = xcalloc(count + 1, sizeof(*steps));
	for (size_t i = 0; i < count; i++) {
		struct lesson l;

		if (lesson_load(&l, files[i].path, NULL) != ST_OK)
			continue;
		steps[r->rows] = l.step_count;
		add_lesson(r, &files[i], &l);
		lesson_release(&l);
	}
	put_reached(s, r, steps);
	free(steps);
	lesson_files_free(files, count);
	result_notef(r, "lesson 1 begins the first; a lesson that was left goes on where it was");
	if (s->has_screen && !s->lesson)
		return session_intend(
			s, (struct intent){ .kind = INTENT_SCREEN, .text = xstrdup("learn") }, err);
	return ST_OK;
}

/* --- lesson check FILE --- */

static void add_mistake(void *ctx, size_t line, const char *sentence)
{
	struct result *r = ctx;
	size_t row = result_add_row(r);

	result_put_int(r, row, 0, (int64_t)line);
	put_string(r, row, 1, sentence);
}

static enum status check_file(const char *path, struct result *r, struct error *err)
{
	struct lesson l;
	char *text;
	size_t mistakes;
	enum status st;

	if (!path)
		return error_set(err, ST_USAGE, "lesson check FILE: which file?");
	st = lesson_read_file(&text, path, err);
	if (st != ST_OK)
		return st;
	result_add_column(r, "line", CELL_INT);
	result_add_column(r, "mistake", CELL_TEXT);
	mistakes = lesson_parse(&l, text, add_mistake, r);
	if (mistakes)
		result_notef(r, "%s: %zu mistake%s", path, mistakes, mistakes == 1 ? "" : "s");
	else
		result_notef(r, "%s: a lesson of %zu steps, no mistakes", path, l.step_count);
	lesson_release(&l);
	free(text);
	return ST_OK;
}

/* --- beginning --- */

static bool is_fit(const struct lesson *l, const struct model *m)
{
	return m && (!l->model || !strcmp(m->name, l->model) ||
		     (l->at_least && model_rows(m) >= l->at_least));
}

static enum status begin(struct session *s, struct lesson_data *d, const char *which,
			 struct error *err)
{
	enum status st = lesson_find(&d->path, &d->number, which, err);

	if (st == ST_OK)
		st = lesson_load(&d->lesson, d->path, err);
	if (st != ST_OK)
		return st;
	d->begins = true;
	if (!is_fit(&d->lesson, session_model(s)) &&
	    !session_use_model(s, d->lesson.model ? d->lesson.model : ""))
		d->model_path = open_resolve_path(d->lesson.model ? d->lesson.model : "demo");
	return ST_OK;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct lesson_data *d = t->data;

	if (!d->model_path)
		return ST_OK;
	return model_load(&d->model, d->model_path, &(struct load_options){ 0 }, progress, err);
}

/* Where it was left. One that was finished begins anew. */
static size_t earlier_step(struct session *s, const struct lesson_run *run)
{
	struct lesson_reached l = { run->number, run->lesson.title, 0 };

	lesson_run_reached(s->hist, &l, 1);
	return l.step > 0 && l.step <= run->lesson.step_count ? l.step - 1 : 0;
}

static enum status commit(struct session *s, struct task *t, struct error *err)
{
	struct lesson_data *d = t->data;
	bool was_reproducible;
	size_t at;

	if (!d->begins)
		return ST_OK;
	if (d->model) {
		session_add_model(s, d->model);
		d->model = NULL;
	}
	/* what is trained in a lesson is the same for every learner */
	was_reproducible = s->lesson ? s->lesson->was_reproducible : s->settings.reproducible;
	lesson_run_free(s->lesson);
	s->lesson = lesson_run_new(&d->lesson, d->path, d->number);
	s->lesson->was_reproducible = was_reproducible;
	s->settings.reproducible = true;
	at = args_given(&t->args, "anew") ? 0 : earlier_step(s, s->lesson);
	while (s->lesson->at < at && lesson_run_go(s->lesson, 1))
		;
	if (at)
		result_notef(&t->result, "going on at step %zu; --anew begins at the first",
			     at + 1);
	return show_step(s, &t->result, err);
}

/* --- moving through it --- */

static enum status next_step(struct session *s, struct task *t, struct error *err)
{
	if (!lesson_run_go(s->lesson, 1))
		return error_set(err, ST_FAILED, "this is the end of the lesson");
	return show_step(s, &t->result, err);
}

static enum status step_back(struct session *s, struct task *t, struct error *err)
{
	if (!lesson_run_go(s->lesson, -1))
		return error_set(err, ST_FAILED, "this is the first step");
	return show_step(s, &t->result, err);
}

static enum status again(struct session *s, struct task *t, struct error *err)
{
	return show_step(s, &t->result, err);
}

static enum status hint(struct session *s, struct task *t, struct error *err)
{
	const struct lesson_step *step = lesson_run_step(s->lesson);
	struct strbuf text = STRBUF_INIT;

	(void)err;
	if (step && step->hint)
		lesson_run_text(s->lesson, step->hint, &text);
	else
		strbuf_adds(&text, "there is no hint here");
	s->lesson->hinted = step && step->hint;
	result_notef(&t->result, "%s", text.buf);
	strbuf_release(&text);
	return ST_OK;
}

static enum status show(struct session *s, struct task *t, struct error *err)
{
	const struct lesson_step *step = lesson_run_step(s->lesson);
	struct strbuf line = STRBUF_INIT;

	(void)err;
	if (!step || !step->show) {
		result_notef(&t->result, "there is nothing to do here: lesson next");
		return ST_OK;
	}
	if (lesson_run_waits(s->lesson)) {
		result_notef(&t->result, "first your prediction: lesson a, lesson b …");
		return ST_OK;
	}
	lesson_run_text(s->lesson, step->show, &line);
	lesson_run_state(s->lesson)->shown = true;
	result_notef(&t->result, "%s", line.buf);
	session_push_line(s, line.buf);
	strbuf_release(&line);
	return ST_OK;
}

static enum status stop(struct session *s, struct task *t, struct error *err)
{
	(void)err;
	s->settings.reproducible = s->lesson->was_reproducible;
	lesson_run_free(s->lesson);
	s->lesson = NULL;
	result_notef(&t->result, "the lesson is closed; the same command goes on with it");
	return ST_OK;
}

static void add_lines(struct result *r, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		result_notef(r, "%.*s", (int)n, text);
		text += n + (text[n] == '\n');
	}
}

static enum status answer(struct session *s, struct task *t, int option, struct error *err)
{
	struct strbuf text = STRBUF_INIT;
	enum status st = lesson_run_answer(s->lesson, option, &text, err);

	if (st == ST_OK)
		add_lines(&t->result, text.buf);
	strbuf_release(&text);
	return st;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	static const struct {
		const char *word;
		enum status (*act)(struct session *s, struct task *t, struct error *err);
	} actions[] = {
		{ "next", next_step }, { "back", step_back }, { "again", again },
		{ "hint", hint },      { "show", show },      { "stop", stop },
	};
	const char *what = args_word(&t->args, 0);
	size_t i = 0;
	bool letter = what && what[0] >= 'a' && what[0] <= 'z' && !what[1];

	if (!what)
		return list_lessons(s, &t->result, err);
	if (!strcmp(what, "check"))
		return check_file(args_word(&t->args, 1), &t->result, err);
	while (i < ARRAY_LEN(actions) && strcmp(what, actions[i].word) != 0)
		i++;
	if (i == ARRAY_LEN(actions) && !letter)
		return begin(s, t->data, what, err);
	if (!s->lesson)
		return error_set(err, ST_FAILED,
				 "no lesson is open: \"lesson\" lists them, "
				 "\"lesson 1\" begins the first");
	lesson_run_set_model(s->lesson, session_model(s));
	return letter ? answer(s, t, what[0] - 'a', err) : actions[i].act(s, t, err);
}

static void free_data(void *data)
{
	struct lesson_data *d = data;

	lesson_release(&d->lesson);
	free(d->path);
	free(d->model_path);
	model_unref(d->model);
}

/* clang-format off */
const struct command cmd_lesson = {
	.name = "lesson", .aliases = "learn", .group = "Learn",
	.summary = "List the lessons, begin one or go on with it.",
	.details =
		"lesson 2 or lesson colours begins or continues a lesson, lesson FILE one of your own. In it: lesson next, "
		"back, again; hint; show does the task for you; lesson a, b … answer a question; stop leaves. What you "
		"type is judged by its answer, not by its letters. Until it is left, training is reproducible (set reproducible). \"lesson check FILE\" lists the mistakes in a lesson you "
		"write; the format is in vecscope-lessons(5).",
	.args = {
		{ ARG_STRING, "what", "a number, a name, a file, next, back, again, hint, show, stop, check, or a letter", 0, 1, NULL },
		{ ARG_PATH, "file", "for check", 0, 1, NULL },
	},
	.opts = { { 0, "anew", ARG_NONE, NULL, NULL, "from the first step, wherever you were", NULL, 0, 0 } },
	.examples = { { "lesson", "the list" }, { "lesson 1", "begin with points" } },
	.flags = CMD_KEEP_LAST,
	.data_size = sizeof(struct lesson_data),
	.prepare = prepare, .work = work, .commit = commit, .free_data = free_data,
};
