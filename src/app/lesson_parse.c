/*
 * The file of a lesson, line by line:
 *
 *	title: …  about: …  minutes: N  model: NAME  at-least: N  word NAME: a, b, c
 *	== the title of a step
 *	prose, an empty line between paragraphs
 *	predict: …  option: …  right: …  when: CHECK
 *	task: …  check: CHECK  show: LINE  hint: …  yes: …  why: …
 *
 * A line that begins with a blank goes on with the text of the key above it (when: may be indented
 * below its option); # begins a comment. A
 * mistake never ends the reading, so that the author sees all of them at once.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/lesson.h"
#include "app/lesson_check.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/strbuf.h"

struct reader {
	struct lesson *lesson;
	struct lesson_step *step; /* the one at work, NULL in the head */
	size_t line, mistakes;
	lesson_complaint *complain;
	void *ctx;
	char **text; /* what a line that begins with a blank adds to, or NULL */
	bool gap;    /* an empty line since the last prose */
};

static void complain_at(struct reader *r, size_t line, const char *sentence)
{
	r->mistakes++;
	if (r->complain)
		r->complain(r->ctx, line, sentence);
}

static void complain(struct reader *r, const char *sentence)
{
	complain_at(r, r->line, sentence);
}

static const char *skip_blanks(const char *s)
{
	return s + strspn(s, " \t");
}

/* Set a text that may be given once. */
static void set_once(struct reader *r, char **where, const char *value)
{
	if (*where)
		complain(r, "this is said twice: one of the two lines has to go");
	free(*where);
	*where = xstrdup(value);
	r->text = where;
}

static void set_number(struct reader *r, size_t *where, const char *value)
{
	uint64_t n = 0;

	if (!number_parse_u64(value, strlen(value), &n) || !n || n > 10000000)
		complain(r, "here stands a whole number, 1 or more");
	*where = (size_t)n;
	r->text = NULL;
}

/* --- the head --- */

static void add_choice(struct lesson_word *w, const char *text, size_t n)
{
	while (n && (text[n - 1] == ' ' || text[n - 1] == '\t'))
		n--;
	if (!n)
		return;
	ARRAY_RESERVE(w->choices, w->cap, w->count + 1);
	w->choices[w->count++] = xstrndup(text, n);
}

static void read_word(struct reader *r, const char *name, size_t n, const char *list)
{
	struct lesson *l = r->lesson;
	struct lesson_word w = { .name = xstrndup(name, n) };

	while (*list) {
		size_t len = strcspn(list, ",");

		list = skip_blanks(list);
		len = strcspn(list, ",");
		add_choice(&w, list, len);
		list += len + (list[len] == ',');
	}
	if (!w.count) {
		complain(r, "a word needs the list of what may stand for it: word king: king, "
			    "monarch");
		add_choice(&w, w.name, strlen(w.name));
	}
	ARRAY_RESERVE(l->words, l->word_cap, l->word_count + 1);
	l->words[l->word_count++] = w;
	r->text = NULL;
}

static void read_head(struct reader *r, const char *key, size_t n, const char *value)
{
	struct lesson *l = r->lesson;
	const struct {
		const char *key;
		char **text;
		size_t *number;
	} keys[] = {
		{ "title", &l->title, NULL },	    { "about", &l->about, NULL },
		{ "model", &l->model, NULL },	    { "minutes", NULL, &l->minutes },
		{ "at-least", NULL, &l->at_least },
	};

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (strlen(keys[i].key) != n || strncmp(keys[i].key, key, n) != 0)
			continue;
		if (keys[i].text)
			set_once(r, keys[i].text, value);
		else
			set_number(r, keys[i].number, value);
		return;
	}
	if (n > 5 && !strncmp(key, "word ", 5))
		read_word(r, key + 5, n - 5, value);
	else
		complain(r, "the head of a lesson knows title, about, minutes, model, at-least "
			    "and word NAME; steps begin with ==");
}

/* --- a step --- */

static void begin_step(struct reader *r, const char *title)
{
	struct lesson *l = r->lesson;

	ARRAY_RESERVE(l->steps, l->step_cap, l->step_count + 1);
	r->step = &l->steps[l->step_count++];
	*r->step = (struct lesson_step){ .line = r->line, .title = xstrdup(title) };
	r->text = NULL;
	r->gap = false;
	if (!*title)
		complain(r, "a step needs a title: == What a point is");
}

static void add_option(struct reader *r, const char *value, bool right)
{
	struct lesson_step *s = r->step;

	if (!s->predict)
		complain(r, "an option needs a question before it: predict: …");
	if (s->option_count == 26)
		complain(r, "26 options are enough");
	ARRAY_RESERVE(s->options, s->option_cap, s->option_count + 1);
	s->options[s->option_count++] =
		(struct lesson_option){ .text = xstrdup(value), .right = right };
	r->text = &s->options[s->option_count - 1].text;
}

static void add_when(struct reader *r, const char *value)
{
	struct lesson_step *s = r->step;

	if (!s->option_count || s->options[s->option_count - 1].right) {
		complain(r, "when: says under which condition the option above it is right");
		return;
	}
	s->options[s->option_count - 1].line = r->line;
	set_once(r, &s->options[s->option_count - 1].when, value);
}

static void add_check(struct reader *r, const char *value)
{
	struct lesson_step *s = r->step;

	ARRAY_RESERVE(s->checks, s->check_cap, s->check_count + 1);
	s->checks[s->check_count++] = (struct lesson_condition){ xstrdup(value), r->line };
	r->text = NULL;
}

static bool read_step_text(struct reader *r, const char *key, size_t n, const char *value)
{
	struct lesson_step *s = r->step;
	const struct {
		const char *key;
		char **text;
	} keys[] = {
		{ "predict", &s->predict }, { "task", &s->task }, { "show", &s->show },
		{ "hint", &s->hint },	    { "yes", &s->yes },	  { "why", &s->why },
	};

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (strlen(keys[i].key) == n && !strncmp(keys[i].key, key, n)) {
			set_once(r, keys[i].text, value);
			return true;
		}
	return false;
}

static void read_step(struct reader *r, const char *key, size_t n, const char *value)
{
	bool used = true;

	if (n == 6 && !strncmp(key, "option", n))
		add_option(r, value, false);
	else if (n == 5 && !strncmp(key, "right", n))
		add_option(r, value, true);
	else if (n == 4 && !strncmp(key, "when", n))
		add_when(r, value);
	else if (n == 5 && !strncmp(key, "check", n))
		add_check(r, value);
	else
		used = read_step_text(r, key, n, value);
	if (!used)
		complain(r, "a step knows predict, option, right, when, task, check, show, hint, "
			    "yes and why; prose that looks like a key begins with another word");
	else if (!*value)
		complain(r, "nothing stands behind the colon");
}

static void add_prose(struct reader *r, const char *line)
{
	struct lesson_step *s = r->step;
	struct strbuf sb = STRBUF_INIT;

	if (s->prose)
		strbuf_addf(&sb, "%s%s", s->prose, r->gap ? "\n\n" : " ");
	strbuf_adds(&sb, line);
	free(s->prose);
	s->prose = strbuf_detach(&sb, NULL);
	r->gap = false;
	r->text = NULL;
}

/* --- lines --- */

/* Bytes of the key before "key:" with a blank or nothing behind, or 0. */
static size_t key_length(const char *line)
{
	size_t n = 0;

	while (islower((unsigned char)line[n]) || line[n] == '-')
		n++;
	if (n == 4 && !strncmp(line, "word ", 5))
		n += strcspn(line + n, ":");
	return n && line[n] == ':' && (!line[n + 1] || isblank((unsigned char)line[n + 1])) ? n : 0;
}

static void go_on(struct reader *r, const char *more)
{
	if (!r->text || !*r->text) {
		if (r->step)
			add_prose(r, more);
		else
			complain(r, "this line goes on with a text, but there is none above it");
		return;
	}
	char *longer = xasprintf("%s %s", *r->text, more);

	free(*r->text);
	*r->text = longer;
}

static void read_line(struct reader *r, const char *line)
{
	size_t n;

	if (!strncmp(skip_blanks(line), "when:", 5))
		line = skip_blanks(line);
	n = key_length(line);
	if (!*skip_blanks(line)) {
		r->gap = true;
		r->text = NULL;
	} else if (line[0] == '#') {
		return;
	} else if (!strncmp(line, "==", 2)) {
		begin_step(r, skip_blanks(line + 2));
	} else if (line[0] == ' ' || line[0] == '\t') {
		go_on(r, skip_blanks(line));
	} else if (n && r->step) {
		read_step(r, line, n, skip_blanks(line + n + 1));
	} else if (n) {
		read_head(r, line, n, skip_blanks(line + n + 1));
	} else if (r->step) {
		add_prose(r, line);
	} else {
		complain(r, "before the first step (== …) stand only lines like title: …");
	}
}

/* --- what only the whole shows --- */

static bool first_choice(void *ctx, const char *name, size_t n, struct strbuf *out)
{
	const struct lesson *l = ctx;

	for (size_t i = 0; i < l->word_count; i++)
		if (strlen(l->words[i].name) == n && !strncmp(l->words[i].name, name, n)) {
			strbuf_adds(out, l->words[i].choices[0]);
			return true;
		}
	return false;
}

static void look_at_words(struct reader *r, size_t line, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	if (text && !lesson_expand(text, first_choice, r->lesson, &sb))
		complain_at(r, line,
			    "a word in {} is not declared in the head: word king: king, monarch");
	strbuf_release(&sb);
}

static void look_at_check(struct reader *r, size_t line, const char *check)
{
	struct strbuf sb = STRBUF_INIT;
	struct error err = ERROR_INIT;
	bool holds;

	look_at_words(r, line, check);
	lesson_expand(check, first_choice, r->lesson, &sb);
	if (lesson_check(sb.buf, NULL, &holds, &err) != ST_OK)
		complain_at(r, line, err.text);
	strbuf_release(&sb);
}

static void look_at_question(struct reader *r, const struct lesson_step *s)
{
	size_t decided = 0;
	bool conditions = false;

	for (size_t i = 0; i < s->option_count; i++) {
		decided += s->options[i].right || s->options[i].when;
		conditions |= s->options[i].when != NULL;
	}
	if (s->predict && s->option_count < 2)
		complain_at(r, s->line, "a question needs two options or more");
	else if (s->predict && !decided)
		complain_at(r, s->line,
			    "no option is the right one: write right: instead of "
			    "option:, or when: CHECK below an option");
	if (conditions && !s->task)
		complain_at(r, s->line, "when: looks at the answer of a task, and there is none");
}

static void look_at_step(struct reader *r, const struct lesson_step *s)
{
	const char *const texts[] = { s->title, s->prose, s->predict, s->task,
				      s->show,	s->hint,  s->yes,     s->why };

	if (!s->prose && !s->task && !s->predict)
		complain_at(r, s->line, "a step needs prose, a question or a task");
	if (s->task && !s->check_count)
		complain_at(r, s->line, "a task needs a check: what must the answer be like?");
	if (s->task && !s->show)
		complain_at(r, s->line, "a task needs show: a line that does it");
	if (!s->task && (s->check_count || s->show || s->hint))
		complain_at(r, s->line, "check, show and hint belong to a task: task: …");
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		look_at_words(r, s->line, texts[i]);
	look_at_question(r, s);
	for (size_t i = 0; i < s->option_count; i++) {
		look_at_words(r, s->line, s->options[i].text);
		if (s->options[i].when)
			look_at_check(r, s->options[i].line, s->options[i].when);
	}
	for (size_t i = 0; i < s->check_count; i++)
		look_at_check(r, s->checks[i].line, s->checks[i].text);
}

static void look_at_all(struct reader *r)
{
	const struct lesson *l = r->lesson;

	if (!l->title)
		complain_at(r, 1, "a lesson needs a title: title: Words as points");
	if (!l->step_count)
		complain_at(r, r->line, "a lesson needs steps: == the title of a step");
	for (size_t i = 0; i < l->step_count; i++)
		look_at_step(r, &l->steps[i]);
}

size_t lesson_parse(struct lesson *out, const char *text, lesson_complaint *complaint, void *ctx)
{
	struct reader r = { .lesson = out, .complain = complaint, .ctx = ctx };

	*out = (struct lesson){ 0 };
	while (*text) {
		size_t n = strcspn(text, "\n"), end = n;
		char *line;

		while (end && isspace((unsigned char)text[end - 1]))
			end--;
		line = xstrndup(text, end);
		r.line++;
		read_line(&r, line);
		free(line);
		text += n + (text[n] == '\n');
	}
	look_at_all(&r);
	return r.mistakes;
}
