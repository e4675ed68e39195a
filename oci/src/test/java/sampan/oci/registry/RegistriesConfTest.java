package sampan.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.oci.image.ImageReference;

final class RegistriesConfTest {
    private static final String TEXT = """
            # what Debian ships, and more
            unqualified-search-registries = ["docker.io",
               "quay.io"] # two lines
            short-name-mode = "enforcing"

            [[registry]]
            location = "docker.io" # a "comment"
            [[registry.mirror]]
            location = "mirror.example:5000/hub#1"
            insecure = true
            [[registry.mirror]]
            location = 'second.example'
            pull-from-mirror = "digest-only"

            [[registry]]
            prefix = "quay.io/old"
            location = "quay.io/new"
            [[registry]]
            prefix = "*.evil.example"
            blocked = true
            [[registry]]
            location = "plain.example"
            insecure = true
            [[registry]]
            location = "reg.example:5050"
            realms = [ "gitlab.example" ]
            [aliases]
            "x" = "docker.io/y/x"
            """;

    private static Registries registries() throws IOException {
        return new Registries(RegistriesConf.parse(TEXT, "test"));
    }

    @Test
    void aFileThatChangesCountsAtOnce(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("registries.conf");
        Map<String, String> environment = Map.of("CONTAINERS_REGISTRIES_CONF", file.toString());
        RegistriesConf conf = new RegistriesConf();
        assertThatThrownBy(() -> conf.read(environment)).hasMessage(missing(file));
        Files.writeString(file, "[[registry]]\nlocation = \"one.example\"\n");
        assertThat(conf.read(environment).rules()).hasSize(1);
        assertThat(conf.read(environment)).isSameAs(conf.read(environment));
        Files.writeString(file, TEXT);
        assertThat(conf.read(environment).rules()).hasSize(5);
        Files.delete(file);
        assertThatThrownBy(() -> conf.read(environment)).hasMessage(missing(file));
        assertThat(new RegistriesConf().read(Map.of("CONTAINERS_REGISTRIES_CONF", "")))
                .isNotNull();
    }

    /** Podman's words: a file that somebody named may have forbidden something. */
    private static String missing(Path file) {
        return "loading registries configuration \"" + file + "\": open " + file + ": no such file or directory";
    }

    @Test
    void mirrorsComeFirst() throws IOException {
        assertThat(registries().toPull(ImageReference.parse("debian:12")))
                .containsExactly(
                        new Location("mirror.example:5000", "hub#1/library/debian", true, true),
                        new Location("docker.io", "library/debian", false, false));
        assertThat(registries().toPull(ImageReference.parse("debian@sha256:" + "a".repeat(64))))
                .hasSize(3);
    }

    @Test
    void namesMoveAndAreBlocked() throws IOException {
        assertThat(registries().toPush(ImageReference.parse("quay.io/old/x")))
                .isEqualTo(new Location("quay.io", "new/x", false, false));
        assertThat(registries().toPush(ImageReference.parse("quay.io/older/x")).repository())
                .isEqualTo("older/x");
        assertThatThrownBy(() -> registries().toPull(ImageReference.parse("a.evil.example/x")))
                .hasMessage("registry *.evil.example is blocked in registries.conf");
        assertThat(registries().toPush(ImageReference.parse("plain.example/x")).insecure())
                .isTrue();
        assertThat(registries().isInsecure("plain.example")).isTrue();
        assertThat(registries().isInsecure("docker.io")).isFalse();
        assertThat(registries().realms("reg.example:5050")).containsExactly("gitlab.example");
    }

    @Test
    void aMistakeIsNamedWithItsLine() {
        assertThatThrownBy(() -> RegistriesConf.parse("\n[[registry]\nlocation", "f.conf"))
                .hasMessageContaining("f.conf: line 3 is not TOML");
        assertThatThrownBy(() -> RegistriesConf.parse("[[registry]]\ninsecure = 1\nlocation=\"x\"", "f"))
                .hasMessageContaining("insecure is neither true nor false");
        assertThatThrownBy(() -> RegistriesConf.parse("[[registry]]\nblocked = true", "f"))
                .hasMessageContaining("neither prefix nor location");
    }
}
