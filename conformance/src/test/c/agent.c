/*
 * agent - a seccomp agent: listens on a socket, prints the state that comes with a listener, and answers that listener's
 * notifications.  mkdir(2) and mkdirat(2) fail with EXDEV, all other calls go on.  It ends with the filter's last process.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

struct data {
	int nr;
	uint32_t arch;
	uint64_t instruction_pointer, args[6];
};

struct notification {
	uint64_t id;
	uint32_t pid, flags;
	struct data data;
};

struct response {
	uint64_t id;
	int64_t val;
	int32_t error;
	uint32_t flags;
};

#define RECEIVE _IOWR('!', 0, struct notification)
#define SEND _IOWR('!', 1, struct response)
#define GOES_ON 1

static int take(int connection)
{
	char text[65536] = "", control[CMSG_SPACE(sizeof(int))] = "";
	struct iovec io = { text, sizeof(text) - 1 };
	struct msghdr message = { .msg_iov = &io, .msg_iovlen = 1, .msg_control = control,
		                  .msg_controllen = sizeof(control) };
	int fd = -1;

	if (recvmsg(connection, &message, 0) <= 0 || !CMSG_FIRSTHDR(&message))
		return -1;
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	printf("%s\n", text);
	printf("then %zd bytes\n", recv(connection, text, 1, 0));
	return fd;
}

static void serve(int listener)
{
	struct pollfd waiting = { listener, POLLIN, 0 };

	while (poll(&waiting, 1, -1) > 0 && (waiting.revents & POLLIN)) {
		struct notification asked = { 0 };
		struct response answer = { 0 };

		if (ioctl(listener, RECEIVE, &asked) < 0)
			continue;
		answer.id = asked.id;
		if (asked.data.nr == SYS_mkdir || asked.data.nr == SYS_mkdirat)
			answer.error = -EXDEV;
		else
			answer.flags = GOES_ON;
		ioctl(listener, SEND, &answer);
		printf("call %d\n", asked.data.nr);
	}
}

int main(int argc, char **argv)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int door = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), listener;

	if (argc != 2)
		return 2;
	setvbuf(stdout, NULL, _IOLBF, 0);
	strncpy(address.sun_path, argv[1], sizeof(address.sun_path) - 1);
	if (bind(door, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(door, 1) < 0)
		return 1;
	printf("listening\n");
	listener = take(accept(door, NULL, NULL));
	if (listener < 0)
		return 1;
	serve(listener);
	return 0;
}
