package sampan.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CgroupHostTest {
    @Test
    void findsCombinedAndNamedHierarchies() {
        CgroupHost host = CgroupHost.parse("""
                30 24 0:27 / /proc rw,relatime - proc proc rw
                31 24 0:28 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct
                32 24 0:29 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,release_agent=/lib/x,name=systemd
                33 24 0:30 / /mnt/a\\040b rw - cgroup cgroup rw,memory,clone_children
                34 24 0:30 / /second rw - cgroup cgroup rw,memory
                35 24 0:31 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate
                """);
        assertThat(host.v1())
                .containsOnlyKeys("cpu", "cpuacct", "name=systemd", "memory")
                .containsEntry("cpuacct", Path.of("/sys/fs/cgroup/cpu,cpuacct"))
                .containsEntry("memory", Path.of("/mnt/a b"));
        assertThat(host.unified()).contains(Path.of("/sys/fs/cgroup/unified"));
        assertThat(host.mode()).isEqualTo(CgroupMode.HYBRID);
    }

    @Test
    void tellsTheModes() {
        assertThat(CgroupHost.parse("1 2 0:3 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw")
                        .mode())
                .isEqualTo(CgroupMode.V2);
        assertThat(CgroupHost.parse("1 2 0:3 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu")
                        .mode())
                .isEqualTo(CgroupMode.V1);
        assertThat(CgroupHost.parse("").mode()).isEqualTo(CgroupMode.NONE);
    }

    @Test
    void aNamedHierarchyAloneMakesNoHybrid() {
        String mounts = """
                1 2 0:3 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd
                1 2 0:4 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw
                """;
        assertThat(CgroupHost.parse(mounts).mode()).isEqualTo(CgroupMode.V2);
    }
}
