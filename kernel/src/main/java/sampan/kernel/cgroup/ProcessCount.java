package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What processes are and have done, counted one by one from /proc: those that have ended are not in it. */
record ProcessCount(long tasks, DeviceBytes bytes) {
    static final ProcessCount NONE = new ProcessCount(0, DeviceBytes.NONE);

    /** @param folder of a process in /proc, which may have ended */
    ProcessCount and(Path folder) throws IOException {
        String status = text(folder.resolve("status"));
        String io = text(folder.resolve("io"));
        return new ProcessCount(
                tasks + field(status, "Threads:"),
                new DeviceBytes(bytes.read() + field(io, "read_bytes:"), bytes.written() + field(io, "write_bytes:")));
    }

    private static String text(Path file) throws IOException {
        try (MeterFile open = MeterFile.open(Optional.of(file))) {
            return open.text();
        }
    }

    private static long field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip()))
                .findFirst()
                .orElse(0);
    }
}
