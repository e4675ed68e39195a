package sampan.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.IdMapping;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Namespace;
import sampan.oci.spec.Spec;

/** config-linux.md#cgroup-ownership. */
final class CgroupOwnerTest {
    @TempDir
    Path folder;

    private static Spec spec(List<String> namespaces, Mount mount) {
        Linux linux = Linux.in(namespaces.stream()
                        .map(kind -> new Namespace(kind, null))
                        .toList())
                .uidMappings(List.of(new IdMapping(0, 100_000, 65_536)))
                .build();
        ContainerProcess process = ContainerProcess.running(List.of("true")).build();
        return new Spec("1.3.0", null, process, null, null, List.of(mount), null, Map.of(), linux);
    }

    @Test
    void onlyAWritableCgroupOfAUserNamespaceIsGivenAway() {
        Mount writable = Mount.of("/sys/fs/cgroup", "cgroup", "cgroup", "rw");
        Mount readonly = Mount.of("/sys/fs/cgroup", "cgroup", "cgroup", "ro");
        List<String> both = List.of("cgroup", "user");
        assertThat(CgroupOwner.owner(spec(both, writable))).hasValue(100_000);
        assertThat(CgroupOwner.owner(spec(both, readonly))).isEmpty();
        assertThat(CgroupOwner.owner(spec(List.of("user"), writable))).isEmpty();
        assertThat(CgroupOwner.owner(spec(List.of("cgroup"), writable))).isEmpty();
    }

    @Test
    void theFolderAndTheFilesThatTheKernelNamesChangeHands() throws Exception {
        Files.createFile(folder.resolve("cgroup.procs"));
        Files.createFile(folder.resolve("memory.max"));
        CgroupOwner.give(folder, List.of("cgroup.procs", "cgroup.threads"), 100_000);
        assertThat(Files.getAttribute(folder, "unix:uid")).isEqualTo(100_000);
        assertThat(Files.getAttribute(folder.resolve("cgroup.procs"), "unix:uid"))
                .isEqualTo(100_000);
        assertThat(Files.getAttribute(folder.resolve("memory.max"), "unix:uid")).isEqualTo(0);
    }
}
