#include "ui/text.h"

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
