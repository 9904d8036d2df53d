/* A session as a document, and running it again. */
#include <stdlib.h>
#include <string.h>

#include "app/call.h"
#include "app/document.h"
#include "app/lesson.h"
#include "base/mem.h"
#include "base/path.h"
#include "draw/pack.h"
#include "commands.h"
#include "io/sink.h"

enum { ENTRIES_MAX = 100000, ROWS_MAX = 1000 };

/* Lines that steer the program itself are neither written nor run again. */
static bool is_aside(const char *line)
{
	static const char *const verbs[] = { "session", "source",  "quit", "exit",
					     "q",	"history", "again" };
	struct strbuf first = STRBUF_INIT;
	bool aside = false;

	args_first_token(line, &first);
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		aside |=
			!strcmp(first.buf + (first.buf[0] == '.' || first.buf[0] == ':'), verbs[i]);
	strbuf_release(&first);
	return aside;
}

/* --- session export FILE --- */

/* One line of the history with what was answered and shown. */
static void add_entry(struct session *s, const struct hist_entry *e, struct document_entry d,
		      bool html, struct strbuf *out)
{
	const struct album_page *page = album_find(&s->album, e->handle);
	struct document_picture picture = { 0 };
	struct strbuf json = STRBUF_INIT;
	struct surface drawn;

	if (hist_get_result(s->hist, e->id, &json, NULL) != ST_OK)
		strbuf_clear(&json);
	if (page && surface_unpack(&drawn, page->bytes, page->size)) {
		picture = (struct document_picture){ page->title, &drawn, page->is_answer };
		d.picture = &picture;
	}
	d.json = json.buf;
	document_add(out, html, &d);
	if (d.picture)
		surface_release(&drawn);
	strbuf_release(&json);
}

static size_t add_entries(struct session *s, const struct hist_list *list, bool html,
			  struct strbuf *out)
{
	size_t number = 0;
	const char *model = NULL;

	for (size_t i = list->count; i-- > 0;) {
		const struct hist_entry *e = &list->entries[i];
		struct document_entry d = {
			.line = e->line, .status = e->status, .summary = e->summary, .note = e->note
		};

		if (is_aside(e->line))
			continue;
		d.number = ++number;
		if (*e->model && (!model || strcmp(model, e->model) != 0))
			d.model = model = e->model;
		add_entry(s, e, d, html, out);
	}
	return number;
}

static enum status put_file(const char *path, const struct strbuf *text, bool force,
			    struct error *err)
{
	struct sink *sink;
	enum status st = sink_open(&sink, path, force, err);

	if (st != ST_OK)
		return st;
	sink_write(sink, text->buf, text->len);
	return sink_commit(sink, err);
}

static enum status export_session(struct session *s, struct task *t, const char *path,
				  struct error *err)
{
	struct hist_filter filter = { .limit = ENTRIES_MAX, .this_session = true };
	bool html = path_has_suffix(path, ".html") || path_has_suffix(path, ".htm");
	struct strbuf out = STRBUF_INIT;
	struct hist_list list;
	size_t count;
	enum status st;

	if (!html && !path_has_suffix(path, ".md"))
		return error_set(err, ST_USAGE, "session export FILE.md or FILE.html");
	album_look(s);
	if (hist_settle(s->hist))
		result_notef(&t->result,
			     "the history is held by another program: the answers of the "
			     "last lines may be missing");
	st = hist_search(s->hist, &filter, &list, err);
	if (st != ST_OK)
		return st;
	document_begin(&out, html, "A vecscope session",
		       "Questions and answers, with the pictures that were shown.");
	count = add_entries(s, &list, html, &out);
	document_end(&out, html);
	if (count)
		st = put_file(path, &out, args_given(&t->args, "force"), err);
	else
		st = error_set(err, ST_FAILED,
			       "nothing of this session was kept: ask something, "
			       "with \"set history on\"");
	if (st == ST_OK)
		result_notef(&t->result, "%zu line%s written to %s", count, count == 1 ? "" : "s",
			     path);
	hist_list_release(&list);
	strbuf_release(&out);
	return st;
}

/* --- session replay FILE --- */

struct replay {
	struct session *s;
	struct result *r;
	size_t same, differ;
};

static void put(struct result *r, size_t row, size_t col, const char *text)
{
	result_put_text(r, row, col, text, strlen(text));
}

static void compare(struct replay *p, const char *line, const char *was, const struct call *c)
{
	struct strbuf is = STRBUF_INIT, what = STRBUF_INIT;
	size_t row = result_add_row(p->r);
	bool same;

	if (c && c->status == ST_OK) {
		render_json(&c->task.result, line, ROWS_MAX, &is);
		same = document_agree(was, is.buf, &what);
	} else {
		same = false;
		strbuf_adds(&what, c ? c->err.text : "nothing was run");
	}
	put(p->r, row, 0, line);
	put(p->r, row, 1, same ? "same" : "differs");
	put(p->r, row, 2, what.buf);
	*(same ? &p->same : &p->differ) += 1;
	strbuf_release(&is);
	strbuf_release(&what);
}

static unsigned flags_of(const struct session *s, const char *line)
{
	const struct command *cmd = NULL;
	char *rest = NULL;

	call_resolve(s, line, &cmd, &rest, NULL);
	free(rest);
	return cmd ? cmd->flags : 0;
}

/* The screen lists more than a line terminal does, where no -n says how many: as many as were. */
static struct call *run_alike(struct session *s, const char *line, size_t rows, bool is_query)
{
	int64_t count = s->settings.count;
	struct call *c;

	if (rows && is_query)
		s->settings.count = (int64_t)rows;
	c = call_run(s, line, NULL);
	if (is_query)
		s->settings.count = count;
	return c;
}

static bool replay_one(void *ctx, const char *json)
{
	struct replay *p = ctx;
	struct strbuf line = STRBUF_INIT;
	bool has_line = document_line(json, &line) && !is_aside(line.buf);
	unsigned flags = has_line ? flags_of(p->s, line.buf) : 0;

	/* what only moves the screen has no answer to compare */
	if (has_line && !(flags & CMD_SCREEN)) {
		struct call *c = run_alike(p->s, line.buf, document_rows(json), flags & CMD_QUERY);

		compare(p, line.buf, json, c);
		call_free(c);
	}
	strbuf_release(&line);
	return !p->s->quit;
}

static enum status replay(struct session *s, struct task *t, const char *path, struct error *err)
{
	struct replay p = { .s = s, .r = &t->result };
	char *text;
	enum status st;

	if (s->has_screen)
		return error_set(err, ST_FAILED,
				 "session replay runs line after line: start "
				 "vecscope with --plain, or -e");
	st = lesson_read_file(&text, path, err);
	if (st != ST_OK)
		return st;
	result_add_column(p.r, "command", CELL_TEXT);
	result_add_column(p.r, "outcome", CELL_TEXT);
	result_add_column(p.r, "difference", CELL_TEXT);
	document_each(text, replay_one, &p);
	free(text);
	if (!p.same && !p.differ)
		return error_set(err, ST_FAILED,
				 "%s is no document of a session: it holds no answers", path);
	result_notef(p.r, "%zu the same, %zu different", p.same, p.differ);
	return ST_OK;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	char *path = path_expand_home(args_word(&t->args, 1));
	enum status st;

	if (hist_owns_file(s->hist, path))
		st = error_set(err, ST_FAILED, "%s is vecscope's own history", path);
	else if (!strcmp(args_word(&t->args, 0), "export"))
		st = export_session(s, t, path, err);
	else
		st = replay(s, t, path, err);
	free(path);
	return st;
}

/* clang-format off */
const struct command cmd_session = {
	.name = "session", .group = "Learn",
	.summary = "Write this session as a document, or run one again and compare.",
	.details =
		"session export FILE.md or FILE.html writes every line of this session with its answer, its picture (what plot or "
		"tree drew; on the screen, the map or pane that showed the answer) and your notes: to be handed in. session replay FILE runs its lines again and says which answers differ.",
	.args = {
		{ ARG_CHOICE, "what", "what to do", 1, 1, "export|replay" },
		{ ARG_PATH, "file", "the document", 1, 1, NULL },
	},
	.opts = { { 0, "force", ARG_NONE, NULL, NULL, "replace a file that exists", NULL, 0, 0 } },
	.flags = CMD_KEEP_LAST | CMD_NO_HISTORY,
	.prepare = prepare,
};
