#include "unit.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "history/hist.h"

static const struct model_identity glove = { "glove", "/m/glove.txt",
					     UINT64_C(0xFEDCBA9876543210) };
static const struct model_identity bio = { "bio", "/m/bio.bin", 7 };

static struct hist *must_open(const char *path)
{
	struct hist *h = NULL;

	assert_int_equal(hist_open(&h, path, "0.1", 1000, NULL), ST_OK);
	return h;
}

static void add_done(struct hist *h, const char *line, const char *summary)
{
	hist_finish(h, hist_add(h, line, &glove, 2000), "ok", 1.5, summary, NULL);
}

static struct hist_list search(struct hist *h, struct hist_filter filter)
{
	struct hist_list list;

	assert_int_equal(hist_search(h, &filter, &list, NULL), ST_OK);
	return list;
}

static size_t found(struct hist *h, const char *text)
{
	struct hist_list list = search(h, (struct hist_filter){ .text = text });
	size_t n = list.count;

	assert_true(list.total >= n);
	hist_list_release(&list);
	return n;
}

/* Answers that were given just now can be had at once, also when nobody types. */
static void settles(void **state)
{
	char *dir = temp_dir_make();
	char *path = xasprintf("%s/history.db", dir);
	struct hist *h = must_open(path);
	struct hist_list list;

	(void)state;
	hist_set_batch(h, true);
	for (int i = 0; i < 20; i++)
		hist_finish(h, hist_add(h, "near x", NULL, 5), "ok", 1, "y", "{\"rows\":[]}");
	assert_false(hist_settle(h));
	list = search(h, (struct hist_filter){ .this_session = true });
	assert_int_equal(list.count, 20);
	for (size_t i = 0; i < list.count; i++) {
		struct strbuf json = STRBUF_INIT;

		assert_true(list.entries[i].handle == (int64_t)(20 - i));
		assert_int_equal(hist_get_result(h, list.entries[i].id, &json, NULL), ST_OK);
		assert_string_equal(json.buf, "{\"rows\":[]}");
		strbuf_release(&json);
	}
	hist_list_release(&list);
	assert_int_equal(hist_close(h, 5000), 0);
	free(path);
	temp_dir_remove(dir);
}

static void keeps_lines_over_sessions(void **state)
{
	char *dir = temp_dir_make();
	char *path = xasprintf("%s/state/vecscope/history.db", dir);
	struct hist *h = must_open(path);
	struct strbuf sb = STRBUF_INIT;
	struct hist_list list;
	int64_t handle;

	(void)state;
	assert_null(hist_warning(h));
	handle = hist_add(h, "near king", &glove, 1234567890123);
	assert_true(handle > 0);
	hist_finish(h, handle, "ok", 12.25, "queen 0.77", "{\"rows\":[[1,\"queen\"]]}");
	assert_int_equal(hist_close(h, 5000), 0);

	h = must_open(path);
	assert_null(hist_warning(h));
	int64_t second = hist_add(h, "sim a b", NULL, 1234567890999);

	list = search(h, (struct hist_filter){ 0 });
	assert_true(list.entries[0].handle == second);
	assert_true(list.entries[1].handle == handle); /* of its own session */
	assert_int_equal(list.count, 2);
	assert_int_equal(list.total, 2);
	assert_string_equal(list.entries[0].line, "sim a b");
	assert_string_equal(list.entries[0].status, "running");
	assert_string_equal(list.entries[0].model, "");
	assert_string_equal(list.entries[1].line, "near king");
	assert_string_equal(list.entries[1].status, "ok");
	assert_string_equal(list.entries[1].model, "glove");
	assert_string_equal(list.entries[1].summary, "queen 0.77");
	assert_string_equal(list.entries[1].note, "");
	assert_true(list.entries[1].fingerprint == glove.fingerprint);
	assert_true(list.entries[1].when_ms == 1234567890123);
	assert_true(list.entries[1].ms >= 12.25 && list.entries[1].ms <= 12.25);
	assert_false(list.entries[1].pinned);
	assert_true(list.entries[0].id > list.entries[1].id);
	assert_true(list.entries[0].session > list.entries[1].session);
	assert_int_equal(hist_get_line(h, list.entries[1].id, &sb, NULL), ST_OK);
	assert_string_equal(sb.buf, "near king");
	strbuf_clear(&sb);
	assert_int_equal(hist_get_result(h, list.entries[1].id, &sb, NULL), ST_OK);
	assert_string_equal(sb.buf, "{\"rows\":[[1,\"queen\"]]}");
	strbuf_clear(&sb);
	assert_int_equal(hist_get_result(h, list.entries[0].id, &sb, NULL), ST_OK);
	assert_string_equal(sb.buf, "");
	hist_list_release(&list);
	list = search(h, (struct hist_filter){ .this_session = true });
	assert_int_equal(list.count, 1);
	hist_list_release(&list);
	assert_int_equal(hist_close(h, 6000), 0);

	h = must_open(path); /* ended in order: neither running nor crashed */
	list = search(h, (struct hist_filter){ .text = "sim" });
	assert_string_equal(list.entries[0].status, "cancelled");
	hist_list_release(&list);
	list = search(h, (struct hist_filter){ .this_session = true });
	assert_int_equal(list.count, 0);
	hist_list_release(&list);
	hist_close(h, 7000);
	strbuf_release(&sb);
	free(path);
	temp_dir_remove(dir);
}

/* --- the same in memory ---------------------------------------------------------------------- */

static void searches_every_part(void **state)
{
	struct hist *h = must_open(NULL);
	struct error err = ERROR_INIT;
	char *long_text = xcalloc(2000, 1);
	size_t removed;
	struct hist_list list;

	(void)state;
	hist_finish(
		h, hist_add(h, "near Paris", &glove, 1), "ok", 1, "lyon 0.8",
		"{\"columns\":[\"word\",\"cosine\"],\"rows\":[[\"\xE5\x8C\x97\xE4\xBA\xAC\"]]}");
	add_done(h, "near 100%_\\", "x");
	add_done(h, "near other", "x");
	assert_int_equal(hist_set_note(h, 3, "Ask again", NULL), ST_OK);
	assert_int_equal(found(h, NULL), 3);
	assert_int_equal(found(h, ""), 3);
	assert_int_equal(found(h, "pARIS"), 1);
	assert_int_equal(found(h, "LYON"), 1);
	assert_int_equal(found(h, "again"), 1);
	assert_int_equal(found(h, "glove"), 3);
	assert_int_equal(found(h, "\xE5\x8C\x97"), 1); /* in a row of the result */
	assert_int_equal(found(h, "cosine"), 0);       /* a column's name is no match */
	/* nothing is a wildcard */
	assert_int_equal(found(h, "%"), 1);
	assert_int_equal(found(h, "_"), 1);
	assert_int_equal(found(h, "\\"), 1);
	assert_int_equal(found(h, "100%_\\"), 1);
	/* case and accents do not count, in any script */
	add_done(h, "near Z\xC3\xBCrich", "\xD0\x9C\xD0\x9E\xD0\xA1\xD0\x9A\xD0\x92\xD0\x90");
	assert_int_equal(found(h, "z\xC3\x9CRICH"), 1);
	assert_int_equal(found(h, "zurich"), 1);
	assert_int_equal(found(h, "\xD0\xBC\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0"), 1);
	assert_int_equal(hist_forget_last(h, &removed, NULL), ST_OK);
	assert_int_equal(found(h, "'; DROP TABLE entries; --"), 0);
	memset(long_text, 'a', 1999);
	assert_int_equal(hist_search(h, &(struct hist_filter){ .text = long_text }, &list, &err),
			 ST_USAGE);
	assert_string_equal(err.text, "the text to look for is longer than 1000 bytes");

	list = search(h, (struct hist_filter){ .limit = 2 });
	assert_int_equal(list.count, 2);
	assert_int_equal(list.total, 3);
	assert_string_equal(list.entries[0].line, "near other");
	assert_string_equal(list.entries[0].note, "Ask again");
	hist_list_release(&list);
	free(long_text);
	hist_close(h, 2);
}

static void notes_and_pins(void **state)
{
	struct hist *h = must_open(NULL);
	struct error err = ERROR_INIT;
	struct strbuf sb = STRBUF_INIT;
	struct hist_list list;

	(void)state;
	add_done(h, "near a", "");
	add_done(h, "near b", "");
	assert_int_equal(hist_set_pinned(h, 1, true, NULL), ST_OK);
	assert_int_equal(hist_set_pinned(h, 1, true, NULL), ST_OK);
	assert_int_equal(hist_set_note(h, 1, "first", NULL), ST_OK);
	assert_int_equal(hist_set_note(h, 1, "second", NULL), ST_OK);
	list = search(h, (struct hist_filter){ .pinned = true });
	assert_int_equal(list.count, 1);
	assert_true(list.entries[0].pinned);
	assert_string_equal(list.entries[0].note, "second");
	hist_list_release(&list);
	assert_int_equal(hist_set_pinned(h, 1, false, NULL), ST_OK);
	assert_int_equal(hist_set_note(h, 1, "", NULL), ST_OK);
	list = search(h, (struct hist_filter){ .pinned = true });
	assert_int_equal(list.count, 0);
	hist_list_release(&list);
	assert_int_equal(found(h, "second"), 0);

	assert_int_equal(hist_set_note(h, 99, "x", &err), ST_FAILED);
	assert_string_equal(err.text, "there is no entry 99 in the history");
	assert_int_equal(hist_set_pinned(h, -1, true, &err), ST_FAILED);
	assert_int_equal(hist_get_line(h, 0, &sb, &err), ST_FAILED);
	hist_close(h, 2);
}

static void some_lines_are_not_kept(void **state)
{
	struct hist *h = must_open(NULL);
	char *huge = xcalloc((2 << 20) + 1, 1);
	char *big = xcalloc((64 << 10) + 2, 1);
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	assert_int_equal(hist_add(h, " near secret", &glove, 1), 0);
	assert_int_equal(hist_add(h, "", &glove, 1), 0);
	hist_finish(h, 0, "ok", 1, "secret", "{}");
	hist_finish(h, 12345, "ok", 1, "secret", "{}");
	assert_int_equal(found(h, NULL), 0);
	memset(huge, 'x', 2 << 20);
	assert_int_equal(hist_add(h, huge, NULL, 1), 0);
	assert_non_null(hist_warning(h));
	assert_null(hist_warning(h)); /* told once */
	memset(big, 'x', (64 << 10) + 1);
	hist_finish(h, hist_add(h, "near a", NULL, 1), "ok", 1, "s", big);
	big[64 << 10] = '\0';
	hist_finish(h, hist_add(h, "near b", NULL, 1), "ok", 1, "s", big);
	assert_int_equal(hist_get_result(h, 1, &sb, NULL), ST_OK);
	assert_int_equal(sb.len, 0);
	assert_int_equal(hist_get_result(h, 2, &sb, NULL), ST_OK);
	assert_int_equal(sb.len, 64 << 10);
	strbuf_release(&sb);
	free(huge);
	free(big);
	hist_close(h, 2);
}

static void outcomes_come_in_any_order(void **state)
{
	struct hist *h = must_open(NULL);
	int64_t a = hist_add(h, "slow", &glove, 1), b = hist_add(h, "quick", &glove, 2);
	struct hist_list list;

	(void)state;
	hist_finish(h, b, "error", 1, "no such word", NULL);
	list = search(h, (struct hist_filter){ 0 });
	assert_string_equal(list.entries[0].status, "error");
	assert_string_equal(list.entries[1].status, "running");
	hist_list_release(&list);
	hist_finish(h, a, "cancelled", 900, NULL, NULL);
	hist_finish(h, a, "ok", 1, "twice", NULL); /* the first outcome holds */
	list = search(h, (struct hist_filter){ 0 });
	assert_string_equal(list.entries[1].status, "cancelled");
	assert_string_equal(list.entries[1].summary, "");
	hist_list_release(&list);
	hist_close(h, 2);
}

static void join(void *ctx, const char *line)
{
	strbuf_addf(ctx, "%s;", line);
}

static void join_model(void *ctx, const char *name, const char *path, int64_t when_ms)
{
	strbuf_addf(ctx, "%s %s %d;", name, path, (int)when_ms);
}

static void recent_lines_are_distinct(void **state)
{
	static const char *const lines[] = { "a", "b", "a", "c", "b", "d" };
	struct hist *h = must_open(NULL);
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < 6; i++)
		add_done(h, lines[i], "");
	assert_int_equal(hist_each_recent_line(h, 100, join, &sb, NULL), ST_OK);
	assert_string_equal(sb.buf, "a;c;b;d;");
	strbuf_clear(&sb);
	assert_int_equal(hist_each_recent_line(h, 2, join, &sb, NULL), ST_OK);
	assert_string_equal(sb.buf, "b;d;");
	strbuf_clear(&sb);
	assert_int_equal(hist_each_recent_line(h, 0, join, &sb, NULL), ST_OK);
	assert_string_equal(sb.buf, "");
	strbuf_release(&sb);
	hist_close(h, 2);
}

static void recent_models_newest_first(void **state)
{
	struct hist *h = must_open(NULL);
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	hist_add(h, "one", &glove, 10);
	hist_add(h, "two", &bio, 20);
	hist_add(h, "three", NULL, 30);
	assert_int_equal(hist_each_recent_model(h, 9, join_model, &sb, NULL), ST_OK);
	assert_string_equal(sb.buf, "bio /m/bio.bin 20;glove /m/glove.txt 10;");
	strbuf_clear(&sb);
	hist_add(h, "four", &glove, 40);
	assert_int_equal(hist_each_recent_model(h, 1, join_model, &sb, NULL), ST_OK);
	assert_string_equal(sb.buf, "glove /m/glove.txt 40;");
	strbuf_release(&sb);
	hist_close(h, 2);
}

/* --- forgetting ------------------------------------------------------------------------------ */

/* Only while no history is open in this process: closing the file would drop its locks. */
static bool file_holds(const char *path, const char *secret)
{
	FILE *f = fopen(path, "rb");
	struct strbuf sb = STRBUF_INIT;
	char buf[4096];
	size_t n;
	bool holds;

	if (!f)
		return false;
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		strbuf_add(&sb, buf, n);
	fclose(f);
	holds = memmem(sb.buf, sb.len, secret, strlen(secret)) != NULL;
	strbuf_release(&sb);
	return holds;
}

/* Two sessions: entries 1 "other" and 2 with secrets everywhere; then a new one with entry 3. */
static void write_secrets(const char *path)
{
	static const struct model_identity secret = { "SECRETmodel", "/SECRETpath", 1 };
	struct strbuf json = STRBUF_INIT;
	struct hist *h = must_open(path);

	add_done(h, "other line", "other summary");
	hist_close(h, 1);
	h = must_open(path);
	strbuf_adds(&json, "{\"rows\":[[\"");
	for (int i = 0; i < 3000; i++) /* long enough for overflow pages */
		strbuf_adds(&json, "SECRETresult ");
	strbuf_adds(&json, "\"]]}");
	hist_finish(h, hist_add(h, "near SECRETline", &secret, 5), "ok", 1, "SECRETsummary",
		    json.buf);
	assert_int_equal(found(h, "SECRETresult"), 1);
	assert_int_equal(hist_set_note(h, 2, "SECRETnote", NULL), ST_OK);
	assert_int_equal(hist_set_pinned(h, 2, true, NULL), ST_OK);
	hist_close(h, 2);
	strbuf_release(&json);
	assert_true(file_holds(path, "SECRETresult"));
}

static void check_forgotten(const char *path,
			    enum status (*forget)(struct hist *h, size_t *removed), size_t expected,
			    const char *gone)
{
	char *journal = xasprintf("%s-journal", path);
	struct strbuf sb = STRBUF_INIT;
	size_t removed = 0;
	struct hist *h;

	write_secrets(path);
	h = must_open(path);
	add_done(h, "near SECRETagain", "SECRETtoo");
	assert_int_equal(forget(h, &removed), ST_OK);
	assert_int_equal(removed, expected);
	assert_int_equal(found(h, gone), 0);
	assert_int_equal(hist_each_recent_line(h, 100, join, &sb, NULL), ST_OK);
	assert_int_equal(hist_each_recent_model(h, 100, join_model, &sb, NULL), ST_OK);
	assert_null(strstr(sb.buf, gone));
	add_done(h, "life goes on", "");
	assert_int_equal(found(h, "life"), 1);
	hist_close(h, 3);
	assert_false(file_holds(path, gone));
	assert_false(file_holds(journal, "SECRET"));
	strbuf_release(&sb);
	free(journal);
}

static enum status forget_ids(struct hist *h, size_t *removed)
{
	static const int64_t ids[] = { 2, 3, 77 };

	return hist_forget(h, ids, 3, removed, NULL);
}

static enum status forget_session(struct hist *h, size_t *removed)
{
	return hist_forget_session(h, removed, NULL);
}

static enum status forget_last(struct hist *h, size_t *removed)
{
	return hist_forget_last(h, removed, NULL);
}

static enum status forget_everything(struct hist *h, size_t *removed)
{
	return hist_forget_all(h, removed, NULL);
}

static void forgotten_bytes_are_gone(void **state)
{
	char *dir = temp_dir_make();
	char *path = xasprintf("%s/history.db", dir);

	(void)state;
	check_forgotten(path, forget_ids, 2, "SECRET");
	assert_true(file_holds(path, "other line"));
	remove(path);
	check_forgotten(path, forget_session, 1, "SECRETagain");
	assert_true(file_holds(path, "SECRETline"));
	remove(path);
	check_forgotten(path, forget_last, 1, "SECRETagain");
	assert_true(file_holds(path, "SECRETline"));
	remove(path);
	check_forgotten(path, forget_everything, 3, "SECRET");
	assert_false(file_holds(path, "other line"));
	free(path);
	temp_dir_remove(dir);
}

static void forgetting_while_it_runs(void **state)
{
	struct hist *h = must_open(NULL);
	int64_t handle = hist_add(h, "train secret", &glove, 1);
	struct error err = ERROR_INIT;
	size_t removed = 99;

	(void)state;
	assert_int_equal(hist_forget_session(h, &removed, NULL), ST_OK);
	assert_int_equal(removed, 1);
	hist_finish(h, handle, "ok", 1, "secret", "{}"); /* must not bring it back */
	assert_int_equal(found(h, NULL), 0);
	assert_int_equal(hist_forget_last(h, &removed, NULL), ST_OK);
	assert_int_equal(removed, 0);
	assert_int_equal(hist_forget(h, &(int64_t){ 5 }, 1, &removed, &err), ST_FAILED);
	assert_string_equal(err.text, "there is no entry 5 in the history");
	hist_close(h, 2);
}

static void ids_are_not_used_again(void **state)
{
	struct hist *h = must_open(NULL);
	struct strbuf sb = STRBUF_INIT;
	size_t removed;

	(void)state;
	add_done(h, "a", "");
	assert_int_equal(hist_forget_all(h, &removed, NULL), ST_OK);
	add_done(h, "b", "");
	assert_int_equal(hist_get_line(h, 1, &sb, NULL), ST_FAILED);
	assert_int_equal(hist_get_line(h, 2, &sb, NULL), ST_OK);
	assert_string_equal(sb.buf, "b");
	strbuf_release(&sb);
	hist_close(h, 2);
}

/* SQLite counts the transactions that changed a file in bytes 24 to 27. */
static uint32_t count_transactions(const char *path)
{
	unsigned char head[28] = { 0 };
	FILE *f = fopen(path, "rb");

	assert_non_null(f);
	assert_int_equal(fread(head, 1, sizeof(head), f), sizeof(head));
	fclose(f);
	return (uint32_t)head[24] << 24 | (uint32_t)head[25] << 16 | (uint32_t)head[26] << 8 |
	       head[27];
}

static void batch_input_is_all_written(void **state)
{
	char *dir = temp_dir_make();
	char *path = xasprintf("%s/history.db", dir);
	struct hist *h = must_open(path);
	uint64_t start = clock_ns(), periods;
	struct hist_list list;

	(void)state;
	hist_set_batch(h, true);
	for (int i = 0; i < 2000; i++)
		add_done(h, "near king", "queen");
	assert_int_equal(hist_close(h, 9), 0);
	periods = (clock_ns() - start) / 100000000u;
	/* the schema, the first lines, one each 100 ms, the rest at the end */
	assert_in_range(count_transactions(path), 2, 3 + periods);
	h = must_open(path);
	list = search(h, (struct hist_filter){ 0 });
	assert_int_equal(list.count, 1000); /* the default limit */
	assert_int_equal(list.total, 2000);
	hist_list_release(&list);
	hist_close(h, 10);
	free(path);
	temp_dir_remove(dir);
}

static void any_bytes_come_back(void **state)
{
	static const char line[] = "near \x1B[31m \xFF\xC0\x80 \xE2\x80\xAE 'q' \"\\";
	char *dir = temp_dir_make();
	char *path = xasprintf("%s/history.db", dir);
	struct hist *h = must_open(path);
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	add_done(h, line, line);
	hist_close(h, 9);
	h = must_open(path);
	assert_int_equal(hist_get_line(h, 1, &sb, NULL), ST_OK);
	assert_string_equal(sb.buf, line);
	assert_int_equal(found(h, "\x1B[31m"), 1);
	hist_close(h, 10);
	strbuf_release(&sb);
	free(path);
	temp_dir_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_lines_over_sessions),
		cmocka_unit_test(settles),
		cmocka_unit_test(searches_every_part),
		cmocka_unit_test(notes_and_pins),
		cmocka_unit_test(some_lines_are_not_kept),
		cmocka_unit_test(outcomes_come_in_any_order),
		cmocka_unit_test(recent_lines_are_distinct),
		cmocka_unit_test(recent_models_newest_first),
		cmocka_unit_test(forgotten_bytes_are_gone),
		cmocka_unit_test(forgetting_while_it_runs),
		cmocka_unit_test(ids_are_not_used_again),
		cmocka_unit_test(batch_input_is_all_written),
		cmocka_unit_test(any_bytes_come_back),
	};

	return cmocka_run_group_tests_name("history/hist", tests, NULL, NULL);
}
