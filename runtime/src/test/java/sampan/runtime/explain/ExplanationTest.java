package sampan.runtime.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import sampan.oci.spec.Spec;
import sampan.runtime.launch.Host;
import sampan.runtime.launch.LaunchCompiler;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.launch.Rootfs;
import sampan.runtime.launch.Specs;
import sampan.runtime.program.Program;

final class ExplanationTest {
    private static Program program(Spec spec) {
        Host host = new Host(new Host.Version(6, 18), 40, Set.of());
        return LaunchCompiler.compile(LaunchRequest.of("c", spec, new Rootfs.DirectoryRoot("/root", false), host));
    }

    @Test
    void everyStepIsShownOnceAndEveryGroupHasAReason() {
        Program program = program(Specs.shell("true"));
        Explanation explanation = Explanation.of(program);
        int shown = 0;
        for (Explanation.Group group : explanation.groups()) {
            assertThat(group.purpose().title()).isNotBlank();
            assertThat(group.purpose().why()).isNotBlank();
            assertThat(group.purpose().manual()).isNotBlank();
            for (Explanation.Line line : group.lines()) {
                assertThat(line.first()).isEqualTo(shown);
                shown += line.text().matches("\\d+ x .*")
                        ? Integer.parseInt(line.text().split(" ", 2)[0])
                        : 1;
            }
        }
        assertThat(shown).isEqualTo(program.ops().size());
    }

    @Test
    void readsAsStraceDoesWithAReasonForEachGroup() {
        String text = Explanation.of(program(Specs.shell("true"))).text();
        assertThat(text)
                .contains("in the launch process, with the host's rights\n")
                .contains("in the container's first process\n")
                .contains("# hostname web - of this uts namespace only - sethostname(2)\n")
                .contains("sethostname(\"web\", 3)\n")
                .contains("# drop 27 capabilities - ")
                .contains("27 x prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH ")
                .contains("62 x rt_sigaction(1, 2, 3, ... 64, ");
    }

    @Test
    void aDifferenceShowsOnlyWhatDiffers() {
        Explanation one = Explanation.of(program(Specs.shell("true")));
        assertThat(Difference.of(one, one)).isEmpty();
        Explanation other = Explanation.of(program(Specs.shell("true").withHostname("other")));
        assertThat(Difference.of(one, other)).isEqualTo("""
                - # hostname web - of this uts namespace only - sethostname(2)
                -     sethostname("web", 3)
                + # hostname other - of this uts namespace only - sethostname(2)
                +     sethostname("other", 5)
                """);
    }

    @Test
    void nothingInANameForgesALine() {
        String text = Explanation.of(
                        program(Specs.process(Specs.docker("sh", "x"), p -> p.cwd("/a\n  999  execve(\"/bin/evil\")"))))
                .text();
        assertThat(text.lines()).noneMatch(line -> line.strip().startsWith("999"));
    }
}
