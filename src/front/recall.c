#include "recall.h"

#include <string.h>

#include "app/complete.h"
#include "term/lineedit.h"

enum { RECENT_LINES = 1000, CANDIDATES_MAX = 200 };

void recall_complete(void *ctx, const char *line, size_t cursor, char ***items, size_t *count,
		     size_t *token_at)
{
	const struct front *f = ctx;
	struct completions found;

	complete_line(f->session, line, cursor, CANDIDATES_MAX, &found);
	*items = found.items; /* the editor frees them */
	*count = found.count;
	*token_at = found.token_at;
}

static void add_line(void *ctx, const char *line)
{
	(void)ctx;
	lineedit_add_history(line);
}

void recall_fill(struct front *f)
{
	hist_each_recent_line(f->session->hist, RECENT_LINES, add_line, NULL, NULL);
}

void recall_after(struct front *f, const char *line)
{
	line += strspn(line, " .:");
	if (strncmp(line, "history", 7) != 0 || !strstr(line, "forget"))
		return;
	lineedit_clear_history();
	recall_fill(f);
}
