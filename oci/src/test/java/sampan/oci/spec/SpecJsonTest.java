package sampan.oci.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SpecJsonTest {
    private static SpecJson.Parsed read(String json) throws IOException {
        return SpecJson.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void writesWhatItReads() throws IOException {
        Spec spec = Spec.of(
                        ContainerProcess.running(List.of("sh"))
                                .env(List.of("A=b"))
                                .rlimits(List.of(new Rlimit("RLIMIT_NOFILE", 1024, Rlimit.INFINITY)))
                                .oomScoreAdj(0)
                                .build(),
                        Linux.in(List.of(Namespace.fresh("pid"))).build())
                .withMounts(List.of(Mount.of("/proc", "proc", "proc", "nosuid")));
        assertThat(SpecJson.read(SpecJson.write(spec)).spec()).isEqualTo(spec);
        assertThat(new String(SpecJson.write(spec), StandardCharsets.UTF_8)).contains("18446744073709551615");
    }

    @Test
    void absentAndNullListsAreEmpty() throws IOException {
        Spec spec = read("{\"process\":{\"args\":null},\"linux\":{}}").spec();
        assertThat(spec.process().args()).isEmpty();
        assertThat(spec.linux().namespaces()).isEmpty();
        assertThat(spec.mounts()).isEmpty();
    }

    @Test
    void namesWhatItDoesNotKnow() throws IOException {
        assertThat(
                        read("{\"x\":{\"y\":1},\"process\":{\"cwd\":\"/\",\"zeal\":[1]},\"linux\":{\"devices\":[{\"path\":\"/x\",\"type\":\"c\",\"odd\":1}]}}")
                                .unknown())
                .containsExactly("x", "process.zeal", "linux.devices.0.odd");
    }

    @Test
    void readsNamesThatAreOddInJava() throws IOException {
        Spec spec = read("{\"process\":{\"ioPriority\":{\"class\":\"IOPRIO_CLASS_BE\",\"priority\":4},"
                        + "\"execCPUAffinity\":{\"initial\":\"0\",\"final\":\"1\"}},"
                        + "\"linux\":{\"uidMappings\":[{\"containerID\":1,\"hostID\":2,\"size\":3}],"
                        + "\"resources\":{\"blockIO\":{\"weight\":10,\"throttleReadIOPSDevice\":[{\"major\":1,\"minor\":2,\"rate\":3}]},"
                        + "\"memory\":{\"kernelTCP\":5,\"disableOOMKiller\":true},\"network\":{\"classID\":7}},"
                        + "\"intelRdt\":{\"closID\":\"c\"}}}")
                .spec();
        assertThat(spec.process().ioPriority()).isEqualTo(new IoPriority("IOPRIO_CLASS_BE", 4));
        assertThat(spec.process().execCpuAffinity()).isEqualTo(new CpuAffinity("0", "1"));
        assertThat(spec.linux().uidMappings()).containsExactly(new IdMapping(1, 2, 3));
        assertThat(spec.linux().resources().blockIo().throttleReadIopsDevice()).hasSize(1);
        assertThat(spec.linux().resources().memory().kernelTcp()).isEqualTo(5);
        assertThat(spec.linux().resources().network().classId()).isEqualTo(7);
        assertThat(spec.linux().intelRdt().closId()).isEqualTo("c");
    }

    @Test
    void saysWhereWhatIsMissingOrWrong() {
        assertThatThrownBy(() -> read("{\"mounts\":[{\"destination\":\"/a\"},{\"type\":\"tmpfs\"}]}"))
                .hasMessage("config.json: mounts[1].destination: missing");
        assertThatThrownBy(() -> read("{\"process\":{\"args\":[\"a\",null]}}"))
                .hasMessage("config.json: process.args[1]: missing");
        assertThatThrownBy(() -> read("{\"linux\":{\"sysctl\":{\"a\":5}}}"))
                .hasMessage("config.json: linux.sysctl.a: a string is wanted");
        assertThatThrownBy(() -> read("{\"process\":{\"cwd\":\"/\\u0000\"}}"))
                .hasMessage("config.json: process.cwd: a NUL in a string");
        assertThatThrownBy(() -> read("{\"process\":{\"cwd\":\"\\ud800\"}}")).hasMessageContaining("surrogate");
        assertThatThrownBy(() -> read("{\"process\":\n 5,}")).hasMessageContaining("line 2");
    }

    @Test
    void refusesWhatIsNoSpecificationInOneSentence() {
        assertThatThrownBy(() -> read("[]")).isInstanceOf(IOException.class).hasMessageStartingWith("config.json: ");
        assertThatThrownBy(() -> read("null")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("{} x")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("{\"process\":{\"user\":{\"uid\":4294967296}}}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("uid 4294967296");
        assertThatThrownBy(() ->
                        read("{\"process\":{\"rlimits\":[{\"type\":\"RLIMIT_CPU\",\"soft\":18446744073709551616}]}}"))
                .isInstanceOf(IOException.class);
    }
}
