#include "app/wrap.h"

#include <stdbool.h>
#include <string.h>

#include "base/compiler.h"
#include "base/display.h"

void wrap_paragraph(struct strbuf *out, const char *first, const char *text, size_t n, size_t cols)
{
	size_t indent = display_width(first, strlen(first)), at = indent;
	bool begun = false;

	strbuf_adds(out, first);
	while (n) {
		size_t skip = strspn(text, " "), len, width;

		if (skip >= n)
			break;
		text += skip;
		n -= skip;
		len = strcspn(text, " ");
		len = MIN(len, n);
		width = display_width(text, len);
		if (begun && at + 1 + width > cols) {
			strbuf_addc(out, '\n');
			strbuf_add_repeat(out, ' ', indent);
			at = indent;
		} else if (begun) {
			strbuf_addc(out, ' ');
			at++;
		}
		strbuf_add(out, text, len);
		at += width;
		text += len;
		n -= len;
		begun = true;
	}
	strbuf_addc(out, '\n');
}
