/* Pictures into files, as the name says: .svg .png .html .txt. */
#ifndef APP_PICTURE_H
#define APP_PICTURE_H

#include <stdbool.h>

#include "base/error.h"
#include "draw/surface.h"
#include "draw/theme.h"

/* Is it a form that only pictures have (.svg .png .html)? */
bool picture_is_named(const char *path);
/* Is it one that vector graphics can become (.svg .png)? */
bool picture_is_vector(const char *path);
enum status picture_write_svg(const struct strbuf *svg, const char *path, bool force,
			      struct error *err);
enum status picture_write(const struct surface *s, const struct theme *theme, const char *title,
			  const char *path, bool force, struct error *err);

#endif
