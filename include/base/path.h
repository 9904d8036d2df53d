/*
 * Where files live: the XDG directories, and small work on path names. The only place besides
 * src/front that reads the environment.
 */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include <stdbool.h>

#include "base/error.h"

enum path_dir { PATH_CONFIG, PATH_STATE, PATH_CACHE, PATH_DATA };

/* "<XDG dir>/vecscope", or NULL when neither the variable (absolute) nor HOME helps. Caller frees. */
char *path_xdg(enum path_dir dir);
/* Create a directory and its parents with mode 0700. */
enum status path_make_dirs(const char *path, struct error *err);
char *path_join(const char *dir, const char *name);	/* caller frees */
char *path_expand_home(const char *path);		/* ~ and ~/x; caller frees */
char *path_absolute(const char *path);			/* behind the current folder; caller frees */
const char *path_base(const char *path);		/* last component, borrowed */
char *path_dir(const char *path);			/* all before it, "." if none; caller frees */
bool path_has_suffix(const char *path, const char *suffix);	/* ignoring ASCII case */
/* A file that ships with the program, e.g. "models/demo.safetensors": looked for in
 * $VECSCOPE_ASSETS, beside the program (source tree) and in the installed share directory.
 * Caller frees; NULL if it is nowhere. */
char *path_asset(const char *name);
/* A list of words: `name` itself if there is such a file, else the one that ships as
 * wordlists/NAME or wordlists/NAME.txt; else a copy of `name`. Caller frees. */
char *path_word_list(const char *name);

#endif
