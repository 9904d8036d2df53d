/*
 * Runs of eval analogies that the history keeps: listing them, and comparing two question by
 * question. A run keeps the outcome of each question in two bits, and a hash of the text of the
 * questions, so that runs over different files are never compared.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/number.h"
#include "commands.h"
#include "eval.h"
#include "io/json.h"

#define KEPT_MAX                                                                                   \
	20000 /* questions: their bits stay well below what the history keeps of a result */

struct run {
	struct json_doc *doc;
	const char *file, *bits, *text;
	uint64_t right, total;
	size_t count;
};

static uint64_t hash_questions(const struct eval_questions *q)
{
	uint64_t h = hash_mix(q->count, q->section_count);

	for (size_t i = 0; i < q->count; i++)
		for (size_t j = 0; j < 4; j++)
			h = hash_bytes(q->text + q->items[i].word[j].at, q->items[i].word[j].n, h);
	return h;
}

char *eval_kept(const char *path, const struct eval_questions *q, const struct eval_score *s)
{
	struct strbuf sb = STRBUF_INIT;
	char *real = realpath(path, NULL);

	if (q->count > KEPT_MAX) {
		free(real);
		return NULL;
	}
	strbuf_addf(&sb, "{\"right\":%zu,\"total\":%zu,\"file\":", s->all.right, s->all.total);
	json_add_string(&sb, real ? real : path, strlen(real ? real : path));
	strbuf_addf(&sb, ",\"text\":\"%016llx\",\"questions\":%zu,\"outcome\":\"",
		    (unsigned long long)hash_questions(q), q->count);
	for (size_t i = 0; i < q->count; i += 2)
		strbuf_addc(&sb, "0123456789abcdef"[s->outcome[i] * 4 +
						    (i + 1 < q->count ? s->outcome[i + 1] : 0)]);
	strbuf_adds(&sb, "\"}");
	free(real);
	return strbuf_detach(&sb, NULL);
}

static enum eval_outcome outcome_of(const struct run *run, size_t i)
{
	char c = run->bits[i / 2];
	int v = c <= '9' ? c - '0' : c - 'a' + 10;

	return (enum eval_outcome)(i % 2 ? v & 3 : v >> 2 & 3);
}

/* --- reading what was kept -------------------------------------------------------------------- */

static bool bits_are_sound(const struct run *run)
{
	return run->bits && run->file && run->text && strlen(run->bits) == (run->count + 1) / 2 &&
	       run->bits[strspn(run->bits, "0123456789abcdef")] == '\0';
}

static bool read_kept(struct run *run, const char *json, size_t n)
{
	const json_value *kept;
	uint64_t count = 0;

	*run = (struct run){ 0 };
	if (!n || json_parse(&run->doc, json, n, NULL) != ST_OK)
		return false;
	kept = json_member(json_root(run->doc), "kept");
	if (kept && json_get_u64(json_member(kept, "questions"), &count)) {
		run->file = json_get_string(json_member(kept, "file"), &(size_t){ 0 });
		run->bits = json_get_string(json_member(kept, "outcome"), &(size_t){ 0 });
		run->text = json_get_string(json_member(kept, "text"), &(size_t){ 0 });
		run->count = (size_t)count;
		json_get_u64(json_member(kept, "right"), &run->right);
		json_get_u64(json_member(kept, "total"), &run->total);
	}
	if (bits_are_sound(run))
		return true;
	json_free(run->doc);
	run->doc = NULL;
	return false;
}

static enum status load_run(struct run *run, struct session *s, const char *number,
			    struct error *err)
{
	struct strbuf json = STRBUF_INIT;
	enum status st;
	int64_t id;

	if (!number || !number_parse_i64(number, strlen(number), &id))
		return error_set(err, ST_USAGE,
				 "eval diff takes the numbers of two runs: eval list shows them");
	st = hist_get_result(s->hist, id, &json, err);
	if (st == ST_OK && !read_kept(run, json.buf, json.len))
		st = error_set(err, ST_FAILED,
			       "entry %lld of the history is no run of eval analogies",
			       (long long)id);
	strbuf_release(&json);
	return st;
}

/* --- list ------------------------------------------------------------------------------------- */

/* The total of a run; for what is no run of analogies, the first numbers of its answer. */
static void describe(struct session *s, const struct hist_entry *e, struct strbuf *out)
{
	struct strbuf json = STRBUF_INIT;
	struct run run = { 0 };

	if (hist_get_result(s->hist, e->id, &json, NULL) == ST_OK &&
	    read_kept(&run, json.buf, json.len)) {
		strbuf_addf(out, "%llu of %llu", (unsigned long long)run.right,
			    (unsigned long long)run.total);
		if (run.total)
			strbuf_addf(out, ", %.2f %%", 100 * (double)run.right / (double)run.total);
		json_free(run.doc);
	} else {
		strbuf_adds(out, e->summary);
	}
	strbuf_release(&json);
}

static void add_run(struct session *s, struct result *r, const struct hist_entry *e)
{
	struct strbuf text = STRBUF_INIT;
	char print[20];
	size_t row = result_add_row(r);
	int n = snprintf(print, sizeof(print), "%016llx", (unsigned long long)e->fingerprint);

	describe(s, e, &text);
	result_put_int(r, row, 0, e->id);
	result_put_text(r, row, 1, e->model, strlen(e->model));
	result_put_text(r, row, 2, print, (size_t)n);
	result_put_text(r, row, 3, e->line, strlen(e->line));
	result_put_text(r, row, 4, text.buf, text.len);
	strbuf_release(&text);
}

static bool is_run(const struct hist_entry *e)
{
	const char *line = e->line + strspn(e->line, " \t.:");

	return e->id && !strcmp(e->status, "ok") && !strncmp(line, "eval ", 5) &&
	       strncmp(line + 5, "list", 4) != 0 && strncmp(line + 5, "diff", 4) != 0;
}

enum status eval_list(struct session *s, struct task *t, struct error *err)
{
	struct hist_filter filter = { .text = "eval", .limit = SIZE_MAX };
	struct result *r = &t->result;
	struct hist_list found;
	enum status st = hist_search(s->hist, &filter, &found, err);

	if (st != ST_OK)
		return st;
	result_add_column(r, "id", CELL_INT);
	result_add_column(r, "model", CELL_TEXT);
	result_add_column(r, "fingerprint", CELL_TEXT);
	result_add_column(r, "command", CELL_TEXT);
	result_add_column(r, "result", CELL_TEXT);
	for (size_t i = found.count; i-- > 0;)
		if (is_run(&found.entries[i]))
			add_run(s, r, &found.entries[i]);
	if (!r->rows)
		result_notef(r, "the history keeps no run yet");
	hist_list_release(&found);
	return ST_OK;
}

/* --- diff ------------------------------------------------------------------------------------- */

static const char *outcome_name(enum eval_outcome o)
{
	return o == EVAL_RIGHT ? "right" : o == EVAL_WRONG ? "wrong" : "oov";
}

static void add_change(struct result *r, const struct eval_questions *q, size_t i,
		       const struct run *run)
{
	const struct eval_question *item = &q->items[i];
	struct strbuf sb = STRBUF_INIT;
	size_t row = result_add_row(r);

	for (size_t j = 0; j < 4; j++) {
		strbuf_adds(&sb, j == 0 ? "" : j == 2 ? " :: " : " : ");
		strbuf_add(&sb, q->text + item->word[j].at, item->word[j].n);
	}
	result_put_text(r, row, 0, q->sections[item->section], strlen(q->sections[item->section]));
	result_put_text(r, row, 1, sb.buf, sb.len);
	for (size_t k = 0; k < 2; k++) {
		const char *name = outcome_name(outcome_of(&run[k], i));

		result_put_text(r, row, 2 + k, name, strlen(name));
	}
	strbuf_release(&sb);
}

static void compare(struct result *r, const struct eval_questions *q, const struct run *run)
{
	size_t won = 0, lost = 0;

	result_add_column(r, "section", CELL_TEXT);
	result_add_column(r, "question", CELL_TEXT);
	result_add_column(r, "before", CELL_TEXT);
	result_add_column(r, "after", CELL_TEXT);
	for (size_t i = 0; i < q->count; i++) {
		enum eval_outcome a = outcome_of(&run[0], i), b = outcome_of(&run[1], i);

		if (a == b)
			continue;
		won += b == EVAL_RIGHT;
		lost += a == EVAL_RIGHT;
		add_change(r, q, i, run);
	}
	result_notef(r, "%zu won, %zu lost, of %zu questions", won, lost, q->count);
}

static enum status compare_runs(struct result *r, const struct run *run, struct error *err)
{
	struct eval_questions q;
	char text[20];
	enum status st;

	if (strcmp(run[0].text, run[1].text) != 0)
		return error_set(err, ST_FAILED,
				 "the two runs asked different questions: %.150s and %.150s",
				 run[0].file, run[1].file);
	st = eval_questions_read(&q, run[1].file, NULL, err);
	if (st != ST_OK)
		return error_wrap(err, "the questions of these runs");
	snprintf(text, sizeof(text), "%016llx", (unsigned long long)hash_questions(&q));
	if (strcmp(text, run[1].text) != 0)
		st = error_set(err, ST_FAILED,
			       "%.300s is not what it was when these runs were made", run[1].file);
	else
		compare(r, &q, run);
	eval_questions_release(&q);
	return st;
}

enum status eval_diff(struct session *s, struct task *t, struct error *err)
{
	struct run run[2] = { { 0 } };
	enum status st = load_run(&run[0], s, args_word(&t->args, 1), err);

	if (st == ST_OK)
		st = load_run(&run[1], s, args_word(&t->args, 2), err);
	if (st == ST_OK)
		st = compare_runs(&t->result, run, err);
	for (size_t k = 0; k < 2; k++)
		if (run[k].doc)
			json_free(run[k].doc);
	return st;
}
