/*
 * wire.h - what the engine (Java) and the three parts of this binary say to each other.
 *
 * Three languages are defined here, all little-endian unless a line says otherwise:
 *   1. the launch program, a file the engine writes and launch.c interprets;
 *   2. the monitor's socket, by which anyone allowed attaches to a container;
 *   3. the front's socket, by which a command line reaches the engine.
 * The Java side of each is one class: runtime's ProgramWriter and MonitorSettings,
 * core's MonitorConnection, and cli's FrontConnection.
 */
/* The tables are aligned by hand. */
/* clang-format off */
#ifndef SAMPAN_WIRE_H
#define SAMPAN_WIRE_H

#include <stdint.h>

/* 1. The launch program --------------------------------------------------------------- */

#define PROGRAM_MAGIC "SAMPAN01"

enum {
	PROGRAM_FD = 3,       /* the program; what the engine hands over follows from 4 on */
	REGISTERS = 64,
	ARGUMENTS = 6,
	NO_REGISTER = 255,
	MAX_OPS = 16384,
	MAX_PROGRAM = 64 << 20, /* bytes, all parts together */
};

enum op_kind {
	OP_SYSCALL = 0, /* number(argument[0..5]) */
	OP_POKE = 1,    /* data[argument[0]] := register argument[1], argument[2] bytes (1, 2, 4 or 8) */
	OP_PEEK = 2,    /* result register := data[argument[0]], argument[1] bytes (1, 2, 4 or 8) */
	OP_CLONE = 3,   /* as OP_SYSCALL, but the child goes on with the next op and the parent skips */
	OP_END = 4,     /* the parent's part is over: back to the caller of run() */
};

enum argument_kind { IMMEDIATE = 0, ADDRESS = 1 /* offset into data */, REGISTER = 2 };

struct op {
	uint16_t kind;
	uint16_t result;             /* register that receives the result, or NO_REGISTER */
	uint16_t skip_after_success; /* ops to skip; for OP_CLONE: in the parent */
	uint16_t skip_after_error;   /* ops to skip after a tolerated error */
	uint32_t number;
	uint8_t type[ARGUMENTS];     /* enum argument_kind */
	uint8_t pad[6];
	uint64_t tolerated[3];       /* set of errno values that are not failures */
	uint64_t argument[ARGUMENTS];
};

struct relocation {
	uint32_t at; /* data[at], 8 bytes and 8-aligned, becomes the address of data[to] */
	uint32_t to;
};

struct program { /* 32 bytes; the file is exactly as long as its parts */
	char magic[8];
	uint32_t ops, relocations, data_size;
	uint32_t settings; /* offset of struct settings in data (a multiple of 8), or NO_SETTINGS */
	uint8_t report;    /* register with the write end of the report pipe, or NO_REGISTER */
	uint8_t pad[7];
	/* then: struct op[ops], struct relocation[relocations], data[data_size] */
};

/*
 * Every register is ~0 at first; a constant gets into one by OP_PEEK.  Every pad is 0.  An address (an
 * ADDRESS argument, a relocation's "to") is less than data_size; skips lead at most to the end of the ops.
 * A failed operation of the child, or a child that reaches OP_END or the end, goes into the report pipe and
 * ends it with 125.  One of the parent part ends the process with 125, after FRAME_FAILED to the first
 * clients (with settings), or into the report pipe (without).  A refused program: op 0xffffffff, EINVAL.
 * OP_END of a program without settings ends the process with 0.
 */

#define NO_SETTINGS 0xffffffffu

/* A failed operation, as it is written into the report pipe; end of file means execve(2) worked. */
struct report {
	uint32_t op;
	uint32_t error;
};

/*
 * What the monitor is to do once the program's parent part has ended.  It keeps the descriptors named here
 * and in the registers, and closes all others: nothing the program opened pins a mount or a cgroup.
 *
 * FRAME_CLOSE_STDIN, or the going of a client that SENDS_STDIN, closes the container's stdin (a pipe; a pty
 * is never closed) - with SETTING_STDIN_ONCE that of the first such client, with SETTING_OPEN_STDIN alone
 * that of none, with neither that of the last one.
 */
enum settings_flag {
	SETTING_TTY = 1,        /* the child sends a pty master over the socket in register_pty */
	SETTING_STDIN_ONCE = 2, /* close the container's stdin when the first client that sent stdin goes or closes it */
	SETTING_SUBREAPER_WAIT = 4, /* stay until no descendant is left, not only until the child ended */
	SETTING_OPEN_STDIN = 8, /* stdin stays open with no client attached */
	SETTING_MAPPING = 16,   /* the child waits for its id mappings: FRAME_MAPPED writes one byte to register_barrier */
};

enum log_driver { LOG_NONE = 0, LOG_LOCAL = 1, LOG_JSON_FILE = 2 };

enum { NO_FD = -1, FIRST_CLIENTS = 2 };

struct settings { /* 72 bytes */
	uint32_t flags;
	uint32_t log_driver;
	uint64_t log_max_size;    /* bytes of one file before it is rotated; 0: never */
	uint32_t log_max_files;   /* at least 1 */
	uint16_t rows, columns;   /* first window size of the pty, 0: leave */
	int32_t directory;        /* container's folder: container.log, container.log.1 ... and exit.json; NO_FD: neither */
	int32_t listener;         /* listening SOCK_STREAM socket for clients, or NO_FD */
	int32_t oom;              /* memory.oom_control (v1) or memory.events (v2), read at the end; or NO_FD */
	int32_t first_client[FIRST_CLIENTS];   /* connected sockets, clients from the start; or NO_FD */
	uint32_t first_interest[FIRST_CLIENTS]; /* enum interest of each */
	/* registers that hold, when OP_END is reached, what the program made */
	uint8_t register_pid;     /* child's pid */
	uint8_t register_pidfd;
	uint8_t register_report;  /* read end of the report pipe */
	uint8_t register_stdin;   /* write end of the pipe, or NO_REGISTER */
	uint8_t register_stdout;  /* read end, or NO_REGISTER */
	uint8_t register_stderr;
	uint8_t register_pty;     /* socket on which the child sends the master, or NO_REGISTER */
	uint8_t register_oom;     /* register form of oom, or NO_REGISTER */
	uint8_t register_barrier; /* where FRAME_MAPPED's byte goes, or NO_REGISTER */
	uint8_t pad[11];
};

/* 2. The monitor's socket ------------------------------------------------------------- */

/*
 * A stream of frames with the header of Docker's attach streams: type, three zero bytes, length of the
 * payload (big-endian).  Stream output of a monitor can so be copied to a Docker client as it is.
 * A new connection says FRAME_HELLO first.  A frame longer than MAX_FRAME ends the connection.
 */
enum { FRAME_HEADER = 8, MAX_FRAME = 65536 };

enum interest { WANT_STDOUT = 1, WANT_STDERR = 2, WANT_EVENTS = 4, SENDS_STDIN = 8 };

enum frame {
	FRAME_STDIN = 0,        /* client: bytes for stdin */
	FRAME_STDOUT = 1,       /* monitor: bytes; a pty's output is all stdout */
	FRAME_STDERR = 2,
	FRAME_HELLO = 16,       /* client: enum interest, u32 big-endian */
	FRAME_CLOSE_STDIN = 17, /* client: nothing */
	FRAME_RESIZE = 18,      /* client: rows, columns, u16 big-endian each */
	FRAME_SIGNAL = 19,      /* client: u8, sent to the child */
	FRAME_REOPEN_LOG = 20,  /* client: nothing */
	FRAME_MAPPED = 21,      /* client: nothing; the id mappings of the child's user namespace are written */
	FRAME_STARTED = 32,     /* monitor, to WANT_EVENTS: the child exists. u32 pid, u64 start in ns since the epoch,
	                           big-endian; the pidfd by SCM_RIGHTS */
	FRAME_FAILED = 33,      /* monitor, to all: struct report as two u32 big-endian; then it ends */
	FRAME_RUNNING = 35,     /* monitor, to WANT_EVENTS: execve(2) worked; a late client gets STARTED and RUNNING at once */
	FRAME_EXITED = 34,      /* monitor, to all, after the last output: u32 code (128 + n for signal n), u8 oom killed,
	                           u64 start, u64 end in ns since the epoch, big-endian */
};

/* exit.json, written as exit.json.tmp and renamed:
 * {"code":0,"signal":0,"oomKilled":false,"startedAt":<ns>,"finishedAt":<ns>}
 * After FRAME_FAILED there is none. */

/* 3. The front's socket --------------------------------------------------------------- */

/*
 * A front of the runtime that finds no engine starts a JVM of its own with the other end of a socket pair as
 * descriptor 3: it speaks the same language, serves the one request and ends.
 *
 * SOCK_SEQPACKET; each message is this header, a payload of at most MAX_MESSAGE bytes, and descriptors by SCM_RIGHTS.
 */
enum { MAX_MESSAGE = 65536, MAX_DESCRIPTORS = 64, FRONT_PROTOCOL = 2 };

struct message {
	uint32_t type;
	uint32_t value;
};

enum message_type {
	/* the front says */
	FRONT_REQUEST = 1, /* value: FRONT_PROTOCOL; struct request; descriptors: 0, 1, 2, working directory (O_PATH),
	                      memfd of argc + envc + 2 NUL-terminated strings: arguments (without argv[0] and without
	                      leading --exec-root and --data-root), environment, working directory (or an empty string),
	                      folder of the build the front belongs to (or an empty string) */
	FRONT_OPENED = 2,  /* value: 0 and one descriptor, or an errno */
	FRONT_SIGNAL = 3,  /* value: the signal's number. While an ATTACH with ATTACH_SIGNALS is under way signals go
	                      to the monitor, unless stdin that the container does not read is in their way: then here,
	                      and the engine is to send that one to the container */
	FRONT_DONE = 4,    /* an ATTACH is over. value: the container's exit code, or for ENDED_FAILED the errno, else 0;
	                      payload: u32 enum attach_end */
	FRONT_WINDOW = 5,  /* value: rows << 16 | columns; only while no ATTACH is under way */
	/* the engine says */
	ENGINE_EXIT = 101,   /* value: exit status of the command */
	ENGINE_OPEN = 102,   /* value: flags of open(2); payload: mode (u32), then the path, NUL-terminated */
	ENGINE_LAUNCH = 103, /* descriptors: the sealed binary, the program (becomes 3), then what becomes 4, 5, ...;
	                        at most MAX_DESCRIPTORS. No answer: a launch that fails closes its clients' sockets */
	ENGINE_ATTACH = 104, /* value: enum attach_flag; payload: detach keys (0 to 32 bytes); descriptor: monitor's stream.
	                        Until FRONT_DONE the engine may send all but another one; ENGINE_EXIT ends it */
	ENGINE_INHERITED = 105, /* value: a descriptor's number, 3 or more; FRONT_OPENED answers, with EBADF unless the
	                        front was started with one of that number that survives execve(2) */
	ENGINE_PAGE = 106,   /* FRONT_OPENED answers with the pipe of a pager that the front has started, or an errno if there
	                        is none. The front ends after its pager, and leaves SIGINT to it */
	ENGINE_ANEW = 107,   /* nothing was done: an engine on demand of another build makes way; connect again */
};

struct request {
	uint32_t argc, envc;
	uint32_t terminals; /* bit n: descriptor n is a terminal */
	uint16_t rows, columns; /* of the terminal, 0 if there is none */
	uint32_t part;      /* enum part */
};

enum part { PART_CLI = 0, PART_RUNTIME = 1 };

enum attach_flag { ATTACH_STDIN = 1, ATTACH_STDOUT = 2, ATTACH_STDERR = 4, ATTACH_RAW = 8, ATTACH_SIGNALS = 16 };

enum attach_end { ENDED_EXIT = 0, ENDED_DETACHED = 1, ENDED_LOST = 2, ENDED_FAILED = 3 };

#endif
