/* Any bytes as the file of a lesson, and as a check with and without an answer. */
#include <stdlib.h>
#include <string.h>

#include "app/document.h"
#include "app/lesson_check.h"
#include "app/lesson_run.h"
#include "base/mem.h"
#include "fuzz.h"

static bool look(void *ctx, const char *json)
{
	struct strbuf out = STRBUF_INIT;

	document_line(json, &out);
	document_agree(json, ctx, &out);
	strbuf_release(&out);
	return true;
}

static void run_through(struct lesson *l)
{
	struct lesson_run *run = lesson_run_new(l, "fuzz", 1);
	struct strbuf out = STRBUF_INIT;
	struct result r;

	result_init(&r);
	do {
		strbuf_clear(&out);
		lesson_run_describe(run, 40, &out);
		lesson_run_answer(run, 0, &out, NULL);
		lesson_run_notice(run, command_find("near"), &r, &out);
	} while (lesson_run_go(run, 1));
	lesson_run_free(run);
	result_release(&r);
	strbuf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	struct lesson_answer answer = { NULL, NULL, NULL };
	struct result r;
	struct lesson l;
	bool holds;

	result_init(&r);
	result_add_pair(&r, "rows", "%d", 3);
	answer.result = &r;
	lesson_parse(&l, text, NULL, NULL);
	run_through(&l);
	lesson_check(text, NULL, &holds, NULL);
	lesson_check(text, &answer, &holds, NULL);
	document_each(text, look, text);
	result_release(&r);
	free(text);
	return 0;
}
