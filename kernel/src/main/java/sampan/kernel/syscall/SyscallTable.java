package sampan.kernel.syscall;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * syscalls(2): the numbers of one ABI by name, and back. Each is read when first asked for, and kept.
 *
 * <p>Numbers of {@link Abi#X32} carry {@link Abi#X32_BIT}, as the kernel sees them.
 */
public final class SyscallTable {
    private static final Map<Abi, SyscallTable> TABLES = new EnumMap<>(Abi.class);

    private final String[] names;
    private final int[] numbers;

    private SyscallTable(Abi abi) {
        SyscallRows rows = SyscallRows.of(abi);
        this.names = rows.names();
        this.numbers = rows.numbers();
        for (int at = 0; abi == Abi.X32 && at < numbers.length; at++) {
            numbers[at] |= Abi.X32_BIT;
        }
    }

    public static SyscallTable of(Abi abi) {
        synchronized (TABLES) {
            SyscallTable table = TABLES.get(abi);
            if (table == null) {
                table = new SyscallTable(abi);
                TABLES.put(abi, table);
            }
            return table;
        }
    }

    /** The table of this machine's 64-bit programs. */
    public static SyscallTable host() {
        return of(Abi.host());
    }

    /** @throws IllegalArgumentException when this ABI has no such call */
    public int number(String name) {
        int at = Arrays.binarySearch(names, name);
        if (at < 0) {
            throw new IllegalArgumentException("no system call " + name);
        }
        return numbers[at];
    }

    public OptionalInt find(String name) {
        int at = Arrays.binarySearch(names, name);
        return at < 0 ? OptionalInt.empty() : OptionalInt.of(numbers[at]);
    }

    /** The name of a number, for people who read programs and errors. */
    public Optional<String> name(int number) {
        for (int at = 0; at < numbers.length; at++) {
            if (numbers[at] == number) {
                return Optional.of(names[at]);
            }
        }
        return Optional.empty();
    }

    /** All names of this ABI, sorted. */
    public List<String> names() {
        return List.of(names);
    }
}
