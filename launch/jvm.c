/*
 * The JVM that comes with this build: where it is, and how it is started.
 */
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "front.h"

enum { MAX_ENVIRONMENT = 4096 };

/* The folder above the one of this executable. */
bool engine_home(char home[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", home, PATH_MAX - 1);
	char *slash;

	if (n < 0)
		return false;
	home[n] = 0;
	for (int i = 0; i < 2; i++) {
		slash = strrchr(home, '/');
		if (!slash)
			return false;
		*slash = 0;
	}
	return true;
}

/* Options for every JVM started from here have no business in a server run by root. */
static char **without_java_options(char **environment)
{
	static const char *const names[] = { "JAVA_TOOL_OPTIONS=", "JDK_JAVA_OPTIONS=",
		                             "_JAVA_OPTIONS=" };
	static char *kept[MAX_ENVIRONMENT + 1];
	int n = 0;

	for (; *environment && n < MAX_ENVIRONMENT; environment++) {
		bool drop = false;

		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			drop |= strncmp(*environment, names[i], strlen(names[i])) == 0;
		if (!drop)
			kept[n++] = *environment;
	}
	kept[n] = NULL;
	return kept;
}

/* SIGHUP makes a daemon read its configuration again, but a JVM never hears a signal that is
 * ignored when it starts, as under nohup(1). */
void jvm_become(char **arguments, char **environment)
{
	signal(SIGHUP, SIG_DFL);
	execve(arguments[0], arguments, without_java_options(environment));
}
