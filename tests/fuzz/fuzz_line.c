/* Any line, from text to answer, on a model of a few words: every verb that touches no file. Also
 * completion at the end of the line, and every form of the answer. */
#include <string.h>

#include "app/call.h"
#include "app/complete.h"
#include "base/mem.h"
#include "fuzz.h"
#include "model/builder.h"

static struct model *make_model(void)
{
	static const char *const words[] = {
		"king", "queen", "new_york", "caf\xc3\xa9", "'s", "-"
	};
	struct builder *b = builder_new("row");
	struct matrix *rows;
	struct model *m = NULL;

	if (builder_set_shape(b, 3, 6, 1000, NULL) != ST_OK ||
	    builder_reserve_rows(b, 6, &rows, NULL) != ST_OK)
		abort();
	for (size_t i = 0; i < 6; i++) {
		matrix_row(rows, i)[i % 3] = 1;
		matrix_row(rows, i)[(i + 1) % 3] = (float)i / 7;
		if (builder_add_word(b, words[i], strlen(words[i]), NULL) != ST_OK)
			abort();
	}
	if (builder_finish(b, &m, NULL) != ST_OK)
		abort();
	builder_free(b);
	return m;
}

/* These open, write or list files, or would change the settings of the next run. */
static bool is_harmless(const struct session *s, const char *line)
{
	static const char *const touchy[] = { "open", "export", "write", "once", "source" };
	const struct command *cmd;
	char *rest;

	if (call_resolve(s, line, &cmd, &rest, NULL) != ST_OK)
		return true;
	free(rest);
	for (size_t i = 0; cmd && i < ARRAY_LEN(touchy); i++)
		if (!strcmp(cmd->name, touchy[i]))
			return false;
	return !strstr(line, "--in") && !strstr(line, "--no");
}

static void render_all(const struct call *c)
{
	for (int mode = OUTPUT_TABLE; mode <= OUTPUT_MD; mode++) {
		struct render_options opt = {
			.mode = (enum output_mode)mode, .header = true, .bars = true, .cols = 40
		};
		struct strbuf sb = STRBUF_INIT;

		render_result(&c->task.result, c->line, &opt, &sb);
		for (size_t i = 0; mode == OUTPUT_TABLE && i < sb.len; i++)
			if ((unsigned char)sb.buf[i] < ' ' && sb.buf[i] != '\n')
				abort();
		strbuf_release(&sb);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct session s;
	struct completions found;
	char *line = xstrndup((const char *)data, size > 2000 ? 2000 : size);

	session_init(&s);
	session_add_model(&s, make_model());
	if (is_harmless(&s, line)) {
		struct call *c = call_run(&s, line, NULL);

		if (c && c->status != ST_OK && !c->err.text[0])
			abort();
		if (c && c->status == ST_OK)
			render_all(c);
		call_free(c);
	}
	if (!strchr(line, '/')) {
		complete_line(&s, line, strlen(line), 50, &found);
		if (found.token_at > strlen(line))
			abort();
		completions_release(&found);
	}
	session_release(&s);
	free(line);
	return 0;
}
