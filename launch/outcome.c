/*
 * outcome.c - how a container ended, as exit.json tells it.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h> /* renameat(2) */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "monitor.h"
#include "text.h"

enum { EXIT_FILE = 256 };

static uint32_t signal_of(const struct outcome *o)
{
	return WIFSIGNALED(o->status) ? (uint32_t)WTERMSIG(o->status) : 0;
}

uint32_t code_of(const struct outcome *o)
{
	return signal_of(o) ? 128 + signal_of(o) : (uint32_t)WEXITSTATUS(o->status);
}

/* "oom_kill N" stands in memory.oom_control (v1) and in memory.events (v2). */
bool was_oom_killed(int fd)
{
	static const char key[] = "oom_kill ";
	char text[1024];
	ssize_t n = fd < 0 ? 0 : pread(fd, text, sizeof(text) - 1, 0);

	if (n <= 0)
		return false;
	text[n] = 0;
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, key, sizeof(key) - 1) == 0)
			return line[sizeof(key) - 1] > '0';
	}
	return false;
}

static void put_field(struct text *t, const char *name, uint64_t n)
{
	put(t, name);
	put_number(t, n);
}

static const char TEMPORARY[] = "exit.json.tmp";

/* Its room is taken when the container starts: a disk that is full at the end loses no exit code.
 */
int open_exit_file(int directory)
{
	int flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(directory, TEMPORARY, flags, 0600);

	if (fd >= 0)
		fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, EXIT_FILE);
	return fd;
}

void drop_exit_file(int directory)
{
	unlinkat(directory, TEMPORARY, 0);
}

void write_exit_file(int directory, int fd, const struct outcome *o)
{
	char buffer[EXIT_FILE];
	struct text t = { buffer, buffer + sizeof(buffer) };
	ssize_t size;

	put_field(&t, "{\"code\":", code_of(o));
	put_field(&t, ",\"signal\":", signal_of(o));
	put(&t, ",\"oomKilled\":");
	put(&t, o->oom_killed ? "true" : "false");
	put_field(&t, ",\"startedAt\":", o->started);
	put_field(&t, ",\"finishedAt\":", o->ended);
	put(&t, "}\n");
	size = t.at - buffer;
	if (pwrite(fd, buffer, (size_t)size, 0) == size)
		renameat(directory, TEMPORARY, directory, "exit.json");
}
