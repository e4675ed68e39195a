#define _GNU_SOURCE
#include "container.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include "../text.h"
#include "check.h"

char test_folder[40];

enum {
	PID = 0,
	PIDFD,
	REPORT,
	REPORT_END,
	IN,
	IN_END,
	OUT,
	OUT_END,
	ERR,
	ERR_END,
	PTY,
	PTY_END,
	MASTER,
	SLAVE
};

static const char *binary(void)
{
	const char *path = getenv("SAMPAN_BINARY");

	return path ? path : "target/launch/sampan";
}

static void become(const int *fds, int count)
{
	for (int i = 0; i < count; i++)
		CHECK(dup2(fds[i], PROGRAM_FD + i) >= 0);
	syscall(SYS_close_range, PROGRAM_FD + count, ~0u, 0);
	execve(binary(), (char *[]){ "sampan-launch", NULL }, (char *[]){ NULL });
	CHECK(!"execve");
}

pid_t run_program(const void *program, size_t size, const int *fds, int count)
{
	int high[16], file = memfd_create("program", MFD_CLOEXEC);
	pid_t pid;

	CHECK(write(file, program, size) == (ssize_t)size);
	high[0] = fcntl(file, F_DUPFD_CLOEXEC, 100);
	for (int i = 0; i < count; i++)
		high[i + 1] = fcntl(fds[i], F_DUPFD_CLOEXEC, 100);
	pid = fork();
	if (pid == 0) {
		dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 0);
		become(high, count + 1);
	}
	for (int i = 0; i <= count; i++)
		close(high[i]);
	close(file);
	return pid;
}

int status_of(pid_t pid)
{
	int status;

	CHECK(waitpid(pid, &status, 0) == pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void pipe_of(struct assembly *a, uint8_t reader, uint8_t writer)
{
	uint32_t at = bytes_of(a, NULL, 8);

	CALL(a, SYS_pipe2, A(at), I(O_CLOEXEC));
	peek_pair(a, at, reader, writer);
}

static void open_terminal(struct assembly *a)
{
	struct msghdr message = { .msg_iovlen = 1, .msg_controllen = CMSG_LEN(sizeof(int)) };
	struct cmsghdr header = { CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS };
	struct iovec io = { NULL, 1 };
	uint32_t at, control, vector;

	CALL(a, SYS_openat, I(AT_FDCWD), A(string_of(a, "/dev/ptmx")),
	     I(O_RDWR | O_NOCTTY | O_CLOEXEC))
		->result = MASTER;
	CALL(a, SYS_ioctl, R(MASTER), I(TIOCSPTLCK), A(bytes_of(a, NULL, 4)));
	CALL(a, SYS_ioctl, R(MASTER), I(TIOCGPTPEER), I(O_RDWR | O_NOCTTY))->result = SLAVE;
	control = bytes_of(a, &header, sizeof(header));
	bytes_of(a, NULL, sizeof(int));
	poke(a, control + (uint32_t)CMSG_LEN(0), MASTER, 4);
	vector = bytes_of(a, &io, sizeof(io));
	points_to(a, vector, string_of(a, "m"));
	at = bytes_of(a, &message, sizeof(message));
	points_to(a, at + offsetof(struct msghdr, msg_iov), vector);
	points_to(a, at + offsetof(struct msghdr, msg_control), control);
	CALL(a, SYS_sendmsg, R(PTY_END), A(at), I(0));
	CALL(a, SYS_setsid, I(0));
	for (int i = 0; i < 3; i++)
		CALL(a, SYS_dup3, R(SLAVE), I(i), I(0))->tolerated[0] = 1ull << EINVAL;
	CALL(a, SYS_ioctl, I(0), I(TIOCSCTTY), I(0));
	CALL(a, SYS_close, R(SLAVE));
}

/* The child part: what a container's program does, without the container. */
static void child_part(struct assembly *a, const struct container *c)
{
	static const char *const environment[] = { "PATH=/usr/bin:/bin", NULL };
	uint32_t file = string_of(a, c->argv[0]);

	if (c->settings.flags & SETTING_TTY) {
		open_terminal(a);
	} else {
		if (c->with_stdin)
			CALL(a, SYS_dup3, R(IN), I(0), I(0));
		CALL(a, SYS_dup3, R(OUT_END), I(1), I(0));
		CALL(a, SYS_dup3, R(ERR_END), I(2), I(0));
	}
	CALL(a, SYS_close_range, I(3), I(~0u), I(CLOSE_RANGE_CLOEXEC));
	CALL(a, SYS_execve, A(file), A(vector_of(a, c->argv)), A(vector_of(a, environment)));
}

static void clone_child(struct assembly *a, const struct container *c)
{
	struct {
		uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, rest[6];
	} arguments = { .flags = CLONE_PIDFD, .exit_signal = SIGCHLD };
	uint32_t at = bytes_of(a, &arguments, sizeof(arguments)), pidfd = bytes_of(a, NULL, 8);
	struct op *clone = CALL(a, SYS_clone3, A(at), I(sizeof(arguments)));

	clone->kind = OP_CLONE;
	clone->result = PID;
	points_to(a, at + 8, pidfd);
	child_part(a, c);
	clone->skip_after_success = (uint16_t)(&a->ops[a->header.ops] - clone - 1);
	peek(a, PIDFD, pidfd, 4);
}

static void put_settings(struct assembly *a, struct container *c)
{
	struct settings *s = &c->settings;
	bool tty = s->flags & SETTING_TTY;

	s->register_pid = PID;
	s->register_pidfd = PIDFD;
	s->register_report = REPORT;
	s->register_stdin = c->with_stdin && !tty ? IN_END : NO_REGISTER;
	s->register_stdout = tty ? NO_REGISTER : OUT;
	s->register_stderr = tty ? NO_REGISTER : ERR;
	s->register_pty = tty ? PTY : NO_REGISTER;
	s->register_oom = s->register_barrier = NO_REGISTER;
	a->header.settings = bytes_of(a, s, sizeof(*s));
	a->header.report = REPORT_END;
}

static void assemble(struct assembly *a, struct container *c)
{
	bool tty = c->settings.flags & SETTING_TTY;
	uint32_t pair;

	assembly_begin(a);
	pipe_of(a, REPORT, REPORT_END);
	if (tty) {
		pair = bytes_of(a, NULL, 8);
		CALL(a, SYS_socketpair, I(AF_UNIX), I(SOCK_STREAM | SOCK_CLOEXEC), I(0), A(pair));
		peek_pair(a, pair, PTY, PTY_END);
	} else {
		pipe_of(a, IN, IN_END);
		pipe_of(a, OUT, OUT_END);
		pipe_of(a, ERR, ERR_END);
	}
	clone_child(a, c);
	op_of(a, OP_END); /* the monitor closes the child's ends: nobody told it of them */
	put_settings(a, c);
	if (c->change)
		c->change(a);
}

static int listener_in(const char *directory)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s/monitor.sock", directory);
	CHECK(bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(fd, 128) == 0);
	return fd;
}

/* Hands fds[n] over, to be known by its number there. */
static int32_t hand_over(int *fds, int *count, int fd)
{
	fds[*count] = fd;
	return PROGRAM_FD + ++*count;
}

static int hand_over_client(int *fds, int *count, int32_t *number)
{
	int pair[2];

	CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
	*number = hand_over(fds, count, pair[1]);
	return pair[0];
}

void container_start(struct container *c)
{
	static struct assembly a;
	static uint8_t file[sizeof(struct assembly)];
	int fds[8], count = 0;
	struct settings *s = &c->settings;

	if (!c->directory[0]) {
		snprintf(c->directory, sizeof(c->directory), "%s/XXXXXX", test_folder);
		CHECK(mkdtemp(c->directory));
	}
	s->directory = s->listener = s->oom = s->first_client[0] = s->first_client[1] = NO_FD;
	if (c->with_directory || s->log_driver)
		s->directory = hand_over(fds, &count, open(c->directory, O_PATH | O_CLOEXEC));
	if (c->with_listener)
		s->listener = hand_over(fds, &count, listener_in(c->directory));
	c->events = c->stream = -1;
	s->first_interest[0] = WANT_EVENTS;
	if (!c->without_events)
		c->events = hand_over_client(fds, &count, &s->first_client[0]);
	s->first_interest[1] = c->stream_interest;
	if (c->stream_interest)
		c->stream = hand_over_client(fds, &count, &s->first_client[1]);
	assemble(&a, c);
	c->launcher = run_program(file, assembled(&a, file), fds, count);
	for (int i = 0; i < count; i++)
		close(fds[i]);
}

int container_end(struct container *c)
{
	return status_of(c->launcher);
}

int container_dial(const struct container *c)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s/monitor.sock", c->directory);
	CHECK(connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0);
	return fd;
}

bool container_hello(int socket, uint32_t interest)
{
	uint8_t frame[FRAME_HEADER + 4] = { FRAME_HELLO };

	be32(frame + 4, 4);
	be32(frame + FRAME_HEADER, interest);
	return send(socket, frame, sizeof(frame), MSG_NOSIGNAL) == sizeof(frame);
}

int container_connect(const struct container *c, uint32_t interest)
{
	int fd = container_dial(c);

	CHECK(container_hello(fd, interest));
	return fd;
}

void frame_send(int socket, enum frame type, const void *payload, size_t size)
{
	uint8_t frame[FRAME_HEADER + MAX_FRAME] = { (uint8_t)type };
	size_t sent = 0;

	be32(frame + 4, (uint32_t)size);
	if (size)
		memcpy(frame + FRAME_HEADER, payload, size);
	while (sent < FRAME_HEADER + size) {
		ssize_t n = send(socket, frame + sent, FRAME_HEADER + size - sent, MSG_NOSIGNAL);

		CHECK(n > 0);
		sent += (size_t)n;
	}
}

static bool receive_all(int socket, void *to, size_t size, int *fd)
{
	char control[CMSG_SPACE(sizeof(int))];

	while (size) {
		struct iovec io = { to, size };
		struct msghdr message = { NULL, 0, &io, 1, control, sizeof(control), 0 };
		ssize_t n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
		struct cmsghdr *header = n > 0 ? CMSG_FIRSTHDR(&message) : NULL;

		if (n <= 0)
			return false;
		if (header)
			memcpy(fd, CMSG_DATA(header), sizeof(*fd));
		to = (char *)to + n;
		size -= (size_t)n;
	}
	return true;
}

bool frame_receive(int socket, struct frame_in *in)
{
	uint8_t header[FRAME_HEADER];

	in->fd = -1;
	if (!receive_all(socket, header, sizeof(header), &in->fd))
		return false;
	in->type = header[0];
	in->length = from_be32(header + 4);
	CHECK(in->length <= MAX_FRAME);
	in->payload[in->length] = 0;
	return receive_all(socket, in->payload, in->length, &in->fd);
}

void frame_expect(int socket, enum frame type, struct frame_in *in)
{
	CHECK(frame_receive(socket, in));
	CHECK_EQUAL(in->type, type);
}

int collect_streams(int socket, char *output, char *errors, size_t size)
{
	static struct frame_in in;
	struct text texts[2] = { { output, output + size - 1 }, { errors, errors + size - 1 } };

	for (;;) {
		CHECK(frame_receive(socket, &in));
		*texts[0].at = *texts[1].at = 0;
		if (in.type == FRAME_EXITED)
			return (int)from_be32(in.payload);
		if (in.type == FRAME_STARTED || in.type == FRAME_RUNNING)
			continue;
		CHECK(in.type == FRAME_STDOUT || in.type == FRAME_STDERR);
		put_bytes(&texts[in.type == FRAME_STDERR], in.payload, in.length);
	}
}

int collect(int socket, char *output, size_t size)
{
	static char errors[8 << 20];

	return collect_streams(socket, output, errors,
	                       size < sizeof(errors) ? size : sizeof(errors));
}

size_t file_read(const struct container *c, const char *name, char *text, size_t size)
{
	char path[128];
	size_t have = 0;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", c->directory, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	while ((n = read(fd, text + have, size - 1 - have)) > 0)
		have += (size_t)n;
	close(fd);
	text[have] = 0;
	return have;
}
