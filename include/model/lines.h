/* Small text files, read whole and taken apart line by line. */
#ifndef MODEL_LINES_H
#define MODEL_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/progress.h"
#include "base/strbuf.h"

#define LINES_BYTES_MAX ((size_t)64 << 20)

/* The whole file, unpacked, at most LINES_BYTES_MAX: `what` ("a list of questions") names in the
 * message what a longer one is not. */
enum status lines_read(struct strbuf *out, const char *path, const char *what,
		       const struct progress *progress, struct error *err);

/* The next line of text[*at …] without its end (\n, \r\n); false at the end. */
bool lines_next(const struct strbuf *text, size_t *at, const char **line, size_t *n);

struct field {
	const char *s;
	size_t n;
};

/* Cut at white space (delimiter 0) or at each delimiter; returns how many fields there are, of
 * which the first `max` are written. */
size_t fields_split(const char *line, size_t n, char delimiter, struct field *out, size_t max);

#endif
