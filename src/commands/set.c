/* Settings: set, and the short forms timing and mode. */
#include <string.h>

#include "base/mem.h"
#include "commands.h"

static void add_setting(struct result *r, const struct settings *s, const struct setting *w)
{
	struct strbuf value = STRBUF_INIT;
	size_t row = result_add_row(r);

	settings_get(s, w, &value);
	result_put_text(r, row, 0, w->name, strlen(w->name));
	result_put_text(r, row, 1, value.buf, value.len);
	result_put_text(r, row, 2, w->help, strlen(w->help));
	strbuf_release(&value);
}

static enum status show(const struct session *s, const char *name, struct result *r)
{
	result_add_column(r, "setting", CELL_TEXT);
	result_add_column(r, "value", CELL_TEXT);
	result_add_column(r, "meaning", CELL_TEXT);
	for (const struct setting *w = settings_table; w->name; w++)
		if (!name || !strcmp(name, w->name))
			add_setting(r, &s->settings, w);
	return ST_OK;
}

static enum status set_prepare(struct session *s, struct task *t, struct error *err)
{
	const char *name = args_word(&t->args, 0), *value = args_word(&t->args, 1);

	if (value)
		return settings_set(&s->settings, name, value, err);
	if (name && !setting_find(name))
		return settings_set(&s->settings, name, "", err);
	return show(s, name, &t->result);
}

static enum status one_prepare(struct session *s, struct task *t, struct error *err)
{
	const char *name = t->cmd->name, *value = args_word(&t->args, 0);

	if (value)
		return settings_set(&s->settings, name, value, err);
	return show(s, name, &t->result);
}

/* clang-format off */
const struct command cmd_set = {
	.name = "set", .group = "Session",
	.summary = "Show the settings, or change one.",
	.details = "The configuration file holds lines of this command: $XDG_CONFIG_HOME/vecscope/config.",
	.args = {
		{ ARG_SETTING, "setting", "which one; none = list them all", 0, 1, NULL },
		{ ARG_STRING, "value", "its new value", 0, 1, NULL },
	},
	.examples = { { "set", "all settings" }, { "set count 20", "list twenty words from now on" } },
	.flags = CMD_KEEP_LAST,
	.prepare = set_prepare,
};

const struct command cmd_timing = {
	.name = "timing", .group = "Session",
	.summary = "Say how long each command took.",
	.args = { { ARG_CHOICE, "on|off", "leave it out to see", 0, 1, "on|off" } },
	.examples = { { "timing on", "from now on" } },
	.flags = CMD_KEEP_LAST,
	.prepare = one_prepare,
};

const struct command cmd_mode = {
	.name = "mode", .group = "Output",
	.summary = "Choose the form of results.",
	.details = "auto is a table on a terminal and tsv elsewhere.",
	.args = { { ARG_CHOICE, "mode", "leave it out to see", 0, 1, "auto|table|tsv|csv|json|md" } },
	.examples = { { "mode json", "one JSON object a line" } },
	.flags = CMD_KEEP_LAST,
	.prepare = one_prepare,
};
