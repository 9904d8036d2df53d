#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cut a sentence that did not fit at the start of a UTF-8 character, not in its middle. */
static void trim_utf8(char *text, size_t cap)
{
	size_t n = strnlen(text, cap - 1);

	if (n < cap - 1)
		return;
	while (n && ((unsigned char)text[n - 1] & 0xC0) == 0x80)
		n--;
	if (n && (unsigned char)text[n - 1] >= 0xC0)
		n--;
	text[n] = '\0';
}

static PRINTF_LIKE(3, 0) void fill(struct error *err, enum status status, const char *fmt,
				   va_list ap)
{
	err->status = status;
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	trim_utf8(err->text, sizeof(err->text));
}

enum status error_set(struct error *err, enum status status, const char *fmt, ...)
{
	va_list ap;

	if (!err)
		return status;
	va_start(ap, fmt);
	fill(err, status, fmt, ap);
	va_end(ap);
	return status;
}

enum status error_errno(struct error *err, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;
	size_t n;

	if (!err)
		return ST_IO;
	va_start(ap, fmt);
	fill(err, ST_IO, fmt, ap);
	va_end(ap);
	n = strlen(err->text);
	snprintf(err->text + n, sizeof(err->text) - n, ": %s", strerror(saved));
	trim_utf8(err->text, sizeof(err->text));
	return ST_IO;
}

enum status error_wrap(struct error *err, const char *fmt, ...)
{
	struct error inner;
	va_list ap;
	size_t n;

	if (!err)
		return ST_FAILED;
	inner = *err;
	va_start(ap, fmt);
	fill(err, inner.status, fmt, ap);
	va_end(ap);
	n = strlen(err->text);
	snprintf(err->text + n, sizeof(err->text) - n, ": %s", inner.text);
	trim_utf8(err->text, sizeof(err->text));
	return err->status;
}
