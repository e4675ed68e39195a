/*
 * client - the floor for a command line: connects to a Unix stream socket, sends one byte, reads one byte, ends.
 *
 *   client serve PATH    answers for ever
 *   client PATH          makes one request
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int s = socket(AF_UNIX, SOCK_STREAM, 0);
	char byte = '?';

	if (argc < 2 || s < 0)
		return 2;
	strncpy(address.sun_path, argv[argc - 1], sizeof address.sun_path - 1);
	if (argc == 2) {
		if (connect(s, (struct sockaddr *)&address, sizeof address) < 0)
			return 1;
		return write(s, &byte, 1) == 1 && read(s, &byte, 1) == 1 ? 0 : 1;
	}
	if (bind(s, (struct sockaddr *)&address, sizeof address) < 0 || listen(s, 128) < 0)
		return 1;
	for (;;) {
		int c = accept(s, NULL, NULL);

		if (read(c, &byte, 1) == 1)
			(void)!write(c, "!", 1);
		close(c);
	}
}
