/* Every verb, in the order of help. A new one: its file here in src/commands and one line below. */
#include "app/command.h"

/* clang-format off */
extern const struct command
	cmd_near, cmd_analogy, cmd_sim, cmd_odd, cmd_rank, cmd_find, cmd_vec,
	cmd_plot, cmd_mark, cmd_marks, cmd_unmark,
	cmd_info, cmd_open, cmd_models, cmd_use, cmd_close, cmd_export,
	cmd_mode, cmd_write, cmd_once,
	cmd_set, cmd_timing, cmd_source, cmd_help, cmd_version, cmd_quit;

const struct command *const command_table[] = {
	/* Query */
	&cmd_near, &cmd_analogy, &cmd_sim, &cmd_odd, &cmd_rank, &cmd_find, &cmd_vec,
	/* Look */
	&cmd_plot, &cmd_mark, &cmd_marks, &cmd_unmark,
	/* Models */
	&cmd_info, &cmd_open, &cmd_models, &cmd_use, &cmd_close, &cmd_export,
	/* Output */
	&cmd_mode, &cmd_write, &cmd_once,
	/* Session */
	&cmd_set, &cmd_timing, &cmd_source, &cmd_help, &cmd_version, &cmd_quit,
	NULL,
};
/* clang-format on */
