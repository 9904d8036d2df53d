/*
 * The screen with its line editor and its jobs, but without a terminal: what the explorer (tui.c)
 * and headless mode (headless.c) have in common. One at a time: readline's state is global.
 */
#ifndef FRONT_SCREEN_H
#define FRONT_SCREEN_H

#include "front/front.h"
#include "ui/ui.h"

struct screen_front {
	struct front *front;
	struct job_queue *jobs;
	struct ui *ui;
	struct surface surface;
	char *keys_conf;
};

/* `background`: "dark", "light" or NULL = not known. ST_FAILED: the system has no pipe left. */
enum status screen_open(struct screen_front *s, struct front *f, const char *background,
			struct error *err);
void screen_close(struct screen_front *s);

#endif
