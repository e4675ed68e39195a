package sampan.kernel.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SyscallTableTest {
    private static final Pattern DEFINE =
            Pattern.compile("#define\\s+__NR_(\\w+)\\s+(?:\\(__X32_SYSCALL_BIT \\+ )?(\\d+)\\)?");

    /** What arm64's own unistd.h defines before it includes asm-generic/unistd.h. */
    private static final String ARM64 = """
            #define __BITS_PER_LONG 64
            #define __ARCH_WANT_RENAMEAT
            #define __ARCH_WANT_NEW_STAT
            #define __ARCH_WANT_SET_GET_RLIMIT
            #define __ARCH_WANT_TIME32_SYSCALLS
            #define __ARCH_WANT_SYS_CLONE3
            #define __ARCH_WANT_MEMFD_SECRET
            #include "/usr/include/asm-generic/unistd.h"
            """;

    @ParameterizedTest
    @CsvSource({"X86_64,unistd_64.h", "X86,unistd_32.h", "X32,unistd_x32.h"})
    void holdsEveryNumberOfTheInstalledHeader(Abi abi, String header) throws IOException {
        Path file = Path.of("/usr/include/x86_64-linux-gnu/asm", header);
        assumeTrue(Files.isReadable(file), "linux-libc-dev is not installed");
        assertHolds(abi, defined(Files.readString(file)));
    }

    @Test
    void holdsEveryNumberOfTheGenericHeaderForAarch64() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "gcc is not installed");
        Path source = Files.createTempFile("unistd", ".c");
        Files.writeString(source, ARM64);
        Process gcc = new ProcessBuilder("gcc", "-E", "-dM", source.toString()).start();
        String macros = new String(gcc.getInputStream().readAllBytes());
        assertThat(gcc.waitFor()).isZero();
        Files.delete(source);
        assertHolds(Abi.AARCH64, defined(resolved(macros)));
    }

    @ParameterizedTest
    @EnumSource(Abi.class)
    void isSortedAndGivesEachNumberOneName(Abi abi) {
        SyscallTable table = SyscallTable.of(abi);
        List<String> names = table.names();
        assertThat(names).isSorted().doesNotHaveDuplicates();
        assertThat(names.stream().map(table::number)).doesNotHaveDuplicates();
        assertThat(names)
                .allSatisfy(name -> assertThat(table.name(table.number(name))).contains(name));
    }

    @ParameterizedTest
    @CsvSource({
        "cachestat,451", "fchmodat2,452", "map_shadow_stack,453", "futex_wake,454", "futex_wait,455",
        "futex_requeue,456", "statmount,457", "listmount,458", "lsm_get_self_attr,459", "lsm_set_self_attr,460",
        "lsm_list_modules,461", "mseal,462", "setxattrat,463", "getxattrat,464", "listxattrat,465",
        "removexattrat,466", "open_tree_attr,467", "file_getattr,468", "file_setattr,469", "listns,470"
    })
    void knowsTheCallsThatAreNewerThanTheHeadersInTheNumbersAllAbisShare(String name, int number) {
        for (Abi abi : Abi.values()) {
            int bit = abi == Abi.X32 ? Abi.X32_BIT : 0;
            assertThat(SyscallTable.of(abi).number(name)).as(abi.name()).isEqualTo(number | bit);
        }
    }

    @Test
    void findsTheProbesOfX8664() {
        assertThat(SyscallTable.of(Abi.X86_64).number("uretprobe")).isEqualTo(335);
        assertThat(SyscallTable.of(Abi.X86_64).number("uprobe")).isEqualTo(336);
        assertThat(SyscallTable.of(Abi.X86).find("uretprobe")).isEmpty();
    }

    @Test
    void refusesAnUnknownName() {
        assertThatThrownBy(() -> SyscallTable.host().number("opnat"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no system call opnat");
    }

    private static void assertHolds(Abi abi, Map<String, Integer> header) {
        SyscallTable table = SyscallTable.of(abi);
        int bit = abi == Abi.X32 ? Abi.X32_BIT : 0;
        assertThat(header).hasSizeGreaterThan(250);
        header.forEach((name, number) ->
                assertThat(table.find(name)).as("%s %s", abi, name).hasValue(number | bit));
        int newest = header.values().stream()
                .mapToInt(Integer::intValue)
                .filter(n -> n < 512)
                .max()
                .orElseThrow();
        assertThat(table.names().stream()
                        .filter(name -> (table.number(name) & ~bit) <= newest)
                        .filter(name -> !name.endsWith("probe")))
                .as("calls of %s as old as the header's", abi)
                .allSatisfy(name -> assertThat(header).containsKey(name));
    }

    private static Map<String, Integer> defined(String header) {
        Map<String, Integer> numbers = new TreeMap<>();
        header.lines()
                .map(DEFINE::matcher)
                .filter(Matcher::matches)
                .forEach(define -> numbers.put(define.group(1), Integer.valueOf(define.group(2))));
        numbers.remove("syscalls");
        numbers.remove("arch_specific_syscall");
        return numbers;
    }

    /** asm-generic names some numbers twice over: {@code __NR_lseek __NR3264_lseek}, {@code __NR3264_lseek 62}. */
    private static String resolved(String macros) {
        Matcher define = Pattern.compile("#define (__NR3264_\\w+) (\\d+)").matcher(macros);
        String text = macros;
        while (define.find()) {
            text = text.replaceAll(define.group(1) + "\\b", define.group(2));
        }
        return text;
    }
}
