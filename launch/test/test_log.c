/*
 * The log files, read as a reader of Docker's formats would.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "../text.h"
#include "check.h"
#include "container.h"

#define SHELL(script) ((const char *const[]){ "/bin/sh", "-c", script, NULL })

enum { KIB = 1024, MIB = 1024 * KIB };

static char text[64 * MIB];

struct entry {
	char source[8];
	uint64_t time;
	const uint8_t *line;
	size_t length;
	bool partial, last;
	char id[65];
	uint64_t ordinal;
};

static uint64_t varint(const uint8_t **at)
{
	uint64_t n = 0;

	for (int shift = 0;; shift += 7) {
		n |= (uint64_t)(**at & 0x7f) << shift;
		if (*(*at)++ < 0x80)
			return n;
	}
}

static void read_metadata(struct entry *e, const uint8_t *at, const uint8_t *end)
{
	while (at < end) {
		uint8_t key = *at++;
		uint64_t n = varint(&at);

		if (key == 0x08) {
			e->last = n;
		} else if (key == 0x18) {
			e->ordinal = n;
		} else {
			CHECK_EQUAL(key, 0x12);
			CHECK_EQUAL(n, 64);
			memcpy(e->id, at, n);
			at += n;
		}
	}
}

/* Reads one record of the local driver; returns where the next begins. */
static const uint8_t *read_entry(const uint8_t *at, struct entry *e)
{
	uint32_t length = from_be32(at);
	const uint8_t *end = at + 4 + length;

	memset(e, 0, sizeof(*e));
	CHECK_EQUAL(from_be32(end), length);
	for (at += 4; at < end;) {
		uint8_t key = *at++;
		uint64_t n = varint(&at);

		if (key == 0x0a) {
			memcpy(e->source, at, n);
			at += n;
		} else if (key == 0x10) {
			e->time = n;
		} else if (key == 0x1a) {
			e->line = at;
			e->length = n;
			at += n;
		} else if (key == 0x20) {
			e->partial = n;
		} else {
			CHECK_EQUAL(key, 0x2a);
			read_metadata(e, at, at + n);
			at += n;
		}
	}
	CHECK(at == end);
	return end + 4;
}

/* Runs a script to its end, with this log. */
static struct container logged(const char *script, enum log_driver driver, uint64_t size,
                               uint32_t files)
{
	struct container c = { .without_events = true };
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };

	c.argv = argv;
	c.settings.log_driver = driver;
	c.settings.log_max_size = size;
	c.settings.log_max_files = files;
	container_start(&c);
	CHECK_EQUAL(container_end(&c), 0);
	return c;
}

static bool is(const struct entry *e, const char *source, const char *line)
{
	return strcmp(e->source, source) == 0 && e->length == strlen(line) &&
	       !memcmp(e->line, line, e->length);
}

static void local_records_hold_source_time_and_line(void)
{
	struct container c = logged("echo one; echo two >&2; echo; printf rest", LOG_LOCAL, 0, 1);
	size_t size = file_read(&c, "container.log", text, sizeof(text));
	const uint8_t *at = (const uint8_t *)text;
	uint64_t now = (uint64_t)time(NULL) * 1000000000;
	struct entry e[4];

	for (int i = 0; i < 4; i++) {
		at = read_entry(at, &e[i]);
		CHECK(e[i].time > now - 60000000000 && e[i].time < now + 60000000000);
	}
	CHECK(at == (const uint8_t *)text + size);
	/* Two pipes have no order: the line of the other one comes first here. */
	for (int i = 3; i > 0; i--) {
		struct entry before = e[i - 1];

		if (strcmp(e[i].source, "stderr") == 0) {
			e[i - 1] = e[i];
			e[i] = before;
		}
	}
	CHECK(is(&e[0], "stderr", "two") && is(&e[1], "stdout", "one"));
	CHECK(is(&e[2], "stdout", "") && !e[2].partial);
	CHECK(is(&e[3], "stdout", "rest") && e[3].partial && !e[3].last && e[3].ordinal == 1);
}

static void long_lines_are_logged_in_parts(void)
{
	struct container c =
		logged("head -c 40000 /dev/zero | tr '\\0' x; echo; echo end", LOG_LOCAL, 0, 1);
	static const size_t lengths[] = { 16384, 16384, 40000 - 2 * 16384 };
	const uint8_t *at = (const uint8_t *)text;
	struct entry e, first;

	file_read(&c, "container.log", text, sizeof(text));
	for (uint64_t i = 0; i < 3; i++) {
		at = read_entry(at, &e);
		if (i == 0)
			first = e;
		CHECK_EQUAL(e.length, lengths[i]);
		CHECK(e.partial && e.last == (i == 2) && e.ordinal == i + 1);
		CHECK(strcmp(e.id, first.id) == 0 && e.time == first.time);
	}
	read_entry(at, &e);
	CHECK(is(&e, "stdout", "end") && !e.partial);
}

static void a_line_of_exactly_the_limit_ends_with_an_empty_part(void)
{
	struct container c = logged("head -c 16384 /dev/zero; echo; echo end", LOG_LOCAL, 0, 1);
	struct entry e;
	const uint8_t *at;

	file_read(&c, "container.log", text, sizeof(text));
	at = read_entry((const uint8_t *)text, &e);
	CHECK(e.length == 16384 && e.partial && !e.last);
	at = read_entry(at, &e);
	CHECK(e.length == 0 && e.partial && e.last && e.ordinal == 2);
	read_entry(at, &e);
	CHECK(is(&e, "stdout", "end"));
}

/* Without its time: {"log":"x\n","stream":"stdout","time":"2026-01-01T00:00:00.1Z"} */
static char *json_line(char *at, const char *expected)
{
	char *time = strstr(at, ",\"time\":\""), *end = strchr(at, '\n');
	int year, month, day, hour, minute, second, n = 0;

	CHECK(time && end);
	CHECK(sscanf(time, ",\"time\":\"%4d-%2d-%2dT%2d:%2d:%2d%n", &year, &month, &day, &hour,
	             &minute, &second, &n) == 6);
	CHECK(year > 2020 && n == 28 && strncmp(end - 3, "Z\"}", 3) == 0);
	*time = 0;
	if (strcmp(at, expected) != 0) {
		fprintf(stderr, "got      %s\nexpected %s\n", at, expected);
		_exit(1);
	}
	return end + 1;
}

static void json_is_escaped_as_go_does(void)
{
	struct container c =
		logged("printf 'a\"b\\\\c<d>e&f\\tg\\rh\\001\\177\\n';"
	               "printf 'gr\\303\\274n \\342\\202\\254 \\360\\237\\230\\200 "
	               "\\342\\200\\250\\342\\200\\251\\n';"
	               "printf '\\377 \\303 \\300\\200 \\355\\240\\200 \\364\\220\\200\\200|\\303';"
	               "sleep 0.1; printf '\\n\\n'; printf open",
	               LOG_JSON_FILE, 0, 1);
	char *at = text;

	file_read(&c, "container.log", text, sizeof(text));
	at = json_line(at, "{\"log\":\"a\\\"b\\\\c\\u003cd\\u003ee\\u0026f\\tg\\rh\\u0001\x7f\\n\","
	                   "\"stream\":\"stdout\"");
	at = json_line(
		at,
		"{\"log\":\"gr\u00fcn \u20ac \U0001f600 \\u2028\\u2029\\n\",\"stream\":\"stdout\"");
	at = json_line(at, "{\"log\":\"\\ufffd \\ufffd \\ufffd\\ufffd \\ufffd\\ufffd\\ufffd "
	                   "\\ufffd\\ufffd\\ufffd\\ufffd|\\ufffd\\n\",\"stream\":\"stdout\"");
	at = json_line(at, "{\"log\":\"\\n\",\"stream\":\"stdout\"");
	at = json_line(at, "{\"log\":\"open\",\"stream\":\"stdout\"");
	CHECK(*at == 0);
}

static void json_marks_a_part_by_its_missing_newline(void)
{
	struct container c =
		logged("head -c 20000 /dev/zero | tr '\\0' y >&2; echo >&2", LOG_JSON_FILE, 0, 1);
	char *second;

	file_read(&c, "container.log", text, sizeof(text));
	second = strchr(text, '\n') + 1;
	CHECK(strncmp(text + 8 + 16384, "\",\"stream\":\"stderr\"", 19) == 0);
	CHECK(strncmp(second + 8 + 3616, "\\n\",\"stream\":\"stderr\"", 21) == 0);
}

/* All records of a file; returns the number in the last line, checks that they count up. */
static long check_counting(const struct container *c, const char *name, long from)
{
	size_t size = file_read(c, name, text, sizeof(text));
	const uint8_t *at = (const uint8_t *)text, *end = at + size;
	struct entry e;

	while (at < end) {
		at = read_entry(at, &e);
		if (from >= 0)
			CHECK_EQUAL(strtol((const char *)e.line, NULL, 10), from);
		from = strtol((const char *)e.line, NULL, 10) + 1;
	}
	CHECK(at == end);
	return from;
}

static void rotation_keeps_to_size_and_count(void)
{
	struct container c = logged("seq 1 200000", LOG_LOCAL, 256 * KIB, 4);
	static const char *const names[] = { "container.log.3", "container.log.2",
		                             "container.log.1", "container.log" };
	long next = -1;

	for (int i = 0; i < 4; i++) {
		size_t size = file_read(&c, names[i], text, sizeof(text));

		CHECK(size > 0 && size <= 256 * KIB && (i == 3 || size > 255 * KIB));
		next = check_counting(&c, names[i], next);
	}
	CHECK_EQUAL(next, 200001);
	CHECK_EQUAL(file_read(&c, "container.log.4", text, sizeof(text)), 0);
}

static void one_file_is_begun_anew_when_full(void)
{
	struct container c = logged("seq 1 100000", LOG_LOCAL, 100 * KIB, 1);

	CHECK(file_read(&c, "container.log", text, sizeof(text)) <= 100 * KIB);
	CHECK_EQUAL(check_counting(&c, "container.log", -1), 100001);
	CHECK_EQUAL(file_read(&c, "container.log.1", text, sizeof(text)), 0);
}

static void a_record_larger_than_a_file_has_one_to_itself(void)
{
	struct container c =
		logged("echo a; head -c 5000 /dev/zero; echo; echo b", LOG_LOCAL, 1000, 3);
	struct entry e;

	file_read(&c, "container.log.2", text, sizeof(text));
	read_entry((const uint8_t *)text, &e);
	CHECK(is(&e, "stdout", "a"));
	CHECK(file_read(&c, "container.log.1", text, sizeof(text)) > 5000);
	file_read(&c, "container.log", text, sizeof(text));
	read_entry((const uint8_t *)text, &e);
	CHECK(is(&e, "stdout", "b"));
}

static void check_whole_records(const struct container *c)
{
	size_t size = file_read(c, "container.log", text, sizeof(text)), count = 0;
	const uint8_t *at = (const uint8_t *)text, *end = at + size;
	struct entry e;

	for (; at < end; count++)
		at = read_entry(at, &e);
	CHECK(at == end && count > 100);
}

static void a_full_disk_drops_records_but_no_container(void)
{
	struct container c = { .argv = SHELL("read x; seq 1 100000; echo end >&2"),
		               .with_stdin = true,
		               .with_listener = true,
		               .settings.log_driver = LOG_LOCAL,
		               .settings.log_max_files = 2,
		               .settings.flags = SETTING_OPEN_STDIN,
		               .stream_interest = WANT_STDOUT | WANT_STDERR | SENDS_STDIN };
	static char errors[64];

	if (getuid() != 0)
		return;
	snprintf(c.directory, sizeof(c.directory), "%s/small", test_folder);
	CHECK(mkdir(c.directory, 0700) == 0 && unshare(CLONE_NEWNS) == 0); /* gone with the test */
	CHECK(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0);
	/* Several batches fit, all of them do not: a batch that does not fit is dropped whole. */
	CHECK(mount("none", c.directory, "tmpfs", 0, "size=1m") == 0);
	container_start(&c);
	frame_send(c.stream, FRAME_STDIN, "\n", 1);
	CHECK_EQUAL(collect_streams(c.stream, text, errors, sizeof(errors)), 0);
	CHECK(strcmp(errors, "end\n") == 0);
	CHECK_EQUAL(container_end(&c), 0);
	check_whole_records(&c);
	CHECK(file_read(&c, "exit.json", text, sizeof(text)) &&
	      strncmp(text, "{\"code\":0,", 10) == 0);
}

static void a_log_moved_away_is_begun_anew_when_asked(void)
{
	struct container c = { .argv = SHELL("echo one; read x; echo two"),
		               .with_stdin = true,
		               .with_listener = true,
		               .settings.log_driver = LOG_LOCAL,
		               .settings.log_max_files = 2,
		               .settings.flags = SETTING_OPEN_STDIN };
	static struct frame_in in;
	char from[128], to[128];
	struct entry e;
	int client;

	container_start(&c);
	frame_expect(c.events, FRAME_STARTED, &in);
	frame_expect(c.events, FRAME_RUNNING, &in);
	snprintf(from, sizeof(from), "%s/container.log", c.directory);
	snprintf(to, sizeof(to), "%s/moved", c.directory);
	while (!file_read(&c, "container.log", text, sizeof(text)))
		usleep(1000);
	CHECK(rename(from, to) == 0);
	client = container_connect(&c, 0);
	frame_send(client, FRAME_REOPEN_LOG, NULL, 0);
	while (access(from, F_OK) < 0)
		usleep(1000);
	frame_send(c.events, FRAME_STDIN, "\n", 1);
	container_end(&c);
	file_read(&c, "moved", text, sizeof(text));
	read_entry((const uint8_t *)text, &e);
	CHECK(is(&e, "stdout", "one"));
	file_read(&c, "container.log", text, sizeof(text));
	read_entry((const uint8_t *)text, &e);
	CHECK(is(&e, "stdout", "two"));
}

/* CVE-2026-53489's lesson: a link in the place of a log is not followed. */
static void a_link_in_the_place_of_the_log_is_not_followed(void)
{
	struct container c = { .argv = SHELL("echo x") };
	char link[128], target[128];

	snprintf(c.directory, sizeof(c.directory), "%s/linked", test_folder);
	snprintf(link, sizeof(link), "%s/container.log", c.directory);
	snprintf(target, sizeof(target), "%s/target", test_folder);
	CHECK(mkdir(c.directory, 0700) == 0 && symlink(target, link) == 0);
	c.settings.log_driver = LOG_LOCAL;
	c.settings.log_max_files = 1;
	container_start(&c);
	CHECK_EQUAL(container_end(&c), 0);
	CHECK(access(target, F_OK) < 0);
}

enum { PRODUCED = 200 * 1000 * 1000, LINE = 80 };

/* What the container of the next test does. */
static int produce(void)
{
	static char block[819 * LINE];

	for (size_t i = 0; i < sizeof(block); i++)
		block[i] = i % LINE == LINE - 1 ? '\n' : (char)('!' + i % 90);
	for (size_t n = 0; n < PRODUCED; n += sizeof(block))
		CHECK(write(1, block, sizeof(block)) > 0);
	return 0;
}

/* Seconds of a processor that those who have been waited for took, and theirs. */
static double spent(void)
{
	struct rusage used;

	CHECK(getrusage(RUSAGE_CHILDREN, &used) == 0);
	return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
	       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/* MB/s; what it costs does not depend on what else the machine has to do. */
static double logged_rate(enum log_driver driver)
{
	double before = spent();
	struct container c = { .without_events = true };
	char self[256] = "";
	struct timespec from, till;

	CHECK(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
	c.argv = (const char *const[]){ self, "produce", NULL };
	c.settings.log_driver = driver;
	c.settings.log_max_size = 20 * MIB;
	c.settings.log_max_files = 5;
	clock_gettime(CLOCK_MONOTONIC, &from);
	container_start(&c);
	CHECK_EQUAL(container_end(&c), 0);
	clock_gettime(CLOCK_MONOTONIC, &till);
	CHECK(200 / (spent() - before) > 20);
	return 200 /
	       ((double)(till.tv_sec - from.tv_sec) + (double)(till.tv_nsec - from.tv_nsec) / 1e9);
}

static void much_output_is_logged_fast(void)
{
	double none = logged_rate(LOG_NONE), local = logged_rate(LOG_LOCAL),
	       json = logged_rate(LOG_JSON_FILE);

	fprintf(stderr,
	        "       200 MB of lines: %.0f MB/s without a log, %.0f local, %.0f json-file\n",
	        none, local, json);
}

static const struct test tests[] = {
	TEST(local_records_hold_source_time_and_line),
	TEST(long_lines_are_logged_in_parts),
	TEST(a_line_of_exactly_the_limit_ends_with_an_empty_part),
	TEST(json_is_escaped_as_go_does),
	TEST(json_marks_a_part_by_its_missing_newline),
	TEST(rotation_keeps_to_size_and_count),
	TEST(one_file_is_begun_anew_when_full),
	TEST(a_record_larger_than_a_file_has_one_to_itself),
	TEST(a_full_disk_drops_records_but_no_container),
	TEST(a_log_moved_away_is_begun_anew_when_asked),
	TEST(a_link_in_the_place_of_the_log_is_not_followed),
	TEST(much_output_is_logged_fast),
};

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "produce") == 0)
		return produce();
	return run_tests(tests, sizeof(tests) / sizeof(*tests), argc, argv);
}
