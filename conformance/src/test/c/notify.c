/*
 * notify - both sides of sd_notify(3).
 *
 * notify listen PATH: says who sent what, as a service manager would see it; descriptors that come are closed.
 * notify send TEXT...: one message each to $NOTIFY_SOCKET.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct sockaddr_un address(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
	return address;
}

static void hear(int socket)
{
	char text[4096];
	union {
		char bytes[256];
		struct cmsghdr align;
	} control;
	struct iovec part = { text, sizeof(text) - 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control) };
	ssize_t length = recvmsg(socket, &message, 0);
	int sender = 0, barrier = -1;

	if (length < 0)
		exit(1);
	text[length] = 0;
	text[strcspn(text, "\n")] = 0;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
		if (c->cmsg_type == SCM_CREDENTIALS)
			sender = ((struct ucred *)CMSG_DATA(c))->pid;
		if (c->cmsg_type == SCM_RIGHTS)
			barrier = *(int *)CMSG_DATA(c);
	}
	printf("%d %s\n", sender, text);
	fflush(stdout);
	if (barrier >= 0)
		close(barrier); /* whoever waits for it finds all of it told */
}

int main(int argc, char **argv)
{
	int on = 1, s = socket(AF_UNIX, SOCK_DGRAM, 0);
	struct sockaddr_un peer;

	if (argc < 3)
		return 2;
	if (strcmp(argv[1], "listen") == 0) {
		peer = address(argv[2]);
		unlink(argv[2]);
		if (bind(s, (struct sockaddr *)&peer, sizeof(peer)) < 0)
			return 1;
		setsockopt(s, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on));
		puts("listening");
		fflush(stdout);
		for (;;)
			hear(s);
	}
	peer = address(getenv("NOTIFY_SOCKET"));
	for (int i = 2; i < argc; i++)
		if (sendto(s, argv[i], strlen(argv[i]), 0, (struct sockaddr *)&peer, sizeof(peer)) < 0)
			return 1;
	return 0;
}
