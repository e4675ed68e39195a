package sampan.runtime.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.seccomp.Filter;
import sampan.kernel.seccomp.FilterCompiler;
import sampan.kernel.syscall.Abi;

/** The running kernel takes the compiled default profile and does what it says. */
final class LoadedProfileTest {
    /** Loads the program in the file argv[1], then answers each call with its errno. int $0x80 is i386's way in. */
    private static final String SOURCE = """
            #define _GNU_SOURCE
            #include <errno.h>
            #include <fcntl.h>
            #include <linux/filter.h>
            #include <linux/seccomp.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <sys/prctl.h>
            #include <sys/syscall.h>
            #include <unistd.h>

            static struct sock_filter code[4096];

            static void answer(const char *call, long result)
            {
            	printf("%s %d\\n", call, result < 0 ? errno : 0);
            }

            static void answer32(const char *call, int number, int first)
            {
            	long result;

            	__asm__ volatile("int $0x80" : "=a"(result)
            			 : "a"(number), "b"(first), "c"(5), "d"(0) : "memory", "r8", "r9", "r10", "r11");
            	printf("%s %d\\n", call, (int)result < 0 ? -(int)result : 0);
            }

            int main(int argc, char **argv)
            {
            	int fd = open(argv[1], O_RDONLY);
            	struct sock_fprog program = { read(fd, code, sizeof(code)) / sizeof(*code), code };

            	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
            	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, atoi(argv[2]), &program) < 0) {
            		perror("seccomp");
            		return 1;
            	}
            	answer("getppid", syscall(SYS_getppid));
            	answer("unshare", syscall(SYS_unshare, 0x10000000));
            	answer("clone3", syscall(SYS_clone3, 0, 0));
            	answer("algorithm", syscall(SYS_socket, 38, 5, 0));
            	answer("unix", syscall(SYS_socket, 1, 1, 0));
            	answer("keyctl", syscall(SYS_keyctl, 0, 0, 0, 0, 0));
            	answer("personality", syscall(SYS_personality, 0x0040000));
            	answer("newer", syscall(467, -1, 0, 0, 0, 0));
            	answer("unknown", syscall(400));
            	answer32("algorithm32", 359, 38);
            	answer32("getppid32", 64, 0);
            	return 0;
            }
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void needsACompilerForX8664() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")) && Abi.host() == Abi.X86_64, "no gcc for x86-64 here");
    }

    @Test
    void theKernelRefusesWhatTheDefaultProfileRefuses() throws Exception {
        assertThat(answers(Set.of("CAP_CHOWN")))
                .contains("getppid 0", "unshare 1", "clone3 38", "algorithm 1", "unix 0", "keyctl 1", "personality 1")
                .contains("newer 38", "unknown 1", "algorithm32 1", "getppid32 0");
    }

    @Test
    void theKernelAllowsWhatACapabilityIsFor() throws Exception {
        assertThat(answers(Set.of("CAP_SYS_ADMIN"))).contains("clone3 22").doesNotContain("unshare 1");
    }

    private List<String> answers(Set<String> capabilities) throws Exception {
        Filter filter = SeccompFilter.of(
                Profile.standard().resolve(Circumstances.here(capabilities)).orElseThrow());
        Path program = Files.write(folder.resolve("filter"), FilterCompiler.compile(filter));
        Path source = Files.writeString(folder.resolve("calls.c"), SOURCE);
        Path binary = folder.resolve("calls");
        assertThat(run("gcc", "-O1", "-o", binary.toString(), source.toString()))
                .isEmpty();
        return run(binary.toString(), program.toString(), String.valueOf(filter.flagBits()));
    }

    private static List<String> run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as(lines.toString()).isZero();
        return lines;
    }
}
