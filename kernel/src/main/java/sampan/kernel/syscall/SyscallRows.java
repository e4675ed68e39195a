package sampan.kernel.syscall;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** {@code syscalls.tsv} as read: a sorted name and a number, or none, for each {@link Abi}. */
final class SyscallRows {
    private static final int ABSENT = -1;

    private final List<String> names = new ArrayList<>(512);
    private final List<int[]> columns = new ArrayList<>(512);

    private SyscallRows() {}

    static SyscallRows read() {
        SyscallRows rows = new SyscallRows();
        text().lines().skip(1).forEach(rows::add);
        return rows;
    }

    String name(int row) {
        return names.get(row);
    }

    int number(int row, Abi abi) {
        int number = columns.get(row)[abi.column()];
        return abi == Abi.X32 ? number | Abi.X32_BIT : number;
    }

    /** The rows whose call this ABI has. */
    int[] having(Abi abi) {
        return IntStream.range(0, names.size())
                .filter(row -> columns.get(row)[abi.column()] != ABSENT)
                .toArray();
    }

    private void add(String line) {
        int[] numbers = new int[Abi.values().length];
        int tab = line.indexOf('\t');
        names.add(line.substring(0, tab));
        for (int column = 0; column < numbers.length; column++) {
            int next = line.indexOf('\t', tab + 1);
            int end = next < 0 ? line.length() : next;
            numbers[column] = line.charAt(tab + 1) == '-' ? ABSENT : Integer.parseInt(line, tab + 1, end, 10);
            tab = end;
        }
        columns.add(numbers);
    }

    private static String text() {
        try (InputStream in = SyscallRows.class.getResourceAsStream("syscalls.tsv")) {
            if (in == null) {
                throw new IllegalStateException("syscalls.tsv is missing from the module");
            }
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
