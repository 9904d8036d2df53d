#include "term/locale.h"

#include <langinfo.h>
#include <locale.h>
#include <stddef.h>
#include <strings.h>

static bool codeset_is_utf8(void)
{
	const char *codeset = nl_langinfo(CODESET);

	return strcasecmp(codeset, "UTF-8") == 0 || strcasecmp(codeset, "UTF8") == 0;
}

bool locale_init(void)
{
	bool own = setlocale(LC_ALL, "") != NULL && codeset_is_utf8();

	if (!own && !setlocale(LC_CTYPE, "C.UTF-8"))
		setlocale(LC_CTYPE, "en_US.UTF-8");
	setlocale(LC_NUMERIC, "C");
	return own;
}
