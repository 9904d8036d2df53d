#include "model/report.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

static const char *const sentences[REPORT_KIND_COUNT][2] = {
#define REPORT_TEXT(name, one, many) [REPORT_##name] = { one, many },
	REPORT_KINDS(REPORT_TEXT)
#undef REPORT_TEXT
};

void report_init(struct report *r, const char *place_unit)
{
	*r = (struct report){ .place_unit = place_unit };
}

void report_release(struct report *r)
{
	for (size_t i = 0; i < r->note_count; i++)
		free(r->notes[i]);
	free(r->notes);
	report_init(r, r->place_unit);
}

void report_add(struct report *r, enum report_kind kind, uint64_t place)
{
	uint64_t n = r->kind[kind].count++;

	if (n < REPORT_PLACES)
		r->kind[kind].place[n] = place;
}

void report_notef(struct report *r, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		text = xstrdup("out of memory");
	ARRAY_RESERVE(r->notes, r->note_cap, r->note_count + 1);
	r->notes[r->note_count++] = text;
}

void report_merge(struct report *r, const struct report *from)
{
	for (size_t k = 0; k < REPORT_KIND_COUNT; k++) {
		uint64_t have = r->kind[k].count, more = from->kind[k].count;

		for (uint64_t i = 0; i < more && i < REPORT_PLACES && have + i < REPORT_PLACES; i++)
			r->kind[k].place[have + i] = from->kind[k].place[i];
		r->kind[k].count += more;
	}
	for (size_t i = 0; i < from->note_count; i++)
		report_notef(r, "%s", from->notes[i]);
}

/* "3 rows skipped: too few numbers (lines 4, 9, 12)" */
static void put_count(struct strbuf *sb, const struct report *r, size_t kind)
{
	uint64_t count = r->kind[kind].count;
	const char *unit = r->place_unit ? r->place_unit : "row";

	strbuf_addf(sb, "%" PRIu64 " %s (%s%s ", count, sentences[kind][count != 1], unit,
		    count == 1 ? "" : "s");
	for (uint64_t i = 0; i < count && i < REPORT_PLACES; i++)
		strbuf_addf(sb, "%s%" PRIu64, i ? ", " : "", r->kind[kind].place[i]);
	strbuf_adds(sb, count > REPORT_PLACES ? ", …)" : ")");
}

void report_each(const struct report *r, void (*fn)(void *ctx, const char *sentence), void *ctx)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t k = 0; k < REPORT_KIND_COUNT; k++) {
		if (!r->kind[k].count)
			continue;
		strbuf_clear(&sb);
		put_count(&sb, r, k);
		fn(ctx, sb.buf);
	}
	for (size_t i = 0; i < r->note_count; i++)
		fn(ctx, r->notes[i]);
	strbuf_release(&sb);
}

size_t report_size(const struct report *r)
{
	size_t n = r->note_count;

	for (size_t k = 0; k < REPORT_KIND_COUNT; k++)
		n += r->kind[k].count > 0;
	return n;
}
