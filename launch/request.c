/*
 * request.c - what a front first says: the command line and what surrounds it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "front.h"

enum { BATCH = 256 };

static uint32_t count(char **strings)
{
	uint32_t n = 0;

	while (strings[n])
		n++;
	return n;
}

static bool put_strings(int fd, char **strings, off_t *at)
{
	while (*strings) {
		struct iovec io[BATCH];
		int n = 0;
		ssize_t size = 0;

		for (; n < BATCH && strings[n]; n++) {
			io[n] = (struct iovec){ strings[n], strlen(strings[n]) + 1 };
			size += (ssize_t)io[n].iov_len;
		}
		if (pwritev(fd, io, n, *at) != size)
			return false;
		*at += size;
		strings += n;
	}
	return true;
}

static int texts(char **arguments, char **environment)
{
	char folder[PATH_MAX] = "", home[PATH_MAX], *last[] = { folder, home, NULL };
	int fd = memfd_create("request", MFD_CLOEXEC);
	off_t at = 0;

	if (!getcwd(folder, sizeof(folder)) || folder[0] != '/')
		folder[0] = 0;
	if (!engine_home(home))
		home[0] = 0;
	if (fd < 0 || !put_strings(fd, arguments, &at) || !put_strings(fd, environment, &at) ||
	    !put_strings(fd, last, &at))
		return -1;
	return fd;
}

bool request_send(int engine, struct request request, char **arguments, char **environment)
{
	int fds[5] = { 0, 1, 2, open(".", O_PATH | O_DIRECTORY | O_CLOEXEC),
		       texts(arguments, environment) };
	struct message m = { FRONT_REQUEST, FRONT_PROTOCOL };
	bool sent;
	int error;

	request.argc = count(arguments);
	request.envc = count(environment);
	if (fds[3] < 0)
		fds[3] = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	sent = fds[3] >= 0 && fds[4] >= 0 &&
	       letter_send(engine, m, &request, sizeof(request), fds, 5);
	error = errno;
	close(fds[3]);
	close(fds[4]);
	errno = error;
	return sent;
}
