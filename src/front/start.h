/* From the command line to a session that is ready: settings, history, models. */
#ifndef FRONT_START_H
#define FRONT_START_H

#include "cmdline.h"

/* Configuration file, then options. ST_USAGE / ST_IO with a sentence. */
enum status start_settings(struct front *f, const struct cmdline *c, struct error *err);
void start_history(struct front *f, const struct cmdline *c);
/* Open every MODEL, or the one that ships. The first one is the current one. */
enum status start_models(struct front *f, const struct cmdline *c, struct error *err);

#endif
