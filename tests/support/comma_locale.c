#include "unit.h"

#include "comma_locale.h"

#include <locale.h>

#include "base/mem.h"

static bool try_locale(void)
{
	return (setlocale(LC_ALL, "de_DE.UTF-8") || setlocale(LC_ALL, "fr_FR.UTF-8")) &&
	       *localeconv()->decimal_point == ',';
}

bool comma_locale_enter(void)
{
	char *dir, *command;
	bool found = try_locale();

	if (found)
		return true;
	dir = temp_dir_make();
	command = xasprintf("localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 >%s/log 2>&1", dir, dir);
	if (system(command) == 0) {
		setenv("LOCPATH", dir, 1);
		found = try_locale();
		unsetenv("LOCPATH");
	}
	if (!found)
		print_message("SKIPPED: no locale with a decimal comma is here\n");
	free(command);
	temp_dir_remove(dir);
	return found;
}

void comma_locale_leave(void)
{
	setlocale(LC_ALL, "C");
}
