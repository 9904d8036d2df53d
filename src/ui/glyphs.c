#include "ui/glyphs.h"

static const struct glyphs unicode = {
	.hline = "─",
	.vline = "│",
	.tee_down = "┬",
	.tee_right = "├",
	.corner_tl = "╭",
	.corner_tr = "╮",
	.corner_bl = "╰",
	.corner_br = "╯",
	.pointer = "▸",
	.crumb = "›",
	.dot = "·",
	.cross = "✗",
	.check = "✓",
	.star = "★",
	.times = "×",
	.dash = "—",
	.ellipsis = "…",
	.spark = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" },
};

static const struct glyphs plain = {
	.hline = "-",
	.vline = "|",
	.tee_down = "+",
	.tee_right = "+",
	.corner_tl = "+",
	.corner_tr = "+",
	.corner_bl = "+",
	.corner_br = "+",
	.pointer = ">",
	.crumb = ">",
	.dot = "|",
	.cross = "!",
	.check = "ok",
	.star = "*",
	.times = "x",
	.dash = "-",
	.ellipsis = "...",
	.spark = { "_", ".", "-", ":", "=", "+", "*", "#" },
};

const struct glyphs *glyphs_get(bool ascii)
{
	return ascii ? &plain : &unicode;
}
