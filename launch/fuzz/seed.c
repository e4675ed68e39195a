/*
 * Writes the corpus that the fuzzers begin with: seed launch|client FOLDER.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../test/assembly.h"
#include "../text.h"

static const char *folder;

static void save(const char *name, const void *bytes, size_t size)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "wb");
	if (!file || fwrite(bytes, 1, size, file) != size || fclose(file))
		exit(1);
}

static struct assembly a;
static uint8_t file[sizeof(struct assembly)];

static void save_program(const char *name)
{
	save(name, file, assembled(&a, file));
}

static void programs(void)
{
	static const char *const argv[] = { "/bin/sh", "-c", "true", NULL };
	struct settings s = {
		.directory = NO_FD, .listener = NO_FD, .oom = NO_FD, .log_max_files = 1
	};
	uint32_t at;

	assembly_begin(&a);
	save_program("empty");
	op_of(&a, OP_END);
	save_program("end");
	assembly_begin(&a);
	at = bytes_of(&a, NULL, 16);
	CALL(&a, 293, A(at), I(02000000));
	peek_pair(&a, at, 1, 2);
	poke(&a, at + 8, 2, 4);
	CALL(&a, 3, R(1))->tolerated[0] = 1ull << 9;
	a.ops[a.header.ops - 1].skip_after_error = 1;
	op_of(&a, OP_CLONE)->skip_after_success = 2;
	a.ops[a.header.ops - 1].result = 0;
	CALL(&a, 59, A(string_of(&a, argv[0])), A(vector_of(&a, argv)), I(0));
	op_of(&a, OP_SYSCALL);
	op_of(&a, OP_END);
	a.header.report = 2;
	save_program("clone");
	memset(&s.register_stdin, NO_REGISTER, 6);
	a.header.settings = bytes_of(&a, &s, sizeof(s));
	save_program("settings");
	a.ops[0].kind = 9;
	save_program("wrong-kind");
}

static void frames(void)
{
	static const uint8_t hello[] = { 0xc0, FRAME_HELLO, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 15 };
	static const uint8_t stdin_frame[] = {
		0xb1, FRAME_STDIN, 0, 0, 0, 0, 0, 0, 3, 'a', 'b', 'c'
	};
	static const uint8_t split[] = {
		0x32, FRAME_RESIZE, 0, 0, 0x92, 0, 0, 0, 0, 4, 0, 24, 0, 80
	};
	static const uint8_t control[] = { 0x90,
		                           FRAME_SIGNAL,
		                           0,
		                           0,
		                           0,
		                           0,
		                           0,
		                           0,
		                           1,
		                           15,
		                           0x81,
		                           FRAME_CLOSE_STDIN,
		                           0,
		                           0,
		                           0,
		                           0,
		                           0,
		                           0,
		                           0,
		                           0x82,
		                           FRAME_MAPPED,
		                           0,
		                           0,
		                           0,
		                           0,
		                           0,
		                           0,
		                           0 };
	static const uint8_t too_long[] = { 0x83, FRAME_STDIN, 0, 0, 0, 0, 1, 0, 1 };
	static const uint8_t busy[] = {
		0xa4, FRAME_STDIN, 0, 0, 0, 0, 0, 0, 2, 'x', 0x10, 'y', 0x08
	};

	save("hello", hello, sizeof(hello));
	save("stdin", stdin_frame, sizeof(stdin_frame));
	save("split", split, sizeof(split));
	save("control", control, sizeof(control));
	save("too-long", too_long, sizeof(too_long));
	save("busy", busy, sizeof(busy));
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	folder = argv[2];
	if (strcmp(argv[1], "launch") == 0)
		programs();
	else
		frames();
	return 0;
}
