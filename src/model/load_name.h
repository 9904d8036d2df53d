/* How models are called by default. */
#ifndef MODEL_LOAD_NAME_H
#define MODEL_LOAD_NAME_H

#include <stdbool.h>

/* Is the model, found at `path`, called after the folder that was given? */
bool load_names_folder(const char *given, const char *path);
/* "glove" for glove.txt.gz and for the folder it was found in; "glove:labels" for another table than
 * the usual one. plain: the name by which it stands in an archive, without suffix; NULL: it follows
 * from the path. Caller frees. */
char *load_model_name(const char *given, const char *path, const char *plain, const char *tensor);

/* "glove.6B.50d.txt" → "glove.6B.50d", whichever format's suffix it is. Caller frees. */
char *load_plain_name(const char *name);

#endif
