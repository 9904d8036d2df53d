/*
 * Names for the rows of a matrix that comes without words: their numbers, from 0 as every program
 * counts that writes such files. A number is a word that every query takes as it stands.
 */
#ifndef MODEL_FORMATS_ROW_NAMES_H
#define MODEL_FORMATS_ROW_NAMES_H

#include <stdbool.h>

#include "model/builder.h"

/* Name all rows of the builder. `why` begins the note that says so: "it holds no words"; `listable`:
 * the note says how to give it a list of words. */
enum status row_names_add(struct builder *b, const char *why, bool listable, struct error *err);

#endif
