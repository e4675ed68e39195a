/*
 * The interpreter: what it refuses, and what it does.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "../launch.h"
#include "check.h"
#include "container.h"

/* The system calls of a program that is only judged are never made. */
long call(uint32_t number, const long argument[ARGUMENTS])
{
	(void)number, (void)argument;
	CHECK(!"called");
	return 0;
}

static struct assembly a;
static uint8_t file[sizeof(struct assembly)] __attribute__((aligned(8)));

/* A good program with one operation of each kind; every refusal is this one with one thing changed.
 */
static void good_program(void)
{
	struct settings s = { .directory = NO_FD, .listener = NO_FD, .oom = NO_FD };
	uint32_t at;

	assembly_begin(&a);
	at = bytes_of(&a, NULL, 64);
	points_to(&a, at + 8, string_of(&a, "text"));
	CALL(&a, SYS_openat, I(AT_FDCWD), A(at), R(3))->result = 1;
	poke(&a, at, 1, 8);
	peek(&a, 2, at, 4);
	op_of(&a, OP_CLONE)->skip_after_success = 1;
	op_of(&a, OP_SYSCALL);
	op_of(&a, OP_END);
	memset(&s.register_stdin, NO_REGISTER, 6);
	a.header.settings = bytes_of(&a, &s, sizeof(s));
	a.header.report = 5;
}

static bool accepted(void)
{
	size_t size = assembled(&a, file);

	return well_formed((const struct program *)file, size);
}

static struct settings *settings(void)
{
	return (struct settings *)(a.data + a.header.settings);
}

static void a_good_program_is_accepted(void)
{
	good_program();
	CHECK(accepted());
	CHECK(settings_of((const struct program *)file, assembled(&a, file)));
	a.header.settings = NO_SETTINGS;
	CHECK(accepted());
	CHECK(!settings_of((const struct program *)file, assembled(&a, file)));
}

/* The change is made to a good program, which must then be refused. */
#define REFUSED(...)                                                                               \
	do {                                                                                       \
		good_program();                                                                    \
		__VA_ARGS__;                                                                       \
		if (accepted()) {                                                                  \
			fprintf(stderr, "accepted: %s\n", #__VA_ARGS__);                           \
			_exit(1);                                                                  \
		}                                                                                  \
	} while (0)

static void a_wrong_header_is_refused(void)
{
	REFUSED(a.header.magic[7] = '2');
	REFUSED(a.header.report = REGISTERS);
	REFUSED(a.header.report = 254);
	REFUSED(a.header.settings = a.header.data_size);
	REFUSED(a.header.settings = a.header.data_size - 8);
	REFUSED(a.header.settings += 4);
	REFUSED(a.header.settings = 0xfffffff8);
	REFUSED(a.header.pad[6] = 1);
}

static void a_length_that_does_not_fit_the_parts_is_refused(void)
{
	static const uint32_t wrong[] = { 1, 2, 0x7fffffff, 0x80000000, 0xffffffff, (uint32_t)-2 };
	struct program *p = (struct program *)file;
	size_t size;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		uint32_t *const counts[] = { &p->ops, &p->relocations, &p->data_size };

		for (int part = 0; part < 3; part++) {
			good_program();
			size = assembled(&a, file);
			*counts[part] += wrong[i];
			CHECK(!well_formed(p, size));
		}
	}
	good_program();
	size = assembled(&a, file);
	for (size_t n = 0; n < size; n++)
		CHECK(!well_formed(p, n));
	CHECK(!well_formed(p, size + 1));
}

static void a_wrong_operation_is_refused(void)
{
	REFUSED(a.ops[0].kind = 5);
	REFUSED(a.ops[0].kind = 0xffff);
	REFUSED(a.ops[0].pad[0] = 1);
	REFUSED(a.ops[0].pad[5] = 1);
	REFUSED(a.ops[0].result = REGISTERS);
	REFUSED(a.ops[0].result = 256 + 3);
	REFUSED(a.ops[0].type[0] = 3);
	REFUSED(a.ops[0].type[5] = 255);
	REFUSED(a.ops[0].argument[1] = a.header.data_size);
	REFUSED(a.ops[0].argument[1] = ~0ull);
	REFUSED(a.ops[0].argument[1] = 1ull << 32);
	REFUSED(a.ops[0].argument[2] = REGISTERS);
	REFUSED(a.ops[0].argument[2] = 1ull << 32);
	REFUSED(a.ops[3].result = REGISTERS);
	REFUSED(a.ops[3].type[1] = ADDRESS; a.ops[3].argument[1] = a.header.data_size);
}

static void a_skip_beyond_the_end_is_refused(void)
{
	REFUSED(a.ops[0].skip_after_success = 6);
	REFUSED(a.ops[0].skip_after_error = 6);
	REFUSED(a.ops[5].skip_after_success = 1);
	REFUSED(a.ops[3].skip_after_success = 0xffff);
	good_program();
	a.ops[0].skip_after_success = 5;
	CHECK(accepted());
}

static void a_poke_or_peek_beyond_the_data_is_refused(void)
{
	REFUSED(a.ops[1].argument[0] = a.header.data_size - 7);
	REFUSED(a.ops[1].argument[0] = ~0ull - 7);
	REFUSED(a.ops[1].argument[1] = REGISTERS);
	REFUSED(a.ops[1].argument[2] = 3);
	REFUSED(a.ops[1].argument[2] = 0);
	REFUSED(a.ops[1].argument[2] = 16);
	REFUSED(a.ops[2].argument[0] = a.header.data_size - 3);
	REFUSED(a.ops[2].argument[0] = ~0ull);
	REFUSED(a.ops[2].argument[1] = 5);
	REFUSED(a.ops[2].result = REGISTERS);
	good_program();
	a.ops[2].argument[0] = a.header.data_size - 4;
	CHECK(accepted());
}

static void a_wrong_relocation_is_refused(void)
{
	REFUSED(a.relocations[0].at += 1);
	REFUSED(a.relocations[0].at = a.header.data_size);
	REFUSED(a.relocations[0].at = 0xfffffff8);
	REFUSED(a.relocations[0].to = a.header.data_size);
	REFUSED(a.relocations[0].to = 0xffffffff);
}

static void wrong_settings_are_refused(void)
{
	REFUSED(settings()->register_pid = NO_REGISTER);
	REFUSED(settings()->register_pid = REGISTERS);
	REFUSED(settings()->register_barrier = REGISTERS);
	REFUSED(settings()->register_stdout = 200);
	REFUSED(settings()->log_driver = 3);
	REFUSED(settings()->log_driver = LOG_LOCAL; settings()->directory = 4);
	REFUSED(settings()->log_driver = LOG_LOCAL; settings()->log_max_files = 1);
	REFUSED(settings()->flags = 32);
	REFUSED(settings()->pad[10] = 1);
}

/* Programs that run -------------------------------------------------------------------------------
 */

static int out[2];

static void begin(void)
{
	CHECK(pipe2(out, O_CLOEXEC) == 0);
	assembly_begin(&a);
}

static int run_it(void)
{
	pid_t pid = run_program(file, assembled(&a, file), &out[1], 1);

	close(out[1]);
	return status_of(pid);
}

static struct report reported(void)
{
	struct report report = { ~0u, ~0u };

	CHECK(read(out[0], &report, sizeof(report)) == sizeof(report));
	return report;
}

/* What follows is reported to descriptor 4. */
static void report_to_4(void)
{
	peek(&a, 9, bytes_of(&a, &(uint64_t){ 4 }, 8), 8);
	a.header.report = 9;
}

static void results_are_carried_from_call_to_call(void)
{
	uint32_t buffer;
	char text[8] = "";

	begin();
	buffer = bytes_of(&a, NULL, 8);
	CALL(&a, SYS_memfd_create, A(string_of(&a, "x")), I(0))->result = 1;
	CALL(&a, SYS_write, R(1), A(string_of(&a, "hello")), I(5))->result = 2;
	CALL(&a, SYS_pread64, R(1), A(buffer), R(2), I(0));
	CALL(&a, SYS_write, I(4), A(buffer), R(2));
	op_of(&a, OP_END);
	CHECK_EQUAL(run_it(), 0);
	CHECK(read(out[0], text, sizeof(text)) == 5 && strcmp(text, "hello") == 0);
}

static void poke_and_peek_move_as_many_bytes_as_they_say(void)
{
	static const uint8_t from[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	static const uint8_t expected[16] = { 1, 2, 3, 4, 0xff, 0xff, 0xff, 0xff,
		                              1, 2, 0, 0, 0,    0,    0,    0 };
	uint8_t got[16];
	uint32_t source, to;

	begin();
	source = bytes_of(&a, from, 8);
	to = bytes_of(&a, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 16);
	peek(&a, 1, source, 8);
	poke(&a, to, 1, 4);
	peek(&a, 2, source, 2);
	poke(&a, to + 8, 2, 8);
	CALL(&a, SYS_write, I(4), A(to), I(16));
	op_of(&a, OP_END);
	CHECK_EQUAL(run_it(), 0);
	CHECK(read(out[0], got, sizeof(got)) == 16 && memcmp(got, expected, 16) == 0);
}

static void tolerated_errors_skip_and_others_end_the_program(void)
{
	char text[8] = "";

	begin();
	report_to_4();
	CALL(&a, SYS_close, I(999))->tolerated[0] = 1ull << EBADF;
	a.ops[1].skip_after_error = 1;
	CALL(&a, SYS_write, I(4), A(string_of(&a, "no")), I(2));
	CALL(&a, SYS_write, I(4), A(string_of(&a, "yes")), I(3))->skip_after_success = 1;
	CALL(&a, SYS_write, I(4), A(string_of(&a, "no")), I(2));
	CALL(&a, SYS_close, I(999))->tolerated[0] = 1ull << ENOENT;
	op_of(&a, OP_END);
	CHECK_EQUAL(run_it(), 125);
	CHECK(read(out[0], text, 3) == 3 && strcmp(text, "yes") == 0);
	CHECK_EQUAL(reported().op, 5);
}

static void the_error_is_reported(void)
{
	begin();
	report_to_4();
	CALL(&a, SYS_close, I(999));
	CHECK_EQUAL(run_it(), 125);
	CHECK_EQUAL(reported().error, EBADF);
}

static void a_program_without_an_end_is_reported(void)
{
	begin();
	report_to_4();
	CHECK_EQUAL(run_it(), 125);
	CHECK_EQUAL(reported().error, ENOEXEC);
}

static void a_child_that_does_not_execute_is_reported(void)
{
	struct report report;

	begin();
	report_to_4();
	CALL(&a, SYS_clone, I(SIGCHLD), I(0), I(0), I(0), I(0))->kind = OP_CLONE;
	a.ops[1].result = 3;
	op_of(&a, OP_END);
	CHECK_EQUAL(run_it(), 0);
	report = reported();
	CHECK_EQUAL(report.op, 2);
	CHECK_EQUAL(report.error, ENOEXEC);
}

static void registers_are_bad_descriptors_at_first(void)
{
	begin();
	report_to_4();
	CALL(&a, SYS_close, R(63));
	op_of(&a, OP_END);
	CHECK_EQUAL(run_it(), 125);
	CHECK_EQUAL(reported().error, EBADF);
}

static void malformed_files_end_with_125(void)
{
	begin();
	memcpy(file, "SAMPAN01", 8);
	CHECK_EQUAL(status_of(run_program(file, 0, out, 0)), 125);
	CHECK_EQUAL(status_of(run_program(file, 8, out, 0)), 125);
	CHECK_EQUAL(status_of(run_program(file, 32, out, 0)), 125);
	op_of(&a, 77);
	CHECK_EQUAL(run_it(), 125);
}

static const struct test tests[] = {
	TEST(a_good_program_is_accepted),
	TEST(a_wrong_header_is_refused),
	TEST(a_length_that_does_not_fit_the_parts_is_refused),
	TEST(a_wrong_operation_is_refused),
	TEST(a_skip_beyond_the_end_is_refused),
	TEST(a_poke_or_peek_beyond_the_data_is_refused),
	TEST(a_wrong_relocation_is_refused),
	TEST(wrong_settings_are_refused),
	TEST(results_are_carried_from_call_to_call),
	TEST(poke_and_peek_move_as_many_bytes_as_they_say),
	TEST(tolerated_errors_skip_and_others_end_the_program),
	TEST(the_error_is_reported),
	TEST(a_program_without_an_end_is_reported),
	TEST(a_child_that_does_not_execute_is_reported),
	TEST(registers_are_bad_descriptors_at_first),
	TEST(malformed_files_end_with_125),
};

int main(int argc, char **argv)
{
	return run_tests(tests, sizeof(tests) / sizeof(*tests), argc, argv);
}
