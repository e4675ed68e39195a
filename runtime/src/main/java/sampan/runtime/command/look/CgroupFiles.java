package sampan.runtime.command.look;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import sampan.kernel.SyscallException;
import sampan.kernel.cgroup.CgroupHost;
import sampan.kernel.cgroup.CgroupPath;
import sampan.kernel.file.Read;

/** Counters of one cgroup, as the kernel's files have them; what is not there is not counted. */
public record CgroupFiles(CgroupHost host, CgroupPath path) {
    /** A file of a controller of version 1. */
    Optional<String> legacy(String controller, String file) throws IOException {
        Path mount = host.v1().get(controller);
        return mount == null ? Optional.empty() : text(path.under(mount).resolve(file));
    }

    /** A file of cgroup2, where it has the controllers. */
    Optional<String> unified(String file) throws IOException {
        return host.unified().isEmpty()
                ? Optional.empty()
                : text(path.under(host.unified().get()).resolve(file));
    }

    private static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(Read.text(file).strip());
        } catch (SyscallException missing) {
            return Optional.empty();
        }
    }

    /** {@code max}, and what is beyond 63 bits, is the largest number there is. */
    static OptionalLong number(Optional<String> text) {
        if (text.isEmpty() || text.get().isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(
                    text.get().equals("max")
                            ? Long.MAX_VALUE
                            : Long.parseLong(text.get().split("\\s", 2)[0]));
        } catch (NumberFormatException odd) {
            return OptionalLong.empty();
        }
    }

    /** Lines of a name and a number. */
    static Map<String, Object> table(Optional<String> text) {
        Map<String, Object> table = new LinkedHashMap<>();
        text.orElse("")
                .lines()
                .map(line -> line.split(" ", 2))
                .filter(words -> words.length == 2)
                .forEach(words -> {
                    OptionalLong value = number(Optional.of(words[1]));
                    value.ifPresent(number -> table.put(words[0], number));
                });
        return table;
    }

    /** Numbers on one line. */
    static List<Object> row(Optional<String> text) {
        List<Object> row = new ArrayList<>();
        for (String word : text.orElse("").split("\\s+", -1)) {
            number(Optional.of(word)).ifPresent(row::add);
        }
        return row;
    }
}
