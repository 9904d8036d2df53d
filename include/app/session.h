/*
 * Everything a user has: models, marks, settings, history, output. Main thread only.
 */
#ifndef APP_SESSION_H
#define APP_SESSION_H

#include "app/album.h"
#include "app/cacher.h"
#include "app/command.h"
#include "app/names.h"
#include "app/settings.h"
#include "app/training.h"
#include "draw/theme.h"
#include "history/hist.h"

/* What a command asks of the screen; queued by commands, applied by the TUI, in order. */
enum intent_kind {
	INTENT_ZOOM,		/* a: factor, 0 = fit; x, y: cell under the pointer or -1 */
	INTENT_PAN,		/* x, y: cells to the right and down */
	INTENT_FOLLOW,		/* text: word, NULL = the selected one */
	INTENT_BACK, INTENT_FORWARD,
	INTENT_PANE,		/* a: +1 next, -1 previous */
	INTENT_ZOOM_PANE,	/* the focused pane takes the whole screen, and back */
	INTENT_SCREEN,		/* text: map, history, help, start … */
	INTENT_SELECT,		/* move in the list: a: by how many (±1e9 = end) */
	INTENT_MARK_SELECTED,	/* toggle a mark on the selected word */
	INTENT_MARKS_ONLY,	/* show only marks, and back */
	INTENT_COMPONENTS,	/* x, y: 1-based components of the map */
	INTENT_DENSITY,		/* toggle */
	INTENT_COLOUR,		/* text: plain density cluster, NULL = next; x: how many clusters, 0 = as before */
	INTENT_LABELS,		/* text: few normal many none, NULL = next */
	INTENT_FOCUS,		/* text: prompt, keys */
	INTENT_FIND,		/* open the fuzzy finder; text: what to start with */
	INTENT_FIND_NEXT,	/* a: ±1 */
	INTENT_PALETTE, INTENT_GLOSSARY, INTENT_HELP, INTENT_INSPECT, INTENT_EDIT, INTENT_COPY, INTENT_MOUSE,
	INTENT_REDRAW, INTENT_SUSPEND, INTENT_UNDO, INTENT_LINES, INTENT_CANCEL, INTENT_DONE,
	INTENT_PROJECT,		/* text: see map_wish_parse(); NULL = the next projection */
	INTENT_TURN,		/* a: degrees around the upright axis; 0 = not turned */
	INTENT_ORDER,		/* show the same things in another order */
	INTENT_PREFILL,		/* text: put it in the prompt for editing */
	INTENT_STEP,		/* x, y: select the next word on the map that way, -1, 0 or 1 */
	INTENT_BOX,		/* text: NULL = begin one, or move its corner by x, y cells; other, drop */
};

struct intent {
	enum intent_kind kind;
	double a;
	int x, y;
	char *text;
};

struct lesson_run;
struct lab;
struct game;

/* What a picture of the screen is to hold. */
enum shot {
	SHOT_PANE,	/* the large pane */
	SHOT_SCREEN,	/* everything */
	SHOT_ANSWER,	/* the pane that draws the answer: a map, a tree, a matrix …; not lists */
};

struct session {
	struct model **models;		/* references; the current one is models[current] */
	size_t model_count, model_cap, current;
	char **marks;			/* words */
	size_t mark_count, mark_cap;
	char **watched;			/* what the training screen follows: words, expressions, analogies */
	size_t watched_count, watched_cap;
	struct training *training;	/* the one that runs or ran last; a reference, or NULL */
	const struct model *live;	/* the open model that shows its state; compared, never used */
	struct names names;		/* of let and axis */
	struct lesson_run *lesson;	/* the one at work, or NULL */
	struct lab *lab;		/* the one that is open, or NULL */
	size_t lab_left;		/* steps that its screen still takes, a few a frame (lab run) */
	struct game *game;		/* likewise */
	struct settings settings;
	struct cacher *cacher;		/* copies that are being made or checked */
	struct hist *hist;		/* never NULL after session_init */
	struct result last;		/* the last answer, for `write` */
	char *last_command;
	struct album album;		/* pictures for `session export` */
	char *once_path;		/* the next result goes there; or NULL */
	char **pending;			/* lines to run next (source, again), first first */
	size_t pending_count, pending_cap, pending_at;
	struct intent *intents;
	size_t intent_count, intent_cap;
	bool has_screen;		/* a TUI is listening to intents */
	/* Draws what the screen shows on a surface that the caller releases; returns the theme, or
	 * NULL, and no surface, when there is no such thing on it. NULL without a screen. */
	const struct theme *(*shoot)(void *ctx, enum shot what, struct surface *out);
	/* The large pane as vector graphics in true coordinates; false: it is no map. */
	bool (*shoot_figure)(void *ctx, struct strbuf *svg);
	void *shoot_ctx;
	cacher_apart *run_apart;		/* or NULL: nothing goes on after the end */
	bool quit;
	int64_t fixed_clock_ms;		/* ≥ 0: the clock stands still (headless) */
	size_t line_number;
	uint64_t draws;			/* how often chance was asked (random) */
	size_t source_runs;		/* how many scripts were started: a script that runs itself ends */
	int rows, cols;			/* of the terminal that shows answers; 0 = unknown */
};

void session_init(struct session *s);
/* Returns how many lines the history could not keep (see hist_close()). */
size_t session_release(struct session *s);
int64_t session_now_ms(const struct session *s);

struct model *session_model(const struct session *s);		/* current, or NULL; borrowed */
struct model *session_find_model(const struct session *s, const char *name);	/* borrowed; NULL */
/* Takes the reference; the name is made unique ("glove", "glove-2"); becomes the current one. */
void session_add_model(struct session *s, struct model *m);
/* Put `m` where the model `was` stands, under its name; takes the reference. False, and nothing is
 * taken, if `was` is no longer open. */
bool session_replace_model(struct session *s, const struct model *was, struct model *m);
bool session_use_model(struct session *s, const char *name);
bool session_close_model(struct session *s, const char *name);

/* Queue what the screen should do; ST_FAILED "needs the screen" without one. */
enum status session_intend(struct session *s, struct intent intent, struct error *err);
bool session_take_intent(struct session *s, struct intent *out);	/* caller frees text */
void session_push_line(struct session *s, const char *line);		/* to be run next */
char *session_take_line(struct session *s);				/* caller frees; NULL */

bool session_mark(struct session *s, const char *word);		/* false: was marked */
bool session_unmark(struct session *s, const char *word);
bool session_watch(struct session *s, const char *text);	/* false: was watched */
bool session_unwatch(struct session *s, const char *text);
/* A training that has not ended: borrowed, or NULL. */
struct training *session_training(const struct session *s);

#endif
