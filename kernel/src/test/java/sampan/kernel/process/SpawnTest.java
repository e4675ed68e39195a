package sampan.kernel.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sampan.kernel.DescriptorLeaks;
import sampan.kernel.Fd;
import sampan.kernel.file.Memfd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Pipe;
import sampan.kernel.file.Read;
import sampan.kernel.file.Seek;
import sampan.kernel.file.Write;

@ExtendWith(DescriptorLeaks.class)
class SpawnTest {
    /** Runs sh with descriptors 3.. and returns what it wrote to 1. */
    private static String shell(String script, List<Fd> descriptors, List<String> environment) throws IOException {
        try (Fd sh = Open.open(Path.of("/bin/sh"), OpenFlags.O_RDONLY);
                Pipe out = Pipe.open()) {
            Spawn.Stdio stdio =
                    new Spawn.Stdio(Optional.empty(), Optional.of(out.writeEnd()), Optional.of(out.writeEnd()));
            try (Child child =
                    Spawn.start(new Spawn.Command(sh, List.of("sh", "-c", script), environment, descriptors, stdio))) {
                out.writeEnd().close();
                String text = new String(Read.all(out.readEnd(), 1 << 20), UTF_8);
                assertThat(Pidfd.await(child.pidfd())).isEqualTo(new ExitStatus(0, 0));
                return text;
            }
        }
    }

    @Test
    void aSealedProgramRunsAndItsDescriptorDoesNotStayOpen() throws IOException {
        try (Fd program = Memfd.sealedExecutable("true", Files.readAllBytes(Path.of("/bin/true")));
                Child child = Spawn.start(
                        new Spawn.Command(program, List.of("true"), List.of(), List.of(), Spawn.Stdio.NONE))) {
            assertThat(Pidfd.await(child.pidfd()).shellCode()).isZero();
        }
    }

    @Test
    void descriptorsBecomeThreeAndUpAndNothingElseIsThere() throws IOException {
        try (FileInputStream leak = new FileInputStream("/etc/hostname"); // the JDK opens without O_CLOEXEC
                Fd one = Memfd.create("one");
                Fd two = Memfd.create("two")) {
            assertThat(leak.getFD().valid()).isTrue();
            String list = shell("exec ls -l /proc/self/fd", List.of(one, two, one), List.of("PATH=/bin:/usr/bin"));
            assertThat(list)
                    .contains("3 -> /memfd:one (deleted)")
                    .contains("4 -> /memfd:two (deleted)")
                    .contains("5 -> /memfd:one (deleted)")
                    .contains("0 -> /dev/null")
                    .contains("6 -> /proc/") // ls's own
                    .doesNotContain("7 ->");
        }
    }

    @Test
    void sourcesWhoseNumbersAreTargetsOfOthersArriveInOrder() throws IOException {
        List<Fd> files = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                Fd file = Memfd.create("f" + i);
                Write.fully(file, Integer.toString(i).getBytes(UTF_8));
                Seek.to(file, 0);
                files.addFirst(file);
            }
            assertThat(shell("cat <&3; cat <&4; cat <&9", files, List.of("PATH=/bin:/usr/bin")))
                    .isEqualTo("11105");
        } finally {
            files.forEach(Fd::close);
        }
    }

    @Test
    void theChildLeadsASessionWithNoSignalIgnoredOrBlocked() throws IOException {
        String status =
                shell("exec cat /proc/self/status /proc/self/stat", List.of(), List.of("PATH=/bin:/usr/bin", "A=ä"));
        assertThat(status).containsPattern("SigBlk:\\s+0{16}\n").containsPattern("SigIgn:\\s+0{16}\n");
        String[] stat = status.substring(status.lastIndexOf(") ") + 2).split(" ");
        String pid = status.replaceAll("(?s).*\nPid:\\s+(\\d+).*", "$1");
        assertThat(stat[3]).as("session").isEqualTo(pid);
        assertThat(shell("pwd; exec env", List.of(), List.of("PATH=/bin:/usr/bin", "A=ä")))
                .startsWith("/\n")
                .contains("A=ä\n")
                .doesNotContain("JAVA_HOME");
    }

    @Test
    void aProgramThatIsNoneFailsHere() throws IOException {
        try (Fd text = Memfd.sealedExecutable("text", "no program".getBytes(UTF_8))) {
            assertThatThrownBy(() -> Spawn.start(
                            new Spawn.Command(text, List.of("text"), List.of(), List.of(), Spawn.Stdio.NONE)))
                    .hasMessageEndingWith("= ENOEXEC");
        }
    }

    @Test
    void aSignalThatEndsAChildIsItsStatus() throws IOException {
        try (Fd sleep = Open.open(Path.of("/bin/sleep"), OpenFlags.O_PATH);
                Child child = Spawn.start(
                        new Spawn.Command(sleep, List.of("sleep", "100"), List.of(), List.of(), Spawn.Stdio.NONE))) {
            assertThat(Pidfd.reap(child.pidfd())).isEmpty();
            assertThat(Pidfd.ended(child.pidfd())).isFalse();
            assertThat(Pidfd.pid(child.pidfd())).hasValue(child.pid());
            Pidfd.signal(child.pidfd(), Signal.TERM);
            assertThat(Pidfd.await(child.pidfd())).isEqualTo(new ExitStatus(0, 15));
            assertThat(Pidfd.ended(child.pidfd())).isTrue();
            assertThat(Pidfd.pid(child.pidfd())).isEmpty();
            assertThat(Pidfd.trySignal(child.pidfd(), Signal.KILL)).isFalse();
        }
    }
}
