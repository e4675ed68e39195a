package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Attacks on {@code exec}, on attached clients, on terminals and on the engine's own processes and sockets. */
final class ExecAttackTest extends AttackTest {
    private static final String CONFINEMENT =
            "grep -E '^(Cap|NoNewPrivs|Seccomp:)' /p/$P/status; grep 'open files' /p/$P/limits; cat /p/$P/oom_score_adj /p/$P/cgroup; for n in mnt pid net uts ipc cgroup user; do readlink /p/$P/ns/$n; done";

    /** Also CVE-2024-21626, the descriptor that led out: a list that is made many times, as a leak may be rare. */
    @Test
    void cve2016_8649_noProcessOfExecHasAnyDescriptorOfTheHost() throws InterruptedException, ExecutionException {
        String id = background(BUSYBOX, "sleep 600");
        Callable<String> audit = () -> exec(id, "ls -l /proc/self/fd | sed -n 's/.* \\([0-9]*\\) -> /\\1 /p'")
                .succeeds()
                .out();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (Future<String> open : threads.invokeAll(java.util.Collections.nCopies(200, audit))) {
                assertThat(open.get().lines().toList())
                        .allMatch(line -> line.matches("[012] (pipe|socket):\\[\\d+\\]|0 /dev/null|3 /proc/\\d+/fd"));
            }
        }
        remove(id);
    }

    /** Also CVE-2019-16884 and CVE-2025-52881: the container covers /proc with files of its own before exec. */
    @Test
    void cve2015_1334_aFalseProcDoesNotLoosenExec() {
        String id = background(
                BUSYBOX,
                "mkdir /p; mount -t proc proc /p; mount -t tmpfs tmpfs /proc; mkdir -p /proc/self/attr /proc/sys /proc/1;"
                        + " echo 0 > /proc/self/oom_score_adj; ln -s " + canary().at("void")
                        + " /proc/self/attr/exec; ln -s / /proc/self/fd; ln -s / /proc/thread-self; echo ready; sleep 600",
                "--cap-add",
                "SYS_ADMIN",
                "--security-opt",
                "no-new-privileges",
                "--ulimit",
                "nofile=99",
                "--oom-score-adj",
                "300");
        await().untilAsserted(() -> assertThat(sampan().run("logs", id).out()).contains("ready"));
        String first = exec(id, "P=1; " + CONFINEMENT).succeeds().out();
        assertThat(exec(id, "P=self; " + CONFINEMENT).succeeds().out())
                .isEqualTo(first)
                .contains("Seccomp:\t2", "NoNewPrivs:\t1", "\n300\n", " 99 ");
        assertThat(exec(id, "grep CapEff /p/self/status", "-u", "5").out()).contains("0000000000000000");
        assertThat(exec(id, "ls /proc/self").out()).isEqualTo("attr\nfd\noom_score_adj\n");
        remove(id);
    }

    /** Also CVE-2019-10145 and CVE-2019-10147. */
    @Test
    void cve2019_10144_execHasExactlyTheConfinementOfTheFirstProcess() {
        String look = CONFINEMENT.replace("/p/", "/proc/");
        for (List<String> flags : List.of(
                List.of("--cap-drop", "ALL", "--cap-add", "CHOWN", "--security-opt", "no-new-privileges"),
                List.of("--ulimit", "nofile=99", "--oom-score-adj", "300", "-u", "7:8"),
                List.of("--privileged"))) {
            String id = background(BUSYBOX, "sleep 600", flags.toArray(String[]::new));
            String first = exec(id, "P=1; " + look).succeeds().out();
            assertThat(first).contains("CapEff:", "open files", "net:[");
            assertThat(exec(id, "P=self; " + look).succeeds().out())
                    .as("%s", flags)
                    .isEqualTo(first);
            assertThat(exec(id, "P=self; " + look, "-w", "/tmp", "-e", "A=b", "-i")
                            .succeeds()
                            .out())
                    .as("%s", flags)
                    .isEqualTo(first);
            remove(id);
        }
    }

    /** Also CVE-2017-5226: what is pushed into a terminal stays in the container's own. */
    @Test
    void cve2016_10124_theCallersTerminalCannotBeTypedAt() throws IOException {
        assumeTrue(Files.readString(Path.of("/proc/sys/dev/tty/legacy_tiocsti"))
                .strip()
                .equals("1"));
        Path push = Probe.compile("push", folder());
        String id = background(BUSYBOX, "sleep 600", "-v", Probe.mount(push));
        try (Screen screen = Screen.of(sampan())) {
            screen.type(push + "; echo control");
            screen.shows("pushed");
            screen.type("clear; sampan run --rm -it -v " + Probe.mount(push) + " " + BUSYBOX + " /probe; echo one");
            screen.shows("\none\n");
            screen.type("clear; sampan exec -it " + id + " /probe; echo two");
            screen.shows("\ntwo\n");
            screen.type("clear; sampan run --rm -i -v " + Probe.mount(push) + " " + BUSYBOX + " /probe; echo three");
            screen.shows("taken 0\nthree\n");
            screen.type("clear; sampan exec -i " + id + " /probe; echo four");
            screen.shows("taken 0\nfour\n");
            screen.type("clear; echo five");
            screen.shows("five\nhost>");
            assertThat(screen.text()).doesNotContain("pushed");
        }
        remove(id);
    }

    /** Also CVE-2019-14271: a library of the image, and CVE-2026-41567: the image's unpackers. */
    @Test
    void cve2022_1227_noProgramOfTheImageIsRunByTheEngine() {
        byte[] trojan = "#!/bin/busybox sh\necho \"$0 $*\" >> /ran\n".getBytes(StandardCharsets.UTF_8);
        HostileTar tar = HostileTar.empty()
                .directory("bin")
                .directory("usr")
                .directory("usr/bin")
                .directory("lib64");
        tar.file("bin/busybox", HostileTar.busybox(), 0755).directory("etc").directory("lib");
        for (String name :
                List.of("sh", "ps", "nsenter", "tar", "xz", "gzip", "getent", "mount", "ip", "init", "kill")) {
            tar.file("bin/" + name, trojan, 0755).file("usr/bin/" + name, trojan, 0755);
        }
        tar.file("lib64/ld-linux-x86-64.so.2", trojan, 0755).file("lib/libnss_files.so.2", trojan, 0755);
        String image = image(tar, "USER nobody", "WORKDIR /w");
        String id = sampan().run("run", "-d", "-u", "0", image, "/bin/busybox", "sleep", "600")
                .succeeds()
                .line();
        for (List<String> line : List.of(
                List.of("ps", "-a", "--size"),
                List.of("top", id),
                List.of("logs", id),
                List.of("inspect", "--size", id),
                List.of("exec", id, "/bin/busybox", "true"),
                List.of("stats", "--no-stream", id),
                List.of("stop", "-t", "0", id),
                List.of("start", id))) {
            sampan().run(line.toArray(String[]::new));
        }
        assertThat(sampan().run("exec", id, "/bin/busybox", "cat", "/ran").code())
                .as("has anything run")
                .isNotZero();
        sampan().run("exec", id, "/bin/ps", "x").succeeds();
        assertThat(sampan().run("exec", id, "/bin/busybox", "cat", "/ran").out())
                .isEqualTo("/bin/ps x\n");
        assertThat(Path.of("/ran")).doesNotExist();
        remove(id);
    }

    @Test
    void cve2020_15257_noSocketOfTheEngineIsReachableFromTheHostsNetwork() throws IOException {
        String id = background(BUSYBOX, "sleep 600", "--network", "host");
        assertThat(exec(id, "grep -iE ' @.*(sampan|monitor|front|shim|" + id.substring(0, 12) + ")' /proc/net/unix")
                        .out())
                .isEmpty();
        // What that exec had goes a moment after its end, perhaps in the middle of the look.
        await().ignoreExceptionsMatching(gone -> gone instanceof IOException || gone instanceof UncheckedIOException)
                .untilAsserted(this::everySocketIsItsOwners);
        Files.setPosixFilePermissions(sampan().execRoot().getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(unprivileged("ls", sampan().execRoot() + "/containers")).isNotZero();
        assertThat(unprivileged(Sampan.binary().toString(), "ps")).isNotZero();
        remove(id);
    }

    private void everySocketIsItsOwners() throws IOException {
        try (Stream<Path> files = Files.walk(sampan().execRoot())) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".sock")).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .matches("rw.(rw.|---)---");
            }
        }
    }

    private int unprivileged(String... command) throws IOException {
        List<String> line =
                new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
        line.addAll(List.of(command));
        ProcessBuilder builder = sampan().command();
        builder.command(line)
                .redirectErrorStream(true)
                .redirectOutput(folder().resolve("out").toFile());
        try {
            return builder.start().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Also CVE-2022-31030: a client that does not read costs neither the engine nor the monitor any memory. */
    @Test
    void cve2022_1708_endlessOutputIsNotCollected() throws IOException, InterruptedException {
        String id = background(BUSYBOX, "sleep 600", "--log-driver", "none");
        sampan().run("exec", id, "true").succeeds();
        long before = residentOfTheEngine();
        List<Process> deaf = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            deaf.add(sampan().start("exec", id, "sh", "-c", "yes endless output | head -c 300000000"));
        }
        Thread.sleep(1500);
        assertThat(residentOfTheEngine() - before).as("KiB, of 900 MB").isLessThan(64 << 10);
        for (Process client : deaf) {
            client.destroyForcibly();
            assertThat(Patience.ends(client)).isTrue();
        }
        assertThat(exec(id, "echo here").out()).isEqualTo("here\n");
        remove(id);
    }

    private long residentOfTheEngine() {
        long pid = sampan().engine().orElseThrow().pid();
        return Long.parseLong(Proc.status(pid, "VmRSS").replace("kB", "").strip());
    }

    /** Also CVE-2025-64329: clients that come and go leave neither threads nor descriptors. */
    @Test
    void cve2022_23471_abandonedClientsLeaveNothingInTheEngine() throws IOException, InterruptedException {
        String id = background(BUSYBOX, "while :; do sleep 0.05; echo x; done");
        abandon(id, 20); // as many threads as pools want
        long engine = sampan().engine().orElseThrow().pid();
        long descriptors = count(engine, "fd");
        long threads = count(engine, "task");
        abandon(id, 40);
        await().untilAsserted(() -> {
            assertThat(count(engine, "fd")).as("descriptors").isLessThanOrEqualTo(descriptors + 10);
            assertThat(count(engine, "task")).as("threads").isLessThanOrEqualTo(threads + 10);
        });
        remove(id);
    }

    private void abandon(String id, int times) throws IOException, InterruptedException {
        for (int i = 0; i < times; i++) {
            Process client =
                    i % 2 == 0 ? sampan().start("attach", "--no-stdin", id) : sampan().start("exec", "-i", id, "cat");
            Thread.sleep(30);
            client.destroyForcibly();
            client.waitFor();
        }
    }

    private static long count(long pid, String what) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc/" + pid + "/" + what))) {
            return entries.count();
        }
    }
}
