package sampan.runtime.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.kernel.seccomp.Action;
import sampan.kernel.seccomp.Filter;
import sampan.kernel.seccomp.FilterCompiler;
import sampan.kernel.seccomp.FilterFlag;
import sampan.kernel.seccomp.InvalidFilterException;
import sampan.kernel.syscall.Abi;
import sampan.oci.spec.Seccomp;

final class ProfileTest {
    @Test
    void rulesComeAndGoWithTheCapabilities() {
        String json = """
                {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
                  {"names": ["chmod"], "action": "SCMP_ACT_ALLOW", "comment": "always"},
                  {"names": ["syslog"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYSLOG", "CAP_BPF"]}},
                  {"names": ["ptrace"], "action": "SCMP_ACT_ALLOW", "excludes": {"caps": ["CAP_SYS_ADMIN", "CAP_BPF"]}}]}
                """;
        assertThat(names(json, Set.of())).containsExactly("chmod", "ptrace");
        assertThat(names(json, Set.of("CAP_SYSLOG"))).containsExactly("chmod", "ptrace");
        assertThat(names(json, Set.of("CAP_SYSLOG", "CAP_BPF"))).containsExactly("chmod", "syslog");
        assertThat(names(json, Set.of("CAP_SYS_ADMIN"))).containsExactly("chmod");
    }

    @Test
    void rulesComeAndGoWithTheMachineAndItsKernel() {
        String json = """
                {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
                  {"names": ["read"], "action": "SCMP_ACT_ALLOW", "includes": {"arches": ["arm64"]}},
                  {"names": ["write"], "action": "SCMP_ACT_ALLOW", "excludes": {"arches": ["arm64"]}},
                  {"names": ["open"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "5.15"}},
                  {"names": ["close"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "6.1"}},
                  {"names": ["stat"], "action": "SCMP_ACT_ALLOW", "excludes": {"minKernel": "4.20"}}]}
                """;
        assertThat(names(json, Set.of())).containsExactly("write", "open");
    }

    @Test
    void theArchitectureMapGivesThoseOfTheMachine() {
        Profile profile = parse("""
                {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [], "archMap": [
                  {"architecture": "SCMP_ARCH_S390X", "subArchitectures": ["SCMP_ARCH_S390"]},
                  {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]},
                  {"architecture": "SCMP_ARCH_RISCV64", "subArchitectures": null}]}
                """);
        Seccomp section = profile.resolve(circumstances(Set.of())).orElseThrow();
        assertThat(section.architectures()).containsExactly("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32");
        assertThat(SeccompFilter.of(section).abis()).containsExactly(Abi.X86_64, Abi.X86, Abi.X32);
    }

    @Test
    void theOldFormatWithOneNameARuleIsRead() {
        Filter filter =
                SeccompFilter.of(parse("""
                {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "architectures": ["SCMP_ARCH_X86_64"],
                 "flags": ["SECCOMP_FILTER_FLAG_LOG"], "syscalls": [
                  {"name": "clone", "action": "SCMP_ACT_ALLOW",
                   "args": [{"index": 0, "value": 18446744073709551615, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}]},
                  {"name": "syslog", "action": "SCMP_ACT_ERRNO", "errnoRet": 12345, "args": []}]}
                """).resolve(circumstances(Set.of())).orElseThrow());
        assertThat(filter.defaultAction()).isEqualTo(Action.errno(38));
        assertThat(filter.flags()).containsExactly(FilterFlag.LOG);
        assertThat(filter.rules().getFirst().conditions().getFirst().value()).isEqualTo(-1);
        assertThat(filter.rules().getLast().action()).isEqualTo(Action.errno(12345));
    }

    @Test
    void aProfileThatSaysNothingIsNoProfile() {
        assertThat(parse("{}").resolve(circumstances(Set.of()))).isEmpty();
    }

    @Test
    void optionsAreUnconfinedBuiltinOrAProfile() {
        assertThat(Profile.ofOption("unconfined")).isEmpty();
        assertThat(Profile.ofOption("builtin")).isPresent();
        assertThat(Profile.ofOption("{\"defaultAction\": \"SCMP_ACT_ALLOW\"}")).isPresent();
        assertThatThrownBy(() -> Profile.ofOption("unconfine"))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessageStartingWith("Decoding seccomp profile failed: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{",
                "{\"defaultAction\": 7}",
                "{\"defaultAction\": \"SCMP_ACT_ALLOW\"} {}",
                "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"defaultAction\": \"SCMP_ACT_ERRNO\"}",
                "{\"syscalls\": {}}",
                "{\"syscalls\": [null]}",
                "{\"syscalls\": [{\"names\": \"read\"}]}",
                "{\"syscalls\": [{\"names\": [7]}]}",
                "{\"syscalls\": [{\"errnoRet\": -1}]}",
                "{\"syscalls\": [{\"errnoRet\": 4294967297}]}",
                "{\"syscalls\": [{\"args\": [{\"index\": 0, \"value\": -1}]}]}",
                "{\"syscalls\": [{\"args\": [{\"index\": 0, \"value\": 18446744073709551616}]}]}",
                "{\"syscalls\": [{\"args\": [{\"index\": 0, \"value\": 1.5}]}]}",
                "{\"syscalls\": [{\"args\": [{\"arg\": 0}]}]}",
                "{\"syscalls\": [{\"includes\": {\"cap\": [\"CAP_BPF\"]}}]}",
                "{\"syscalls\": [{\"includes\": {\"minKernel\": \"4\"}}]}",
                "{\"syscalls\": [{\"includes\": {\"minKernel\": \"4.8.1\"}}]}",
                "{\"syscalls\": [{\"includes\": {\"minKernel\": \"0.0\"}}]}",
                "{\"syscalls\": [{\"includes\": {\"minKernel\": 4.8}}]}"
            })
    void refusesWhatCannotBeDecoded(String json) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessageStartingWith("Decoding seccomp profile failed: ");
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                Arguments.of(
                        "{\"architectures\": [\"SCMP_ARCH_X86\"], \"archMap\": [{\"architecture\": \"SCMP_ARCH_X86_64\"}]}",
                        "both 'architectures' and 'archMap' are specified in the seccomp profile, use either 'architectures' or 'archMap'"),
                Arguments.of(
                        "{\"syscalls\": [{\"name\": \"read\", \"names\": [\"write\"]}]}",
                        "both 'name' and 'names' are specified in the seccomp profile, use either 'name' or 'names'"),
                Arguments.of("{\"defaultAction\": \"ALLOW\"}", "string ALLOW is not a valid action for seccomp"),
                Arguments.of(
                        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"architectures\": [\"amd64\"]}",
                        "string amd64 is not a valid arch for seccomp"),
                Arguments.of(
                        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"flags\": [\"FAST\"]}",
                        "seccomp flag FAST is not known"),
                Arguments.of(
                        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"read\"], \"action\": \"SCMP_ACT_LOG\","
                                + " \"args\": [{\"index\": 9, \"op\": \"SCMP_CMP_EQ\"}]}]}",
                        "seccomp argument index 9 is not between 0 and 5"),
                Arguments.of(
                        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"\"], \"action\": \"SCMP_ACT_LOG\"}]}",
                        "empty string is not a valid syscall"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void saysWhatIsWrongInTheWordsPeopleKnow(String json, String sentence) {
        assertThatThrownBy(() -> SeccompFilter.of(
                        parse(json).resolve(circumstances(Set.of())).orElseThrow()))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessage(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conditional_include", "default-old-format", "example"})
    void readsTheProfilesDockerTestsItselfWith(String name) throws IOException {
        Optional<byte[]> file = DockerProfile.file("seccomp-fixture-" + name + ".json");
        assumeTrue(file.isPresent());
        Seccomp section = Profile.parse(file.orElseThrow())
                .resolve(circumstances(Set.of("CAP_SYSLOG")))
                .orElseThrow();
        assertThat(FilterCompiler.compile(SeccompFilter.of(section), Abi.X86_64))
                .isNotEmpty();
    }

    @Test
    void readsAKernelReleaseAsFarAsItMatters() {
        assertThat(KernelVersion.ofRelease("6.1.0-13-amd64")).isEqualTo(new KernelVersion(6, 1));
        assertThat(KernelVersion.ofRelease("5.15")).isGreaterThan(new KernelVersion(5, 9));
        assertThat(Circumstances.here(Set.of()).kernel()).isGreaterThan(new KernelVersion(4, 0));
    }

    private static List<String> names(String json, Set<String> capabilities) {
        return parse(json).resolve(circumstances(capabilities)).orElseThrow().syscalls().stream()
                .flatMap(syscall -> syscall.names().stream())
                .toList();
    }

    private static Circumstances circumstances(Set<String> capabilities) {
        return new Circumstances(capabilities, Abi.X86_64, new KernelVersion(5, 15));
    }

    private static Profile parse(String json) {
        return Profile.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
