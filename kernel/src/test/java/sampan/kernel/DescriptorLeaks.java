package sampan.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves a descriptor open. What the JVM opens for itself (archives, its own sources) does not count. */
public final class DescriptorLeaks implements BeforeEachCallback, AfterEachCallback {
    private List<String> before = List.of();

    /** For JUnit. */
    public DescriptorLeaks() {}

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        before = open();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        List<String> left = left();
        for (int i = 0; i < 3000 && !left.isEmpty(); i++) { // the JVM closes pipes of a process a moment after its end
            Thread.sleep(10);
            left = left();
        }
        assertThat(left).as("descriptors left open").isEmpty();
    }

    private List<String> left() throws IOException {
        List<String> left = new ArrayList<>(open());
        before.forEach(left::remove); // of those, some may have gone: pipes of another test's process
        return left;
    }

    private static List<String> open() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(DescriptorLeaks::target)
                    .filter(target -> !target.endsWith(".jar")
                            && !target.endsWith("/modules")
                            && !target.startsWith("/dev/")
                            && !target.matches("/proc/\\d+/fd"))
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            if (Files.notExists(descriptor)) { // the one of this listing
                return "/dev/null";
            }
            throw new UncheckedIOException(e);
        }
    }
}
