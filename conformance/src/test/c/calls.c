/*
 * Makes the system calls through which local root has been won, in the harmless way in which each fails or does nothing, and prints what
 * the kernel or the filter answered: one line a call, 0 for success.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ALGORITHMS = 38, VSOCK = 40, X32 = 0x40000000 };

static void tell(const char *name, long result)
{
	printf("%s %d\n", name, result < 0 ? errno : 0);
	fflush(stdout);
}

/* In a child, as some of these change the caller. */
static void apart(const char *name, long number, long first, long second)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		long result = syscall(number, first, second, 0, 0, 0, 0);

		_exit(result < 0 ? errno : 0);
	}
	waitpid(child, &status, 0);
	errno = WEXITSTATUS(status);
	tell(name, errno ? -1 : 0);
}

static void cloned(const char *name, unsigned long flags)
{
	long child = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);

	if (child == 0)
		_exit(0);
	tell(name, child);
	if (child > 0)
		waitpid((pid_t)child, NULL, 0);
}

static void cloned_anew(void)
{
	uint64_t arguments[8] = { CLONE_NEWUSER, 0, 0, 0, SIGCHLD };
	long child = syscall(SYS_clone3, arguments, sizeof(arguments));

	if (child == 0)
		_exit(0);
	tell("clone3", child);
	if (child > 0)
		waitpid((pid_t)child, NULL, 0);
}

/* As a program of 32 bits calls. */
static long call32(long number, long first, long second)
{
	long result;

	__asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(first), "c"(second), "d"(0) : "memory", "r8", "r9", "r10", "r11");
	if (result < 0 && result > -4096) {
		errno = (int)-result;
		return -1;
	}
	return result;
}

static void compatible(void)
{
	tell("i386:socket:AF_ALG", call32(359, ALGORITHMS, SOCK_SEQPACKET));
	tell("i386:add_key", call32(286, 0, 0));
	tell("i386:unshare", call32(310, CLONE_NEWUSER, 0));
	tell("i386:io_uring_setup", call32(425, 0, 0));
	tell("x32:add_key", syscall(X32 | SYS_add_key, 0, 0, 0, 0, 0));
	tell("x32:unshare", syscall(X32 | SYS_unshare, CLONE_NEWUSER));
}

static void surface(void)
{
	tell("socket:AF_ALG", socket(ALGORITHMS, SOCK_SEQPACKET, 0));
	tell("socket:AF_VSOCK", socket(VSOCK, SOCK_STREAM, 0));
	tell("keyctl", syscall(SYS_keyctl, 0, -3, 0, 0, 0));
	tell("add_key", syscall(SYS_add_key, "user", "sampan-probe", "x", 1, -1));
	tell("request_key", syscall(SYS_request_key, "user", "none", 0, -1));
	tell("bpf", syscall(SYS_bpf, 0, 0, 0));
	tell("perf_event_open", syscall(SYS_perf_event_open, 0, 0, -1, -1, 0));
	tell("userfaultfd", syscall(SYS_userfaultfd, 1));
	tell("io_uring_setup", syscall(SYS_io_uring_setup, 0, 0));
	tell("io_uring_enter", syscall(SYS_io_uring_enter, -1, 0, 0, 0, 0, 0));
	tell("io_uring_register", syscall(SYS_io_uring_register, -1, 0, 0, 0));
	tell("fsopen", syscall(SYS_fsopen, "no-such", 0));
	tell("fsconfig", syscall(SYS_fsconfig, -1, 0, 0, 0, 0));
	tell("fsmount", syscall(SYS_fsmount, -1, 0, 0));
	tell("open_tree", syscall(SYS_open_tree, -1, "", 0));
	tell("move_mount", syscall(SYS_move_mount, -1, "", -1, "", 0));
	tell("mount_setattr", syscall(SYS_mount_setattr, -1, "", 0, 0, 0));
	tell("mount", syscall(SYS_mount, 0, "/none", 0, 0, 0));
	tell("umount2", syscall(SYS_umount2, "/none", 0));
	tell("pivot_root", syscall(SYS_pivot_root, "/none", "/none"));
	tell("setns", syscall(SYS_setns, -1, 0));
	tell("open_by_handle_at", syscall(SYS_open_by_handle_at, -1, 0, 0));
	tell("kexec_load", syscall(SYS_kexec_load, 0, 0, 0, -1));
	tell("init_module", syscall(SYS_init_module, 0, 0, ""));
	tell("finit_module", syscall(SYS_finit_module, -1, "", 0));
	tell("delete_module", syscall(SYS_delete_module, "", 0));
	tell("swapon", syscall(SYS_swapon, "/none", 0));
	tell("acct", syscall(SYS_acct, "/none"));
	tell("quotactl", syscall(SYS_quotactl, -1, 0, 0, 0));
	tell("iopl", syscall(SYS_iopl, 0));
	tell("ioperm", syscall(SYS_ioperm, 0, 0, 0));
	tell("syslog", syscall(SYS_syslog, -1, 0, 0));
	tell("move_pages", syscall(SYS_move_pages, 0, 0, 0, 0, 0, 0));
	tell("clock_settime", syscall(SYS_clock_settime, 0, 0));
	tell("personality", syscall(SYS_personality, 0x0400000)); /* READ_IMPLIES_EXEC */
}

int main(void)
{
	surface();
	apart("unshare:user", SYS_unshare, CLONE_NEWUSER, 0);
	apart("unshare:mount", SYS_unshare, CLONE_NEWNS, 0);
	apart("unshare:net", SYS_unshare, CLONE_NEWNET, 0);
	cloned("clone:user", CLONE_NEWUSER);
	cloned("clone:mount", CLONE_NEWNS);
	cloned_anew();
	compatible();
	return 0;
}
