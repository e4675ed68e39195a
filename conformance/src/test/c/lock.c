/*
 * lock FILE: holds FILE by flock(2) until it is killed, and says "held" when it does.
 * lock -n FILE: ends with 1 where somebody else holds it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int look = argc == 3 && !strcmp(argv[1], "-n");
	int file = open(argv[argc - 1], O_RDWR | O_CREAT, 0600);

	if (argc < 2 || file < 0) {
		perror("lock");
		return 2;
	}
	if (flock(file, LOCK_EX | LOCK_NB))
		return errno == EWOULDBLOCK ? 1 : 2;
	if (look)
		return 0;
	puts("held");
	fflush(stdout);
	for (;;)
		pause();
}
