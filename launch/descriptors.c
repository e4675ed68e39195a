/*
 * descriptors.c - what the monitor does with descriptors as such.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "monitor.h"

void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void set_nonblocking(int fd)
{
	if (fd >= 0)
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

static void sort(int *fds, size_t count)
{
	for (size_t i = 1; i < count; i++)
		for (size_t j = i; j > 0 && fds[j - 1] > fds[j]; j--) {
			int larger = fds[j - 1];

			fds[j - 1] = fds[j];
			fds[j] = larger;
		}
}

void close_all_but(int *kept, size_t count)
{
	int next = STDERR_FILENO + 1;

	sort(kept, count);
	for (size_t i = 0; i < count; i++) {
		if (kept[i] < next)
			continue;
		if (kept[i] > next)
			syscall(SYS_close_range, next, kept[i] - 1, 0);
		next = kept[i] + 1;
	}
	syscall(SYS_close_range, next, ~0u, 0);
}

int receive_fd(int socket)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	char byte;
	struct iovec io = { &byte, 1 };
	struct msghdr message = { .msg_iov = &io,
		                  .msg_iovlen = 1,
		                  .msg_control = &control,
		                  .msg_controllen = sizeof(control) };
	struct cmsghdr *c;
	int fd = -1;

	if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT) < 0)
		return errno == EAGAIN || errno == EINTR ? -EAGAIN : -1;
	c = CMSG_FIRSTHDR(&message);
	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(c), sizeof(fd));
	return fd;
}
