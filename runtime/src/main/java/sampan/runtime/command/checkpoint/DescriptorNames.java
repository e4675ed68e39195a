package sampan.runtime.command.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Readlink;
import sampan.kernel.file.Write;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.json.GoJson;
import sampan.runtime.criu.CriuOptions;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code descriptors.json} in the folder of the images, as runc has it: what 0, 1 and 2 of the container's first process were. */
public final class DescriptorNames {
    private static final String FILE = "descriptors.json";
    private static final String PIPE = "pipe:";
    private static final int STREAMS = 3;
    private static final int OWNER_ONLY = 0600;
    private static final int LARGEST = 1 << 16;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private DescriptorNames() {}

    static void save(int pid, Fd images) throws IOException {
        List<Object> names = new ArrayList<>();
        for (int number = 0; number < STREAMS; number++) {
            byte[] name = Readlink.of(Path.of("/proc/" + pid + "/fd/" + number));
            names.add(new String(name, StandardCharsets.UTF_8));
        }
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_NOFOLLOW;
        try (Fd file = Open.at(images, FILE, flags, OWNER_ONLY)) {
            Write.fully(file, GoJson.line(names).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The caller's own streams take the place of the pipes that were there. */
    static void inherit(Fd images, CriuOptions options) throws IOException, RuntimeFailure {
        List<String> names = read(images);
        for (int number = 0; number < Math.min(STREAMS, names.size()); number++) {
            if (names.get(number).contains(PIPE)) {
                options.inherit(names.get(number), number);
            }
        }
    }

    private static List<String> read(Fd images) throws IOException, RuntimeFailure {
        try (Fd file = Open.at(images, FILE, OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW, 0)) {
            return List.of(JSON.readValue(Read.all(file, LARGEST), String[].class));
        } catch (SyscallException missing) {
            throw new RuntimeFailure("open " + FILE + ": no such file or directory");
        } catch (JacksonException wrong) {
            throw new RuntimeFailure(FILE + ": " + wrong.getOriginalMessage());
        }
    }
}
