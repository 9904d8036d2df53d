/*
 * The lab from the command line: begin one, step, change the learning rate, look at the numbers and
 * at both matrices. On the screen the lab has a screen of its own.
 */
#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/lab_text.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/path.h"
#include "commands.h"
#include "text/read.h"
#include "train/lab.h"

enum { STEPS_MAX = 1000000, RUN_STEPS = 3000 };

struct lab_data {
	char *path;
	struct lab_options opt;
	struct lab *lab; /* made, not yet in the session */
};

/* --- which texts there are --- */

static enum status list_texts(struct result *r, struct error *err)
{
	char *folder = path_asset("lab");
	struct dirent **entries;
	int n = folder ? scandir(folder, &entries, NULL, alphasort) : -1;

	free(folder);
	if (n < 0)
		return error_set(err, ST_FAILED,
				 "the texts of the lab are not installed; "
				 "\"lab FILE\" takes one of your own");
	result_add_column(r, "text", CELL_TEXT);
	for (int i = 0; i < n; i++) {
		if (path_has_suffix(entries[i]->d_name, ".txt"))
			result_put_text(r, result_add_row(r), 0, entries[i]->d_name,
					strlen(entries[i]->d_name) - 4);
		free(entries[i]);
	}
	free(entries);
	result_notef(
		r, "lab NAME begins; then lab step, lab step 20, lab run, lab alpha 0.2, lab show");
	return ST_OK;
}

/* --- beginning --- */

static char *resolve(const char *given)
{
	char *name = xasprintf("lab/%s.txt", given);
	char *path = strchr(given, '/') ? NULL : path_asset(name);

	free(name);
	return path ? path : path_expand_home(given);
}

static enum status begin(struct session *s, struct task *t, const char *what, struct error *err)
{
	struct lab_data *d = t->data;
	const struct args *a = &t->args;

	lab_options_init(&d->opt);
	d->opt.architecture = strcmp(args_text(a, "model"), "cbow") ? TRAIN_SKIPGRAM : TRAIN_CBOW;
	d->opt.softmax = args_given(a, "softmax");
	d->opt.dims = (size_t)args_int(a, "dim");
	d->opt.window = (size_t)args_int(a, "window");
	d->opt.negative = (size_t)args_int(a, "negative");
	d->opt.alpha = args_float(a, "alpha");
	d->opt.seed = (uint64_t)(args_given(a, "seed") ? args_int(a, "seed") : s->settings.seed);
	if (!(d->opt.alpha >= 0 && d->opt.alpha <= 10))
		return error_set(err, ST_USAGE, "--alpha is a learning rate from 0 to 10");
	d->path = resolve(what);
	return ST_OK;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct lab_data *d = t->data;
	struct text_options text;
	struct corpus *corpus;
	enum status st;

	if (!d->path)
		return ST_OK;
	text_options_init(&text);
	text.min_count = 1;
	text.sentences = TEXT_SENTENCES_LINE;
	text.threads = 1;
	st = corpus_read(&corpus, d->path, &text, progress, err);
	return st == ST_OK ? lab_new(&d->lab, corpus, &d->opt, err) : st;
}

static enum status to_screen(struct session *s, struct error *err)
{
	return session_intend(s, (struct intent){ .kind = INTENT_SCREEN, .text = xstrdup("lab") },
			      err);
}

static enum status show(struct session *s, struct result *r, struct error *err)
{
	struct strbuf text = STRBUF_INIT;

	if (s->has_screen)
		return to_screen(s, err);
	lab_describe(s->lab, s->settings.ascii, &text);
	result_set_text(r, text.buf);
	strbuf_release(&text);
	return ST_OK;
}

static enum status commit(struct session *s, struct task *t, struct error *err)
{
	struct lab_data *d = t->data;

	if (!d->lab)
		return ST_OK;
	lab_free(s->lab);
	s->lab_left = 0;
	s->lab = d->lab;
	d->lab = NULL;
	return show(s, &t->result, err);
}

/* --- steps --- */

static void put_word(struct result *r, size_t row, size_t col, const struct lab *lab, uint32_t id)
{
	size_t n;
	const char *word = lab_word(lab, id, &n);

	result_put_text(r, row, col, word, n);
}

static void fill_step(const struct lab *lab, struct result *r)
{
	static const char *const numbers[] = { "label", "dot", "sigmoid", "gradient" };
	const struct train_step *st = lab_last(lab);
	struct strbuf title = STRBUF_INIT;

	lab_describe_step(lab, &title);
	result_set_title(r, "%s", title.buf);
	result_add_column(r, "output", CELL_TEXT);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		result_add_column(r, numbers[i], i ? CELL_F32 : CELL_INT);
	for (size_t o = 0; o < st->count; o++) {
		size_t row = result_add_row(r);

		put_word(r, row, 0, lab, st->ids[o]);
		result_put_int(r, row, 1, st->labels[o] > 0);
		result_put_float(r, row, 2, (double)st->dots[o]);
		result_put_float(r, row, 3, (double)st->sigmas[o]);
		result_put_float(r, row, 4, (double)st->gradients[o]);
	}
	strbuf_release(&title);
}

/* The lab's own screen says it in its panes. */
static void note_step(const struct lab *lab, struct result *r)
{
	struct strbuf text = STRBUF_INIT;

	result_notef(r, "%s", r->title);
	lab_describe_change(lab, &text);
	result_notef(r, "%s", text.buf);
	strbuf_release(&text);
}

static enum status read_steps(const struct task *t, int64_t *n, struct error *err)
{
	const char *word = args_word(&t->args, 1);

	if (word && (!number_parse_i64(word, strlen(word), n) || *n < 1 || *n > STEPS_MAX))
		return error_set(err, ST_USAGE, "lab %s N: from 1 to %d steps",
				 args_word(&t->args, 0), STEPS_MAX);
	return ST_OK;
}

static enum status take_steps(struct session *s, struct task *t, int64_t n, struct error *err)
{
	s->lab_left = 0;
	lab_step(s->lab, (size_t)n);
	if (!lab_last(s->lab))
		return error_set(err, ST_FAILED,
				 "there is nothing to learn: no two words of this text stand side "
				 "by side");
	fill_step(s->lab, &t->result);
	if (s->has_screen)
		return to_screen(s, err);
	note_step(s->lab, &t->result);
	return ST_OK;
}

static enum status step(struct session *s, struct task *t, struct error *err)
{
	int64_t n = 1;
	enum status st = read_steps(t, &n, err);

	return st == ST_OK ? take_steps(s, t, n, err) : st;
}

/* On the screen the words are seen moving; once more, and they stop. */
static enum status run(struct session *s, struct task *t, struct error *err)
{
	int64_t n = RUN_STEPS;
	enum status st = read_steps(t, &n, err);
	bool runs = s->lab_left > 0;

	if (st != ST_OK)
		return st;
	if (!s->has_screen || !s->settings.animate)
		return take_steps(s, t, n, err);
	s->lab_left = runs ? 0 : (size_t)n;
	return to_screen(s, err);
}

static enum status alpha(struct session *s, struct task *t, struct error *err)
{
	const char *word = args_word(&t->args, 1);
	double v = lab_options(s->lab)->alpha;

	if (word && !strcmp(word, "up"))
		v *= 2;
	else if (word && !strcmp(word, "down"))
		v /= 2;
	else if (word && !number_parse_f64(word, strlen(word), &v))
		v = -1;
	if (!(v >= 0 && v <= 10))
		return error_set(err, ST_USAGE,
				 "lab alpha X: a learning rate from 0 to 10, up or down");
	lab_set_alpha(s->lab, v);
	result_notef(&t->result, "learning rate %g", v);
	return ST_OK;
}

static enum status keep(struct session *s, struct task *t, struct error *err)
{
	struct model *m;
	enum status st = lab_model(s->lab, &m, err);

	if (st != ST_OK)
		return st;
	free(m->name);
	m->name = xstrdup("lab");
	session_add_model(s, m);
	result_notef(&t->result, "kept as %s, the model in use", m->name);
	return ST_OK;
}

static enum status look(struct session *s, struct task *t, struct error *err)
{
	return show(s, &t->result, err);
}

static enum status close_lab(struct session *s, struct task *t, struct error *err)
{
	(void)err;
	lab_free(s->lab);
	s->lab_left = 0;
	s->lab = NULL;
	result_notef(&t->result, "the lab is closed");
	return ST_OK;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	static const struct {
		const char *word;
		enum status (*act)(struct session *s, struct task *t, struct error *err);
	} actions[] = {
		{ "step", step }, { "run", run },   { "alpha", alpha },
		{ "show", look }, { "keep", keep }, { "close", close_lab },
	};
	const char *what = args_word(&t->args, 0);

	if (!what)
		return s->lab ? show(s, &t->result, err) : list_texts(&t->result, err);
	for (size_t i = 0; i < ARRAY_LEN(actions); i++) {
		if (strcmp(what, actions[i].word) != 0)
			continue;
		if (!s->lab)
			return error_set(err, ST_FAILED,
					 "no lab is open: \"lab breakfast\" begins one, "
					 "\"lab\" lists the texts");
		return actions[i].act(s, t, err);
	}
	return begin(s, t, what, err);
}

static void free_data(void *data)
{
	struct lab_data *d = data;

	free(d->path);
	lab_free(d->lab);
}

/* clang-format off */
const struct command cmd_lab = {
	.name = "lab", .group = "Learn",
	.summary = "Train on a few sentences, one step at a time, with every number.",
	.details =
		"lab lists the texts that ship, lab NAME or lab FILE begins (at most 30 different words). Then: lab step, "
		"lab step 20, lab step 500; lab run lets them go on, on the screen a few at a time, until it is said again; lab "
		"alpha 0.2 (or up, down) changes the learning rate from the next step on; "
		"lab show the two matrices; lab keep makes it the model in use; lab close. The steps are those of the real "
		"trainer, in its own order, with plain arithmetic.",
	.args = {
		{ ARG_STRING, "what", "a text, or step, run, alpha, show, keep, close", 0, 1, NULL },
		{ ARG_STRING, "number", "how many steps; the learning rate", 0, 1, NULL },
	},
	.opts = {
		{ 0, "model", ARG_CHOICE, "KIND", "skipgram", "what predicts what", "skipgram|cbow", 0, 0 },
		{ 0, "softmax", ARG_NONE, NULL, NULL, "compare with all words instead of negative samples", NULL, 0, 0 },
		{ 0, "dim", ARG_INT, "N", "5", "dimensions", NULL, 1, 16 },
		{ 0, "window", ARG_INT, "N", "2", "words to either side", NULL, 1, 10 },
		{ 0, "negative", ARG_INT, "N", "3", "negative samples for each pair", NULL, 1, 20 },
		{ 0, "alpha", ARG_FLOAT, "X", "0.1", "learning rate", NULL, 0, 0 },
		{ 0, "seed", ARG_INT, "N", NULL, "of everything random", NULL, 0, INT64_MAX },
	},
	.examples = { { "lab", "which texts are there?" }, { "lab breakfast --dim 2", "begin, in two dimensions" } },
	.flags = CMD_KEEP_LAST,
	.data_size = sizeof(struct lab_data),
	.prepare = prepare, .work = work, .commit = commit, .free_data = free_data,
};
