/* Every verb, in the order of help. A new one: its file here in src/commands and one line below. */
#include "app/command.h"

/* clang-format off */
extern const struct command
	cmd_near, cmd_analogy, cmd_sim, cmd_odd, cmd_rank, cmd_predict, cmd_find, cmd_vec,
	cmd_let, cmd_closer, cmd_centroid, cmd_between, cmd_path, cmd_sort, cmd_cluster, cmd_random,
	cmd_why, cmd_text, cmd_wmd, cmd_without,
	cmd_eval, cmd_axis, cmd_compare, cmd_drift, cmd_align, cmd_hubs, cmd_dups,
	cmd_plot, cmd_tree, cmd_scree, cmd_mark, cmd_marks, cmd_unmark,
	cmd_info, cmd_open, cmd_tensors, cmd_models, cmd_use, cmd_close, cmd_export, cmd_cache,
	cmd_train, cmd_stop, cmd_pause, cmd_snapshot, cmd_watch, cmd_unwatch,
	cmd_history, cmd_again, cmd_note, cmd_pin, cmd_unpin,
	cmd_mode, cmd_write, cmd_once,
	cmd_follow, cmd_back, cmd_forward, cmd_seek, cmd_next, cmd_toggle_mark, cmd_marks_only,
	cmd_inspect, cmd_copy, cmd_edit, cmd_zoom, cmd_pan, cmd_components, cmd_project, cmd_turn, cmd_labels,
	cmd_density, cmd_lines, cmd_order, cmd_undo, cmd_select, cmd_pane, cmd_screen, cmd_focus, cmd_keys, cmd_terms,
	cmd_palette, cmd_mouse, cmd_cancel, cmd_redraw, cmd_suspend, cmd_box, cmd_step, cmd_colour,
	cmd_lesson, cmd_lab, cmd_game, cmd_examples, cmd_session, cmd_glossary, cmd_explain,
	cmd_set, cmd_timing, cmd_source, cmd_help, cmd_version, cmd_quit;

const struct command *const command_table[] = {
	/* Query */
	&cmd_near, &cmd_analogy, &cmd_sim, &cmd_odd, &cmd_rank, &cmd_predict, &cmd_find, &cmd_vec,
	&cmd_without, &cmd_closer, &cmd_centroid, &cmd_between, &cmd_path, &cmd_sort, &cmd_cluster,
	&cmd_why, &cmd_text, &cmd_wmd, &cmd_random, &cmd_let,
	/* Judge */
	&cmd_eval, &cmd_axis, &cmd_compare, &cmd_drift, &cmd_align, &cmd_hubs, &cmd_dups,
	/* Look */
	&cmd_plot, &cmd_tree, &cmd_scree, &cmd_mark, &cmd_marks, &cmd_unmark,
	/* Models */
	&cmd_info, &cmd_open, &cmd_tensors, &cmd_models, &cmd_use, &cmd_close, &cmd_export,
	&cmd_cache,
	/* Train */
	&cmd_train, &cmd_stop, &cmd_pause, &cmd_snapshot, &cmd_watch, &cmd_unwatch,
	/* History */
	&cmd_history, &cmd_again, &cmd_note, &cmd_pin, &cmd_unpin,
	/* Learn */
	&cmd_lesson, &cmd_lab, &cmd_game, &cmd_examples, &cmd_session, &cmd_glossary, &cmd_explain,
	/* Output */
	&cmd_mode, &cmd_write, &cmd_once,
	/* Screen */
	&cmd_follow, &cmd_back, &cmd_forward, &cmd_seek, &cmd_next, &cmd_toggle_mark,
	&cmd_marks_only, &cmd_inspect, &cmd_copy, &cmd_edit, &cmd_zoom, &cmd_pan,
	&cmd_components, &cmd_project, &cmd_turn, &cmd_labels, &cmd_density, &cmd_lines, &cmd_order, &cmd_undo, &cmd_select,
	&cmd_pane, &cmd_screen, &cmd_focus, &cmd_keys, &cmd_terms, &cmd_palette, &cmd_mouse, &cmd_cancel,
	&cmd_redraw, &cmd_suspend, &cmd_box, &cmd_step, &cmd_colour,
	/* Session */
	&cmd_set, &cmd_timing, &cmd_source, &cmd_help, &cmd_version, &cmd_quit,
	NULL,
};
/* clang-format on */
