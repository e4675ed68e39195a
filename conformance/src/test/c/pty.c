/*
 * pty ROWS COLUMNS PROGRAM [ARGUMENT...] - a terminal without a person.
 *
 * Runs the program on a terminal of its own.  What comes on stdin is typed, what the program shows
 * goes to stdout as it is.  The end of stdin types nothing more; SIGTERM takes the terminal away,
 * as a closed window does.  Ends as the program does, 128 + n for a signal.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHUNK = 65536 };

static char typed[CHUNK];
static ssize_t pending, sent;

static int master_of(int rows, int columns)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (master < 0 || grantpt(master) || unlockpt(master) || ioctl(master, TIOCSWINSZ, &size)) {
		perror("pty");
		exit(99);
	}
	return master;
}

static void run(int master, char **command)
{
	int slave;

	setsid();
	slave = open(ptsname(master), O_RDWR);
	if (slave < 0 || ioctl(slave, TIOCSCTTY, 0))
		_exit(98);
	for (int fd = 0; fd < 3; fd++)
		dup2(slave, fd);
	if (slave > 2)
		close(slave);
	/* As a login does: whoever runs the tests may have been told to ignore it. */
	signal(SIGHUP, SIG_DFL);
	execvp(command[0], command);
	_exit(97);
}

static int show(int master)
{
	static char shown[CHUNK];
	ssize_t n = read(master, shown, sizeof(shown));

	if (n < 0 && errno == EAGAIN)
		return 1;
	for (ssize_t at = 0, m; at < n; at += m) {
		m = write(1, shown + at, (size_t)(n - at));
		if (m < 0)
			return 0;
	}
	return n > 0; /* EIO: nobody has the other side */
}

static int type(int master)
{
	ssize_t n = write(master, typed + sent, (size_t)(pending - sent));

	if (n < 0)
		return errno == EAGAIN;
	sent += n;
	return 1;
}

static void relay(int master)
{
	struct pollfd all[2] = { { .fd = master }, { .fd = 0, .events = POLLIN } };

	fcntl(master, F_SETFL, O_NONBLOCK);
	for (;;) {
		all[0].events = POLLIN | (sent < pending ? POLLOUT : 0);
		all[1].events = sent < pending ? 0 : POLLIN;
		poll(all, 2, -1);
		if (all[0].revents & POLLIN && !show(master))
			return;
		if (all[0].revents & POLLOUT && !type(master))
			return;
		if (all[0].revents & (POLLHUP | POLLERR) && !(all[0].revents & POLLIN))
			return;
		if (all[1].revents && sent == pending) {
			sent = 0;
			pending = read(0, typed, sizeof(typed));
			if (pending <= 0) {
				pending = 0;
				all[1].fd = -1;
			}
		}
	}
}

int main(int argc, char **argv)
{
	int master, status;
	pid_t child;

	if (argc < 4)
		return 2;
	master = master_of(atoi(argv[1]), atoi(argv[2]));
	child = fork();
	if (child == 0)
		run(master, argv + 3);
	relay(master);
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
