#include "ui/text.h"

#include "base/utf8.h"

#include <inttypes.h>

void text_add_count(struct strbuf *out, uint64_t n)
{
	if (n < 1000) {
		strbuf_addf(out, "%" PRIu64, n);
		return;
	}
	text_add_count(out, n / 1000);
	strbuf_addf(out, ",%03" PRIu64, n % 1000);
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
