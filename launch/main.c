/*
 * main.c - one binary, several parts; the name by which it is called says which.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front.h"
#include "launch.h"
#include "monitor.h"

enum { LAUNCH_FAILED = 125 };

/* A copy of the program that nobody else can change. */
static struct program *read_program(size_t *size)
{
	struct stat st;
	uint8_t *copy;

	if (fstat(PROGRAM_FD, &st) < 0 || st.st_size < (off_t)sizeof(struct program) ||
	    st.st_size > MAX_PROGRAM)
		return NULL;
	*size = (size_t)st.st_size;
	copy = mmap(NULL, *size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE,
	            -1, 0);
	if (copy == MAP_FAILED)
		return NULL;
	for (size_t n = 0; n < *size;) {
		ssize_t r = pread(PROGRAM_FD, copy + n, *size - n, (off_t)n);

		if (r <= 0)
			return NULL;
		n += (size_t)r;
	}
	return (struct program *)copy;
}

static void __attribute__((noreturn)) tell(uint8_t r, struct report report)
{
	if (r != NO_REGISTER)
		(void)!write((int)registers[r], &report, sizeof(report));
	_exit(LAUNCH_FAILED);
}

void launch(void)
{
	struct settings settings;
	const struct settings *found;
	size_t size = 0;
	struct program *program = read_program(&size);
	struct ending end = { true, false, { ~0u, EINVAL } };

	if (!program)
		_exit(LAUNCH_FAILED);
	fcntl(PROGRAM_FD, F_SETFD, FD_CLOEXEC);
	signal(SIGCHLD, SIG_DFL);
	memset(registers, 0xff, sizeof(registers));
	found = settings_of(program, size);
	if (found)
		settings = *found; /* as they were checked */
	if (well_formed(program, size))
		end = run(program);
	else if (!found)
		_exit(LAUNCH_FAILED);
	if (end.failed && (end.child || !found))
		tell(program->report, end.report);
	if (!found)
		_exit(0);
	munmap(program, size);
	if (end.failed)
		monitor_failed(&settings, end.report);
	monitor(&settings);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

int main(int argc, char **argv, char **envp)
{
	const char *name = argc > 0 ? base_name(argv[0]) : "";

	if (strcmp(name, "sampan-launch") == 0)
		launch();
	if (strcmp(name, "dockerd") == 0)
		return front_daemon(argv + 1, envp);
	if (strcmp(name, "runc") == 0 || strcmp(name, "sampan-runtime") == 0)
		return front(PART_RUNTIME, argv + (argc > 0), envp);
	return front(PART_CLI, argv + (argc > 0), envp);
}
