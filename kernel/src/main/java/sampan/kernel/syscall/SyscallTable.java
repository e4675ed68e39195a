package sampan.kernel.syscall;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * syscalls(2): the numbers of one ABI by name, and back. Loaded when first asked for: about half a millisecond, once.
 *
 * <p>Numbers of {@link Abi#X32} carry {@link Abi#X32_BIT}, as the kernel sees them.
 */
public final class SyscallTable {
    private static final Map<Abi, SyscallTable> TABLES = load();

    private final String[] names;
    private final int[] numbers;

    private SyscallTable(String[] names, int[] numbers) {
        this.names = names;
        this.numbers = numbers;
    }

    public static SyscallTable of(Abi abi) {
        SyscallTable table = TABLES.get(abi);
        if (table == null) {
            throw new IllegalStateException("no system calls of " + abi);
        }
        return table;
    }

    /** The table of this machine's 64-bit programs. */
    public static SyscallTable host() {
        return of(Abi.host());
    }

    /** @throws IllegalArgumentException when this ABI has no such call */
    public int number(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no system call " + name));
    }

    public OptionalInt find(String name) {
        int at = Arrays.binarySearch(names, name);
        return at < 0 ? OptionalInt.empty() : OptionalInt.of(numbers[at]);
    }

    /** The name of a number, for people who read programs and errors. */
    public Optional<String> name(int number) {
        return IntStream.range(0, numbers.length)
                .filter(at -> numbers[at] == number)
                .mapToObj(at -> names[at])
                .findFirst();
    }

    /** All names of this ABI, sorted. */
    public List<String> names() {
        return List.of(names);
    }

    private static Map<Abi, SyscallTable> load() {
        SyscallRows rows = SyscallRows.read();
        EnumMap<Abi, SyscallTable> tables = new EnumMap<>(Abi.class);
        for (Abi abi : Abi.values()) {
            int[] present = rows.having(abi);
            String[] names = new String[present.length];
            int[] numbers = new int[present.length];
            for (int at = 0; at < present.length; at++) {
                names[at] = rows.name(present[at]);
                numbers[at] = rows.number(present[at], abi);
            }
            tables.put(abi, new SyscallTable(names, numbers));
        }
        return tables;
    }
}
