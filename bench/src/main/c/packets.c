/*
 * packets - load on a network, and how long it takes.
 *
 *   packets echo PORT                        serves TCP for ever: what comes goes back
 *   packets trips ADDRESS PORT COUNT         round trips of 64 bytes on one connection
 *   packets turns A P B Q COUNT              the same on two, in turn, to P of A and Q of B
 *   packets connections ADDRESS PORT COUNT   one after the other: one byte there and back
 *   packets queries ADDRESS NAME COUNT WIDTH ASKERS
 *                                            DNS questions for an address, asked by ASKERS
 *                                            processes, WIDTH of each in flight
 *
 * All but echo print what tell() tells, turns for each of its connections.
 */
#include "samples.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Neither end of a trip sleeps while it waits for the other: to wake a process takes the kernel
 * longer than the way takes the packet, and on an idle processor several times as long. */
enum { AWAKE_NS = 5000000 };

enum { TRIP = 64, DNS_HEADER = 12, DNS_MOST = 512 };

static struct sockaddr_in address_of(const char *address, const char *port)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(atoi(port)) };

	if (inet_pton(AF_INET, address, &in.sin_addr) != 1)
		exit(2);
	return in;
}

static void serve(int epoll, int listener, int s)
{
	char bytes[4096];
	ssize_t n;

	if (s == listener) {
		int one = 1;
		int c = accept(listener, NULL, NULL);
		struct epoll_event event = { .events = EPOLLIN, .data.fd = c };

		if (c < 0)
			return;
		setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
		epoll_ctl(epoll, EPOLL_CTL_ADD, c, &event);
		return;
	}
	n = read(s, bytes, sizeof bytes);
	if (n <= 0 || write(s, bytes, n) != n)
		close(s);
}

static void echo(const char *port)
{
	struct sockaddr_in in = address_of("0.0.0.0", port);
	int one = 1, epoll = epoll_create1(0), listener = socket(AF_INET, SOCK_STREAM, 0);
	struct epoll_event event = { .events = EPOLLIN, .data.fd = listener };

	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(listener, (struct sockaddr *)&in, sizeof in) < 0 || listen(listener, 1024) < 0)
		die("bind");
	epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
	for (uint64_t heard = now();;) {
		int n = epoll_wait(epoll, &event, 1, now() - heard < AWAKE_NS ? 0 : -1);

		if (n < 0)
			die("epoll_wait");
		if (n > 0) {
			serve(epoll, listener, event.data.fd);
			heard = now();
		}
	}
}

static int connected(struct sockaddr_in *in)
{
	int one = 1, s = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(s, (struct sockaddr *)in, sizeof *in) < 0)
		die("connect");
	setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	return s;
}

static void there_and_back(int s, size_t length)
{
	char bytes[TRIP] = "";

	if (write(s, bytes, length) != (ssize_t)length)
		die("there");
	for (size_t got = 0; got < length;) {
		ssize_t n = recv(s, bytes, length - got, MSG_DONTWAIT);

		if (n > 0)
			got += n;
		else if (n == 0 || errno != EAGAIN)
			die("back");
	}
}

static void trips(struct sockaddr_in in, long count)
{
	int s = connected(&in);
	struct samples took;

	there_and_back(s, TRIP);
	took = samples_of(count);
	while (count--) {
		uint64_t start = now();

		there_and_back(s, TRIP);
		sample(&took, now() - start);
	}
	tell(&took);
}

/* Both ways by the same two processes, on whatever processors the kernel has them: that
 * differs more between two runs than the ways do. */
static void turns(struct sockaddr_in one, struct sockaddr_in other, long count)
{
	int s[] = { connected(&one), connected(&other) };
	struct samples took[] = { samples_of(count), samples_of(count) };

	there_and_back(s[0], TRIP);
	there_and_back(s[1], TRIP);
	for (long i = 0; i < 2 * count; i++) {
		uint64_t start = now();

		there_and_back(s[i % 2], TRIP);
		sample(&took[i % 2], now() - start);
	}
	tell(&took[0]);
	tell(&took[1]);
}

static void connections(struct sockaddr_in in, long count)
{
	struct samples took = samples_of(count);

	while (count--) {
		uint64_t start = now();
		int s = connected(&in);

		there_and_back(s, 1);
		close(s);
		sample(&took, now() - start);
	}
	tell(&took);
}

/* RFC 1035, 4.1: one question, for an A record, recursion desired. */
static int question(uint8_t *message, const char *name)
{
	uint8_t *end = message + DNS_HEADER;

	memset(message, 0, DNS_MOST);
	message[2] = 1;
	message[5] = 1;
	while (*name) {
		size_t label = strcspn(name, ".");

		*end++ = label;
		memcpy(end, name, label);
		end += label;
		name += label + (name[label] == '.');
	}
	end[2] = 1; /* type A, after the root's empty label */
	end[4] = 1; /* class IN */
	return end + 5 - message;
}

/* Each of WIDTH sockets asks again once it is answered, until there is no room for samples. */
static void ask(struct sockaddr_in in, const char *name, int width, struct samples *took)
{
	static struct pollfd sockets[256];
	static uint64_t asked[256];
	uint8_t message[DNS_MOST], answer[DNS_MOST];
	int length = question(message, name);

	for (int i = 0; i < width; i++) {
		sockets[i] =
			(struct pollfd){ .fd = socket(AF_INET, SOCK_DGRAM, 0), .events = POLLIN };
		if (connect(sockets[i].fd, (struct sockaddr *)&in, sizeof in) < 0)
			die("connect");
		asked[i] = now();
		send(sockets[i].fd, message, length, 0);
	}
	while (took->count < took->most) {
		if (poll(sockets, width, 5000) <= 0)
			die("no answer");
		for (int i = 0; i < width; i++) {
			if (!sockets[i].revents)
				continue;
			/* The answer's code, and that it holds an address. */
			if (recv(sockets[i].fd, answer, sizeof answer, 0) < length ||
			    (answer[3] & 15) || !answer[7])
				die("answer");
			sample(took, now() - asked[i]);
			asked[i] = now();
			send(sockets[i].fd, message, length, 0);
		}
	}
}

/* One asker alone would be busy with asking: what is measured then is the asker. */
static void queries(struct sockaddr_in in, const char *name, long count, int width, int askers)
{
	struct samples all = samples_of(count / askers * askers);

	for (int i = 0; i < askers; i++) {
		struct samples own = { .nanoseconds = all.nanoseconds + count / askers * i,
				       .most = count / askers };

		if (fork() == 0) {
			ask(in, name, width, &own);
			_exit(0);
		}
	}
	for (int status; wait(&status) > 0;)
		if (status != 0)
			exit(1);
	all.count = all.most;
	tell(&all);
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "echo"))
		echo(argv[2]);
	else if (argc == 5 && !strcmp(argv[1], "trips"))
		trips(address_of(argv[2], argv[3]), atol(argv[4]));
	else if (argc == 7 && !strcmp(argv[1], "turns"))
		turns(address_of(argv[2], argv[3]), address_of(argv[4], argv[5]), atol(argv[6]));
	else if (argc == 5 && !strcmp(argv[1], "connections"))
		connections(address_of(argv[2], argv[3]), atol(argv[4]));
	else if (argc == 7 && !strcmp(argv[1], "queries") && atoi(argv[5]) <= 256 && atoi(argv[6]) > 0)
		queries(address_of(argv[2], "53"), argv[3], atol(argv[4]), atoi(argv[5]),
			atoi(argv[6]));
	else
		return 2;
	return 0;
}
