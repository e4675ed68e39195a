package sampan.cli.value;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.cli.value.Parsing.assertRefused;

import java.util.Map;
import org.junit.jupiter.api.Test;
import sampan.cli.flag.InvalidValue;
import sampan.core.config.BindOptions;
import sampan.core.config.Mount;
import sampan.core.config.TmpfsOptions;
import sampan.core.config.VolumeDriver;
import sampan.core.config.VolumeOptions;

final class MountSpecTest {
    @Test
    void readsBinds() throws InvalidValue {
        assertThat(MountSpec.parse("type=bind,source=/a,target=/b,readonly,bind-propagation=rshared"))
                .isEqualTo(new Mount(
                        "bind",
                        "/a",
                        "/b",
                        true,
                        "",
                        new BindOptions("rshared", false, false, false, false),
                        null,
                        null,
                        null));
        assertThat(MountSpec.parse("TYPE=BIND,SRC=/a,DST=/b,ro=false"))
                .isEqualTo(new Mount("bind", "/a", "/b", false, "", null, null, null, null));
        assertThat(MountSpec.parse("type=bind,src=/a,dst=/b,bind-recursive=disabled")
                        .bindOptions())
                .isEqualTo(new BindOptions("", true, false, false, false));
        assertThat(MountSpec.parse("type=bind,src=/a,dst=/b,ro,bind-recursive=writable")
                        .bindOptions())
                .isEqualTo(new BindOptions("", false, false, true, false));
        assertThat(MountSpec.parse("type=bind,src=/a,dst=/b,ro,bind-propagation=rprivate,bind-recursive=readonly")
                        .bindOptions())
                .isEqualTo(new BindOptions("rprivate", false, false, false, true));
    }

    @Test
    void readsVolumesAndTmpfs() throws InvalidValue {
        assertThat(MountSpec.parse(
                                "src=v,dst=/b,volume-nocopy,volume-label=a=1,volume-label=b,volume-driver=local,volume-opt=type=nfs")
                        .volumeOptions())
                .isEqualTo(new VolumeOptions(
                        true, Map.of("a", "1", "b", ""), new VolumeDriver("local", Map.of("type", "nfs")), ""));
        assertThat(MountSpec.parse("type=tmpfs,dst=/b,tmpfs-size=64m,tmpfs-mode=1777"))
                .isEqualTo(new Mount(
                        "tmpfs",
                        "",
                        "/b",
                        false,
                        "",
                        null,
                        null,
                        new TmpfsOptions(64 << 20, 01777, java.util.List.of()),
                        null));
    }

    @Test
    void aQuotedFieldMayHoldACommaAndQuotes() throws InvalidValue {
        assertThat(MountSpec.parse("type=bind,\"source=/a,\"\"b\"\"\",target=/c")
                        .source())
                .isEqualTo("/a,\"b\"");
    }

    @Test
    void theLastOfAKeyWins() throws InvalidValue {
        assertThat(MountSpec.parse("type=bind,src=/a,dst=/b,src=/c").source()).isEqualTo("/c");
    }

    @Test
    void refusesWhatIsNoMount() {
        assertRefused(MountSpec::parse, "", "EOF");
        assertRefused(MountSpec::parse, "x=y", "unexpected key 'x' in 'x=y'");
        assertRefused(MountSpec::parse, "type=bind", "target is required");
        assertRefused(MountSpec::parse, "type=bind,src=/tmp,dst=", "target is required");
        assertRefused(MountSpec::parse, "dst=/a,foo", "invalid field 'foo' must be a key=value pair");
        assertRefused(MountSpec::parse, "dst=/a,", "invalid field '' must be a key=value pair");
        assertRefused(MountSpec::parse, "dst=/a,ro=x", "invalid value for ro: x");
        assertRefused(
                MountSpec::parse,
                "type=volume,dst=/a,bind-propagation=shared",
                "cannot mix 'bind-*' options with mount type 'volume'");
        assertRefused(
                MountSpec::parse,
                "type=bind,dst=/a,volume-nocopy",
                "cannot mix 'volume-*' options with mount type 'bind'");
        assertRefused(
                MountSpec::parse,
                "type=bind,dst=/a,volume-opt=a",
                "cannot mix 'volume-*' options with mount type 'bind'");
        assertRefused(
                MountSpec::parse,
                "type=bind,dst=/a,tmpfs-size=1",
                "cannot mix 'tmpfs-*' options with mount type 'bind'");
        assertRefused(MountSpec::parse, "type=tmpfs,dst=/a,tmpfs-size=zz", "invalid value for tmpfs-size: zz");
        assertRefused(MountSpec::parse, "type=tmpfs,dst=/a,tmpfs-mode=9", "invalid value for tmpfs-mode: 9");
        assertRefused(
                MountSpec::parse,
                "type=bind,dst=/a,bind-recursive=readonly",
                "option 'bind-recursive=readonly' requires 'readonly' to be specified in conjunction");
        assertRefused(
                MountSpec::parse,
                "type=bind,\"src=/x",
                "parse error on line 1, column 18: extraneous or missing \" in quoted-field");
        assertRefused(MountSpec::parse, "a\"b=c", "parse error on line 1, column 2: bare \" in non-quoted field");
    }
}
