/* The screens, one row each, and which of them shows an answer. */
#include "ui/core.h"

#include <string.h>

#include "ui/views/analogy.h"

const struct screen screens[SCREEN_COUNT] = {
	[SCREEN_MAP] = { .name = "map",
			 .tab = "Map",
			 .digit = '1',
			 .command = "screen map",
			 .views = { "map", "neighbours", "inspector" } },
	[SCREEN_ANALOGY] = { .name = "analogy",
			     .tab = "Analogy",
			     .digit = '2',
			     .command = "screen analogy",
			     .keys = "analogy",
			     .views = { "parallelogram", "neighbours", "working" } },
	[SCREEN_AXIS] = { .name = "axis",
			  .tab = "Axis",
			  .digit = '3',
			  .command = "screen axis",
			  .views = { "ruler", NULL, "inspector" },
			  .verbs = "axis" },
	[SCREEN_COMPARE] = { .name = "compare",
			     .tab = "Compare",
			     .digit = '4',
			     .command = "screen compare",
			     .views = { "both", NULL, "moves" },
			     .verbs = "compare drift" },
	[SCREEN_TRAIN] = { .name = "train",
			   .tab = "Train",
			   .digit = '5',
			   .command = "screen train",
			   .keys = "training",
			   .views = { "learning", "loss", "probes" } },
	[SCREEN_LEARN] = { .name = "learn",
			   .tab = "Learn",
			   .digit = '6',
			   .command = "screen learn",
			   .views = { "lesson", "map", "neighbours" } },
	[SCREEN_HISTORY] = { .name = "history",
			     .tab = "History",
			     .digit = '7',
			     .command = "screen history",
			     .views = { "history", NULL, "entry" } },
	[SCREEN_START] = { .name = "start",
			   .tab = "Start",
			   .command = "screen start",
			   .views = { "start" } },
	[SCREEN_LAB] = { .name = "lab",
			 .tab = "Lab",
			 .command = "screen lab",
			 .keys = "lab",
			 .views = { "lab", "lab-rows", "lab-step" },
			 .verbs = "lab" },
	[SCREEN_MATRIX] = { .name = "matrix",
			    .tab = "Matrix",
			    .command = "screen matrix",
			    .views = { "matrix", "table" } },
	[SCREEN_VECTOR] = { .name = "vector",
			    .tab = "Vector",
			    .command = "screen vector",
			    .views = { "strips", "shares" },
			    .verbs = "vec" },
	[SCREEN_MODELS] = { .name = "models",
			    .tab = "Models",
			    .command = "screen models",
			    .views = { "models", NULL, "model" },
			    .verbs = "models" },
	[SCREEN_CLUSTERS] = { .name = "clusters",
			      .tab = "Clusters",
			      .command = "screen clusters",
			      .views = { "clusters", NULL, "inspector" },
			      .verbs = "cluster" },
	[SCREEN_TREE] = { .name = "tree",
			  .tab = "Tree",
			  .command = "screen tree",
			  .views = { "tree", "table", "inspector" },
			  .verbs = "tree" },
};

/* The compare screen after drift: all that moved. */
static const char *const moves_views[SLOT_COUNT] = { "moves", "moved", NULL };

static bool shows_verb(const struct screen *screen, const char *verb)
{
	size_t n = strlen(verb);

	for (const char *at = screen->verbs; at && *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");

		if (len == n && memcmp(at, verb, n) == 0)
			return true;
		at += len;
	}
	return false;
}

/* Where an answer would be shown if no lesson were open. */
static enum screen_id screen_of(const struct ui *ui, const struct call *call, bool analogies)
{
	uint32_t words[3];

	if (call->task.result.matrix)
		return SCREEN_MATRIX;
	for (int i = 0; i < SCREEN_COUNT; i++) {
		if (i == SCREEN_LAB && !ui->session->lab)
			continue; /* the list of its texts is a table */
		if (call->task.cmd && shows_verb(&screens[i], call->task.cmd->name))
			return (enum screen_id)i;
	}
	if (analogies && analogy_words(call, words))
		return SCREEN_ANALOGY;
	return SCREEN_MAP;
}

enum screen_id screens_for_answer(const struct ui *ui, const struct call *call)
{
	if (ui->screen == SCREEN_LEARN)
		return SCREEN_LEARN; /* the lesson stays beside what it asked for */
	return screen_of(ui, call, ui->screen == SCREEN_ANALOGY);
}

bool screens_draw_themselves(const struct ui *ui, const struct call *call)
{
	return screen_of(ui, call, false) == SCREEN_TREE;
}

static const char *beside_lesson(const struct ui *ui, const struct call *call)
{
	const struct view_class *cls =
		view_find(screens[screen_of(ui, call, true)].views[SLOT_MAIN]);

	return cls && cls->is_picture ? cls->name : "map";
}

const char *screens_view(const struct ui *ui, enum layout_slot slot)
{
	if (ui->screen == SCREEN_COMPARE && ui->shows_moves)
		return moves_views[slot];
	if (ui->screen == SCREEN_LEARN && slot == SLOT_LIST)
		return ui->learn_view;
	if ((ui->screen == SCREEN_MAP && slot == SLOT_LIST) ||
	    (ui->screen == SCREEN_LEARN && slot == SLOT_DETAIL))
		return ui->list_view;
	return screens[ui->screen].views[slot];
}

void screens_note_answer(struct ui *ui, enum screen_id to, const struct call *call)
{
	const struct result *r = &call->task.result;
	bool words = result_lists_words(r) && r->column_count > 1;

	if (to == SCREEN_MAP || to == SCREEN_LEARN)
		ui->list_view = words ? "neighbours" : "table";
	if (to == SCREEN_LEARN)
		ui->learn_view = beside_lesson(ui, call);
	if (to == SCREEN_COMPARE) {
		ui->shows_moves = call->task.cmd && strcmp(call->task.cmd->name, "drift") == 0;
		ui->focus[to] = ui->shows_moves ? SLOT_LIST : SLOT_MAIN;
	}
}

bool screens_find(const char *name, enum screen_id *out)
{
	for (int i = 0; name && i < SCREEN_COUNT; i++) {
		if (strcmp(screens[i].name, name) != 0)
			continue;
		*out = (enum screen_id)i;
		return true;
	}
	return false;
}
