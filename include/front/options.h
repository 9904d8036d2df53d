/*
 * The options of the command line, as a table: parsing, --help, the manual page and the shell
 * completions come from it. Ends with name NULL. Options without a long form do not exist.
 */
#ifndef FRONT_OPTIONS_H
#define FRONT_OPTIONS_H

#include "app/args.h"

extern const struct opt_spec front_options[];

#endif
