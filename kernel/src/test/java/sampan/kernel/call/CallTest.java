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
