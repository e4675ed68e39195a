/*
 * target.c - which engine a command is for: the first of --host, --context, the roots, SAMPAN_HOST,
 * SAMPAN_CONTEXT, DOCKER_HOST, DOCKER_CONTEXT and Docker's current context that says something.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "target.h"
#include "text.h"

enum { MAX_DOCUMENT = 65536, DIRECTORY_ROOM = 4096 };

/* The words before the command ---------------------------------------------------------------- */

/* The value of --name or -n at *word, and how many words that takes; 0: this is another flag. */
static int value_of(char **word, const char *name, char letter, const char **value)
{
	const char *w = *word;
	size_t n = strlen(name);

	if (w[1] == '-' && strncmp(w + 2, name, n) == 0 && (w[n + 2] == '=' || !w[n + 2]))
		w += n + 2;
	else if (letter && w[1] == letter)
		w += 2;
	else
		return 0;
	if (*w) {
		*value = w + (*w == '=');
		return 1;
	}
	if (!word[1])
		return 0;
	*value = word[1];
	return 2;
}

static int take(char **word, struct wishes *to)
{
	int n = value_of(word, "context", 'c', &to->context);

	n = n ? n : value_of(word, "config", 0, &to->config);
	n = n ? n : value_of(word, "exec-root", 0, &to->roots.exec);
	n = n ? n : value_of(word, "data-root", 0, &to->roots.data);
	if (!n) {
		const char *before = to->host;

		n = value_of(word, "host", 'H', &to->host);
		to->twice |= n && before;
	}
	return n;
}

void take_wishes(char **arguments, struct wishes *wishes)
{
	char **out = arguments;
	const char *other;

	while (*arguments && (*arguments)[0] == '-' && (*arguments)[1]) {
		int n = take(arguments, wishes);

		wishes->over_ssh |= strcmp(*arguments, "--over-ssh") == 0;
		if (!n) {
			n = value_of(arguments, "log-level", 'l', &other);
			n = n ? n : 1;
			for (int i = 0; i < n; i++)
				*out++ = arguments[i];
		}
		arguments += n;
	}
	do
		*out++ = *arguments;
	while (*arguments++);
}

char **take_roots(char **arguments, struct roots *roots)
{
	int n = 1;

	while (n && *arguments && **arguments == '-') {
		n = value_of(arguments, "exec-root", 0, &roots->exec);
		n = n ? n : value_of(arguments, "data-root", 0, &roots->data);
		arguments += n;
	}
	return arguments;
}

static const char *variable(char **environment, const char *name)
{
	size_t n = strlen(name);

	for (; *environment; environment++)
		if (strncmp(*environment, name, n) == 0 && (*environment)[n] == '=' &&
		    (*environment)[n + 1])
			return *environment + n + 1;
	return NULL;
}

struct roots roots_in(char **environment)
{
	struct roots roots = { NULL, NULL };

	for (; *environment; environment++) {
		if ((*environment)[0] != 'S' || (*environment)[1] != 'A')
			continue;
		if (strncmp(*environment, "SAMPAN_EXEC_ROOT=", 17) == 0 && (*environment)[17])
			roots.exec = *environment + 17;
		if (strncmp(*environment, "SAMPAN_DATA_ROOT=", 17) == 0 && (*environment)[17])
			roots.data = *environment + 17;
	}
	return roots;
}

/* Docker's files ------------------------------------------------------------------------------- */

static const char *join(char path[PATH_MAX], const char *folder, const char *middle,
                        const char *last)
{
	struct text t = { path, path + PATH_MAX - 1 };

	put(&t, folder);
	put(&t, middle);
	put(&t, last);
	*t.at = 0;
	return path;
}

static const char *config_folder(const struct wishes *wishes, char **environment)
{
	static char folder[PATH_MAX];
	const char *home = variable(environment, "HOME");

	if (wishes->config)
		return wishes->config;
	if (variable(environment, "DOCKER_CONFIG"))
		return variable(environment, "DOCKER_CONFIG");
	return join(folder, home ? home : "/root", "/.docker", "");
}

static const char *text_in(int folder, const char *file, const char *const *path)
{
	static char text[MAX_DOCUMENT + 1];
	int fd = openat(folder, file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t n;

	if (fd < 0)
		return NULL;
	n = read(fd, text, MAX_DOCUMENT);
	close(fd);
	if (n < 0)
		return NULL;
	text[n] = 0;
	return json_text(text, path);
}

static const char *current_context(const char *folder)
{
	static const char *const path[] = { "currentContext", NULL };
	char file[PATH_MAX];

	return text_in(AT_FDCWD, join(file, folder, "/config.json", ""), path);
}

/* The address that a context's folder has, if the context is called so. */
static const char *host_of(int all, const char *folder, const char *context)
{
	static const char *const name[] = { "Name", NULL }, *const host[] = { "Endpoints", "docker",
		                                                              "Host", NULL };
	char file[PATH_MAX];
	const char *found;

	if (folder[0] == '.')
		return NULL;
	join(file, folder, "/meta.json", "");
	found = text_in(all, file, name);
	return found && strcmp(found, context) == 0 ? text_in(all, file, host) : NULL;
}

static const char *context_host(const char *config, const char *context)
{
	static char room[DIRECTORY_ROOM] __attribute__((aligned(8)));
	char path[PATH_MAX];
	const char *host = NULL;
	long n = 0;
	int all;

	all = open(join(path, config, "/contexts/meta", ""), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	while (!host && all >= 0 && (n = syscall(SYS_getdents64, all, room, sizeof(room))) > 0)
		for (long at = 0; at < n && !host;) {
			const struct dirent *entry = (const struct dirent *)(room + at);

			host = host_of(all, entry->d_name, context);
			at += entry->d_reclen;
		}
	if (all >= 0)
		close(all);
	if (!host)
		say("sampan: context \"", context, "\" is not found in ", path, NULL);
	return host;
}

/* ---------------------------------------------------------------------------------------------- */

/* The engine's own socket is no news; any other must be that of an engine that runs. */
static bool choose_socket(const char *host, const char *path, struct roots *roots)
{
	static char folder[PATH_MAX];
	const char *exec = roots->exec ? roots->exec : DEFAULT_EXEC;
	size_t n = strlen(exec);

	if (strncmp(path, exec, n) == 0 && strcmp(path + n, "/sampan.sock") == 0)
		return true;
	if (!find_front(path, folder, sizeof(folder))) {
		if (errno == EPROTO)
			say("sampan: ", host,
			    " is the socket of another engine than Sampan's; use that one's own "
			    "command",
			    NULL);
		else
			say("Cannot connect to the Sampan engine at ", host,
			    ". Is the sampan daemon running?", NULL);
		return false;
	}
	roots->exec = folder;
	return true;
}

static bool choose_host(const char *host, struct roots *roots, char **arguments, bool terminal)
{
	if (strncmp(host, "ssh://", 6) == 0)
		run_there(host, arguments, terminal);
	if (strncmp(host, "unix://", 7) == 0 && host[7] == '/')
		return choose_socket(host, host + 7, roots);
	say("sampan: ", host,
	    ": an engine is reached by unix:///path/to/a.sock or ssh://user@host, and by nothing "
	    "else",
	    NULL);
	return false;
}

bool choose_target(struct wishes *wishes, char **arguments, char **environment, bool terminal)
{
	const char *host = wishes->host, *context = wishes->context;
	const char *config = config_folder(wishes, environment);

	if (wishes->twice)
		say("sampan: specify only one -H", NULL);
	if (host && context)
		say("conflicting options: cannot specify both --host and --context", NULL);
	if (wishes->twice || (host && context))
		return false;
	if (!host && !context && (wishes->roots.exec || wishes->roots.data || wishes->over_ssh))
		return true;
	if (!host && !context)
		host = variable(environment, "SAMPAN_HOST");
	if (!host && !context)
		context = variable(environment, "SAMPAN_CONTEXT");
	if (!host && !context)
		host = variable(environment, "DOCKER_HOST");
	if (!host && !context)
		context = variable(environment, "DOCKER_CONTEXT");
	if (!host && !context)
		context = current_context(config);
	if (!host && context && *context && strcmp(context, "default") != 0) {
		static char name[NAME_MAX + 1];

		strncpy(name, context, NAME_MAX); /* what is read next takes the place of this */
		host = context_host(config, name);
		if (!host)
			return false;
	}
	return !host || choose_host(host, &wishes->roots, arguments, terminal);
}
