package sampan.core.launch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import sampan.kernel.Fd;
import sampan.kernel.file.Memfd;

/** The launch binary, in a sealed memory file: nobody, root in a container included, can change what the next container is started with. (CVE-2019-5736) */
public final class LaunchBinary implements AutoCloseable {
    private static final String RESOURCE = "sampan";

    private final Fd memfd;

    private LaunchBinary(Fd memfd) {
        this.memfd = memfd;
    }

    /** Takes it out of this jar. */
    public static LaunchBinary load() throws IOException {
        try (InputStream resource = LaunchBinary.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new FileNotFoundException("the launch binary is not in the jar of sampan-core");
            }
            return new LaunchBinary(Memfd.sealedExecutable("sampan-launch", resource.readAllBytes()));
        }
    }

    /** Stays open here. */
    public Fd memfd() {
        return memfd;
    }

    @Override
    public void close() {
        memfd.close();
    }
}
