package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The system calls that made local root, called from inside. */
final class FilterAttackTest extends AttackTest {
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    private @Nullable Path programs;

    @BeforeAll
    void compile() throws IOException {
        programs = Files.createTempDirectory("probe");
        Probe.compile("calls", Objects.requireNonNull(programs));
    }

    @AfterAll
    void discard() {
        Sampan.delete(Objects.requireNonNull(programs));
    }

    /** Call and answer, 0 for success. */
    private Map<String, Integer> calls(String... flags) {
        String probe = Probe.mount(Objects.requireNonNull(programs).resolve("calls"));
        List<String> arguments = new ArrayList<>(List.of("run", "--rm", "-v", probe));
        arguments.addAll(List.of(flags));
        arguments.addAll(List.of(BUSYBOX, "/probe"));
        Map<String, Integer> answers = new LinkedHashMap<>();
        sampan().run(arguments.toArray(String[]::new)).succeeds().out().lines().forEach(line -> {
            String[] words = line.split(" ");
            answers.put(words[0], Integer.valueOf(words[1]));
        });
        return answers;
    }

    private static void refused(Map<String, Integer> answers, String... names) {
        for (String name : names) {
            assertThat(answers.get(name)).as(name).isEqualTo(EPERM);
        }
    }

    /** Not EAFNOSUPPORT, which says that the module was asked for. (What socketcall(2) is called with no filter can see.) */
    @Test
    void cve2026_31431_kernelCiphersCannotBeReached() {
        refused(calls(), "socket:AF_ALG", "i386:socket:AF_ALG", "socket:AF_VSOCK");
        refused(calls("-u", "1000", "--cap-drop", "ALL"), "socket:AF_ALG", "i386:socket:AF_ALG");
        assertThat(calls("--security-opt", "seccomp=unconfined").get("socket:AF_VSOCK"))
                .isNotEqualTo(EPERM);
    }

    /** Also CVE-2022-0492: file systems by descriptor, from a user namespace that anybody may make. */
    @Test
    void cve2022_0185_noNamespacesAndNoFileSystems() {
        String[] names = {
            "fsopen",
            "fsconfig",
            "fsmount",
            "open_tree",
            "move_mount",
            "mount_setattr",
            "mount",
            "umount2",
            "pivot_root",
            "setns",
            "unshare:user",
            "unshare:mount",
            "unshare:net",
            "clone:user",
            "clone:mount",
            "i386:unshare"
        };
        refused(calls(), names);
        refused(calls("-u", "1000"), names);
        assertThat(calls()).containsEntry("clone3", ENOSYS);
        assertThat(calls("--security-opt", "seccomp=unconfined"))
                .containsEntry("unshare:user", 0)
                .containsEntry("clone3", 0);
    }

    /** Also CVE-2016-0728 (keys), CVE-2021-3490 (bpf), CVE-2022-29582 (io_uring), CVE-2021-22555 (userfaultfd in its exploit). */
    @Test
    void cve2022_0847_theSurfaceThatContainersDoNotNeedIsClosed() {
        String[] names = {
            "keyctl",
            "add_key",
            "request_key",
            "bpf",
            "perf_event_open",
            "userfaultfd",
            "io_uring_setup",
            "io_uring_enter",
            "io_uring_register",
            "i386:add_key",
            "i386:io_uring_setup"
        };
        refused(calls(), names);
        Map<String, Integer> open = calls("--security-opt", "seccomp=unconfined");
        assertThat(open)
                .containsEntry("keyctl", 0)
                .doesNotContainEntry("io_uring_setup", EPERM)
                .doesNotContainEntry("i386:io_uring_setup", EPERM);
    }

    @Test
    void cve2014_6408_theMachineIsNotTheContainers() {
        refused(
                calls(),
                "open_by_handle_at",
                "kexec_load",
                "init_module",
                "finit_module",
                "delete_module",
                "swapon",
                "acct",
                "quotactl",
                "iopl",
                "ioperm",
                "move_pages",
                "clock_settime",
                "personality");
        assertThat(calls("--security-opt", "seccomp=unconfined")).containsEntry("personality", 0);
    }

    /** The third way to call the kernel has numbers of its own. */
    @Test
    void cve2017_18367_everyWayToCallIsFiltered() {
        Map<String, Integer> answers = calls();
        assertThat(answers.get("x32:add_key")).isIn(EPERM, ENOSYS);
        assertThat(answers.get("x32:unshare")).isIn(EPERM, ENOSYS);
        refused(answers, "i386:add_key", "i386:unshare");
    }
}
