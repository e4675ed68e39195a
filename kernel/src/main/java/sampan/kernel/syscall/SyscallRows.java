package sampan.kernel.syscall;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The names and numbers of one column of {@code syscalls.tsv}, sorted by name. Written with loops: it runs once in a process, in
 * the way of the first container, where setting up a stream costs more than the work.
 */
final class SyscallRows {
    private static final int AT_MOST = 1024;

    private final int column;
    private String[] names = new String[AT_MOST];
    private int[] numbers = new int[AT_MOST];
    private int size;

    private SyscallRows(int column) {
        this.column = column;
    }

    static SyscallRows of(Abi abi) {
        SyscallRows rows = new SyscallRows(abi.column());
        String text = text();
        int line = text.indexOf('\n') + 1;
        while (line < text.length()) {
            int end = text.indexOf('\n', line);
            rows.add(text, line, end);
            line = end + 1;
        }
        rows.names = Arrays.copyOf(rows.names, rows.size);
        rows.numbers = Arrays.copyOf(rows.numbers, rows.size);
        return rows;
    }

    String[] names() {
        return names;
    }

    int[] numbers() {
        return numbers;
    }

    private void add(String text, int line, int end) {
        int nameEnd = text.indexOf('\t', line);
        int start = nameEnd + 1;
        for (int i = 0; i < column; i++) {
            start = text.indexOf('\t', start) + 1;
        }
        if (text.charAt(start) != '-') {
            int next = text.indexOf('\t', start);
            numbers[size] = Integer.parseInt(text, start, next < 0 || next > end ? end : next, 10);
            names[size++] = text.substring(line, nameEnd);
        }
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
