package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the flags of {@code checkpoint} and {@code restore} have criu do; what it refuses without them, and what a kernel lacks for it. */
final class RuntimeCheckpointFlagsTest extends CheckpointTest {
    /** Four million bytes of memory that never change, and a count that does; by one process, for a child would have a copy of it all. */
    private static final String WITH_MEMORY =
            "x=$(head -c 4000000 /dev/zero | tr '\\\\0' x); mkfifo /shared/silent; exec 3<>/shared/silent; "
                    + "i=0; while :; do i=$((i+1)); echo $i; read -t 0.1 y <&3; done";

    private static final int CAP_SYS_RESOURCE = 24;

    private static final long MOST_OF_IT = 3_000_000;

    private Path countingWithMemory() throws IOException, InterruptedException {
        bundle.applet("tr");
        bundle.applet("mkfifo");
        bundle.runs("sh", "-c", WITH_MEMORY);
        Path before = start("before", "run", "-d", "c");
        awaitCount(before, 1);
        return before;
    }

    private void goesOn(Path before, String... flags) throws IOException, InterruptedException {
        List<String> restore = new ArrayList<>(List.of("restore", "-d", "--image-path", images()));
        restore.addAll(List.of(flags));
        restore.add("c");
        Path after = start("after", restore.toArray(String[]::new));
        awaitCount(after, 2);
        assertCounted(before, after);
        bundle.run("delete", "-f", "c").succeeds();
    }

    /** Bytes of memory in a folder of images. */
    private static long pages(Path images) throws IOException {
        long all = 0;
        try (Stream<Path> files = Files.list(images)) {
            for (Path file : files.toList()) {
                all += file.getFileName().toString().startsWith("pages-") ? Files.size(file) : 0;
            }
        }
        return all;
    }

    /** Those on the disk: what is written anew is punched out of older files, whose size stays. */
    private static long blocks(Path images) throws IOException {
        return Long.parseLong(ManagersTest.run(List.of("du", "-s", "--block-size=1", images.toString()))
                .succeeds()
                .out()
                .split("\\s")[0]);
    }

    @Test
    void whatAPreDumpWroteIsNotWrittenAgain() throws IOException, InterruptedException {
        assumeTrue(works() && CriuCheck.has("mem_dirty_track"));
        Path before = countingWithMemory();
        Path first = folder.resolve("first");
        criu("checkpoint", "--pre-dump", "--image-path", first.toString(), "c").succeeds();
        assertThat(bundle.run("state", "c").out()).contains("\"status\": \"running\"");
        awaitCount(before, numbers(before).size() + 1);
        assertThat(criu("checkpoint", "--parent-path", "../nothing", "--image-path", images(), "c")
                        .err())
                .contains("invalid --parent-path: stat " + folder.resolve("nothing") + ": no such file or directory");
        long blocks = blocks(first);
        criu("checkpoint", "--auto-dedup", "--parent-path", "../first", "--image-path", images(), "c")
                .succeeds();
        assertThat(blocks(first)).isLessThan(blocks);
        assertThat(pages(first)).isGreaterThan(MOST_OF_IT);
        assertThat(pages(Path.of(images()))).isPositive().isLessThan(MOST_OF_IT);
        goesOn(before);
    }

    @Test
    void aKernelThatDoesNotTellOfChangesIsNamedForItAndTheContainerRunsOn() throws IOException, InterruptedException {
        assumeTrue(works());
        assumeFalse(CriuCheck.has("mem_dirty_track"));
        Path before = countingWithMemory();
        Sampan.Result refused = criu("checkpoint", "--pre-dump", "--image-path", images(), "c");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("CRIU is missing features: [MemTrack]");
        awaitCount(before, numbers(before).size() + 1);
        bundle.run("delete", "-f", "c").succeeds();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Not by a connection, of which criu takes one only. */
    private static void awaitListener(int port) {
        String listening = "(?s).*: [0-9A-F]+:%04X [0-9A-F]+:0000 0A .*".formatted(port);
        await().until(() -> Proc.read(Path.of("/proc/self/net/tcp")).matches(listening));
    }

    private Process criuItself(String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(CRIU));
        line.addAll(List.of(arguments));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("criu.log").toFile())
                .start();
    }

    @Test
    void aPageServerTakesThePages() throws IOException, InterruptedException {
        assumeTrue(works());
        Path before = countingWithMemory();
        Path taken = Files.createDirectories(folder.resolve("taken"));
        int port = freePort();
        Process server = criuItself(
                "page-server",
                "--images-dir",
                taken.toString(),
                "--address",
                "127.0.0.1",
                "--port",
                Integer.toString(port));
        try {
            awaitListener(port);
            criu("checkpoint", "--page-server", "127.0.0.1:" + port, "--image-path", images(), "c")
                    .succeeds();
            assertThat(server.waitFor()).isZero();
        } finally {
            server.destroyForcibly();
        }
        assertThat(pages(Path.of(images()))).isZero();
        assertThat(pages(taken)).isGreaterThan(MOST_OF_IT);
        try (Stream<Path> files = Files.list(taken)) {
            for (Path file : files.toList()) {
                Files.move(file, Path.of(images()).resolve(file.getFileName()));
            }
        }
        goesOn(before);
    }

    /** Without that, criu 4.2 fails at the first page, and waits for ever for what it wanted to restore. */
    private static boolean mayMakeLargePipes() {
        String effective = Proc.read(Path.of("/proc/self/status")).replaceAll("(?s).*CapEff:\\s*([0-9a-f]+).*", "$1");
        return (Long.parseUnsignedLong(effective, 16) & 1L << CAP_SYS_RESOURCE) != 0;
    }

    /** @param status gets a byte when pages can be asked for */
    private Process lazily(int port, Path status) throws IOException {
        List<String> line = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 3>\"$0\"", status.toString()));
        line.addAll(bundle.command(
                        List.of("--criu", CRIU),
                        "checkpoint",
                        "--lazy-pages",
                        "--page-server",
                        "127.0.0.1:" + port,
                        "--status-fd",
                        "3",
                        "--image-path",
                        images(),
                        "c")
                .command());
        return new ProcessBuilder(line).directory(bundle.folder().toFile()).start();
    }

    @Test
    void memoryComesWhenItIsAskedFor() throws IOException, InterruptedException {
        assumeTrue(works() && CriuCheck.has("uffd-noncoop"));
        assumeTrue(mayMakeLargePipes(), "criu's page server needs CAP_SYS_RESOURCE for its pipes");
        Path before = countingWithMemory();
        int port = freePort();
        Path status = folder.resolve("status");
        Process checkpoint = lazily(port, status);
        await().untilAsserted(() -> assertThat(status).hasSize(1));
        assertThat(pages(Path.of(images()))).isLessThan(MOST_OF_IT);
        Process pages = criuItself(
                "lazy-pages",
                "--page-server",
                "--address",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--images-dir",
                images());
        try {
            await().until(() -> Files.exists(Path.of(images(), "lazy-pages.socket")));
            // The first one is there until its last page has gone.
            bundle.cgroup("/sampan-checkpointed-lazy").runs("sh", "-c", WITH_MEMORY);
            Path after = start("after", "restore", "-d", "--lazy-pages", "--image-path", images(), "again");
            awaitCount(after, 2);
            assertThat(checkpoint.waitFor()).isZero();
            assertThat(pages.waitFor()).isZero();
            assertThat(bundle.run("list", "-q").out()).isEqualTo("again\n");
            assertCounted(before, after);
        } finally {
            pages.destroyForcibly();
            bundle.run("delete", "-f", "again");
        }
    }

    @Test
    void aLockOfAFileIsHeldAgain() throws IOException, InterruptedException {
        assumeTrue(works());
        Probe.compile("lock", bundle.folder().resolve("rootfs"));
        bundle.runs("/lock", "/file");
        Path before = start("before", "run", "-d", "c");
        await().untilAsserted(() -> assertThat(before).content().contains("held"));
        await().until(() -> bundle.run("state", "c").out().contains("\"status\": \"running\""));
        Sampan.Result refused = criu("checkpoint", "--image-path", images(), "c");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("--file-locks", "log file: " + images() + "/dump.log");
        assertThat(bundle.run("state", "c").out()).contains("\"status\": \"running\"");
        criu("checkpoint", "--file-locks", "--image-path", images(), "c").succeeds();
        start("after", "restore", "-d", "--file-locks", "--image-path", images(), "c");
        await().until(() -> bundle.run("state", "c").out().contains("\"status\": \"running\""));
        assertThat(bundle.run("exec", "c", "/lock", "-n", "/file").code()).isEqualTo(1);
        assertThat(bundle.run("exec", "c", "/lock", "-n", "/other").code()).isZero();
        bundle.run("delete", "-f", "c").succeeds();
    }

    /** Its other end is not the container's, in a network namespace that is not either: it hears every number once. */
    @Test
    void aConnectionGoesOn() throws IOException, InterruptedException {
        assumeTrue(works());
        try (var namespace = new InNamespace.Running(
                new ProcessBuilder("unshare", "--net", "sh", "-c", "ip link set lo up && echo up && exec sleep 1000")
                        .start())) {
            assertThat(namespace.line()).isEqualTo("up");
            String path = "/proc/" + namespace.process().pid() + "/ns/net";
            Path heard = folder.resolve("heard");
            try (var _ = new InNamespace.Running(
                    new ProcessBuilder("nsenter", "--net=" + path, "busybox", "nc", "-l", "-p", "4000")
                            .redirectOutput(heard.toFile())
                            .start())) {
                String listening = "(?s).*:0FA0 [0-9A-F]+:0000 0A .*";
                Path sockets = Path.of("/proc/" + namespace.process().pid() + "/net");
                await().until(() ->
                        (Proc.read(sockets.resolve("tcp")) + Proc.read(sockets.resolve("tcp6"))).matches(listening));
                connected(path, heard);
            }
        }
    }

    private void connected(String network, Path heard) throws IOException, InterruptedException {
        bundle.applet("nc");
        bundle.runs("sh", "-c", "{ " + COUNTING + "; } | nc 127.0.0.1 4000")
                .edit(text -> text.replace(
                        "{\"type\": \"network\"}", "{\"type\": \"network\", \"path\": \"" + network + "\"}"));
        start("before", "run", "-d", "c");
        awaitCount(heard, 2);
        Sampan.Result refused = criu("checkpoint", "--image-path", images(), "c");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("tcp-established");
        int counted = numbers(heard).size();
        awaitCount(heard, counted + 1);
        criu("checkpoint", "--tcp-established", "--image-path", images(), "c").succeeds();
        assertThat(bundle.state()).isEmptyDirectory();
        int before = numbers(heard).size();
        start("after", "restore", "-d", "--tcp-established", "--image-path", images(), "c");
        awaitCount(heard, before + 2);
        assertCounted(heard);
        bundle.run("delete", "-f", "c").succeeds();
    }

    /** Its other end is a socket of the host's, and is found by its name again. */
    @Test
    void aSocketOfTheHostsIsFoundAgain() throws IOException, InterruptedException {
        assumeTrue(works());
        Path sockets = Files.createDirectories(folder.resolve("sockets"));
        Probe.compile("tell", sockets);
        Path heard = folder.resolve("heard");
        String tell = sockets + "/tell";
        String socket = sockets + "/socket";
        try (var _ = new InNamespace.Running(new ProcessBuilder(tell, "-l", socket)
                .redirectOutput(heard.toFile())
                .start())) {
            await().untilAsserted(() -> assertThat(heard).content().contains("listening"));
            bundle.mounts(
                            "{\"destination\": \"%1$s\", \"type\": \"bind\", \"source\": \"%1$s\", \"options\": [\"rbind\"]}"
                                    .formatted(sockets))
                    .runs(tell, socket)
                    // criu knows the other end of those in its own network namespace.
                    .edit(text -> text.replace("{\"type\": \"network\"}, ", ""));
            start("before", "run", "-d", "c");
            awaitCount(heard, 2);
            Sampan.Result refused = criu("checkpoint", "--image-path", images(), "c");
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("--ext-unix-sk");
            int counted = numbers(heard).size();
            awaitCount(heard, counted + 1);
            criu("checkpoint", "--ext-unix-sk", "--image-path", images(), "c").succeeds();
            int before = numbers(heard).size();
            start("after", "restore", "-d", "--ext-unix-sk", "--image-path", images(), "c");
            awaitCount(heard, before + 2);
            assertCounted(heard);
            bundle.run("delete", "-f", "c").succeeds();
        }
    }
}
