/*
 * The map: frequent words as dots on two principal components or another projection, what was asked
 * and its neighbours with glyphs and labels. Private to map*.c:
 *
 *	map.c		the view class: events and commands
 *	map_wish.c	which projection of which words is wanted
 *	map_fit.c	from the wish to the picture
 *	map_points.c	which words have a place, and where
 *	map_jobs.c	working that out in the background
 *	map_shown.c	which of them matter just now, and how they look
 *	map_place.c	from coordinates to the picture: rotation, gliding from one projection to another
 *	map_false.c	false neighbours
 *	map_groups.c	colours by cluster
 *	map_frame.c	zoom, pan, fit, animation
 *	map_undo.c	going back to how it was
 *	map_box.c	a box that takes the words inside it
 *	map_draw.c	the picture and the status line
 *	map_figure.c	the same as vector graphics
 */
#ifndef UI_VIEWS_MAP_H
#define UI_VIEWS_MAP_H

#include "draw/scatter.h"
#include "math/layout.h"
#include "math/pca.h"
#include "math/trust.h"
#include "model/search.h"
#include "ui/view.h"

enum { MAP_AXES = 3, MAP_ANSWERS_MAX = 200, MAP_UNDO_MAX = 64, MAP_LINKS_MAX = 10,
       MAP_BOX_WORDS = 200, MAP_GROUPS_MAX = 7 };

enum map_colour { MAP_PLAIN, MAP_DENSITY, MAP_CLUSTER };

enum map_kind { MAP_PCA, MAP_TSNE, MAP_UMAP, MAP_RANDOM, MAP_DIMS, MAP_WORD_AXES };
enum map_set { MAP_FREQUENT, MAP_MARKS, MAP_ANSWER, MAP_EVERYTHING, MAP_LIST };

/* Which words are meant; of MAP_LIST they are kept. */
struct map_words {
	enum map_set set;
	uint32_t *list;		/* (count) */
	size_t count;
	char *name;		/* of the list */
};

/* A direction: weighted words, each at length 1. count 0 = there is none. */
struct map_axis {
	double *weights;	/* (count) */
	uint32_t *rows;		/* (count) */
	size_t count;
	char *name;
};

/* Rows of the vocabulary: these, or the first `count`. */
struct map_rows {
	uint32_t *rows;		/* or NULL; owned by the job */
	size_t count;
};

/* Which projection, fitted on which words. */
struct map_wish {
	enum map_kind kind;
	struct map_words of, fit;
	bool frozen;		/* MAP_PCA: the axes are those of `fit`, the words shown those of `of` */
	/* MAP_DIMS: two dimensions, from 0. MAP_WORD_AXES: rows; x goes from the first to the second
	 * word, y from the third to the fourth. */
	uint32_t at[4];
	struct map_axis axes[2];	/* MAP_WORD_AXES: directions in place of the four words */
	struct map_rows shown, fitted;	/* what a job is given; fitted.count 0 = the same */
	struct layout_options layout;	/* of MAP_TSNE and MAP_UMAP; with seed and threads of all */
};

/* The axes go between four words that belong to the picture. */
static inline bool map_wish_has_ends(const struct map_wish *wish)
{
	return wish->kind == MAP_WORD_AXES && !wish->axes[0].count;
}

/* Worked out round by round, without axes. */
static inline bool map_kind_is_layout(enum map_kind kind)
{
	return kind == MAP_TSNE || kind == MAP_UMAP;
}

/*
 * Words with coordinates. The axes are those of the `frequent` first points and stay as they are;
 * whatever comes later is projected onto them, so that the map never jumps while one explores.
 */
struct map_points {
	enum map_kind kind;
	struct pca pca;			/* the axes of any linear projection; of a layout: its start */
	size_t rounds;			/* of a layout */
	uint32_t *rows;			/* (count), of the vocabulary; the frequent ones rise */
	double *coords;			/* (count, MAP_AXES) */
	size_t count, cap, frequent;
};

#define MAP_NO_POINT SIZE_MAX

enum status map_points_fit(struct map_points *p, const struct model *m,
			   const struct map_wish *wish, const struct progress *progress,
			   struct error *err);
/* Another map of the same words: coordinates (frequent, 2). */
void map_points_move(struct map_points *p, const double *xy);
void map_points_copy(struct map_points *to, const struct map_points *from);
void map_points_release(struct map_points *p);
size_t map_points_find(const struct map_points *p, uint32_t row);
/* Its index; MAP_NO_POINT if the row has no direction (zero, NaN). */
size_t map_points_add(struct map_points *p, const struct model *m, uint32_t row);
void map_points_drop_added(struct map_points *p);
/* Share of the variance that axes x and y (0-based) keep. */
double map_points_explained(const struct map_points *p, int x, int y);

/* Clusters of the words that the axes are fitted on, by falling size. */
struct map_groups {
	uint8_t *of;			/* (n) of each point; NULL = not worked out */
	size_t n, count;
	uint32_t middle[MAP_GROUPS_MAX];	/* the row nearest to each centre */
};

/* What `undo` brings back. */
struct map_state {
	struct scatter_view view;
	int axis_x, axis_y;
	double turn;			/* radians around the upright axis, of three components */
	enum map_colour colour;
	bool marks_only;
};

struct map_marks {
	char **words;
	size_t count;
};

/* One step back: of the view, or of the marks. */
struct map_step {
	struct map_state state;
	bool of_marks;
	struct map_marks marks;
};

/* Two corners in cells of the pane; the second moves. */
struct map_box {
	bool on, is_new;
	int row[2], col[2];
};

struct map_job;

struct map {
	/* the model and its points */
	struct model *model;		/* referenced, or NULL */
	int64_t words;			/* setting that the points were made with */
	struct map_wish wish, met;	/* what is asked for, and what is shown */
	struct map_job *fitting;	/* running, or NULL */
	struct map_job *measuring;
	struct trust trust;		/* of the axes shown, when has_trust */
	bool has_trust, wants_trust;
	struct map_points points;
	bool ready;
	struct error err;		/* why there is no map */

	/* what was asked last */
	uint32_t *query, *answers;
	size_t query_count, answer_count;
	bool analogy;
	uint32_t arrow[3];		/* a, b, c of a : b :: c, when has_arrow */
	bool has_arrow;
	uint32_t selected;

	/* lines to the true neighbours of a word, by a search of its own */
	bool links_on;
	struct map_job *linking;
	uint32_t link_from, links[MAP_LINKS_MAX];
	size_t link_count;
	uint32_t strangers[MAP_LINKS_MAX];	/* near on the map alone */
	size_t stranger_count;

	/* colours by cluster */
	size_t group_count;			/* how many are wished for */
	struct map_groups groups;
	struct map_job *grouping;
	struct figure_key keys[MAP_GROUPS_MAX];	/* of the last figure */
	bool numbers;				/* without colours: their numbers instead of dots */

	/* the picture */
	uint64_t drawn_at;		/* ns */
	bool labels_wait;		/* for the next frame */
	struct map_state now;
	struct scatter_view target, from;	/* of the animation */
	uint64_t moving_since;			/* ns, 0 = still */
	bool at_home;			/* the whole map is fitted: stays so when the pane changes */
	bool wants_sight;		/* bring the answer into sight at the next drawing */
	bool stale;			/* shown[] must be made anew */
	double *xy;			/* (points.count, 2): coordinates in the picture */
	size_t xy_cap;
	double *was;			/* (was_count, 2): where they glide from; NULL = they do not */
	size_t was_count;
	bool was_in_cells;		/* not yet in the world of the new picture */
	uint64_t gliding_since;
	double home_scale;
	int rows, cols;			/* of the pane, 0 before the first drawing */
	struct scatter_point *shown;	/* (points.count), same order */
	size_t shown_count, shown_cap;
	struct scatter_line lines[MAP_LINKS_MAX + 2];
	size_t line_count;
	struct map_step undo[MAP_UNDO_MAX];
	struct map_marks marks;		/* as the map knows them */
	size_t undo_count;
	struct map_box box;
};

/* --- map_wish.c --- */
/* Of the frequent words, with the usual options. */
struct map_wish map_wish_make(enum map_kind kind);
/* The text of INTENT_PROJECT. False, and nothing is changed: it cannot be read. */
bool map_wish_parse(struct map_wish *wish, const char *text);
void map_wish_copy(struct map_wish *to, const struct map_wish *from);	/* `to` is released first */
void map_wish_release(struct map_wish *wish);
void map_wish_release_axes(struct map_wish *wish);
/* What a job needs, from what the map shows: shown, fitted and axes of its own, without lists. */
struct map_wish map_wish_for_job(const struct map *v, const struct session *s);
/* "t-SNE", "PCA 1×2", "dimensions 3×7" … */
void map_wish_name(const struct map *v, struct strbuf *out);

/* --- map_jobs.c --- */
/* Takes the rows of wish.shown and wish.fitted. */
struct map_job *map_job_fit(struct job_queue *jobs, struct model *m, const struct map_wish *wish);
/* How honest the map is on these two axes. */
struct map_job *map_job_measure(struct job_queue *jobs, struct model *m,
				const struct map_points *p, size_t x, size_t y);
struct map_job *map_job_link(struct job_queue *jobs, struct model *m, uint32_t row, size_t threads);
struct map_job *map_job_group(struct job_queue *jobs, struct model *m, const struct map_points *p,
			      size_t count, uint64_t seed);
bool map_job_is_done(const struct map_job *j);
/* Both free the job; the points are moved out on success. */
/* The map as it is now, while it still moves; false if there is nothing new. */
bool map_job_peek(struct map_job *j, struct map_points *out);
/* Stop improving and keep what there is. */
void map_job_stop(struct map_job *j);
bool map_job_take_trust(struct map_job *j, struct trust *out);
enum status map_job_take_points(struct map_job *j, struct map_points *out, struct error *err);
bool map_job_take_groups(struct map_job *j, struct map_groups *out);
size_t map_job_take_links(struct map_job *j, uint32_t *rows, uint32_t *from);
void map_job_drop(struct map_job *j);	/* cancel, wait, free; NULL is fine */

/* --- map_fit.c --- */
/* Work out the map that is wished for; the one before stays until it is there. */
void map_fit_start(struct map *v, struct view_context *ctx);
/* While a layout goes on its map is shown as it moves, unless keys come from a script. */
void map_fit_peek(struct map *v, const struct session *s);
void map_fit_take(struct map *v);
/* How honest the picture is: worked out after it is shown, for the axes that are. */
void map_fit_measure(struct map *v, struct view_context *ctx);

/* --- map_place.c --- */
void map_place_all(struct map *v);		/* fill xy */
/* Three components, turned around the upright axis; 0 = as they were. False: there are no three. */
bool map_turn(struct map *v, double degrees);
void map_glide_begin(struct map *v);		/* remember where everything stands */
void map_glide_start(struct map *v, bool animate);	/* once the new view is known */
void map_glide_step(struct map *v);		/* move what is shown; ends by itself */
void map_glide_forget(struct map *v);

/* --- map_false.c --- */
/* The words that stand nearest to link_from on the map and are not near it in the model. */
void map_find_strangers(struct map *v);

/* --- map_groups.c --- */
bool map_groups_command(struct map *v, const struct intent *i);	/* INTENT_COLOUR, INTENT_DENSITY */
/* Start what is wanted and not there, take what is done. */
void map_groups_update(struct map *v, struct view_context *ctx);
void map_groups_forget(struct map *v);
/* Point i has the colour of a cluster. */
bool map_groups_colour(const struct map *v, size_t i);
/* How plain point i looks. */
void map_groups_style(const struct map *v, size_t i, struct scatter_point *p);
/* Their names, over the last rows of the map. */
void map_groups_legend(const struct map *v, struct surface *s, struct rect r);
void map_groups_status(const struct map *v, struct strbuf *out);
/* Their names and colours for a figure, which borrows them. */
void map_groups_keys(struct map *v, struct figure *out);

/* --- map_shown.c --- */
void map_lines_update(struct map *v);
void map_shown_update(struct map *v, const struct session *s);

/* --- map_frame.c --- */
void map_frame_fit_pane(struct map *v, int rows, int cols);	/* before each drawing */
void map_frame_home(struct map *v, bool animate);
void map_frame_zoom(struct map *v, double factor, int row, int col);	/* cell or -1 = middle */
void map_frame_pan(struct map *v, int cols, int rows);		/* the window, by cells */
void map_frame_bring_into_sight(struct map *v, bool animate);	/* query and answers */
void map_frame_show_selected(struct map *v);
bool map_frame_step(struct map *v);	/* one step of the animation; false = still */
void map_frame_finish(struct map *v);	/* end it at once */
double map_frame_zoom_factor(const struct map *v);

/* --- map_undo.c --- */
void map_undo_push(struct map *v);	/* before the view changes */
void map_undo_note_marks(struct map *v, const struct session *s);	/* after marks did */
bool map_undo_pop(struct map *v, struct session *s);
void map_undo_clear(struct map *v);
void map_undo_release(struct map *v);

/* --- map_box.c --- */
bool map_box_command(struct map *v, const struct intent *i);	/* INTENT_BOX; false = not now */
void map_box_drag(struct map *v, const struct view_event *e);	/* VIEW_BOX */
/* The words inside, at most MAP_BOX_WORDS, the most frequent first, or only those that are marked,
 * as arguments of a command; the box is gone then. False: there are none, the box stays. */
bool map_box_take(struct map *v, const struct session *s, bool marked, struct strbuf *out);
void map_box_status(const struct map *v, struct strbuf *out);
void map_box_draw(struct map *v, bool ascii, struct surface *s, struct rect pane);

/* --- map_draw.c --- */
void map_draw(void *view, struct view_context *ctx, struct surface *s, struct rect r);
void map_status(void *view, struct view_context *ctx, struct strbuf *out);
/* Another frame is wanted, for what glides or for labels that come in turn. */
bool map_is_moving(const struct map *v);
size_t map_label_budget(const struct map *v, const struct settings *set);

/* --- map_figure.c --- */
bool map_figure(void *view, struct view_context *ctx, struct figure *out);

#endif
