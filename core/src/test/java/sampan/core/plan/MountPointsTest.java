package sampan.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.config.HostConfigBuilder;
import sampan.core.config.Mount;
import sampan.core.config.TmpfsOptions;

final class MountPointsTest {
    private static final ContainerConfig NONE = ContainerConfig.builder().build();

    private static List<MountPoint> points(HostConfigBuilder host) {
        return MountPoints.of(NONE, host.build().storage(), List.of());
    }

    private static MountPoint one(String bind) {
        return points(HostConfig.builder().binds(List.of(bind))).getFirst();
    }

    private static Mount mount(String type, String source, String target) {
        return new Mount(type, source, target, false, "", null, null, null, null);
    }

    @Test
    void readsAllFormsOfBinds() {
        assertThat(one("/a//b/../c:/x/"))
                .extracting(MountPoint::source, MountPoint::destination, MountPoint::writable, MountPoint::propagation)
                .containsExactly("/a/c", "/x", true, "rprivate");
        assertThat(one("/a:/x:ro,rslave"))
                .extracting(MountPoint::writable, MountPoint::propagation)
                .containsExactly(false, "rslave");
        assertThat(one("/a:/x").traits().makeSource()).isTrue();
        assertThat(one("name:/x:nocopy"))
                .extracting(
                        MountPoint::isVolume,
                        MountPoint::name,
                        point -> point.traits().noCopy())
                .containsExactly(true, "name", true);
        assertThat(one("/x").traits().anonymous()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/tmp:x; invalid volume specification: '/tmp:x': invalid mount config for type \"bind\": invalid mount path: 'x' mount path must be absolute",
                "/tmp:/; invalid volume specification: '/tmp:/': invalid mount config for type \"bind\": invalid specification: destination can't be '/'",
                "/tmp:/..; invalid volume specification: '/tmp:/..': invalid mount config for type \"bind\": invalid specification: destination can't be '/'",
                "/tmp:/x:foo; invalid mode: foo",
                "/tmp:/x:ro,rw; invalid mode: ro,rw",
                "name:/x:rshared; invalid volume specification: 'name:/x:rshared': invalid mount config for type \"volume\": field BindOptions must not be specified",
                "/x:ro; invalid volume specification: '/x:ro'",
                "a:b:c:d; invalid volume specification: 'a:b:c:d'",
                ":/x; invalid volume specification: ':/x'"
            })
    void refusesOtherFormsInDockersWords(String bind, String sentence) {
        assertThatThrownBy(() -> one(bind)).hasMessage(sentence);
    }

    @Test
    void refusesTwoMountsAtOnePlace() {
        assertThatThrownBy(() -> points(HostConfig.builder().binds(List.of("/tmp:/x", "/var:/x/"))))
                .hasMessage("Duplicate mount point: /x");
    }

    @Test
    void readsMounts() {
        assertThatThrownBy(() -> points(HostConfig.builder().mounts(List.of(mount("foo", "", "/x")))))
                .hasMessage("invalid mount config for type \"foo\": mount type unknown");
        assertThatThrownBy(() -> points(HostConfig.builder().mounts(List.of(mount("bind", "rel", "/x")))))
                .hasMessage(
                        "invalid mount config for type \"bind\": invalid mount path: 'rel' mount path must be absolute");
        assertThatThrownBy(() -> points(HostConfig.builder().mounts(List.of(mount("tmpfs", "/a", "/x")))))
                .hasMessage("invalid mount config for type \"tmpfs\": field Source must not be specified");
        Mount tmpfs = new Mount(
                "tmpfs",
                "",
                "/x",
                false,
                "",
                null,
                null,
                new TmpfsOptions(1 << 20, 0700, List.of(List.of("exec"))),
                null);
        assertThat(points(HostConfig.builder().mounts(List.of(tmpfs)))
                        .getFirst()
                        .options())
                .containsExactly("nosuid", "nodev", "mode=700", "size=1048576", "exec");
    }

    @Test
    void mergesTmpfsOptions() {
        assertThat(TmpfsWishes.merged("")).containsExactly("noexec", "nosuid", "nodev");
        assertThat(TmpfsWishes.merged("exec,size=1m,dev")).containsExactly("nosuid", "exec", "size=1m", "dev");
        assertThatThrownBy(() -> TmpfsWishes.merged("size=1m,foo")).hasMessage("invalid tmpfs option [\"foo\"]");
    }

    @Test
    void anImagesVolumeStaysInTheContainer_CVE_2022_23648() {
        ContainerConfig config = ContainerConfig.builder()
                .volumes(Map.of("/../../etc/x", Map.of()))
                .build();
        assertThat(MountPoints.of(config, HostConfig.DEFAULT.storage(), List.of()))
                .singleElement()
                .extracting(MountPoint::destination, MountPoint::isVolume, MountPoint::source)
                .containsExactly("/etc/x", true, "");
    }

    @Test
    void mountsFromTheTopDown() {
        assertThat(points(HostConfig.builder().binds(List.of("/a:/x/y/z", "/b:/x", "/c:/x/y"))))
                .extracting(MountPoint::destination)
                .containsExactly("/x", "/x/y", "/x/y/z");
    }
}
