#include "markup_names.h"

#include <string.h>
#include <strings.h>

#include "base/compiler.h"

static const struct {
	const char *name;
	enum tag_kind kind;
} tags[] = {
	{ "a", TAG_INLINE },	     { "abbr", TAG_INLINE },   { "acronym", TAG_INLINE },
	{ "b", TAG_INLINE },	     { "bdi", TAG_INLINE },    { "bdo", TAG_INLINE },
	{ "big", TAG_INLINE },	     { "cite", TAG_INLINE },   { "code", TAG_INLINE },
	{ "del", TAG_INLINE },	     { "dfn", TAG_INLINE },    { "em", TAG_INLINE },
	{ "font", TAG_INLINE },	     { "i", TAG_INLINE },      { "ins", TAG_INLINE },
	{ "kbd", TAG_INLINE },	     { "mark", TAG_INLINE },   { "q", TAG_INLINE },
	{ "small", TAG_INLINE },     { "span", TAG_INLINE },   { "strong", TAG_INLINE },
	{ "sub", TAG_INLINE },	     { "sup", TAG_INLINE },    { "tt", TAG_INLINE },
	{ "u", TAG_INLINE },	     { "var", TAG_INLINE },    { "wbr", TAG_INLINE },
	{ "br", TAG_LINE },	     { "article", TAG_BLOCK }, { "blockquote", TAG_BLOCK },
	{ "body", TAG_BLOCK },	     { "caption", TAG_BLOCK }, { "dd", TAG_BLOCK },
	{ "div", TAG_BLOCK },	     { "doc", TAG_BLOCK },     { "dt", TAG_BLOCK },
	{ "figcaption", TAG_BLOCK }, { "footer", TAG_BLOCK },  { "h1", TAG_BLOCK },
	{ "h2", TAG_BLOCK },	     { "h3", TAG_BLOCK },      { "h4", TAG_BLOCK },
	{ "h5", TAG_BLOCK },	     { "h6", TAG_BLOCK },      { "head", TAG_BLOCK },
	{ "header", TAG_BLOCK },     { "hr", TAG_BLOCK },      { "li", TAG_BLOCK },
	{ "ol", TAG_BLOCK },	     { "option", TAG_BLOCK },  { "p", TAG_BLOCK },
	{ "pre", TAG_BLOCK },	     { "section", TAG_BLOCK }, { "table", TAG_BLOCK },
	{ "td", TAG_BLOCK },	     { "text", TAG_BLOCK },    { "th", TAG_BLOCK },
	{ "title", TAG_BLOCK },	     { "tr", TAG_BLOCK },      { "ul", TAG_BLOCK },
	{ "script", TAG_SCRIPT },    { "style", TAG_STYLE },
};

enum tag_kind markup_tag_kind(const char *name, size_t n)
{
	for (size_t i = 0; i < ARRAY_LEN(tags); i++)
		if (strlen(tags[i].name) == n && strncasecmp(tags[i].name, name, n) == 0)
			return tags[i].kind;
	return TAG_OTHER;
}

/* Latin-1 from U+00A0 on, in order (HTML 4, 24.2.1). */
static const char *const latin1[96] = {
	"nbsp",	  "iexcl",  "cent",   "pound",	"curren", "yen",    "brvbar", "sect",	"uml",
	"copy",	  "ordf",   "laquo",  "not",	"shy",	  "reg",    "macr",   "deg",	"plusmn",
	"sup2",	  "sup3",   "acute",  "micro",	"para",	  "middot", "cedil",  "sup1",	"ordm",
	"raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",	"Atilde",
	"Auml",	  "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",	"Igrave",
	"Iacute", "Icirc",  "Iuml",   "ETH",	"Ntilde", "Ograve", "Oacute", "Ocirc",	"Otilde",
	"Ouml",	  "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
	"szlig",  "agrave", "aacute", "acirc",	"atilde", "auml",   "aring",  "aelig",	"ccedil",
	"egrave", "eacute", "ecirc",  "euml",	"igrave", "iacute", "icirc",  "iuml",	"eth",
	"ntilde", "ograve", "oacute", "ocirc",	"otilde", "ouml",   "divide", "oslash", "ugrave",
	"uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml",
};

static const struct {
	const char *name;
	uint32_t cp;
} others[] = {
	{ "amp", '&' },	     { "apos", '\'' },	   { "bull", 0x2022 },	 { "euro", 0x20AC },
	{ "gt", '>' },	     { "hellip", 0x2026 }, { "ldquo", 0x201C },	 { "lsquo", 0x2018 },
	{ "lt", '<' },	     { "mdash", 0x2014 },  { "ndash", 0x2013 },	 { "OElig", 0x152 },
	{ "oelig", 0x153 },  { "quot", '"' },	   { "rdquo", 0x201D },	 { "rsquo", 0x2019 },
	{ "Scaron", 0x160 }, { "scaron", 0x161 },  { "thinsp", 0x2009 }, { "trade", 0x2122 },
	{ "zwj", 0x200D },   { "zwnj", 0x200C },
};

static int equals(const char *name, const char *s, size_t n)
{
	return strlen(name) == n && memcmp(name, s, n) == 0;
}

uint32_t markup_entity(const char *name, size_t n)
{
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (equals(others[i].name, name, n))
			return others[i].cp;
	for (uint32_t i = 0; i < ARRAY_LEN(latin1); i++)
		if (equals(latin1[i], name, n))
			return 0xA0 + i;
	return 0;
}
