package sampan.conformance;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine of root's lends its callers no rights: in a layout they read and write what they could without it. */
final class LayoutRightsTest {
    private static final String SOMEBODY = "61234";
    private static final String BUSYBOX = "localhost/busybox";

    @TempDir
    Path work;

    private final Sampan sampan = Sampan.fresh();
    private Process engine;

    @BeforeEach
    void start() throws IOException {
        for (Path folder : List.of(work, sampan.dataRoot().getParent())) {
            Files.setPosixFilePermissions(folder, fromString("rwxr-xr-x"));
        }
        folder("open", "rwxrwxrwx");
        folder("roots", "rwxr-xr-x");
        Path told = work.resolve("told");
        engine = sampan.command("daemon", "--group", "nogroup")
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        await().until(() -> Files.readString(told).contains("the Engine API is served on") || !engine.isAlive());
        assertThat(engine.isAlive()).as(Files.readString(told)).isTrue();
    }

    @AfterEach
    void end() {
        sampan.close();
        assertThat(engine.onExit().join().isAlive()).isFalse();
    }

    private Path folder(String name, String mode) throws IOException {
        return Files.setPosixFilePermissions(Files.createDirectory(work.resolve(name)), fromString(mode));
    }

    private String layout(String name) {
        return "oci:" + work.resolve(name) + ":x";
    }

    private Sampan.Result copy(String from, String to) {
        List<String> line =
                new ArrayList<>(List.of("setpriv", "--reuid=" + SOMEBODY, "--regid=nogroup", "--clear-groups"));
        line.addAll(List.of(Sampan.binary().toString(), "image", "copy", from, to));
        return Sampan.finish(
                new byte[0],
                sampan.command().command(line).directory(work.resolve("open").toFile()));
    }

    @Test
    void whatIsMadeBelongsToTheCaller() throws IOException {
        copy(BUSYBOX, layout("open/mine")).succeeds();
        copy(layout("open/mine"), "oci:" + work.resolve("open/mine") + ":again").succeeds();
        try (Stream<Path> all = Files.walk(work.resolve("open/mine"))) {
            assertThat(all).allSatisfy(each -> {
                assertThat(Files.getAttribute(each, "unix:uid")).isEqualTo(Integer.parseInt(SOMEBODY));
                assertThat(Files.getPosixFilePermissions(each)).doesNotContainAnyElementsOf(fromString("----w--w-"));
            });
        }
        copy(layout("open/mine"), "back:1").succeeds();
    }

    @Test
    void whereTheCallerMayNotWriteNothingIsWritten() throws IOException {
        sampan.run("image", "copy", BUSYBOX, layout("theirs")).succeeds();
        String before = Files.readString(work.resolve("theirs/index.json"));
        for (String place : List.of("roots", "roots/new")) {
            assertThat(copy(BUSYBOX, layout(place)).err())
                    .isEqualTo(
                            "failed to copy the image: open(\"" + work.resolve("roots") + "\"): permission denied\n");
        }
        assertThat(work.resolve("roots")).isEmptyDirectory();
        assertThat(copy(BUSYBOX, "oci:" + work.resolve("theirs") + ":y").err()).contains("permission denied");
        assertThat(work.resolve("theirs/index.json")).hasContent(before);
        Files.setPosixFilePermissions(work.resolve("theirs"), fromString("rwxrwxrwx"));
        new ProcessBuilder("chmod", "+t", work.resolve("theirs").toString())
                .inheritIO()
                .start()
                .onExit()
                .join();
        assertThat(copy(layout("theirs"), "oci:" + work.resolve("theirs") + ":y")
                        .code())
                .as("in a sticky folder")
                .isEqualTo(1);
        assertThat(work.resolve("theirs/index.json")).hasContent(before);
    }

    @Test
    void whatTheCallerMayNotReadIsNotRead() throws IOException {
        sampan.run("image", "copy", BUSYBOX, layout("theirs")).succeeds();
        copy(layout("theirs"), "open:1").succeeds();
        Files.setPosixFilePermissions(work.resolve("theirs/index.json"), fromString("rw-------"));
        for (String place : List.of("stolen:1", layout("open/stolen"), "oci-archive:stolen.tar")) {
            assertThat(copy(layout("theirs"), place).err()).contains("index.json\") = EACCES");
        }
        assertThat(work.resolve("open/stolen/index.json")).doesNotExist();
        assertThat(work.resolve("open/stolen.tar")).doesNotExist();
        Files.setPosixFilePermissions(work.resolve("theirs/index.json"), fromString("rw-r--r--"));
        Files.setPosixFilePermissions(work.resolve("theirs"), fromString("rwx------"));
        assertThat(copy(layout("theirs"), "stolen:1").err()).contains("EACCES");
        assertThat(sampan.run("images", "--format", "{{.Repository}}").out()).doesNotContain("stolen");
    }
}
