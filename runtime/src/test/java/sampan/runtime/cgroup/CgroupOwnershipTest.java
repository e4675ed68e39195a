package sampan.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import sampan.oci.spec.SpecJson;

final class CgroupOwnershipTest {
    private static final String MOUNT =
            "{\"destination\": \"/sys/fs/cgroup\", \"type\": \"cgroup\", \"source\": \"cgroup\", \"options\": [%s]}";
    private static final String OWN = "{\"type\": \"cgroup\"}";

    private static OptionalLong owner(String mount, String namespaces) throws IOException {
        String spec = """
                {"ociVersion": "1.0.2", "root": {"path": "r"}, "mounts": [%s],
                 "process": {"user": {"uid": 7, "gid": 0}, "args": ["x"], "cwd": "/"},
                 "linux": {"namespaces": [%s], "uidMappings": [{"containerID": 0, "hostID": 1000, "size": 5},
                                                               {"containerID": 5, "hostID": 3000, "size": 5}]}}
                """.formatted(mount, namespaces);
        return CgroupOwnership.owner(
                SpecJson.read(spec.getBytes(StandardCharsets.UTF_8)).spec());
    }

    @Test
    void aWritableOneIsItsUsers() throws IOException {
        assertThat(owner(MOUNT.formatted("\"rw\""), OWN)).hasValue(7);
        assertThat(owner(MOUNT.formatted(""), OWN)).hasValue(7);
    }

    @Test
    void inAUserNamespaceTheUserHasAnotherNumberOnTheHost() throws IOException {
        assertThat(owner(MOUNT.formatted(""), OWN + ", {\"type\": \"user\"}")).hasValue(3002);
    }

    @Test
    void withoutAWritableMountOrANamespaceOfItsOwnItStaysTheHosts() throws IOException {
        assertThat(owner(MOUNT.formatted("\"nosuid\", \"ro\""), OWN)).isEmpty();
        assertThat(owner("", OWN)).isEmpty();
        assertThat(owner(MOUNT.formatted(""), "{\"type\": \"pid\"}")).isEmpty();
        assertThat(owner(MOUNT.formatted(""), "{\"type\": \"cgroup\", \"path\": \"/proc/1/ns/cgroup\"}"))
                .isEmpty();
    }
}
