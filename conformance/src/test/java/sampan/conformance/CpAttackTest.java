package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Attacks on {@code cp} by the container that is copied from or to. */
final class CpAttackTest extends AttackTest {
    private static final int ROUNDS = 150;
    private static final int ROUNDS_OF_DOCKER = 15;

    private String box(String line) {
        return background(BUSYBOX, line);
    }

    private Sampan.Result cp(String... arguments) {
        return canary().isUnseenIn(sampan().run(
                        Stream.concat(Stream.of("cp"), Stream.of(arguments)).toArray(String[]::new)));
    }

    private void nothingOfTheHostIn(Path copied) throws IOException {
        try (Stream<Path> files = Files.walk(copied)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                canary().isUnseenIn(new Sampan.Result(0, Files.readString(file), ""));
            }
        }
    }

    /** CVE-2018-15664, CVE-2026-41568: a folder of the path becomes a link to the host's between the look and the use. */
    @Test
    void cve2018_15664_cve2026_41568_aSwappedFolderLeadsNowhere() throws IOException {
        String id = swapping();
        Files.writeString(folder().resolve("secret"), "overwritten");
        for (int i = 0; i < ROUNDS; i++) {
            Path out = Files.createDirectory(folder().resolve("out" + i));
            cp(id + ":/w/d/secret", out.toString());
            cp(id + ":/w/d", out.toString());
            cp(folder().resolve("secret").toString(), id + ":/w/d/secret");
            cp(folder().resolve("secret").toString(), id + ":/w/d/");
            nothingOfTheHostIn(out);
        }
        canary().isUntouched();
        remove(id);
    }

    private String swapping() {
        return box("mkdir -p /w/d; echo mine > /w/d/secret; ln -s " + canary().at() + " /w/l;"
                + " while :; do mv /w/d /w/x; mv /w/l /w/d; mv /w/d /w/l; mv /w/x /w/d; done");
    }

    /** HEAD, GET and PUT of archives, as the docker command sends them. */
    @Test
    void theSameByTheApiCve2018_15664() throws IOException {
        String id = swapping();
        Files.writeString(folder().resolve("secret"), "overwritten");
        for (int i = 0; i < ROUNDS_OF_DOCKER; i++) {
            Path out = Files.createDirectory(folder().resolve("by-api" + i));
            docker(id + ":/w/d", out.toString());
            docker(folder().resolve("secret").toString(), id + ":/w/d/secret");
            nothingOfTheHostIn(out);
        }
        canary().isUntouched();
        remove(id);
    }

    private void docker(String from, String to) {
        String host = "unix://" + sampan().execRoot().resolve("sampan.sock");
        canary().isUnseenIn(Sampan.finish(new byte[0], new ProcessBuilder("docker", "-H", host, "cp", from, to)));
    }

    /** CVE-2019-10152, CVE-2019-18466: links of any shape, in each place of a path, are the container's own affair. */
    @Test
    void cve2019_10152_cve2019_18466_linksAreFollowedInsideOnly() throws IOException {
        String id = box("cd /tmp; ln -s " + canary().at() + " a; ln -s " + canary().relative("") + " r; ln -s / root;"
                + " ln -s /proc/1/root magic; ln -s /proc/self/cwd cwd; ln -s " + canary().at("void")
                + " file; sleep 600");
        String path = canary().at();
        Files.writeString(folder().resolve("f"), "overwritten");
        for (String source : new String[] {"/tmp/a/secret", "/tmp/r/secret", "/tmp/root" + path, "/tmp/magic" + path}) {
            assertThat(cp(id + ":" + source, folder() + "/got").code())
                    .as(source)
                    .isEqualTo(1);
            assertThat(cp("-L", id + ":" + source, folder() + "/got").code()).isEqualTo(1);
        }
        for (String target :
                new String[] {"/tmp/a/new", "/tmp/r/new", "/tmp/magic" + path + "/new", "/tmp/a", "/tmp/file"}) {
            cp(folder().resolve("f").toString(), id + ":" + target);
        }
        canary().isUntouched();
        remove(id);
    }

    /** CVE-2019-14271, CVE-2014-9357, CVE-2026-41567: nothing of the container is loaded or run for a copy. */
    @Test
    void cve2019_14271_cve2014_9357_cve2026_41567_nothingOfTheContainerIsUsed() throws IOException {
        HostileTar tar =
                HostileTar.withShell().directory("usr").directory("usr/bin").directory("lib");
        for (String name : new String[] {"usr/bin/unxz", "usr/bin/xz", "usr/bin/unpigz", "usr/bin/gzip", "bin/tar"}) {
            tar.file(name, ("#!/bin/sh\necho ran > /ran\n").getBytes(StandardCharsets.US_ASCII), 0755);
        }
        for (String name : new String[] {"libnss_files.so.2", "libc.so.6", "libnio.so", "libzip.so"}) {
            tar.file("lib/" + name, "not a library");
        }
        String id = background(image(tar), "sleep 600");
        for (String[] packer : new String[][] {{"gzip"}, {"xz"}, {"cat"}}) {
            Path archive = folder().resolve("a." + packer[0]);
            pack(archive, packer[0]);
            sampan().runWith(Files.readAllBytes(archive), "cp", "-", id + ":/tmp")
                    .succeeds();
            assertThat(exec(id, "cat /tmp/f; rm /tmp/f").line()).isEqualTo("content");
        }
        assertThat(exec(id, "ls /ran").code()).isNotZero();
        remove(id);
    }

    private static void pack(Path archive, String packer) throws IOException {
        Process process =
                new ProcessBuilder(packer).redirectOutput(archive.toFile()).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(HostileTar.empty().file("f", "content").bytes());
        }
        assertThat(process.onExit().join().exitValue()).isZero();
    }

    /** CVE-2021-41089: a copy changes no mode and no owner outside of where it goes. */
    @Test
    void cve2021_41089_modesOfTheHostStay() throws IOException {
        String id = box("sleep 600");
        Path target = Files.createDirectory(folder().resolve("here"));
        Files.createSymbolicLink(target.resolve("tmp"), Path.of(canary().at()));
        Sampan.Result refused = cp(id + ":/tmp", target.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("cannot overwrite non-directory");
        byte[] tar = HostileTar.empty()
                .link("a", canary().at())
                .entry('5', "a", "", new byte[0], 0)
                .bytes();
        sampan().runWith(tar, "cp", "-", id + ":/tmp");
        canary().isUntouched();
        remove(id);
    }

    /** A caller without rights gets no more of the host, and leaves no more there, than without the engine. */
    @Test
    void aTarOfLinksWritesInsideOnly() {
        String id = box("sleep 600");
        byte[] tar = HostileTar.empty()
                .link("a", canary().at())
                .file("a/secret", "overwritten")
                .hardLink("h", canary().at("secret"))
                .bytes();
        cp(id + ":/etc/passwd", "-");
        Sampan.Result result = canary().isUnseenIn(sampan().runWith(tar, "cp", "-", id + ":/tmp"));
        assertThat(result.err()).doesNotContain("Exception");
        canary().isUntouched();
        remove(id);
    }
}
