package sampan.kernel.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.kernel.syscall.Abi;
import sampan.kernel.syscall.SyscallTable;

class CallTest {
    private static final Path X86 = Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");
    private static final Path GENERIC = Path.of("/usr/include/asm-generic/unistd.h");

    /** Younger than the headers of Debian 12; all numbers since 403 are the same everywhere. */
    private static final Map<Call, Integer> YOUNG = Map.of(Call.FCHMODAT2, 452);

    @Test
    void numbersAreThoseOfTheX86Headers() throws IOException {
        assumeTrue(Files.exists(X86));
        agrees(numbers(X86), true);
    }

    @Test
    void numbersAreThoseOfTheGenericHeadersThatAarch64Uses() throws IOException {
        assumeTrue(Files.exists(GENERIC));
        agrees(numbers(GENERIC), false);
    }

    @Test
    void numbersAreThoseOfTheFullTable() {
        for (Call call : Call.values()) {
            assertThat(SyscallTable.of(Abi.X86_64).number(call.toString())).isEqualTo(call.number(true));
            assertThat(SyscallTable.of(Abi.AARCH64).number(call.toString())).isEqualTo(call.number(false));
        }
    }

    /** Threads share carriers: one such call would change what unrelated virtual threads are to the kernel. (CVE-2019-14271) */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "setns",
                "unshare",
                "chroot",
                "pivot_root",
                "chdir",
                "fchdir",
                "umask",
                "setuid",
                "setgid",
                "setreuid",
                "setregid",
                "setresuid",
                "setresgid",
                "setfsuid",
                "setfsgid",
                "setgroups",
                "capset",
                "personality",
                "fork",
                "vfork",
                "clone",
                "clone3",
                "execve",
                "execveat"
            })
    void noCallChangesWhatTheJvmIsToTheKernel(String name) {
        assertThat(Call.values()).extracting(Call::toString).doesNotContain(name);
    }

    private static void agrees(Map<String, Integer> header, boolean x86) {
        for (Call call : Call.values()) {
            Integer expected = header.getOrDefault(call.toString(), YOUNG.get(call));
            assertThat(call.number(x86)).as(call.toString()).isEqualTo(expected);
        }
    }

    private static Map<String, Integer> numbers(Path header) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        Matcher matcher =
                Pattern.compile("(?m)^#define __NR(?:3264)?_(\\w+)\\s+(\\d+)").matcher(Files.readString(header));
        while (matcher.find()) {
            numbers.putIfAbsent(matcher.group(1), Integer.valueOf(matcher.group(2)));
        }
        return numbers;
    }
}
