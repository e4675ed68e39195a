/*
 * signals.c - signals as bytes in a pipe, so that poll(2) waits for them as for all else.
 *
 * System calls are not restarted: a write that waits for a stuck reader comes back when a signal
 * comes.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "front.h"

static int ends[2] = { -1, -1 };
static bool ignored[_NSIG]; /* as nohup(1) and shells do for background jobs: that stays */

static void on_signal(int number)
{
	int saved = errno;
	uint8_t byte = (uint8_t)number;

	(void)!write(ends[1], &byte, 1);
	errno = saved;
}

int signals_open(void)
{
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
		return -1;
	return ends[0];
}

static void set(int number, void (*action)(int))
{
	struct sigaction a = { .sa_handler = action };

	sigaction(number, &a, NULL);
}

void signals_catch(int number)
{
	struct sigaction caught = { .sa_handler = on_signal }, before;

	if (sigaction(number, &caught, &before) == 0 && before.sa_handler == SIG_IGN) {
		sigaction(number, &before, NULL);
		ignored[number] = true;
	}
}

/* Not those that tell of ourselves: faults, children, the terminal's size and turn. */
static bool concerns_container(int number)
{
	switch (number) {
	case SIGKILL:
	case SIGSTOP:
	case SIGSEGV:
	case SIGBUS:
	case SIGFPE:
	case SIGILL:
	case SIGTRAP:
	case SIGSYS:
	case SIGCHLD:
	case SIGPIPE:
	case SIGWINCH:
	case SIGURG:
	case SIGTTIN:
	case SIGTTOU:
		return false;
	default:
		return true;
	}
}

static bool would_end_us(int number)
{
	return number == SIGHUP || number == SIGINT || number == SIGQUIT || number == SIGTERM;
}

void signals_catch_all(bool for_container)
{
	for (int i = 1; i < _NSIG; i++)
		if (for_container ? concerns_container(i) : would_end_us(i))
			signals_catch(i);
}

void signals_release_all(void)
{
	for (int i = 1; i < _NSIG; i++)
		if (concerns_container(i) && i != SIGINT && i != SIGTERM && !ignored[i])
			set(i, SIG_DFL);
}

int signals_next(void)
{
	uint8_t byte;

	return read(ends[0], &byte, 1) == 1 ? byte : 0;
}

void signals_die(int number)
{
	sigset_t one;

	set(number, SIG_DFL);
	sigemptyset(&one);
	sigaddset(&one, number);
	sigprocmask(SIG_UNBLOCK, &one, NULL);
	raise(number);
	_exit(128 + number);
}
