#include "ui/text.h"

#include <inttypes.h>
#include <string.h>

#include "app/wrap.h"
#include "base/compiler.h"
#include "base/display.h"
#include "base/utf8.h"

void text_add_count(struct strbuf *out, uint64_t n)
{
	if (n < 1000) {
		strbuf_addf(out, "%" PRIu64, n);
		return;
	}
	text_add_count(out, n / 1000);
	strbuf_addf(out, ",%03" PRIu64, n % 1000);
}

/* Bytes in front of what a line says: blanks, and the first column of a list if that is narrow. */
static size_t lead_bytes(const char *line, size_t n, size_t cols)
{
	size_t blanks = 0, gap;

	while (blanks < n && line[blanks] == ' ')
		blanks++;
	for (gap = blanks; gap + 1 < n && memcmp(line + gap, "  ", 2) != 0;)
		gap++;
	while (gap < n && line[gap] == ' ')
		gap++;
	return gap + 1 < n && display_width(line, gap) <= cols / 2 ? gap : blanks;
}

size_t text_wrap(struct strbuf *out, const char *text, size_t cols)
{
	size_t lines = 0, from = out->len;
	struct strbuf lead = STRBUF_INIT;

	while (*text) {
		size_t n = strcspn(text, "\n"), skip;

		if (display_width(text, n) <= cols) {
			strbuf_add(out, text, n);
			strbuf_addc(out, '\n');
		} else {
			skip = lead_bytes(text, n, cols);
			strbuf_clear(&lead);
			strbuf_add(&lead, text, skip);
			wrap_paragraph(out, lead.buf, text + skip, n - skip, cols);
		}
		text += n + (text[n] == '\n');
	}
	strbuf_release(&lead);
	for (size_t i = from; i < out->len; i++)
		lines += out->buf[i] == '\n';
	return lines;
}

size_t text_letters(const char *word, size_t n)
{
	size_t count = 0;
	uint32_t cp;

	for (size_t at = 0, len; at < n; at += len ? len : 1) {
		len = utf8_decode(word + at, n - at, &cp);
		if (len && utf8_is_letter(cp))
			count += cp >= 0x3000 ? 2 : 1;
	}
	return count;
}
