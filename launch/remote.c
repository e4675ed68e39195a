/*
 * remote.c - an engine on another machine: its own sampan, run there by ssh(1) with our
 * descriptors. And the engine behind a socket of the Engine API: it says where its front's socket
 * is.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "target.h"
#include "text.h"

enum { MAX_COMMAND = 131072, MAX_PART = 256, MAX_ANSWER = 4096, PATIENCE = 5000 };

/* ssh:// --------------------------------------------------------------------------------------- */

/* Between single quotes, for the shell on the other side. */
static void put_escaped(struct text *t, const char *word)
{
	for (; *word; word++) {
		if (*word == '\'')
			put(t, "'\\''");
		else
			put_bytes(t, word, 1);
	}
}

static void put_quoted(struct text *t, const char *word)
{
	put(t, " '");
	put_escaped(t, word);
	put(t, "'");
}

static void __attribute__((noreturn)) refuse(const char *url, const char *why)
{
	say("sampan: ", url, ": ", why, NULL);
	_exit(FRONT_FAILED);
}

/* Nothing that ssh(1) or a shell could take for something else. (CVE-2017-1000117) */
static void copy(char to[MAX_PART], const char *from, size_t n, const char *url)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:%";

	if (n == 0 || n >= MAX_PART || *from == '-' || strspn(from, plain) < n)
		refuse(url, "not an address of the form ssh://user@host:port");
	memcpy(to, from, n);
	to[n] = 0;
}

struct address {
	char user[MAX_PART], host[MAX_PART], port[MAX_PART];
	const char *path; /* of the socket there, empty: the usual one */
};

static void read_address(const char *url, struct address *a)
{
	const char *at = url + strlen("ssh://"), *end = at + strcspn(at, "/?#");
	const char *sign = memchr(at, '@', (size_t)(end - at)), *colon;

	a->path = end[0] == '/' && end[1] ? end : "";
	if (strpbrk(end, "?#"))
		refuse(url, "neither a query nor a fragment is allowed");
	if (sign) {
		if (memchr(at, ':', (size_t)(sign - at)))
			refuse(url, "plain-text password is not supported");
		copy(a->user, at, (size_t)(sign - at), url);
		at = sign + 1;
	}
	if (*at == '[') { /* an address of IPv6 */
		colon = memchr(at, ']', (size_t)(end - at));
		if (!colon)
			refuse(url, "not an address of the form ssh://user@host:port");
		copy(a->host, at + 1, (size_t)(colon - at) - 1, url);
		colon++;
	} else {
		colon = memchr(at, ':', (size_t)(end - at));
		colon = colon ? colon : end;
		copy(a->host, at, (size_t)(colon - at), url);
	}
	if (*colon == ':')
		copy(a->port, colon + 1, (size_t)(end - colon) - 1, url);
	if (strspn(a->port, "0123456789") != strlen(a->port))
		refuse(url, "the port is not a number");
}

void run_there(const char *url, char **arguments, bool terminal)
{
	static char command[MAX_COMMAND];
	static struct address a;
	struct text t = { command, command + sizeof(command) - 1 };
	char *line[16] = { (char *)"ssh", (char *)"-o", (char *)"ConnectTimeout=30", (char *)"-o",
		           (char *)"LogLevel=ERROR" };
	int n = 5;

	read_address(url, &a);
	line[n++] = terminal ? (char *)"-t" : (char *)"-T";
	if (*a.user) {
		line[n++] = (char *)"-l";
		line[n++] = a.user;
	}
	if (*a.port) {
		line[n++] = (char *)"-p";
		line[n++] = a.port;
	}
	line[n++] = (char *)"--";
	line[n++] = a.host;
	put(&t, "exec sampan --over-ssh");
	if (*a.path) {
		put(&t, " --host 'unix://");
		put_escaped(&t, a.path);
		put(&t, "'");
	}
	for (; *arguments; arguments++)
		put_quoted(&t, *arguments);
	if (t.at == t.end)
		refuse(url, "the command line is too long to be sent there");
	*t.at = 0;
	line[n++] = command;
	execvp("ssh", line);
	say("sampan: cannot run ssh: ", strerror(errno), NULL);
	_exit(FRONT_FAILED);
}

/* unix:// -------------------------------------------------------------------------------------- */

static int connect_stream(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(address.sun_path))
		return -1;
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static size_t ping(int fd, char *answer, size_t size)
{
	static const char request[] =
		"GET /_ping HTTP/1.1\r\nHost: sampan\r\nConnection: close\r\n\r\n";
	struct pollfd ready = { fd, POLLIN, 0 };
	size_t have = 0;
	ssize_t n = send(fd, request, sizeof(request) - 1, MSG_NOSIGNAL);

	while (n > 0 && have < size && poll(&ready, 1, PATIENCE) > 0) {
		n = read(fd, answer + have, size - have);
		have += n > 0 ? (size_t)n : 0;
	}
	return have;
}

/* The folder of the front's socket of the engine that serves this one; EPROTO: no engine of ours.
 */
bool find_front(const char *socket, char *folder, size_t size)
{
	static const char header[] = "\r\nSampan-Exec-Root: ";
	char answer[MAX_ANSWER + 1];
	int fd = connect_stream(socket);
	const char *at;
	size_t n;

	errno = ECONNREFUSED;
	if (fd < 0)
		return false;
	answer[ping(fd, answer, MAX_ANSWER)] = 0;
	close(fd);
	at = strcasestr(answer, header);
	errno = EPROTO;
	if (!at)
		return false;
	at += sizeof(header) - 1;
	n = strcspn(at, "\r\n");
	if (n == 0 || n >= size)
		return false;
	memcpy(folder, at, n);
	folder[n] = 0;
	return true;
}
