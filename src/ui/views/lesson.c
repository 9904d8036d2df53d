/*
 * A lesson beside the live map: the step's prose, its question and task, what was said to the last
 * answer. Without a lesson: the list of them. All of it comes from app/lesson_run.h; this file lays
 * it out in lines and scrolls them.
 */
#include <stdlib.h>
#include <string.h>

#include "app/lesson_run.h"
#include "base/display.h"
#include "base/mem.h"
#include "ui/glyphs.h"
#include "ui/listbox.h"
#include "ui/view.h"

struct line {
	enum role role;
	int indent;
	char *text;
};

struct lesson_view {
	struct lesson_file *files; /* those that ship, read when first drawn */
	char **titles;
	struct lesson_reached *reached;
	size_t file_count;
	bool looked, was_open;
	struct listbox list;
	int head;	    /* rows above the list of lessons */
	struct line *lines; /* the step, cut to the width; made anew at each drawing */
	size_t count, cap, top;
	size_t step; /* that was drawn last: another one begins at its top */
};

/* --- the list --- */

static void look_for_lessons(struct lesson_view *v)
{
	v->looked = v->was_open = true;
	if (lesson_files(&v->files, &v->file_count, NULL) != ST_OK)
		return;
	v->titles = xcalloc(v->file_count, sizeof(*v->titles));
	for (size_t i = 0; i < v->file_count; i++) {
		struct lesson l;

		if (lesson_load(&l, v->files[i].path, NULL) != ST_OK)
			continue;
		v->titles[i] = xstrdup(l.title);
		lesson_release(&l);
	}
	v->reached = xcalloc(v->file_count + 1, sizeof(*v->reached));
	for (size_t i = 0; i < v->file_count; i++)
		v->reached[i] = (struct lesson_reached){ v->files[i].number, v->titles[i], 0 };
	listbox_reset(&v->list, v->file_count);
}

static void draw_list(struct lesson_view *v, const struct view_context *ctx, struct surface *s,
		      struct rect r)
{
	static const char *const marks[2][3] = { { "○", "◉", "●" }, { "o", "@", "*" } };

	if (!v->looked)
		look_for_lessons(v);
	if (v->was_open)
		lesson_run_reached(ctx->session->hist, v->reached, v->file_count);
	v->was_open = false;
	v->head = r.rows > 3 || !v->file_count ? 2 : 0;
	listbox_fit(&v->list, r.rows - v->head);
	if (v->head)
		surface_puts(s, r.row, r.col + 2, r.cols - 3, ROLE_DIM,
			     v->file_count ? "Choose a lesson; Enter begins it."
					   : "No lessons are installed.");
	for (int i = 0; i < r.rows - v->head && v->list.top + (size_t)i < v->file_count; i++) {
		size_t at = v->list.top + (size_t)i;
		int row = r.row + v->head + i;

		surface_putf(s, row, r.col + 3, r.cols - 4, ROLE_TEXT, "%s %zu  %s",
			     marks[ctx->ascii][v->reached[at].step == SIZE_MAX ? 2
					       : v->reached[at].step	       ? 1
									       : 0],
			     v->files[at].number, v->titles[at] ? v->titles[at] : "");
		if (at != v->list.at)
			continue;
		surface_puts(s, row, r.col + 1, 1, ROLE_FOCUS, glyphs_get(ctx->ascii)->pointer);
		listbox_highlight(s, row, r.col + 2, r.cols - 3);
	}
}

/* --- the step in lines --- */

static void clear_lines(struct lesson_view *v)
{
	for (size_t i = 0; i < v->count; i++)
		free(v->lines[i].text);
	v->count = 0;
}

static void add_line(struct lesson_view *v, enum role role, int indent, const char *text, size_t n)
{
	ARRAY_RESERVE(v->lines, v->cap, v->count + 1);
	v->lines[v->count++] = (struct line){ role, indent, xstrndup(text, n) };
}

/* How many bytes fill one line: up to the last blank that fits. */
static size_t fitting(const char *text, size_t n, size_t cols)
{
	size_t fits = 0;

	while (fits < n) {
		size_t next = fits + strspn(text + fits, " ");

		next += strcspn(text + next, " ");
		next = MIN(next, n);
		if (display_width(text, next) > cols)
			break;
		fits = next;
	}
	return fits ? fits : MIN(strcspn(text, " ") ? strcspn(text, " ") : 1, n);
}

/* A paragraph; `label` stands before its first line. */
static void add_paragraph(struct lesson_view *v, enum role role, const char *label,
			  const char *text, size_t n, size_t cols)
{
	int indent = (int)display_width(label, strlen(label));
	size_t room = cols > (size_t)indent + 8 ? cols - (size_t)indent : 8;
	bool first = true;

	while (n) {
		size_t blanks = MIN(strspn(text, " "), n), len;

		text += blanks;
		n -= blanks;
		if (!n)
			break;
		len = fitting(text, n, room);
		if (first && *label) {
			char *whole = xasprintf("%s%.*s", label, (int)len, text);

			add_line(v, role, 0, whole, strlen(whole));
			free(whole);
		} else {
			add_line(v, role, indent, text, len);
		}
		first = false;
		text += len;
		n -= len;
	}
}

static void add_text(struct lesson_view *v, const struct lesson_run *run, enum role role,
		     const char *label, const char *text, size_t cols)
{
	struct strbuf sb = STRBUF_INIT;

	lesson_run_text(run, text, &sb);
	for (const char *p = sb.buf; *p;) {
		size_t n = strcspn(p, "\n");

		if (n)
			add_paragraph(v, role, p == sb.buf ? label : "", p, n, cols);
		else
			add_line(v, role, 0, "", 0);
		p += n + (p[n] == '\n');
		if (n && *p == '\n')
			add_line(v, role, 0, "", 0), p++;
	}
	strbuf_release(&sb);
}

static void gap(struct lesson_view *v)
{
	if (v->count && *v->lines[v->count - 1].text)
		add_line(v, ROLE_TEXT, 0, "", 0);
}

static void add_question(struct lesson_view *v, const struct lesson_run *run,
			 const struct glyphs *g, size_t cols)
{
	const struct lesson_step *s = lesson_run_step(run);
	const struct lesson_step_state *state = &run->steps[run->at];

	gap(v);
	add_text(v, run, ROLE_QUERY, s->task ? "PREDICT  " : "QUESTION ", s->predict, cols);
	for (size_t i = 0; i < s->option_count; i++) {
		bool chosen = state->answer == (int)i;
		char *label = xasprintf("  %s %c  ", chosen ? g->pointer : " ", (char)('a' + i));

		add_text(v, run, chosen ? ROLE_FOCUS : ROLE_TEXT, label, s->options[i].text, cols);
		free(label);
	}
	if (state->answer < 0)
		add_paragraph(v, ROLE_DIM, "", "Press a letter.", 15, cols);
}

static void add_task(struct lesson_view *v, const struct lesson_run *run, size_t cols)
{
	const struct lesson_step *s = lesson_run_step(run);
	struct strbuf names = STRBUF_INIT;

	gap(v);
	add_text(v, run, ROLE_QUERY, "TRY  ", s->task, cols);
	if (lesson_run_lacks(run, s, &names)) {
		strbuf_adds(&names, ": this model lacks it, the step can only be read");
		add_paragraph(v, ROLE_ERROR, "     ", names.buf, names.len, cols);
	}
	strbuf_release(&names);
	if (run->hinted && s->hint)
		add_text(v, run, ROLE_NOTE, "HINT ", s->hint, cols);
}

static void add_feedback(struct lesson_view *v, const struct lesson_run *run,
			 const struct glyphs *g, size_t cols)
{
	const struct lesson_step_state *state = &run->steps[run->at];
	bool done = state->mark == LESSON_DONE;
	char *label = xasprintf("%s ", done ? g->check : g->dot);

	gap(v);
	for (const char *p = run->feedback; *p;) {
		size_t n = strcspn(p, "\n");
		const char *text = strncmp(p, "yes: ", 5) ? p : p + 5;

		add_paragraph(v, done ? ROLE_ANSWER : ROLE_NOTE, p == run->feedback ? label : "",
			      text, n - (size_t)(text - p), cols);
		p += n + (p[n] == '\n');
		if (*p)
			gap(v);
	}
	free(label);
}

static void add_end(struct lesson_view *v, const struct lesson_run *run, size_t cols)
{
	struct lesson_score score = lesson_run_score(run);
	char *text = xasprintf("You did %zu of %zu tasks, and %zu of %zu predictions were right. "
			       "\"lesson\" lists the lessons, \"lesson stop\" closes this one.",
			       score.solved, score.tasks, score.right, score.questions);

	add_paragraph(v, ROLE_TEXT, "", text, strlen(text), cols);
	free(text);
}

static void make_lines(struct lesson_view *v, const struct view_context *ctx, size_t cols)
{
	const struct lesson_run *run = ctx->session->lesson;
	const struct lesson_step *s = lesson_run_step(run);
	const struct glyphs *g = glyphs_get(ctx->ascii);

	clear_lines(v);
	if (!s) {
		add_text(v, run, ROLE_TITLE, "", run->lesson.title, cols);
		gap(v);
		add_end(v, run, cols);
		return;
	}
	add_text(v, run, ROLE_TITLE, "", s->title, cols);
	gap(v);
	if (s->prose)
		add_text(v, run, ROLE_TEXT, "", s->prose, cols);
	if (s->predict)
		add_question(v, run, g, cols);
	if (s->task)
		add_task(v, run, cols);
	if (run->feedback)
		add_feedback(v, run, g, cols);
	gap(v);
	if (run->steps[run->at].mark == LESSON_DONE)
		add_paragraph(v, ROLE_DIM, "", "Enter for the next step.", 24, cols);
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	struct lesson_view *v = view;
	struct lesson_run *run = ctx->session->lesson;
	size_t rows = (size_t)MAX(r.rows, 0);

	if (!run) {
		draw_list(v, ctx, s, r);
		return;
	}
	v->was_open = true;
	lesson_run_set_model(run, session_model(ctx->session));
	if (v->step != run->at)
		v->top = 0;
	v->step = run->at;
	make_lines(v, ctx, (size_t)MAX(r.cols - 3, 8));
	v->top = v->count > rows ? MIN(v->top, v->count - rows) : 0;
	for (size_t i = 0; i < rows && v->top + i < v->count; i++) {
		const struct line *l = &v->lines[v->top + i];

		surface_puts(s, r.row + (int)i, r.col + 2 + l->indent, r.cols - 3 - l->indent,
			     l->role, l->text);
	}
	if (v->top + rows < v->count && rows)
		surface_put_right(s, r.row + r.rows - 1, r.col + r.cols - 8, 7, ROLE_DIM,
				  ctx->ascii ? " PgDn" : " PgDn ↓");
}

/* --- events --- */

/* The end of what was said to the learner must be in sight. */
static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct lesson_view *v = view;
	size_t at;

	if (e->kind == VIEW_RESULT && ctx->session->lesson && ctx->session->lesson->feedback)
		v->top = SIZE_MAX / 2;
	else if (e->kind == VIEW_WHEEL && ctx->session->lesson)
		v->top = e->steps > 0 && v->top < 3 ? 0 : v->top - (size_t)(3 * e->steps);
	else if (e->kind == VIEW_CLICK && !ctx->session->lesson &&
		 listbox_hit(&v->list, e->y, v->head, &at))
		v->list.at = at;
}

static bool command(void *view, struct view_context *ctx, const struct intent *intent)
{
	struct lesson_view *v = view;
	double by;

	if (intent->kind != INTENT_SELECT)
		return false;
	if (!ctx->session->lesson) {
		listbox_apply(&v->list, intent);
		return true;
	}
	by = intent->x ? 10 * intent->x : intent->a;
	if (by < 0)
		v->top = (double)v->top < -by ? 0 : v->top - (size_t)-by;
	else
		v->top += MIN((size_t)by, v->count);
	return true;
}

static bool expand(void *view, struct view_context *ctx, const char *name, struct strbuf *out)
{
	struct lesson_view *v = view;

	if (strcmp(name, "line") != 0)
		return false;
	if (!ctx->session->lesson && v->list.at < v->file_count)
		strbuf_addf(out, "lesson %zu", v->files[v->list.at].number);
	else
		strbuf_adds(out,
			    lesson_run_step(ctx->session->lesson) ? "lesson next" : "lesson stop");
	return true;
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct lesson_run *run = ctx->session->lesson;
	static const char *const marks[2][3] = { { "●", "◉", "○" }, { "*", "@", "o" } };

	(void)view;
	if (!run) {
		strbuf_adds(out, "Lessons");
		return;
	}
	strbuf_adds(out, "Lesson ");
	if (run->number)
		strbuf_addf(out, "%zu ", run->number);
	if (lesson_run_step(run))
		strbuf_addf(out, "%s step %zu of %zu", glyphs_get(ctx->ascii)->dot, run->at + 1,
			    run->lesson.step_count);
	strbuf_addc(out, '\t');
	for (size_t i = 0; i < run->lesson.step_count; i++)
		strbuf_adds(out, marks[ctx->ascii][i == run->at			       ? 1
						   : run->steps[i].mark == LESSON_DONE ? 0
										       : 2]);
}

static void close_view(void *view, struct view_context *ctx)
{
	struct lesson_view *v = view;

	(void)ctx;
	clear_lines(v);
	free(v->lines);
	for (size_t i = 0; i < v->file_count; i++)
		free(v->titles[i]);
	free(v->titles);
	free(v->reached);
	lesson_files_free(v->files, v->file_count);
}

const struct view_class view_lesson = {
	.name = "lesson",
	.title = "",
	.size = sizeof(struct lesson_view),
	.is_lines = true,
	.close = close_view,
	.draw = draw,
	.command = command,
	.event = event,
	.status = status,
	.expand = expand,
};
