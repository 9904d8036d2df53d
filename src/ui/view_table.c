/* The views: one file each in src/ui/views, one line here. */
#include "ui/view.h"

extern const struct view_class view_neighbours, view_table_pane, view_inspector, view_history,
	view_entry, view_start, view_map, view_learning, view_loss, view_probes, view_parallelogram,
	view_working, view_matrix, view_strips, view_shares, view_models, view_model, view_lesson,
	view_ruler, view_both, view_clusters, view_lab, view_lab_rows, view_lab_step, view_moves,
	view_moved, view_tree;

/* clang-format off */
const struct view_class *const view_table[] = {
	&view_neighbours,    &view_table_pane,
	&view_inspector,     &view_history,
	&view_entry,	     &view_start,
	&view_map,	     &view_learning,
	&view_loss,	     &view_probes,
	&view_parallelogram, &view_working,
	&view_matrix,	     &view_strips,
	&view_shares,	     &view_models,
	&view_model,	     &view_lesson,
	&view_ruler,	     &view_both,
	&view_clusters,	     &view_lab,
	&view_lab_rows,	     &view_lab_step,
	&view_moves,	     &view_moved,
	&view_tree,
	NULL,
};
/* clang-format on */
