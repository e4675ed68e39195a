/*
 * kernel.c - where programs and clients meet the kernel.  The fuzzers link something else in its
 * place.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "launch.h"
#include "monitor.h"

enum { WALKS = 128 };

/*
 * A rename or a mount anywhere on the machine may disturb openat2(2) at a "..", which then answers
 * EAGAIN: the walk is made again.  A program cannot say so, it has no loops.
 */
long call(uint32_t number, const long a[ARGUMENTS])
{
	long r = -1;

	for (int i = 0; i < WALKS; i++) {
		r = syscall((long)number, a[0], a[1], a[2], a[3], a[4], a[5]);
		if (r >= 0 || errno != EAGAIN || number != SYS_openat2)
			break;
	}
	return r;
}

/* recv(2), now or EAGAIN. */
ssize_t receive(int fd, void *buffer, size_t size)
{
	return recv(fd, buffer, size, MSG_DONTWAIT);
}

static ssize_t send_with(int fd, const void *bytes, size_t size, int passed)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { .header = { .cmsg_len = CMSG_LEN(sizeof(int)),
		                  .cmsg_level = SOL_SOCKET,
		                  .cmsg_type = SCM_RIGHTS } };
	struct iovec io = { (void *)(uintptr_t)bytes, size };
	struct msghdr message = { .msg_iov = &io,
		                  .msg_iovlen = 1,
		                  .msg_control = &control,
		                  .msg_controllen = sizeof(control) };

	memcpy(CMSG_DATA(&control.header), &passed, sizeof(passed));
	return sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* send(2), now or EAGAIN, with a descriptor unless it is -1. */
ssize_t deliver(int fd, const void *bytes, size_t size, int passed)
{
	if (passed >= 0)
		return send_with(fd, bytes, size, passed);
	return send(fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
}
