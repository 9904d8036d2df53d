/*
 * What keys stand for: verbs that act on the screen. Each leaves an intent on the session; the
 * screen applies it. One row a verb, since all but the arguments is the same.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "commands.h"

enum { FAR = 1000000000 };

static enum status intend(struct session *s, struct intent intent, const char *text,
			  struct error *err)
{
	intent.text = text && *text ? xstrdup(text) : NULL;
	return session_intend(s, intent, err);
}

static const struct {
	const char *verb;
	enum intent_kind kind;
} plain[] = {
	{ "back", INTENT_BACK },
	{ "forward", INTENT_FORWARD },
	{ "toggle-mark", INTENT_MARK_SELECTED },
	{ "marks-only", INTENT_MARKS_ONLY },
	{ "density", INTENT_DENSITY },
	{ "inspect", INTENT_INSPECT },
	{ "lines", INTENT_LINES },
	{ "mouse", INTENT_MOUSE },
	{ "redraw", INTENT_REDRAW },
	{ "suspend", INTENT_SUSPEND },
	{ "undo", INTENT_UNDO },
	{ "cancel", INTENT_CANCEL },
	{ "palette", INTENT_PALETTE },
	{ "keys", INTENT_HELP },
	{ "terms", INTENT_GLOSSARY },
	{ "follow", INTENT_FOLLOW },
	{ "seek", INTENT_FIND },
	{ "copy", INTENT_COPY },
	{ "labels", INTENT_LABELS },
	{ "order", INTENT_ORDER },
	{ "screen", INTENT_SCREEN },
	{ "focus", INTENT_FOCUS },
};

/* Verbs whose argument, if any, goes along as text. */
static enum status text_prepare(struct session *s, struct task *t, struct error *err)
{
	struct intent intent = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(plain); i++)
		if (strcmp(plain[i].verb, t->cmd->name) == 0)
			intent.kind = plain[i].kind;
	return intend(s, intent, args_word(&t->args, 0), err);
}

static enum status number(const char *text, double *out, const char *what, struct error *err)
{
	if (number_parse_f64(text, strlen(text), out) && *out > -1e6 && *out < 1e6)
		return ST_OK;
	return error_set(err, ST_USAGE, "\"%.40s\" is no number: write %s", text, what);
}

static enum status zoom_prepare(struct session *s, struct task *t, struct error *err)
{
	struct intent intent = { .kind = INTENT_ZOOM, .x = -1, .y = -1 };
	const char *by = args_word(&t->args, 0);

	if (strcmp(by, "fit") != 0) {
		if (number(by, &intent.a, "zoom 1.25, zoom 0.8 or zoom fit", err) != ST_OK)
			return ST_USAGE;
		if (!(intent.a >= 0.01 && intent.a <= 100))
			return error_set(err, ST_USAGE,
					 "zoom takes a factor from 0.01 to 100, or fit");
	}
	return intend(s, intent, NULL, err);
}

static enum status pan_prepare(struct session *s, struct task *t, struct error *err)
{
	struct intent intent = { .kind = INTENT_PAN };
	double x, y;

	if (number(args_word(&t->args, 0), &x, "pan RIGHT DOWN, in cells", err) != ST_OK ||
	    number(args_word(&t->args, 1), &y, "pan RIGHT DOWN, in cells", err) != ST_OK)
		return ST_USAGE;
	intent.x = (int)x;
	intent.y = (int)y;
	return intend(s, intent, NULL, err);
}

static enum status select_prepare(struct session *s, struct task *t, struct error *err)
{
	struct intent intent = { .kind = INTENT_SELECT };
	const char *by = args_word(&t->args, 0);

	if (strcmp(by, "first") == 0)
		intent.a = -FAR;
	else if (strcmp(by, "last") == 0)
		intent.a = FAR;
	else if (strcmp(by, "page-down") == 0)
		intent.x = 1;
	else if (strcmp(by, "page-up") == 0)
		intent.x = -1;
	else if (number(by, &intent.a, "select 1, select -1, page-down, page-up, first or last",
			err) != ST_OK)
		return ST_USAGE;
	return intend(s, intent, NULL, err);
}

static enum status pane_prepare(struct session *s, struct task *t, struct error *err)
{
	const char *which = args_word(&t->args, 0);
	struct intent intent = { .kind = INTENT_PANE, .a = 1 };

	if (which && strcmp(which, "previous") == 0)
		intent.a = -1;
	if (which && strcmp(which, "zoom") == 0)
		intent.kind = INTENT_ZOOM_PANE;
	return intend(s, intent, NULL, err);
}

static enum status components_prepare(struct session *s, struct task *t, struct error *err)
{
	struct intent intent = { .kind = INTENT_COMPONENTS };
	double x = 0, y = 0;

	if (t->args.count == 1)
		return error_set(err, ST_USAGE, "write two components, as in: components 1 3");
	if (t->args.count == 2 &&
	    (number(args_word(&t->args, 0), &x, "components 1 3", err) != ST_OK ||
	     number(args_word(&t->args, 1), &y, "components 1 3", err) != ST_OK))
		return ST_USAGE;
	if (t->args.count == 2 && (x < 1 || y < 1 || (int)x == (int)y))
		return error_set(err, ST_USAGE, "components are two different numbers from 1 on");
	intent.x = (int)x;
	intent.y = (int)y;
	return intend(s, intent, NULL, err);
}

static enum status next_prepare(struct session *s, struct task *t, struct error *err)
{
	struct intent intent = { .kind = INTENT_FIND_NEXT, .a = 1 };
	const char *by = args_word(&t->args, 0);

	if (by && number(by, &intent.a, "next or next -1", err) != ST_OK)
		return ST_USAGE;
	return intend(s, intent, NULL, err);
}

static enum status step_prepare(struct session *s, struct task *t, struct error *err)
{
	static const struct {
		const char *way;
		int x, y;
	} ways[] = { { "right", 1, 0 }, { "left", -1, 0 }, { "up", 0, -1 }, { "down", 0, 1 } };
	struct intent intent = { .kind = INTENT_STEP };

	for (size_t i = 0; i < ARRAY_LEN(ways); i++)
		if (strcmp(args_word(&t->args, 0), ways[i].way) == 0) {
			intent.x = ways[i].x;
			intent.y = ways[i].y;
		}
	return intend(s, intent, NULL, err);
}

static enum status box_prepare(struct session *s, struct task *t, struct error *err)
{
	struct intent intent = { .kind = INTENT_BOX };
	const char *word = t->args.count == 1 ? args_word(&t->args, 0) : NULL;
	double x = 0, y = 0;

	if (word && strcmp(word, "other") != 0 && strcmp(word, "drop") != 0)
		return error_set(err, ST_USAGE,
				 "write box, box RIGHT DOWN in cells, box other or box drop");
	if (t->args.count == 2 &&
	    (number(args_word(&t->args, 0), &x, "box RIGHT DOWN, in cells", err) != ST_OK ||
	     number(args_word(&t->args, 1), &y, "box RIGHT DOWN, in cells", err) != ST_OK))
		return ST_USAGE;
	intent.x = (int)x;
	intent.y = (int)y;
	return intend(s, intent, word, err);
}

static enum status colour_prepare(struct session *s, struct task *t, struct error *err)
{
	struct intent intent = { .kind = INTENT_COLOUR };
	const char *by = args_word(&t->args, 0);
	double k = 0;

	if (t->args.count == 2 && strcmp(by, "cluster") != 0)
		return error_set(err, ST_USAGE, "a number goes with cluster: colour cluster 5");
	if (t->args.count == 2 &&
	    (number(args_word(&t->args, 1), &k, "colour cluster 5", err) != ST_OK))
		return ST_USAGE;
	if (t->args.count == 2 && !(k >= 2 && k <= 7))
		return error_set(err, ST_USAGE, "the map has colours for 2 to 7 clusters");
	intent.x = (int)k;
	return intend(s, intent, by, err);
}

static enum status edit_prepare(struct session *s, struct task *t, struct error *err)
{
	const char *text = args_word(&t->args, 0);
	enum intent_kind kind = text && *text ? INTENT_PREFILL : INTENT_EDIT;

	return intend(s, (struct intent){ .kind = kind }, text, err);
}

/* clang-format off */
#define SCREEN_VERB .group = "Screen", .flags = CMD_SCREEN | CMD_NO_HISTORY | CMD_KEEP_LAST

#define PLAIN(id, verb, says)                                                                     \
	const struct command cmd_##id = { .name = verb, SCREEN_VERB, .summary = says,             \
					  .prepare = text_prepare }

PLAIN(back, "back", "Go back to the question before.");
PLAIN(forward, "forward", "Go forward again after back.");
PLAIN(toggle_mark, "toggle-mark", "Mark the selected word, or take its mark away.");
PLAIN(marks_only, "marks-only", "Show only marked words (in the history: which lines), and back.");
PLAIN(density, "density", "Colour the map by how many words lie together, and back.");
PLAIN(inspect, "inspect", "Show all about the selected word on the whole screen, and back.");
PLAIN(lines, "lines", "Draw lines from the question to its true neighbours, and back.");
PLAIN(mouse, "mouse", "Switch the mouse off, so that the terminal selects text, and on.");
PLAIN(redraw, "redraw", "Draw the whole screen anew.");
PLAIN(suspend, "suspend", "Stop and go to the shell; fg comes back.");
PLAIN(undo, "undo", "Undo the last change of the view or of the marks.");
PLAIN(order, "order", "Show the same things in another order (matrix, vectors, axis), and back.");
PLAIN(cancel, "cancel", "Stop what is running.");
PLAIN(palette, "palette", "Choose a command from a list that narrows as you type.");
PLAIN(terms, "terms", "Explain the terms of the field that stand on the screen.");
PLAIN(keys, "keys", "Show all keys and commands; type to filter, Enter runs.");

const struct command cmd_follow = {
	.name = "follow", SCREEN_VERB,
	.summary = "Ask for the neighbours of the selected word, or of WORD.",
	.args = { { ARG_TEXT, "word", "none = the selected one", 0, 1, NULL } },
	.prepare = text_prepare,
};

const struct command cmd_seek = {
	.name = "seek", SCREEN_VERB,
	.summary = "Find words (in the history: lines) while you type.",
	.args = { { ARG_TEXT, "text", "what to start with", 0, 1, NULL } },
	.prepare = text_prepare,
};

const struct command cmd_copy = {
	.name = "copy", SCREEN_VERB,
	.summary = "Copy the selected word or line, or TEXT, to the terminal's clipboard.",
	.args = { { ARG_TEXT, "text", "none = what is selected", 0, 1, NULL } },
	.prepare = text_prepare,
};

const struct command cmd_labels = {
	.name = "labels", SCREEN_VERB,
	.summary = "How many words the map names.",
	.args = { { ARG_CHOICE, "amount", "none given = the next one", 0, 1, "few|normal|many|none" } },
	.prepare = text_prepare,
};

const struct command cmd_screen = {
	.name = "screen", SCREEN_VERB,
	.summary = "Go to another screen.",
	.args = { { ARG_CHOICE, "name", "which one", 1, 1, "map|analogy|axis|compare|train|learn|lab|history|start|matrix|vector|models|clusters|tree" } },
	.prepare = text_prepare,
};

const struct command cmd_focus = {
	.name = "focus", SCREEN_VERB,
	.summary = "Where keys go: the prompt, or single keys.",
	.args = { { ARG_CHOICE, "where", "prompt or keys", 1, 1, "prompt|keys" } },
	.prepare = text_prepare,
};

const struct command cmd_zoom = {
	.name = "zoom", SCREEN_VERB,
	.summary = "Enlarge the map by a factor, or fit it.",
	.args = { { ARG_STRING, "factor", "1.25, 0.8 … or fit", 1, 1, NULL } },
	.prepare = zoom_prepare,
};

const struct command cmd_pan = {
	.name = "pan", SCREEN_VERB,
	.summary = "Move over the map, in cells.",
	.args = { { ARG_STRING, "right", "cells to the right", 1, 1, NULL },
		  { ARG_STRING, "down", "cells down", 1, 1, NULL } },
	.prepare = pan_prepare,
};

const struct command cmd_select = {
	.name = "select", SCREEN_VERB,
	.summary = "Move in the list.",
	.args = { { ARG_STRING, "lines", "a number, page-down, page-up, first or last", 1, 1, NULL } },
	.prepare = select_prepare,
};

const struct command cmd_pane = {
	.name = "pane", SCREEN_VERB,
	.summary = "Go to the next pane, or give this one the whole screen.",
	.args = { { ARG_CHOICE, "which", "none = next", 0, 1, "next|previous|zoom" } },
	.prepare = pane_prepare,
};

const struct command cmd_components = {
	.name = "components", SCREEN_VERB,
	.summary = "Which two principal components the map shows.",
	.args = { { ARG_STRING, "component", "two numbers; none = the next pair", 0, 2, NULL } },
	.prepare = components_prepare,
};

const struct command cmd_next = {
	.name = "next", SCREEN_VERB,
	.summary = "Go to the next word that seek found (next -1: the one before).",
	.args = { { ARG_STRING, "by", "1 or -1", 0, 1, NULL } },
	.prepare = next_prepare,
};

const struct command cmd_step = {
	.name = "step", SCREEN_VERB,
	.summary = "Select the next word on the map that way, as a click would.",
	.args = { { ARG_CHOICE, "way", "where to", 1, 1, "right|left|up|down" } },
	.prepare = step_prepare,
};

const struct command cmd_box = {
	.name = "box", SCREEN_VERB,
	.summary = "Draw a box on the map, to mark the words in it.",
	.details = "Alone it begins one around the selected word; box RIGHT DOWN moves its corner by cells, box other goes to the "
		"other corner, box drop lets go. In the box Enter marks what is inside, x takes marks away. With the mouse: "
		"drag with Ctrl or the right button.",
	.args = { { ARG_STRING, "move", "RIGHT and DOWN in cells, other or drop; none = begin", 0, 2, NULL } },
	.prepare = box_prepare,
};

const struct command cmd_colour = {
	.name = "colour", .aliases = "color", SCREEN_VERB,
	.summary = "What the dots of the map are coloured by; alone: the next of these.",
	.details = "cluster puts the words of the map into groups of near ones (k-means, 7 or as many as you say; the same seed "
		"gives the same groups), names them below the map by the word in the middle of each, and, where there are no "
		"colours, draws their numbers in place of dots. density shows how many words lie together, plain is neither.",
	.args = { { ARG_CHOICE, "by", "none = the next one", 0, 1, "plain|density|cluster" },
		  { ARG_STRING, "clusters", "how many, 2 to 7", 0, 1, NULL } },
	.prepare = colour_prepare,
};

const struct command cmd_edit = {
	.name = "edit", SCREEN_VERB,
	.summary = "Put TEXT, or the last line, in the prompt for editing.",
	.args = { { ARG_TEXT, "text", "none = the last line", 0, 1, NULL } },
	.prepare = edit_prepare,
};
/* clang-format on */
