/* Which file of a folder is the model? */
#ifndef MODEL_FOLDER_H
#define MODEL_FOLDER_H

#include "base/error.h"

/* *out = the file to read for `path`: itself if it is a file, the model in it if it is a folder, the
 * part that holds the embedding layer if it is the index of a model in several files. Caller frees. */
enum status folder_resolve(const char *path, const char *tensor, char **out, struct error *err);

#endif
