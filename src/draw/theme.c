/*
 * Palettes after Okabe and Ito (hues that people with any colour vision tell apart), moved to
 * the nearest of the 216 + 24 fixed entries of the 256-colour table that can be read on a dark, a
 * light or an unknown background. Entries 0-15 are never used: everybody's look different.
 */
#include "draw/theme.h"

#include <string.h>

#include "base/compiler.h"

/* clang-format off: the palettes are tables */
#define OWN                                                                                        \
	{                                                                                          \
		.fg = -1, .bg = -1                                                                 \
	}
#define FG(colour)                                                                                 \
	{                                                                                          \
		.fg = (colour), .bg = -1                                                           \
	}
#define BOLD(colour)                                                                               \
	{                                                                                          \
		.fg = (colour), .bg = -1, .bold = true                                             \
	}
#define UNDER(colour)                                                                              \
	{                                                                                          \
		.fg = (colour), .bg = -1, .underline = true                                        \
	}
#define STRONG(colour)                                                                             \
	{                                                                                          \
		.fg = (colour), .bg = -1, .bold = true, .underline = true                          \
	}

static const struct theme dark = {
	.name = "dark",
	.summary = "for dark backgrounds",
	.page_fg = 0xD8DEE9,
	.page_bg = 0x14171C,
	.looks = {
		[ROLE_TEXT] = OWN,		[ROLE_DIM] = FG(245),
		[ROLE_TITLE] = BOLD(-1),	[ROLE_FRAME] = FG(240),
		[ROLE_FOCUS] = BOLD(74),	[ROLE_TAB] = FG(245),
		[ROLE_TAB_ACTIVE] = BOLD(221),	[ROLE_KEY] = BOLD(178),
		[ROLE_PROMPT] = BOLD(74),	[ROLE_ERROR] = BOLD(203),
		[ROLE_NOTE] = FG(109),		[ROLE_SELECTED] = STRONG(221),
		[ROLE_BAR] = FG(74),		[ROLE_NUMBER] = FG(250),
		[ROLE_POINT] = FG(242),		[ROLE_LABEL] = FG(247),
		[ROLE_QUERY] = BOLD(178),	[ROLE_NEIGHBOUR] = FG(74),
		[ROLE_ANSWER] = BOLD(221),	[ROLE_MARK] = BOLD(175),
		[ROLE_MATCH] = UNDER(35),	[ROLE_LINE] = FG(72),
		[ROLE_DENSITY0] = FG(239),	[ROLE_DENSITY1] = FG(243),
		[ROLE_DENSITY2] = FG(247),	[ROLE_DENSITY3] = FG(251),
		[ROLE_DENSITY4] = FG(255),
		[ROLE_GROUP0] = FG(178),	[ROLE_GROUP1] = FG(74),
		[ROLE_GROUP2] = FG(35),		[ROLE_GROUP3] = FG(221),
		[ROLE_GROUP4] = FG(68),		[ROLE_GROUP5] = FG(166),
		[ROLE_GROUP6] = FG(175),
	},
};

static const struct theme light = {
	.name = "light",
	.summary = "for light backgrounds",
	.page_fg = 0x24292F,
	.page_bg = 0xFDFDFB,
	.looks = {
		[ROLE_TEXT] = OWN,		[ROLE_DIM] = FG(243),
		[ROLE_TITLE] = BOLD(-1),	[ROLE_FRAME] = FG(249),
		[ROLE_FOCUS] = BOLD(25),	[ROLE_TAB] = FG(243),
		[ROLE_TAB_ACTIVE] = BOLD(25),	[ROLE_KEY] = BOLD(94),
		[ROLE_PROMPT] = BOLD(25),	[ROLE_ERROR] = BOLD(160),
		[ROLE_NOTE] = FG(66),		[ROLE_SELECTED] = STRONG(94),
		[ROLE_BAR] = FG(31),		[ROLE_NUMBER] = FG(238),
		[ROLE_POINT] = FG(246),		[ROLE_LABEL] = FG(239),
		[ROLE_QUERY] = BOLD(130),	[ROLE_NEIGHBOUR] = FG(25),
		[ROLE_ANSWER] = BOLD(160),	[ROLE_MARK] = BOLD(132),
		[ROLE_MATCH] = UNDER(29),	[ROLE_LINE] = FG(109),
		[ROLE_DENSITY0] = FG(250),	[ROLE_DENSITY1] = FG(246),
		[ROLE_DENSITY2] = FG(242),	[ROLE_DENSITY3] = FG(238),
		[ROLE_DENSITY4] = FG(234),
		[ROLE_GROUP0] = FG(130),	[ROLE_GROUP1] = FG(31),
		[ROLE_GROUP2] = FG(29),		[ROLE_GROUP3] = FG(94),
		[ROLE_GROUP4] = FG(25),		[ROLE_GROUP5] = FG(160),
		[ROLE_GROUP6] = FG(132),
	},
};

static const struct theme neutral = {
	.name = "neutral",
	.summary = "readable on any background",
	.page_fg = 0xD8DEE9,
	.page_bg = 0x14171C,
	.looks = {
		[ROLE_TEXT] = OWN,		[ROLE_DIM] = FG(243),
		[ROLE_TITLE] = BOLD(-1),	[ROLE_FRAME] = FG(243),
		[ROLE_FOCUS] = BOLD(63),	[ROLE_TAB] = FG(243),
		[ROLE_TAB_ACTIVE] = BOLD(-1),	[ROLE_KEY] = BOLD(130),
		[ROLE_PROMPT] = BOLD(63),	[ROLE_ERROR] = BOLD(160),
		[ROLE_NOTE] = FG(30),		[ROLE_SELECTED] = STRONG(-1),
		[ROLE_BAR] = FG(63),		[ROLE_NUMBER] = OWN,
		[ROLE_POINT] = FG(243),		[ROLE_LABEL] = OWN,
		[ROLE_QUERY] = BOLD(130),	[ROLE_NEIGHBOUR] = FG(63),
		[ROLE_ANSWER] = BOLD(162),	[ROLE_MARK] = BOLD(97),
		[ROLE_MATCH] = UNDER(29),	[ROLE_LINE] = FG(243),
		[ROLE_DENSITY0] = FG(243),	[ROLE_DENSITY1] = FG(30),
		[ROLE_DENSITY2] = FG(63),	[ROLE_DENSITY3] = FG(97),
		[ROLE_DENSITY4] = BOLD(162),
		[ROLE_GROUP0] = FG(130),	[ROLE_GROUP1] = FG(63),
		[ROLE_GROUP2] = FG(29),		[ROLE_GROUP3] = FG(162),
		[ROLE_GROUP4] = FG(97),		[ROLE_GROUP5] = FG(30),
		[ROLE_GROUP6] = FG(131),
	},
};

static const struct theme contrast = {
	.name = "contrast",
	.summary = "strongest contrast, on dark backgrounds",
	.page_fg = 0xFFFFFF,
	.page_bg = 0x000000,
	.looks = {
		[ROLE_TEXT] = BOLD(231),	[ROLE_DIM] = FG(252),
		[ROLE_TITLE] = BOLD(231),	[ROLE_FRAME] = FG(250),
		[ROLE_FOCUS] = STRONG(51),	[ROLE_TAB] = FG(252),
		[ROLE_TAB_ACTIVE] = STRONG(226),	[ROLE_KEY] = BOLD(226),
		[ROLE_PROMPT] = BOLD(51),	[ROLE_ERROR] = STRONG(217),
		[ROLE_NOTE] = FG(159),		[ROLE_SELECTED] = STRONG(226),
		[ROLE_BAR] = FG(51),		[ROLE_NUMBER] = FG(231),
		[ROLE_POINT] = FG(248),		[ROLE_LABEL] = FG(255),
		[ROLE_QUERY] = BOLD(226),	[ROLE_NEIGHBOUR] = BOLD(51),
		[ROLE_ANSWER] = STRONG(226),	[ROLE_MARK] = BOLD(219),
		[ROLE_MATCH] = UNDER(120),	[ROLE_LINE] = FG(157),
		[ROLE_DENSITY0] = FG(247),	[ROLE_DENSITY1] = FG(249),
		[ROLE_DENSITY2] = FG(252),	[ROLE_DENSITY3] = FG(255),
		[ROLE_DENSITY4] = BOLD(231),	[ROLE_GROUP0] = BOLD(226),
		[ROLE_GROUP1] = FG(51),		[ROLE_GROUP2] = FG(120),
		[ROLE_GROUP3] = FG(229),	[ROLE_GROUP4] = FG(153),
		[ROLE_GROUP5] = FG(215),	[ROLE_GROUP6] = FG(219),
	},
};

static const struct theme colour_blind = {
	.name = "colour-blind",
	.summary = "orange, blue and grey, told apart by lightness too; on dark backgrounds",
	.page_fg = 0xD8DEE9,
	.page_bg = 0x14171C,
	.looks = {
		[ROLE_TEXT] = OWN,		[ROLE_DIM] = FG(246),
		[ROLE_TITLE] = BOLD(-1),	[ROLE_FRAME] = FG(241),
		[ROLE_FOCUS] = BOLD(75),	[ROLE_TAB] = FG(246),
		[ROLE_TAB_ACTIVE] = BOLD(228),	[ROLE_KEY] = BOLD(214),
		[ROLE_PROMPT] = BOLD(75),	[ROLE_ERROR] = STRONG(214),
		[ROLE_NOTE] = FG(152),		[ROLE_SELECTED] = STRONG(228),
		[ROLE_BAR] = FG(75),		[ROLE_NUMBER] = FG(252),
		[ROLE_POINT] = FG(243),		[ROLE_LABEL] = FG(250),
		[ROLE_QUERY] = BOLD(214),	[ROLE_NEIGHBOUR] = FG(75),
		[ROLE_ANSWER] = BOLD(228),	[ROLE_MARK] = UNDER(231),
		[ROLE_MATCH] = UNDER(117),	[ROLE_LINE] = FG(67),
		[ROLE_DENSITY0] = FG(239),	[ROLE_DENSITY1] = FG(243),
		[ROLE_DENSITY2] = FG(247),	[ROLE_DENSITY3] = FG(251),
		[ROLE_DENSITY4] = FG(255),	[ROLE_GROUP0] = FG(214),
		[ROLE_GROUP1] = FG(75),		[ROLE_GROUP2] = FG(231),
		[ROLE_GROUP3] = FG(228),	[ROLE_GROUP4] = FG(67),
		[ROLE_GROUP5] = FG(172),	[ROLE_GROUP6] = FG(248),
	},
};

#define FAINT                                                                                      \
	{                                                                                          \
		.fg = -1, .bg = -1, .dim = true                                                    \
	}

static const struct theme mono = {
	.name = "mono",
	.summary = "no colour at all",
	.page_fg = 0x1A1A1A,
	.page_bg = 0xFFFFFF,
	.looks = {
		[ROLE_TEXT] = OWN,		[ROLE_DIM] = FAINT,
		[ROLE_TITLE] = BOLD(-1),	[ROLE_FRAME] = FAINT,
		[ROLE_FOCUS] = BOLD(-1),	[ROLE_TAB] = FAINT,
		[ROLE_TAB_ACTIVE] = BOLD(-1),	[ROLE_KEY] = BOLD(-1),
		[ROLE_PROMPT] = BOLD(-1),	[ROLE_ERROR] = BOLD(-1),
		[ROLE_NOTE] = OWN,		[ROLE_SELECTED] = STRONG(-1),
		[ROLE_BAR] = OWN,		[ROLE_NUMBER] = OWN,
		[ROLE_POINT] = FAINT,		[ROLE_LABEL] = OWN,
		[ROLE_QUERY] = BOLD(-1),	[ROLE_NEIGHBOUR] = OWN,
		[ROLE_ANSWER] = STRONG(-1),	[ROLE_MARK] = UNDER(-1),
		[ROLE_MATCH] = UNDER(-1),	[ROLE_LINE] = FAINT,
		[ROLE_DENSITY0] = FAINT,	[ROLE_DENSITY1] = FAINT,
		[ROLE_DENSITY2] = OWN,		[ROLE_DENSITY3] = BOLD(-1),
		[ROLE_DENSITY4] = BOLD(-1),
		[ROLE_GROUP0] = OWN,		[ROLE_GROUP1] = OWN,
		[ROLE_GROUP2] = OWN,		[ROLE_GROUP3] = OWN,
		[ROLE_GROUP4] = OWN,		[ROLE_GROUP5] = OWN,
		[ROLE_GROUP6] = OWN,
	},
};

/* clang-format on */

static const struct theme *const themes[] = { &dark,	 &light,	&neutral, &mono,
					      &contrast, &colour_blind, NULL };

const struct theme *theme_find(const char *name)
{
	for (size_t i = 0; themes[i]; i++)
		if (strcmp(themes[i]->name, name) == 0)
			return themes[i];
	return NULL;
}

const struct theme *const *theme_all(void)
{
	return themes;
}

static uint32_t cube_level(int step)
{
	return step ? 55u + 40u * (uint32_t)step : 0;
}

uint32_t theme_rgb(int colour)
{
	uint32_t grey;

	if (colour >= 232) {
		grey = 8u + 10u * (uint32_t)(MIN(colour, 255) - 232);
		return grey << 16 | grey << 8 | grey;
	}
	colour = MAX(colour - 16, 0);
	return cube_level(colour / 36) << 16 | cube_level(colour / 6 % 6) << 8 |
	       cube_level(colour % 6);
}
