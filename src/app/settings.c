#include "app/settings.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/number.h"

#define SWITCH	  "on|off"
#define AT(field) offsetof(struct settings, field)

/* clang-format off */
const struct setting settings_table[] = {
	{ "count", ARG_INT, NULL, 1, 1000000, "10", "how many words a query lists (-n)",
	  AT(count), SETTING_INT, 0 },
	{ "metric", ARG_CHOICE, "cosine|euclidean|dot", 0, 0, "cosine", "measure of queries (--metric)",
	  AT(metric), SETTING_METRIC, 0 },
	{ "max-rank", ARG_INT, NULL, 0, INT32_MAX, "0", "look only at the most frequent N words; 0 = all",
	  AT(max_rank), SETTING_INT, 0 },
	{ "threads", ARG_INT, NULL, 0, 256, "0", "processor threads to use; 0 = all",
	  AT(threads), SETTING_INT, 0 },
	{ "seed", ARG_INT, NULL, 0, INT64_MAX, "1", "seed of everything random",
	  AT(seed), SETTING_INT, 0 },
	{ "reproducible", ARG_CHOICE, SWITCH, 0, 0, "off",
	  "training gives the same bytes on every machine (slow: plain arithmetic, one thread)",
	  AT(reproducible), SETTING_BOOL, 0 },
	{ "mode", ARG_CHOICE, "auto|table|tsv|csv|json|md", 0, 0, "auto",
	  "form of results; auto = table on a terminal, tsv elsewhere", AT(mode), SETTING_MODE, 0 },
	{ "header", ARG_CHOICE, SWITCH, 0, 0, "on", "column names above tsv and csv",
	  AT(header), SETTING_BOOL, 0 },
	{ "timing", ARG_CHOICE, SWITCH, 0, 0, "off", "say how long each command took",
	  AT(timing), SETTING_BOOL, 0 },
	{ "echo", ARG_CHOICE, SWITCH, 0, 0, "off", "in batch, print each line before its answer",
	  AT(echo), SETTING_BOOL, 0 },
	{ "history", ARG_CHOICE, SWITCH, 0, 0, "on", "remember lines and results",
	  AT(history), SETTING_BOOL, 0 },
	{ "bail", ARG_CHOICE, SWITCH, 0, 0, "off", "in batch, stop at the first command that fails",
	  AT(bail), SETTING_BOOL, 0 },
	{ "ascii", ARG_CHOICE, SWITCH, 0, 0, "off", "draw with ASCII characters only",
	  AT(ascii), SETTING_BOOL, 0 },
	{ "mouse", ARG_CHOICE, SWITCH, 0, 0, "on", "react to the mouse",
	  AT(mouse), SETTING_BOOL, 0 },
	{ "animate", ARG_CHOICE, SWITCH, 0, 0, "on", "let the map glide from view to view",
	  AT(animate), SETTING_BOOL, 0 },
	{ "preview", ARG_CHOICE, SWITCH, 0, 0, "on", "show the neighbours of what is being typed",
	  AT(preview), SETTING_BOOL, 0 },
	{ "bars", ARG_CHOICE, SWITCH, 0, 0, "on", "bars beside scores; off suits screen readers",
	  AT(bars), SETTING_BOOL, 0 },
	{ "pager", ARG_CHOICE, SWITCH, 0, 0, "on", "show long tables through $PAGER",
	  AT(pager), SETTING_BOOL, 0 },
	{ "cache", ARG_INT, NULL, 0, INT32_MAX, "16384",
	  "MiB that copies of big models may take; 0 = make none (help cache)", AT(cache), SETTING_INT, 0 },
	{ "cache-after", ARG_CHOICE, SWITCH, 0, 0, "on",
	  "copies that are not finished at the end are made after it; off = wait for them",
	  AT(cache_after), SETTING_BOOL, 0 },
	{ "map-words", ARG_INT, NULL, 3, 100000, "2000", "how many frequent words the map shows",
	  AT(map_words), SETTING_INT, 0 },
	{ "color", ARG_CHOICE, "auto|always|never", 0, 0, "auto", "colour in the output",
	  AT(color), SETTING_TEXT, sizeof(((struct settings *)0)->color) },
	{ "theme", ARG_CHOICE, "auto|dark|light|mono|neutral|contrast|colour-blind", 0, 0, "auto", "colours of the screen",
	  AT(theme), SETTING_TEXT, sizeof(((struct settings *)0)->theme) },
	{ "presenter", ARG_CHOICE, SWITCH, 0, 0, "off",
	  "for an audience: high contrast, lines that stand apart, few labels, keys named as they are pressed",
	  AT(presenter), SETTING_BOOL, 0 },
	{ "symbols", ARG_CHOICE, "auto|braille|block|ascii", 0, 0, "auto", "how points are drawn",
	  AT(symbols), SETTING_TEXT, sizeof(((struct settings *)0)->symbols) },
	{ "labels", ARG_CHOICE, "few|normal|many|none", 0, 0, "normal", "how many words the map names",
	  AT(labels), SETTING_TEXT, sizeof(((struct settings *)0)->labels) },
	{ 0 },
};
/* clang-format on */

const struct setting *setting_find(const char *name)
{
	for (const struct setting *w = settings_table; w->name; w++)
		if (!strcmp(w->name, name))
			return w;
	return NULL;
}

static void *field(struct settings *s, const struct setting *w)
{
	return (char *)s + w->offset;
}

static const void *const_field(const struct settings *s, const struct setting *w)
{
	return (const char *)s + w->offset;
}

static enum metric metric_parse(const char *value)
{
	for (int m = METRIC_COSINE; m <= METRIC_DOT; m++)
		if (!strcmp(metric_name((enum metric)m), value))
			return (enum metric)m;
	return METRIC_COSINE;
}

static void store(struct settings *s, const struct setting *w, const char *value)
{
	void *at = field(s, w);

	switch (w->as) {
	case SETTING_INT:
		number_parse_i64(value, strlen(value), at);
		break;
	case SETTING_BOOL:
		*(bool *)at = !strcmp(value, "on");
		break;
	case SETTING_TEXT:
		memset(at, 0, w->size);
		memcpy(at, value, MIN(strlen(value), w->size - 1));
		break;
	case SETTING_METRIC:
		*(enum metric *)at = metric_parse(value);
		break;
	case SETTING_MODE:
		output_mode_parse(value, at);
		break;
	}
}

void settings_init(struct settings *s)
{
	memset(s, 0, sizeof(*s));
	for (const struct setting *w = settings_table; w->name; w++)
		store(s, w, w->fallback);
}

/* What people also write for a switch. */
static const char *switch_word(const char *value)
{
	static const char *const yes[] = { "yes", "true", "1" };
	static const char *const no[] = { "no", "false", "0" };

	for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
		if (!strcasecmp(value, yes[i]))
			return "on";
		if (!strcasecmp(value, no[i]))
			return "off";
	}
	return value;
}

static enum status unknown_setting(const char *name, struct error *err)
{
	struct strbuf names = STRBUF_INIT;

	for (const struct setting *w = settings_table; w->name; w++)
		strbuf_addf(&names, "%s%s", names.len ? ", " : "", w->name);
	error_set(err, ST_USAGE, "there is no setting \"%.40s\"; there are: %s", name, names.buf);
	strbuf_release(&names);
	return ST_USAGE;
}

enum status settings_set(struct settings *s, const char *name, const char *value, struct error *err)
{
	const struct setting *w = setting_find(name);
	int64_t i;

	if (!w)
		return unknown_setting(name, err);
	if (w->kind == ARG_INT) {
		if (!number_parse_i64(value, strlen(value), &i) || i < w->min || i > w->max)
			return error_set(
				err, ST_USAGE,
				"set %s takes a whole number from %lld to %lld, not \"%.40s\"",
				name, (long long)w->min, (long long)w->max, value);
	} else {
		if (w->as == SETTING_BOOL)
			value = switch_word(value);
		if (!choice_has(w->choices, value))
			return error_set(err, ST_USAGE, "set %s takes one of %s, not \"%.40s\"",
					 name, w->choices, value);
	}
	store(s, w, value);
	return ST_OK;
}

void settings_get(const struct settings *s, const struct setting *w, struct strbuf *out)
{
	const void *at = const_field(s, w);

	switch (w->as) {
	case SETTING_INT:
		strbuf_addf(out, "%lld", (long long)*(const int64_t *)at);
		break;
	case SETTING_BOOL:
		strbuf_adds(out, *(const bool *)at ? "on" : "off");
		break;
	case SETTING_TEXT:
		strbuf_adds(out, at);
		break;
	case SETTING_METRIC:
		strbuf_adds(out, metric_name(*(const enum metric *)at));
		break;
	case SETTING_MODE:
		strbuf_adds(out, output_mode_name(*(const enum output_mode *)at));
		break;
	}
}
