package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import sampan.kernel.SyscallException;

/** What stood in control files before they are written; of those that hold one value and can be read. */
record EarlierValues(SequencedMap<Path, String> values) {
    static EarlierValues of(Iterable<CgroupWrite> writes) {
        SequencedMap<Path, String> values = new LinkedHashMap<>();
        for (CgroupWrite write : writes) {
            value(write.file()).ifPresent(value -> values.putIfAbsent(write.file(), value));
        }
        return new EarlierValues(values);
    }

    private static Optional<String> value(Path file) {
        try {
            return ControlFile.readIfThere(file)
                    .filter(text -> text.lines().count() == 1)
                    .map(String::strip);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The last one first; one that cannot be set back stays. */
    void writeBack() {
        for (Map.Entry<Path, String> value : values.reversed().entrySet()) {
            try {
                ControlFile.write(value.getKey(), value.getValue());
            } catch (SyscallException refused) {
                System.getLogger(EarlierValues.class.getName())
                        .log(System.Logger.Level.DEBUG, "cannot set back " + value.getKey(), refused);
            }
        }
    }
}
