package sampan.oci.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** This host's {@link Policy}. Its file is read each time, and understood again when it says something else. */
public final class HostPolicy {
    private byte[] text = new byte[0];
    private Policy known = Policy.NONE;

    /** Not read yet. */
    public HostPolicy() {}

    /**
     * What counts now; where there is no file, anything goes.
     *
     * @param environment with the variable that names another file than the usual ones
     * @throws IOException for one that cannot be understood: it may have forbidden something
     */
    public synchronized Policy read(Map<String, String> environment) throws IOException {
        Optional<Path> file = Policy.file(environment);
        if (file.isEmpty()) {
            return Policy.NONE;
        }
        byte[] now = Files.readAllBytes(file.get());
        if (now.length == 0 || !Arrays.equals(now, text)) {
            known = Policy.parse(now, file.get().toString());
            text = namesKeys(now) ? new byte[0] : now;
        }
        return known;
    }

    /** Files of keys may be others the next time; behind an escape any word may be theirs. */
    private static boolean namesKeys(byte[] text) {
        String said = new String(text, UTF_8);
        return said.contains("keyPath") || said.indexOf('\\') >= 0;
    }
}
