/* A lesson as plain text: for line terminals, batch, and whoever reads aloud. */
#include <stdlib.h>
#include <string.h>

#include "app/lesson_run.h"
#include "app/wrap.h"
#include "base/compiler.h"
#include "history/hist.h"

enum { REACHED_LINES = 2000 };

void lesson_run_heading(const struct lesson_run *run, struct strbuf *out)
{
	const struct lesson *l = &run->lesson;

	if (run->number)
		strbuf_addf(out, "Lesson %zu · %s", run->number, l->title);
	else
		strbuf_addf(out, "%s", l->title);
	if (run->at < l->step_count)
		strbuf_addf(out, " · step %zu of %zu", run->at + 1, l->step_count);
	else
		strbuf_adds(out, " · the end");
}

/* "Lesson 2 · Colours as vectors · step 3 of 6", as lesson_run_heading() writes it; 0 = another. */
static size_t step_in(const char *summary, const struct lesson_reached *l)
{
	struct strbuf text = STRBUF_INIT;
	size_t step = 0;

	strbuf_addf(&text, "Lesson %zu · %s · ", l->number, l->title);
	if (!strncmp(summary, text.buf, text.len)) {
		summary += text.len;
		if (!strncmp(summary, "the end", 7))
			step = SIZE_MAX;
		else if (!strncmp(summary, "step ", 5))
			step = (size_t)strtoul(summary + 5, NULL, 10);
	}
	strbuf_release(&text);
	return step;
}

void lesson_run_reached(struct hist *h, struct lesson_reached *lessons, size_t n)
{
	struct hist_filter filter = { .text = n == 1 ? lessons[0].title : "Lesson ",
				      .limit = REACHED_LINES };
	struct hist_list list;

	for (size_t i = 0; i < n; i++)
		lessons[i].step = 0;
	if (!n || hist_search(h, &filter, &list, NULL) != ST_OK)
		return;
	for (size_t e = 0; e < list.count; e++)
		for (size_t i = 0; i < n; i++)
			if (!lessons[i].step && lessons[i].title && lessons[i].number)
				lessons[i].step = step_in(list.entries[e].summary, &lessons[i]);
	hist_list_release(&list);
}

static void put(const struct lesson_run *run, struct strbuf *out, const char *first,
		const char *text, size_t cols)
{
	struct strbuf sb = STRBUF_INIT;

	lesson_run_text(run, text, &sb);
	for (const char *p = sb.buf; *p;) {
		const char *end = strstr(p, "\n\n");
		size_t n = end ? (size_t)(end - p) : strlen(p);

		wrap_paragraph(out, p == sb.buf ? first : "", p, n, cols);
		p += n;
		if (end) {
			p += 2;
			strbuf_addc(out, '\n');
		}
	}
	strbuf_release(&sb);
}

static void put_question(const struct lesson_run *run, struct strbuf *out, size_t cols)
{
	const struct lesson_step *s = lesson_run_step(run);
	const struct lesson_step_state *state = lesson_run_state(run);

	strbuf_addc(out, '\n');
	put(run, out, s->task ? "PREDICT  " : "QUESTION ", s->predict, cols);
	for (size_t i = 0; i < s->option_count; i++) {
		char mark[16] = "       a  ";

		mark[7] = (char)('a' + i);
		mark[5] = state->answer == (int)i ? '>' : ' ';
		put(run, out, mark, s->options[i].text, cols);
	}
	if (state->answer < 0)
		strbuf_adds(out, "answer with: lesson a, lesson b …\n");
}

static void put_task(const struct lesson_run *run, struct strbuf *out, size_t cols)
{
	const struct lesson_step *s = lesson_run_step(run);
	struct strbuf names = STRBUF_INIT;

	strbuf_addc(out, '\n');
	put(run, out, "TRY  ", s->task, cols);
	if (lesson_run_lacks(run, s, &names))
		strbuf_addf(out,
			    "     (this model lacks %s: the step can only be read; \"lesson next\" "
			    "goes on)\n",
			    names.buf);
	if (run->hinted && s->hint)
		put(run, out, "HINT ", s->hint, cols);
	strbuf_release(&names);
}

static void put_end(const struct lesson_run *run, struct strbuf *out)
{
	struct lesson_score score = lesson_run_score(run);

	strbuf_addf(out, "You did %zu of %zu tasks", score.solved, score.tasks);
	if (score.questions)
		strbuf_addf(out, ", and %zu of %zu predictions were right", score.right,
			    score.questions);
	strbuf_adds(out,
		    ".\n\"lesson\" lists the lessons; \"lesson back\" returns to the last step.\n");
}

void lesson_run_describe(const struct lesson_run *run, size_t cols, struct strbuf *out)
{
	const struct lesson_step *s = lesson_run_step(run);
	const struct lesson_step_state *state = lesson_run_state(run);

	lesson_run_heading(run, out);
	strbuf_adds(out, "\n\n");
	if (!s) {
		put_end(run, out);
		return;
	}
	put(run, out, "", s->title, cols);
	if (s->prose) {
		strbuf_addc(out, '\n');
		put(run, out, "", s->prose, cols);
	}
	if (s->predict)
		put_question(run, out, cols);
	if (s->task)
		put_task(run, out, cols);
	if (state->mark == LESSON_DONE || !s->task)
		strbuf_adds(out, "\n\"lesson next\" goes on.\n");
	else
		strbuf_adds(out, "\n(lesson hint, lesson show, lesson next)\n");
}
