/*
 * Three palettes after Okabe and Ito (hues that people with any colour vision tell apart), moved to
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

/* Black behind everything, nothing darker than a light grey: for the last row of a lecture hall. */
#define ON_BLACK(colour, is_bold)                                                                  \
	{                                                                                          \
		.fg = (colour), .bg = 16, .bold = (is_bold)                                        \
	}

static const struct theme contrast = {
	.name = "contrast",
	.summary = "for projectors: bright on black",
	.page_fg = 0xFFFFFF,
	.page_bg = 0x000000,
	.looks = {
		[ROLE_TEXT] = ON_BLACK(231, true), [ROLE_DIM] = ON_BLACK(253, false),
		[ROLE_TITLE] = ON_BLACK(231, true), [ROLE_FRAME] = ON_BLACK(250, false),
		[ROLE_FOCUS] = ON_BLACK(226, true), [ROLE_TAB] = ON_BLACK(253, false),
		[ROLE_TAB_ACTIVE] = ON_BLACK(226, true), [ROLE_KEY] = ON_BLACK(226, true),
		[ROLE_PROMPT] = ON_BLACK(226, true), [ROLE_ERROR] = ON_BLACK(217, true),
		[ROLE_NOTE] = ON_BLACK(195, false), [ROLE_SELECTED] = ON_BLACK(226, true),
		[ROLE_BAR] = ON_BLACK(195, false), [ROLE_NUMBER] = ON_BLACK(231, false),
		[ROLE_POINT] = ON_BLACK(250, false), [ROLE_LABEL] = ON_BLACK(231, true),
		[ROLE_QUERY] = ON_BLACK(226, true), [ROLE_NEIGHBOUR] = ON_BLACK(195, false),
		[ROLE_ANSWER] = ON_BLACK(229, true), [ROLE_MARK] = ON_BLACK(225, true),
		[ROLE_MATCH] = ON_BLACK(157, false), [ROLE_LINE] = ON_BLACK(195, false),
		[ROLE_DENSITY0] = ON_BLACK(247, false), [ROLE_DENSITY1] = ON_BLACK(250, false),
		[ROLE_DENSITY2] = ON_BLACK(252, false), [ROLE_DENSITY3] = ON_BLACK(254, false),
		[ROLE_DENSITY4] = ON_BLACK(231, true), [ROLE_GROUP0] = ON_BLACK(226, false),
		[ROLE_GROUP1] = ON_BLACK(195, false), [ROLE_GROUP2] = ON_BLACK(157, false),
		[ROLE_GROUP3] = ON_BLACK(229, false), [ROLE_GROUP4] = ON_BLACK(189, false),
		[ROLE_GROUP5] = ON_BLACK(223, false), [ROLE_GROUP6] = ON_BLACK(225, false),
	},
};

/* clang-format on */

static const struct theme *const themes[] = { &dark, &light, &neutral, &mono, &contrast, NULL };

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
