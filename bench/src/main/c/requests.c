/*
 * requests - a client of the Docker Engine API on a Unix socket, and how long it takes.
 *
 *   requests SOCKET get TARGET COUNT PAUSE     COUNT times, one after the other, PAUSE microseconds
 * between requests SOCKET run IMAGE NETWORK COUNT    creates, starts and awaits a container of
 * "true" that removes itself requests SOCKET events TARGET COUNT        COUNT events of a stream:
 * how long after their time each one comes requests SOCKET flood TARGET WIDTH         on WIDTH
 * connections, as fast as answers come, for ever
 *
 * All but flood print what tell() tells.  It knows as much of HTTP as the engines it talks to
 * answer with.
 */
#define _GNU_SOURCE
#include "samples.h"
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { CONTENT_MOST = 4 << 20, WIDTH_MOST = 1024, SILENCE = 60000 };

/* What was read of a connection and not yet taken. */
struct connection {
	int socket;
	size_t length;
	char bytes[CONTENT_MOST];
};

static int connected(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int s = socket(AF_UNIX, SOCK_STREAM, 0);

	strncpy(address.sun_path, path, sizeof address.sun_path - 1);
	if (connect(s, (struct sockaddr *)&address, sizeof address) < 0)
		die("connect");
	return s;
}

static struct connection *connection(const char *path)
{
	struct connection *c = malloc(sizeof *c);

	if (!c)
		exit(2);
	c->socket = connected(path);
	c->length = 0;
	return c;
}

static void ask(int s, const char *method, const char *target, const char *body)
{
	char head[4096];
	int n = snprintf(head, sizeof head,
	                 "%s %s HTTP/1.1\r\nHost: d\r\nContent-Type: "
	                 "application/json\r\nContent-Length: %zu\r\n\r\n%s",
	                 method, target, strlen(body), body);

	if (n >= (int)sizeof head || write(s, head, n) != n)
		die("request");
}

static void more(struct connection *c)
{
	struct pollfd one = { .fd = c->socket, .events = POLLIN };
	ssize_t n;

	if (c->length + 1 >= sizeof c->bytes || poll(&one, 1, SILENCE) <= 0)
		die("silence");
	n = read(c->socket, c->bytes + c->length, sizeof c->bytes - 1 - c->length);
	if (n <= 0)
		die("end of answer");
	c->length += n;
	c->bytes[c->length] = 0;
}

static void take(struct connection *c, size_t n)
{
	c->length -= n;
	memmove(c->bytes, c->bytes + n, c->length + 1);
}

/* Takes what is before the text, and the text. */
static size_t line(struct connection *c, const char *text)
{
	char *end;

	while (c->length == 0 || !(end = strstr(c->bytes, text)))
		more(c);
	return end - c->bytes + strlen(text);
}

/* Takes the head of an answer. Returns the length of its content, -1 when it comes in chunks. */
static long head(struct connection *c)
{
	size_t n = line(c, "\r\n\r\n");
	char last = c->bytes[n];
	long length = -1;
	char *field;

	c->bytes[n] = 0;
	if (strncmp(c->bytes, "HTTP/1.1 20", 11)) {
		fputs(c->bytes, stderr);
		exit(1);
	}
	field = strcasestr(c->bytes, "\r\ncontent-length:");
	if (field)
		length = atol(field + 17);
	else if (!strcasestr(c->bytes, "\r\ntransfer-encoding:"))
		length = 0;
	c->bytes[n] = last;
	take(c, n);
	return length;
}

/* Takes what else an answer has. The first part of it stays in *content. */
static void rest(struct connection *c, long length, char *content, size_t most)
{
	*content = 0;
	while (length != 0) {
		int chunked = length < 0;
		size_t n = length;

		if (chunked) {
			size_t size_line = line(c, "\r\n");

			n = strtoul(c->bytes, NULL, 16);
			take(c, size_line);
		}
		while (c->length < n + 2 * chunked)
			more(c);
		if (!*content)
			snprintf(content, most, "%.*s", (int)n, c->bytes);
		take(c, n + 2 * chunked);
		length = chunked && n ? -1 : 0;
	}
}

static void whole(struct connection *c, char *content, size_t most)
{
	rest(c, head(c), content, most);
}

static void get(const char *path, const char *target, long count, long pause)
{
	struct connection *c = connection(path);
	struct samples took = samples_of(count);
	char content[256];

	while (count--) {
		uint64_t start = now();

		ask(c->socket, "GET", target, "");
		whole(c, content, sizeof content);
		sample(&took, now() - start);
		usleep(pause);
	}
	tell(&took);
}

static void all(const char *path, char **targets, int count)
{
	struct connection **c = malloc(count * sizeof *c);
	struct samples took = samples_of(1);
	char content[256];

	if (!c)
		exit(2);
	for (int i = 0; i < count; i++) {
		c[i] = connection(path);
		ask(c[i]->socket, "GET", targets[i], "");
	}
	for (int i = 0; i < count; i++)
		whole(c[i], content, sizeof content);
	sample(&took, now() - took.begin);
	tell(&took);
}

static void run_one(struct connection *c, struct connection *waiting, const char *body)
{
	char target[256], content[256];
	const char *id;
	long length;

	ask(c->socket, "POST", "/containers/create", body);
	whole(c, content, sizeof content);
	id = strstr(content, "\"Id\":\"");
	if (!id)
		exit(1);
	id += 6;
	snprintf(target, sizeof target, "/containers/%.64s/wait?condition=removed", id);
	ask(waiting->socket, "POST", target, "");
	length = head(waiting);
	snprintf(target, sizeof target, "/containers/%.64s/start", id);
	ask(c->socket, "POST", target, "");
	whole(c, content, sizeof content);
	rest(waiting, length, content, sizeof content);
	if (!strstr(content, "\"StatusCode\":0"))
		exit(1);
}

static void run(const char *path, const char *image, const char *network, long count)
{
	struct connection *c = connection(path), *waiting = connection(path);
	struct samples took = samples_of(count);
	char body[512];

	snprintf(body, sizeof body,
	         "{\"Image\":\"%s\",\"Cmd\":[\"true\"],\"HostConfig\":{\"AutoRemove\":true,"
	         "\"NetworkMode\":\"%s\"}}",
	         image, network);
	while (count--) {
		uint64_t start = now();

		run_one(c, waiting, body);
		sample(&took, now() - start);
	}
	tell(&took);
}

/*
 * Otherwise a listener on a busy machine measures mostly how long it waits for a processor itself,
 * with what it listens for in its socket.
 */
static void run_at_once(void)
{
	struct sched_param least = { .sched_priority = sched_get_priority_min(SCHED_FIFO) };

	if (sched_setscheduler(0, SCHED_FIFO, &least) < 0)
		perror("requests: no real-time priority, delays are longer than they should be");
}

static void events(const char *path, const char *target, long count)
{
	static const char time[] = "\"timeNano\":";
	struct connection *c = connection(path);
	struct samples took = samples_of(count);

	run_at_once();
	ask(c->socket, "GET", target, "");
	head(c);
	puts("listening");
	fflush(stdout);
	while (took.count < took.most) {
		size_t n = line(c, time);

		while (!strchr(c->bytes + n, '\n'))
			more(c);
		sample(&took, clock_now(CLOCK_REALTIME) - strtoull(c->bytes + n, NULL, 10));
		take(c, strchr(c->bytes + n, '\n') - c->bytes);
	}
	tell(&took);
}

/* An answer is taken for complete when nothing more of it is there: good enough to make trouble. */
static void flood(const char *path, const char *target, int width)
{
	static struct pollfd sockets[WIDTH_MOST];
	static char bytes[1 << 16];

	for (int i = 0; i < width; i++) {
		sockets[i] = (struct pollfd){ .fd = connected(path), .events = POLLIN };
		ask(sockets[i].fd, "GET", target, "");
	}
	puts("flooding");
	fflush(stdout);
	while (poll(sockets, width, -1) > 0) {
		for (int i = 0; i < width; i++) {
			if (!sockets[i].revents)
				continue;
			if (read(sockets[i].fd, bytes, sizeof bytes) <= 0)
				exit(1);
			while (recv(sockets[i].fd, bytes, sizeof bytes, MSG_DONTWAIT) > 0)
				;
			ask(sockets[i].fd, "GET", target, "");
		}
	}
}

int main(int argc, char **argv)
{
	if (argc == 6 && !strcmp(argv[2], "get"))
		get(argv[1], argv[3], atol(argv[4]), atol(argv[5]));
	else if (argc >= 4 && !strcmp(argv[2], "all"))
		all(argv[1], argv + 3, argc - 3);
	else if (argc == 6 && !strcmp(argv[2], "run"))
		run(argv[1], argv[3], argv[4], atol(argv[5]));
	else if (argc == 5 && !strcmp(argv[2], "events"))
		events(argv[1], argv[3], atol(argv[4]));
	else if (argc == 5 && !strcmp(argv[2], "flood") && atoi(argv[4]) <= WIDTH_MOST)
		flood(argv[1], argv[3], atoi(argv[4]));
	else
		return 2;
	return 0;
}
