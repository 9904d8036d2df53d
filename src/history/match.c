#include "history/match.h"

#include <string.h>

#include "base/utf8.h"

void match_fold(struct strbuf *out, const char *text, size_t n)
{
	utf8_fold_loose(out, text, n);
}

static unsigned char lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : c;
}

/* ASCII text needs no folding into memory: most lines are. False also if it is not ASCII. */
static bool holds_ascii(const char *text, size_t n, const char *needle, size_t needle_n)
{
	for (size_t at = 0; at + needle_n <= n; at++) {
		size_t i = 0;

		while (i < needle_n &&
		       lower((unsigned char)text[at + i]) == (unsigned char)needle[i])
			i++;
		if (i == needle_n)
			return true;
	}
	return false;
}

static bool is_ascii(const char *text, size_t n)
{
	unsigned char all = 0;

	for (size_t i = 0; i < n; i++)
		all |= (unsigned char)text[i];
	return all < 0x80;
}

bool match_holds(const char *text, size_t n, const char *needle, size_t needle_n)
{
	struct strbuf folded = STRBUF_INIT;
	bool holds;

	if (is_ascii(text, n))
		return holds_ascii(text, n, needle, needle_n);
	match_fold(&folded, text, n);
	holds = memmem(folded.buf, folded.len, needle, needle_n) != NULL;
	strbuf_release(&folded);
	return holds;
}

static void sql_holds(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const char *text = (const char *)sqlite3_value_text(argv[0]);
	const char *needle = (const char *)sqlite3_value_text(argv[1]);

	(void)argc;
	sqlite3_result_int(ctx, text && needle &&
					match_holds(text, (size_t)sqlite3_value_bytes(argv[0]),
						    needle, (size_t)sqlite3_value_bytes(argv[1])));
}

int match_register(sqlite3 *db)
{
	return sqlite3_create_function_v2(db, "holds", 2,
					  SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
					  NULL, sql_holds, NULL, NULL, NULL);
}
