/*
 * engine.c - finding the engine, or starting one: java, in the background, one at a time.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h> /* rename(2) */
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "front.h"
#include "text.h"

enum {
	STEP = 2, /* ms between two looks */
	NOTE_AFTER = 1000,
	GRACE = 1000, /* another engine may be coming up when ours died */
	PATIENCE = 120000,
	TAIL = 4096,
	MAX_LOG = 1 << 20,
	MAX_DAEMON_ARGUMENTS = 1024,
	HANDED_ON = 3, /* the JVM's descriptor: its socket, or the lock it holds until it listens */
};

const char DEFAULT_EXEC[] = "/run/sampan";
static const char DEFAULT_DATA[] = "/var/lib/sampan";

void say(const char *first, ...)
{
	char line[2048];
	struct text t = { line, line + sizeof(line) - 1 };
	va_list parts;

	va_start(parts, first);
	for (const char *part = first; part; part = va_arg(parts, const char *))
		put(&t, part);
	va_end(parts);
	*t.at++ = '\n';
	(void)!write(STDERR_FILENO, line, (size_t)(t.at - line));
}

static const char *join(char path[PATH_MAX], const char *folder, const char *name)
{
	struct text t = { path, path + PATH_MAX - 1 };

	put(&t, folder);
	put(&t, name);
	*t.at = 0;
	return path;
}

static int connect_to(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, error;

	if (strlen(path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

/* A new engine --------------------------------------------------------------------------------- */

struct start {
	char home[PATH_MAX], java[PATH_MAX], arguments[PATH_MAX + 1], log[PATH_MAX], lock[PATH_MAX];
	const char *exec, *data;
	int lock_fd, log_fd;
	off_t log_from;
	pid_t pid;
	int died_after; /* ms, 0: not yet */
};

static bool make_folders(const char *path)
{
	char part[PATH_MAX];

	if (strlen(path) >= sizeof(part))
		return false;
	if (mkdir(path, 0711) == 0 || errno == EEXIST)
		return true;
	strcpy(part, path);
	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		mkdir(part, 0755);
		*slash = '/';
	}
	return mkdir(path, 0711) == 0 || errno == EEXIST;
}

static bool open_log(struct start *s)
{
	char old[PATH_MAX];
	struct stat st;
	int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW;

	if (stat(s->log, &st) == 0 && st.st_size > MAX_LOG)
		rename(s->log, join(old, s->log, ".1"));
	s->log_fd = open(s->log, flags, 0600);
	s->log_from = s->log_fd < 0 ? 0 : lseek(s->log_fd, 0, SEEK_END);
	return s->log_fd >= 0;
}

static bool prepare(struct start *s)
{
	const char *wrong = s->exec;

	if (!engine_home(s->home)) {
		wrong = "/proc/self/exe";
	} else if (access(join(s->java, s->home, "/jvm/bin/java"), X_OK) < 0) {
		wrong = s->java;
	} else if (make_folders(s->exec)) {
		s->arguments[0] = '@';
		join(s->arguments + 1, s->home, "/engine.args");
		join(s->log, s->exec, "/engine.log");
		wrong = join(s->lock, s->exec, "/start.lock");
		s->lock_fd = open(s->lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (s->lock_fd >= 0)
			return true;
	}
	say("sampan: cannot start the engine: ", wrong, ": ", strerror(errno), NULL);
	return false;
}

static void __attribute__((noreturn)) become_engine(struct start *s, char **environment)
{
	char *arguments[] = { s->java,
		              (char *)"-Dsampan.start.lock=3",
		              s->arguments,
		              (char *)"--data-root",
		              (char *)(uintptr_t)s->data,
		              (char *)"--exec-root",
		              (char *)(uintptr_t)s->exec,
		              (char *)"--on-demand",
		              NULL };

	setsid();
	dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
	dup2(s->log_fd, STDOUT_FILENO);
	dup2(s->log_fd, STDERR_FILENO);
	fcntl(s->lock_fd, F_SETFD, 0);
	dup2(s->lock_fd, HANDED_ON);
	syscall(SYS_close_range, HANDED_ON + 1, ~0u, 0);
	umask(022);
	(void)!chdir("/");
	jvm_become(arguments, environment);
	say("cannot run ", s->java, ": ", strerror(errno), NULL);
	_exit(127);
}

static void spawn(struct start *s, char **environment)
{
	/* No zombie of an engine that ends while its caller's command goes on. */
	static const struct sigaction unattended = { .sa_handler = SIG_DFL,
		                                     .sa_flags = SA_NOCLDWAIT };

	if (!open_log(s)) {
		say("sampan: cannot write ", s->log, ": ", strerror(errno), NULL);
		return;
	}
	sigaction(SIGCHLD, &unattended, NULL);
	s->pid = fork();
	if (s->pid == 0)
		become_engine(s, environment);
	if (s->pid < 0)
		say("sampan: cannot start the engine: ", strerror(errno), NULL);
	close(s->log_fd);
}

static void say_why_it_died(struct start *s)
{
	char tail[TAIL];
	int fd = open(s->log, O_RDONLY | O_CLOEXEC);
	off_t end = lseek(fd, 0, SEEK_END), from = s->log_from;
	ssize_t n;

	if (end - from > TAIL)
		from = end - TAIL;
	n = pread(fd, tail, sizeof(tail), from);
	say("sampan: the engine could not start; ", s->log, " says:", NULL);
	if (n > 0)
		(void)!write(STDERR_FILENO, tail, (size_t)n);
	close(fd);
}

static bool died(struct start *s, int waited)
{
	if (!s->died_after && waitpid(s->pid, NULL, WNOHANG) != 0)
		s->died_after = waited ? waited : 1;
	return s->died_after && waited - s->died_after > GRACE;
}

/* Whoever gets the lock starts the engine, which holds it on; the others wait for it as well. */
static int start_and_connect(struct start *s, const char *path, char **environment)
{
	static const struct timespec step = { 0, STEP * 1000000 };

	for (int waited = 0; waited < PATIENCE; waited += STEP) {
		bool locked = s->pid || flock(s->lock_fd, LOCK_EX | LOCK_NB) == 0;
		int fd = connect_to(path);

		if (fd >= 0)
			return fd;
		if (locked && !s->pid)
			spawn(s, environment);
		if (s->pid < 0 || (locked && !s->pid))
			return -1;
		if (s->pid && died(s, waited)) {
			say_why_it_died(s);
			return -1;
		}
		if (waited == NOTE_AFTER && !s->died_after)
			say("sampan: starting the engine ...", NULL);
		nanosleep(&step, NULL);
	}
	say("sampan: the engine does not answer; see ", s->log, NULL);
	return -1;
}

static int start_engine(const struct roots *roots, const char *path, char **environment)
{
	static struct start s;
	int fd = -1;

	memset(&s, 0, sizeof(s));
	s.exec = roots->exec ? roots->exec : DEFAULT_EXEC;
	s.data = roots->data ? roots->data : DEFAULT_DATA;
	if (prepare(&s)) {
		fd = start_and_connect(&s, path, environment);
		close(s.lock_fd);
	}
	return fd;
}

/* A JVM for this one command, at the other end of the socket: same words, same results, slower. */
static void __attribute__((noreturn)) become_own_engine(int socket, char **environment)
{
	static char home[PATH_MAX], java[PATH_MAX], file[PATH_MAX + 1] = "@";
	char *arguments[] = { java, file, (char *)"--serve-front", NULL };

	setsid();
	if (engine_home(home)) {
		join(java, home, "/jvm/bin/java");
		join(file + 1, home, "/engine.args");
		dup2(open("/dev/null", O_RDWR), STDIN_FILENO);
		dup2(STDIN_FILENO, STDOUT_FILENO);
		fcntl(socket, F_SETFD, 0);
		dup2(socket, HANDED_ON);
		syscall(SYS_close_range, HANDED_ON + 1, ~0u, 0);
		(void)!chdir("/");
		jvm_become(arguments, environment);
	}
	say("sampan-runtime: cannot run ", java, ": ", strerror(errno), NULL);
	_exit(127);
}

static int own_engine(char **environment)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
		say("sampan-runtime: socketpair: ", strerror(errno), NULL);
		return -1;
	}
	if (fork() == 0)
		become_own_engine(pair[1], environment);
	close(pair[1]);
	return pair[0];
}

/* The one that runs, where the caller may use it; none is started. */
int engine_for_runtime(const struct roots *roots, char **environment)
{
	char path[PATH_MAX];
	int fd = connect_to(join(path, roots->exec ? roots->exec : DEFAULT_EXEC, "/front.sock"));

	return fd >= 0 ? fd : own_engine(environment);
}

int engine_connect(const struct roots *roots, char **environment)
{
	char path[PATH_MAX];
	int fd = connect_to(join(path, roots->exec ? roots->exec : DEFAULT_EXEC, "/front.sock"));
	int error = errno;

	if (fd >= 0)
		return fd;
	if (error == EACCES || error == EPERM)
		say("permission denied while trying to connect to the Sampan engine at unix://",
		    path, NULL);
	else if (error != ENOENT && error != ECONNREFUSED)
		say("sampan: cannot connect to the engine at unix://", path, ": ", strerror(error),
		    NULL);
	else if (geteuid() != 0)
		say("sampan: no engine is running at unix://", path,
		    ", and only root can start one: sudo sampan daemon", NULL);
	else
		return start_engine(roots, path, environment);
	return -1;
}

/* sampan daemon -------------------------------------------------------------------------------- */

static bool gives(char **arguments, const char *name)
{
	size_t n = strlen(name);

	for (; *arguments; arguments++)
		if (strncmp(*arguments, name, n) == 0 &&
		    ((*arguments)[n] == 0 || (*arguments)[n] == '='))
			return true;
	return false;
}

static int give(char **to, char **arguments, const char *name, const char *value)
{
	if (!value || gives(arguments, name))
		return 0;
	to[0] = (char *)(uintptr_t)name;
	to[1] = (char *)(uintptr_t)value;
	return 2;
}

int engine_run(const struct roots *roots, char **arguments, char **environment)
{
	static char home[PATH_MAX], java[PATH_MAX], file[PATH_MAX + 1] = "@";
	static char *all[MAX_DAEMON_ARGUMENTS + 8];
	int n = 0;

	if (!engine_home(home))
		return FRONT_FAILED;
	all[n++] = (char *)(uintptr_t)join(java, home, "/jvm/bin/java");
	join(file + 1, home, "/engine.args");
	all[n++] = file;
	n += give(all + n, arguments, "--data-root", roots->data);
	n += give(all + n, arguments, "--exec-root", roots->exec);
	while (*arguments && n < MAX_DAEMON_ARGUMENTS)
		all[n++] = *arguments++;
	jvm_become(all, environment);
	say("sampan: cannot run ", java, ": ", strerror(errno), NULL);
	return FRONT_FAILED;
}
