package sampan.oci.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.oci.image.ImageFormatException;

final class HostPolicyTest {
    private static final String ANYTHING = "{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}";

    @TempDir
    Path folder;

    private final HostPolicy policy = new HostPolicy();
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("policy.json"), ANYTHING);
    }

    private List<Requirement> read() throws IOException {
        return policy.read(Map.of("SAMPAN_SIGNATURE_POLICY", file.toString())).usual();
    }

    @Test
    void whatTheFileSaysCountsAtOnce() throws IOException {
        assertThat(read()).containsExactly(new Requirement.Anything());
        assertThat(read()).isSameAs(read());
        Files.writeString(file, ANYTHING.replace("insecureAcceptAnything", "reject"));
        assertThat(read()).containsExactly(new Requirement.Nothing());
        Files.writeString(file, "");
        assertThatThrownBy(this::read).isInstanceOf(ImageFormatException.class);
        assertThatThrownBy(this::read).isInstanceOf(ImageFormatException.class);
        Files.delete(file);
        assertThatThrownBy(this::read).isInstanceOf(IOException.class);
        Files.writeString(file, ANYTHING);
        assertThat(read()).containsExactly(new Requirement.Anything());
    }

    @Test
    void anotherKeyUnderTheSameNameCountsAtOnce() throws IOException {
        Path key = folder.resolve("key.pub");
        for (String name : List.of("keyPath", "key\\u0050ath")) {
            Files.writeString(file, "{\"default\":[{\"type\":\"sigstoreSigned\",\"" + name + "\":\"" + key + "\"}]}");
            copy("cosign-2.5.0.pub", key);
            List<Requirement> before = read();
            copy("cosign-3.1.1.pub", key);
            assertThat(read()).as(name).hasSize(1).isNotSameAs(before);
            Files.writeString(key, "no key");
            assertThatThrownBy(this::read).as(name).isInstanceOf(ImageFormatException.class);
        }
    }

    private static void copy(String name, Path to) throws IOException {
        try (InputStream from = Objects.requireNonNull(HostPolicyTest.class.getResourceAsStream(name), name)) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
