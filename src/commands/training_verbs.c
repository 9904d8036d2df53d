/* What can be said to a training under way, and what its screen follows. */
#include <stdlib.h>
#include <string.h>

#include "app/training.h"
#include "base/mem.h"
#include "commands.h"

static enum status need_training(const struct session *s, struct training **out, struct error *err)
{
	*out = session_training(s);
	return *out ? ST_OK
		    : error_set(err, ST_FAILED, "nothing is being trained: train FILE begins");
}

static enum status stop_prepare(struct session *s, struct task *t, struct error *err)
{
	struct training *training;
	enum status st = need_training(s, &training, err);

	if (st == ST_OK)
		result_notef(&t->result, training_stop(training)
						 ? "stopping; what was learned is kept"
						 : "it is stopping already");
	return st;
}

static enum status pause_prepare(struct session *s, struct task *t, struct error *err)
{
	struct training *training;
	enum status st = need_training(s, &training, err);

	if (st == ST_OK)
		result_notef(&t->result, training_toggle_pause(training)
						 ? "paused; the same command goes on"
						 : "going on");
	return st;
}

/* A copy of the model as it is now, beside the one that goes on learning. */
static enum status snapshot_prepare(struct session *s, struct task *t, struct error *err)
{
	const char *name = args_word(&t->args, 0);
	struct training *training;
	struct model *m;
	size_t current = s->current;
	enum status st = need_training(s, &training, err);

	if (st == ST_OK && !training_trainer(training))
		return error_set(err, ST_FAILED, "the text is still being read");
	if (st == ST_OK)
		st = trainer_snapshot(training_trainer(training), &m, err);
	if (st != ST_OK)
		return st;
	free(m->name);
	m->name = name ? xstrdup(name) : xasprintf("%s-snapshot", training_name(training));
	session_add_model(s, m);
	if (s->model_count > 1)
		s->current = current;
	result_notef(&t->result, "kept as %s: use it with \"use %s\"", m->name, m->name);
	return ST_OK;
}

static enum status watch_prepare(struct session *s, struct task *t, struct error *err)
{
	const char *text = args_word(&t->args, 0);

	(void)err;
	if (!text || !*text) {
		result_add_column(&t->result, "watched", CELL_TEXT);
		for (size_t i = 0; i < s->watched_count; i++)
			result_put_text(&t->result, result_add_row(&t->result), 0, s->watched[i],
					strlen(s->watched[i]));
		return ST_OK;
	}
	result_notef(&t->result, session_watch(s, text) ? "watching %s" : "%s is watched already",
		     text);
	return ST_OK;
}

static enum status unwatch_prepare(struct session *s, struct task *t, struct error *err)
{
	const char *text = args_word(&t->args, 0);

	if (text && *text && !session_unwatch(s, text))
		return error_set(err, ST_FAILED, "\"%.80s\" is not watched", text);
	while ((!text || !*text) && s->watched_count)
		session_unwatch(s, s->watched[s->watched_count - 1]);
	result_notef(&t->result, "%zu watched", s->watched_count);
	return ST_OK;
}

/* clang-format off */
const struct command cmd_stop = {
	.name = "stop", .group = "Train",
	.summary = "End the training and keep what was learned.",
	.flags = CMD_KEEP_LAST | CMD_AT_ONCE,
	.prepare = stop_prepare,
};

const struct command cmd_pause = {
	.name = "pause", .aliases = "resume", .group = "Train",
	.summary = "Let the training rest, or go on.",
	.flags = CMD_KEEP_LAST | CMD_AT_ONCE,
	.prepare = pause_prepare,
};

const struct command cmd_snapshot = {
	.name = "snapshot", .group = "Train",
	.summary = "Keep the model as it is now, while the training goes on.",
	.args = { { ARG_STRING, "name", "what to call it", 0, 1, NULL } },
	.flags = CMD_KEEP_LAST,
	.prepare = snapshot_prepare,
};

const struct command cmd_watch = {
	.name = "watch", .group = "Train",
	.summary = "Follow a word, a pair or an analogy while the training runs.",
	.details = "A word is always named on the training map. \"watch cat ~ dog\" follows their similarity, "
		   "\"watch king - man + woman ~ queen\" and \"watch paris : france :: rome ~ italy\" the rank of the "
		   "expected answer. Without a text: what is watched.",
	.args = { { ARG_TEXT, "text", "a word, A ~ B, or an expression ~ answer", 0, 1, NULL } },
	.examples = { { "watch king", "a word" }, { "watch", "the list" } },
	.flags = CMD_KEEP_LAST,
	.prepare = watch_prepare,
};

const struct command cmd_unwatch = {
	.name = "unwatch", .group = "Train",
	.summary = "No longer follow it, or anything.",
	.args = { { ARG_TEXT, "text", "as given to watch; none = all", 0, 1, NULL } },
	.flags = CMD_KEEP_LAST,
	.prepare = unwatch_prepare,
};
