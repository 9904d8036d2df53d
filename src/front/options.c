#include "front/options.h"

/* clang-format off */
const struct opt_spec front_options[] = {
	{ 'e', "execute", ARG_TEXT, "CMD", NULL, "run this command; may be given again", NULL, 0, 0 },
	{ 'f', "file", ARG_PATH, "FILE", NULL, "run the lines of this file", NULL, 0, 0 },
	{ 'i', "interactive", ARG_NONE, NULL, NULL, "stay after -e and -f", NULL, 0, 0 },
	{ 0, "plain", ARG_NONE, NULL, NULL, "line mode instead of the screen", NULL, 0, 0 },
	{ 0, "tsv", ARG_NONE, NULL, NULL, "tab-separated values (the default where no terminal is)", NULL, 0, 0 },
	{ 0, "csv", ARG_NONE, NULL, NULL, "comma-separated values", NULL, 0, 0 },
	{ 0, "json", ARG_NONE, NULL, NULL, "one JSON object a line", NULL, 0, 0 },
	{ 0, "md", ARG_NONE, NULL, NULL, "Markdown tables", NULL, 0, 0 },
	{ 0, "no-header", ARG_NONE, NULL, NULL, "no column names above tsv and csv", NULL, 0, 0 },
	{ 'o', "output", ARG_PATH, "FILE", NULL, "data go to this file instead of standard output", NULL, 0, 0 },
	{ 0, "color", ARG_CHOICE, "WHEN", "auto", "auto, always or never; NO_COLOR is respected", "auto|always|never", 0, 0 },
	{ 0, "ascii", ARG_NONE, NULL, NULL, "draw with ASCII characters only", NULL, 0, 0 },
	{ 0, "no-mouse", ARG_NONE, NULL, NULL, "leave the mouse to the terminal", NULL, 0, 0 },
	{ 0, "no-history", ARG_NONE, NULL, NULL, "remember nothing", NULL, 0, 0 },
	{ 0, "no-config", ARG_NONE, NULL, NULL, "do not read the configuration file", NULL, 0, 0 },
	{ 0, "bail", ARG_NONE, NULL, NULL, "stop at the first command that fails", NULL, 0, 0 },
	{ 0, "threads", ARG_INT, "N", "0", "processor threads; 0 = all", NULL, 0, 256 },
	{ 0, "seed", ARG_INT, "N", "1", "seed of everything random", NULL, 0, INT64_MAX },
	{ 0, "kernels", ARG_STRING, "NAME", NULL, "instruction set: scalar, avx2, avx512, avx512vnni or neon", NULL, 0, 0 },
	{ 0, "screen", ARG_STRING, "WxH", NULL, "run the screen without a terminal, this large", NULL, 0, 0 },
	{ 0, "keys", ARG_TEXT, "KEYS", NULL, "the keys to press there", NULL, 0, 0 },
	{ 0, "dump", ARG_CHOICE, "FORM", "txt", "print its last state: txt or svg", "txt|svg", 0, 0 },
	{ 0, "version", ARG_NONE, NULL, NULL, "print the version and leave", NULL, 0, 0 },
	{ 'h', "help", ARG_NONE, NULL, NULL, "print this and leave", NULL, 0, 0 },
	{ 0 },
};
/* clang-format on */
