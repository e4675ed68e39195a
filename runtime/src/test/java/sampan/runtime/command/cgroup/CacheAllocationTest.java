package sampan.runtime.command.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.oci.spec.IntelRdt;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Spec;
import sampan.runtime.command.call.RuntimeFailure;

/** The rules of config-linux.md#intelrdt, on a folder in the place of a resctrl file system, which few machines have. */
final class CacheAllocationTest {
    @TempDir
    Path folder;

    private Path resctrl = Path.of("/");

    @BeforeEach
    void makeRoot() throws Exception {
        resctrl = Files.createDirectory(folder.resolve("resctrl"));
    }

    private static CacheAllocation asked(IntelRdt section) throws RuntimeFailure {
        Linux linux = Linux.in(List.of()).intelRdt(section).build();
        Spec spec = new Spec("1.3.0", null, null, null, null, List.of(), null, Map.of(), linux);
        return CacheAllocation.of(spec, "box").orElseThrow();
    }

    private static IntelRdt section(@Nullable String group, @Nullable String cache, @Nullable String bandwidth) {
        return new IntelRdt(group, List.of(), cache, bandwidth, false);
    }

    @Test
    void aGroupOfTheContainersNameIsMadeAndGoesWithIt() throws Exception {
        IntelRdt section = new IntelRdt(null, List.of("L2:0=3"), "L3:0=f", "MB:0=20", false);
        List<String> own = asked(section).apply(resctrl, 7);
        assertThat(resctrl.resolve("box/schemata")).hasContent("L3:0=f\nMB:0=20\nL2:0=3\n");
        assertThat(resctrl.resolve("box/tasks")).hasContent("7\n");
        assertThat(own).containsExactly(resctrl + "/box");
    }

    @Test
    void aNamedGroupIsMadeOnceAndStays() throws Exception {
        IntelRdt gold = section("gold", "L3:0=f;1=f", null);
        assertThat(asked(gold).apply(resctrl, 7)).isEmpty();
        Files.writeString(resctrl.resolve("gold/schemata"), "    L3:0=000f;1=000f\n");
        assertThat(asked(gold).apply(resctrl, 8)).isEmpty();
        assertThat(resctrl.resolve("gold/tasks")).hasContent("8\n");
        CacheAllocation other = asked(section("gold", "L3:0=3", null));
        assertThatThrownBy(() -> other.apply(resctrl, 9))
                .hasMessageContaining("linux.intelRdt.closID: group gold has other schemata");
    }

    @Test
    void aGroupWithoutSchemataMustBeThere() throws Exception {
        CacheAllocation missing = asked(section("silver", null, null));
        assertThatThrownBy(() -> missing.apply(resctrl, 7)).hasMessageContaining("there is no group silver");
        assertThat(asked(section("/", null, null)).apply(resctrl, 7)).isEmpty();
        assertThat(resctrl.resolve("tasks")).hasContent("7\n");
    }

    @Test
    void monitoringHasAGroupOfItsOwnInTheGroup() throws Exception {
        List<String> own = asked(new IntelRdt("/", List.of(), null, null, true)).apply(resctrl, 7);
        assertThat(own).containsExactly(resctrl + "/mon_groups/box");
        assertThat(resctrl.resolve("mon_groups/box/tasks")).hasContent("7\n");
    }

    @Test
    void whatCannotBeIsRefusedByName() {
        for (String name : List.of("a/b", "..", "")) {
            assertThatThrownBy(() -> asked(section(name, null, null))).hasMessageContaining("linux.intelRdt.closID");
        }
        assertThatThrownBy(() -> asked(section(null, null, "L3:0=f")))
                .hasMessageContaining("linux.intelRdt.memBwSchema");
        assertThatThrownBy(() -> asked(section(null, "L3:0=f\nMB:0=1", null))).hasMessageContaining("newline");
    }
}
