/*
 * output.c - what a container says, written where the user wants it.
 *
 * The caller's descriptors are shared with other processes, so they are never made non-blocking.
 * Each kind of file has its own way of not waiting for a reader that is slow.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "front.h"

enum { WITHOUT_WAITING = 8 /* RWF_NOWAIT */, SAFE = 4096 /* what poll(2) promises of a pipe */ };

enum kind {
	NOWHERE, /* not attached, or broken */
	FILE_OR_DEVICE,
	SOCKET,
	PIPE,
	SLOW, /* a pipe or terminal of which the kernel knows no better */
};

static enum kind kinds[3];

static enum kind kind_of(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return NOWHERE;
	if (S_ISSOCK(st.st_mode))
		return SOCKET;
	if (S_ISFIFO(st.st_mode))
		return PIPE;
	return isatty(fd) ? SLOW : FILE_OR_DEVICE;
}

void output_open(uint32_t flags)
{
	kinds[STDOUT_FILENO] = flags & ATTACH_STDOUT ? kind_of(STDOUT_FILENO) : NOWHERE;
	kinds[STDERR_FILENO] = flags & ATTACH_STDERR ? kind_of(STDERR_FILENO) : NOWHERE;
}

static ssize_t write_now(int fd, const uint8_t *bytes, size_t size)
{
	struct iovec io = { (void *)(uintptr_t)bytes, size };
	struct pollfd ready = { fd, POLLOUT, 0 };

	switch (kinds[fd]) {
	case NOWHERE:
		return (ssize_t)size;
	case FILE_OR_DEVICE:
		return write(fd, bytes, size);
	case SOCKET:
		return send(fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
	case PIPE:
		return syscall(SYS_pwritev2, fd, &io, 1, -1L, -1L, WITHOUT_WAITING);
	case SLOW:
		break;
	}
	if (poll(&ready, 1, 0) == 0) {
		errno = EAGAIN;
		return -1;
	}
	return write(fd, bytes, size < SAFE ? size : SAFE);
}

ssize_t output_write(int fd, const uint8_t *bytes, size_t size)
{
	ssize_t n = write_now(fd, bytes, size);

	if (n < 0 && (errno == EOPNOTSUPP || errno == ENOSYS) && kinds[fd] == PIPE) {
		kinds[fd] = SLOW;
		n = write_now(fd, bytes, size);
	}
	if (n >= 0 || errno == EAGAIN || errno == EINTR)
		return n;
	if (errno == EPIPE) {
		terminal_restore();
		signals_die(SIGPIPE);
	}
	say("sampan: cannot write to ", fd == STDOUT_FILENO ? "stdout" : "stderr", ": ",
	    strerror(errno), NULL);
	kinds[fd] = NOWHERE; /* the container goes on all the same */
	return (ssize_t)size;
}
