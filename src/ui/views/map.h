/*
 * The map: frequent words as dots on two principal components, what was asked and its neighbours
 * with glyphs and labels. Private to map*.c:
 *
 *	map.c		the view class: events and commands
 *	map_points.c	which words have a place, and where (background job)
 *	map_shown.c	which of them matter just now, and how they look
 *	map_frame.c	zoom, pan, fit, animation, undo
 *	map_draw.c	the picture and the status line
 */
#ifndef UI_VIEWS_MAP_H
#define UI_VIEWS_MAP_H

#include "draw/scatter.h"
#include "math/pca.h"
#include "model/search.h"
#include "ui/view.h"

enum { MAP_AXES = 3, MAP_ANSWERS_MAX = 200, MAP_UNDO_MAX = 64, MAP_LINKS_MAX = 10 };

/*
 * Words with coordinates. The axes are those of the `frequent` first points and stay as they are;
 * whatever comes later is projected onto them, so that the map never jumps while one explores.
 */
struct map_points {
	struct pca pca;
	uint32_t *rows;			/* (count), of the vocabulary; the frequent ones rise */
	double *coords;			/* (count, MAP_AXES) */
	size_t count, cap, frequent;
};

#define MAP_NO_POINT SIZE_MAX

enum status map_points_fit(struct map_points *p, const struct model *m, size_t words,
			   size_t threads, const struct progress *progress, struct error *err);
void map_points_release(struct map_points *p);
size_t map_points_find(const struct map_points *p, uint32_t row);
/* Its index; MAP_NO_POINT if the row has no direction (zero, NaN). */
size_t map_points_add(struct map_points *p, const struct model *m, uint32_t row);
void map_points_drop_added(struct map_points *p);
/* Share of the variance that axes x and y (0-based) keep. */
double map_points_explained(const struct map_points *p, int x, int y);

/* What `undo` brings back. */
struct map_state {
	struct scatter_view view;
	int axis_x, axis_y;
	bool density, marks_only;
};

struct map_job;

struct map {
	/* the model and its points */
	struct model *model;		/* referenced, or NULL */
	int64_t words;			/* setting that the points were made with */
	struct map_job *fitting;	/* running, or NULL */
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

	/* the picture */
	struct map_state now;
	struct scatter_view target, from;	/* of the animation */
	uint64_t moving_since;			/* ns, 0 = still */
	bool at_home;			/* the whole map is fitted: stays so when the pane changes */
	bool wants_sight;		/* bring the answer into sight at the next drawing */
	bool stale;			/* shown[] must be made anew */
	double home_scale;
	int rows, cols;			/* of the pane, 0 before the first drawing */
	struct scatter_point *shown;	/* (points.count), same order */
	size_t shown_count, shown_cap;
	struct scatter_line lines[MAP_LINKS_MAX + 2];
	size_t line_count;
	struct map_state undo[MAP_UNDO_MAX];
	size_t undo_count;
};

/* --- map_points.c: background work --- */
struct map_job *map_job_fit(struct job_queue *jobs, struct model *m, size_t words, size_t threads);
struct map_job *map_job_link(struct job_queue *jobs, struct model *m, uint32_t row, size_t threads);
bool map_job_is_done(const struct map_job *j);
/* Both free the job; the points are moved out on success. */
enum status map_job_take_points(struct map_job *j, struct map_points *out, struct error *err);
size_t map_job_take_links(struct map_job *j, uint32_t *rows, uint32_t *from);
void map_job_drop(struct map_job *j);	/* cancel, wait, free; NULL is fine */

/* --- map_shown.c --- */
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
void map_undo_push(struct map *v);
bool map_undo_pop(struct map *v);

/* --- map_draw.c --- */
void map_draw(void *view, struct view_context *ctx, struct surface *s, struct rect r);
void map_status(void *view, struct view_context *ctx, struct strbuf *out);

#endif
