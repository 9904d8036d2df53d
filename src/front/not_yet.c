/* Stands in for headless.c, repl.c and tui.c: goes when they come. */
#include "front/front.h"

static int batch_only(void)
{
	front_complain("only batch works here: give -e, -f or lines on standard input");
	return 2;
}

int front_repl(struct front *f)
{
	(void)f;
	return batch_only();
}

int front_tui(struct front *f)
{
	(void)f;
	return batch_only();
}

int front_headless(struct front *f)
{
	(void)f;
	return batch_only();
}
