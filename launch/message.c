/*
 * message.c - one message between the front and the engine, with the descriptors that go with it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "front.h"

union control {
	struct cmsghdr header;
	char space[CMSG_SPACE(MAX_DESCRIPTORS * sizeof(int))];
};

bool letter_send(int socket, struct message header, const void *payload, size_t size,
                 const int *fds, int count)
{
	union control control = { .header = { .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS } };
	struct iovec io[] = { { &header, sizeof(header) }, { (void *)(uintptr_t)payload, size } };
	struct msghdr m = { .msg_iov = io, .msg_iovlen = 2 };
	ssize_t n;

	if (count) {
		control.header.cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
		memcpy(CMSG_DATA(&control.header), fds, (size_t)count * sizeof(int));
		m.msg_control = &control;
		m.msg_controllen = CMSG_SPACE((size_t)count * sizeof(int));
	}
	do {
		n = sendmsg(socket, &m, MSG_NOSIGNAL);
	} while (n < 0 && errno == EINTR);
	return n >= 0;
}

static ssize_t receive(int socket, struct msghdr *m)
{
	ssize_t n;

	do {
		n = recvmsg(socket, m, MSG_CMSG_CLOEXEC);
	} while (n < 0 && errno == EINTR);
	return n;
}

bool letter_receive(int socket, struct letter *l)
{
	union control control;
	struct iovec io[] = { { &l->header, sizeof(l->header) },
		              { l->payload, sizeof(l->payload) } };
	struct msghdr m = { .msg_iov = io,
		            .msg_iovlen = 2,
		            .msg_control = &control,
		            .msg_controllen = sizeof(control) };
	struct cmsghdr *c;
	bool reset;
	ssize_t n;

	l->count = 0;
	n = receive(socket, &m);
	/* Who closes a socket with something unread resets it: what was said last is still to be
	 * had. */
	reset = n < 0 && errno == ECONNRESET;
	if (reset)
		n = receive(socket, &m);
	if (n >= 0 && n < (ssize_t)sizeof(l->header))
		errno = reset ? ECONNRESET : 0;
	if (n < (ssize_t)sizeof(l->header))
		return false;
	l->size = (size_t)n - sizeof(l->header);
	c = CMSG_FIRSTHDR(&m);
	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS) {
		l->count = (int)((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
		memcpy(l->fds, CMSG_DATA(c), (size_t)l->count * sizeof(int));
	}
	return true;
}

void letter_close(struct letter *l)
{
	while (l->count)
		close(l->fds[--l->count]);
}
