package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Root file systems that the real debootstrap, mmdebstrap and pacstrap make, each of a repository with one package, in a folder: nothing is downloaded. {@link
 * DebianTest} has a whole Debian.
 */
final class BootstrappedRootsTest extends EngineTest {
    private static final String CONTROL = """
            Package: tiny
            Version: 1.0
            Architecture: amd64
            Maintainer: nobody <nobody@example.com>
            Priority: required
            Section: admin
            Description: tiny
            """;
    private static final String FIELDS =
            "%FILENAME%\ntiny.pkg.tar.gz\n\n%NAME%\ntiny\n\n%VERSION%\n1.0-1\n\n%ARCH%\nx86_64\n\n";

    @TempDir
    static Path work;

    @BeforeAll
    void fillPackage() throws IOException {
        Files.createDirectories(work.resolve("tiny/bin"));
        Files.write(work.resolve("tiny/bin/busybox"), HostileTar.busybox());
        assertThat(work.resolve("tiny/bin/busybox").toFile().setExecutable(true, false))
                .isTrue();
        Files.createSymbolicLink(work.resolve("tiny/bin/sh"), Path.of("busybox"));
        Files.createDirectories(work.resolve("tiny/etc"));
        Files.writeString(work.resolve("tiny/etc/said"), "by the package\n");
    }

    @AfterEach
    void forget() {
        sampan().run("rmi", "-f", "made:1");
    }

    private static Path write(String name, String text) throws IOException {
        Path file = work.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** As Debian's archives are laid out. */
    private static String debianRepository() throws IOException {
        Path deb = work.resolve("debian/pool/tiny.deb");
        write("tiny/DEBIAN/control", CONTROL);
        Files.createDirectories(deb.getParent());
        DockerRegistry.run("dpkg-deb", "-Zgzip", "-b", work + "/tiny", deb.toString());
        Sampan.delete(work.resolve("tiny/DEBIAN"));
        byte[] content = Files.readAllBytes(deb);
        String packages = CONTROL + "Filename: pool/tiny.deb\nSize: " + content.length + "\nSHA256: "
                + ArchivedImages.sha256(content) + "\n\n";
        Path index = write("debian/dists/test/main/binary-amd64/Packages", packages);
        byte[] listed = Files.readAllBytes(index);
        write(
                "debian/dists/test/Release",
                "Suite: test\nCodename: test\nArchitectures: amd64\nComponents: main\nDate: "
                        + DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC))
                        + "\nSHA256:\n " + ArchivedImages.sha256(listed) + " " + listed.length
                        + " main/binary-amd64/Packages\n");
        return work + "/debian";
    }

    /** What it installs and how; otherwise it would want all of Debian. */
    private static Path script() throws IOException {
        return write("script", """
                mirror_style release
                download_style apt
                finddebs_style from-indices
                variants - minbase
                work_out_debs () { required="tiny"; base=""; }
                first_stage_install () { extract $required; mkdir -p "$TARGET/var/log"; }
                second_stage_install () { :; }
                """);
    }

    private void isImported(Path tar) {
        sampan().run("import", "--change", "CMD [\"/bin/sh\", \"-c\", \"cat /etc/said\"]", tar.toString(), "made:1")
                .succeeds();
        assertThat(sampan().run("run", "--rm", "made:1").succeeds().out()).isEqualTo("by the package\n");
        assertThat(sampan().run("image", "check", "made:1").succeeds().out()).endsWith("all as they were\n");
    }

    private static Path packed(Path root) throws IOException {
        Path tar = work.resolve(root.getFileName() + ".tar");
        DockerRegistry.run("tar", "-C", root.toString(), "--numeric-owner", "--xattrs", "-cf", tar.toString(), ".");
        return tar;
    }

    @Test
    void debootstrapsRootIsImported() throws IOException {
        Path root = work.resolve("debootstrap");
        DockerRegistry.run(
                "debootstrap",
                "--no-check-gpg",
                "--variant=minbase",
                "test",
                root.toString(),
                "file://" + debianRepository(),
                script().toString());
        isImported(packed(root));
    }

    @Test
    void mmdebstrapsRootIsImportedWithItsDevices() throws IOException {
        Path tar = work.resolve("mmdebstrap.tar");
        DockerRegistry.run(
                "mmdebstrap",
                "--quiet",
                "--variant=extract",
                "--include=tiny",
                "--mode=root",
                "test",
                tar.toString(),
                "deb [trusted=yes] copy:" + debianRepository() + " test main");
        isImported(tar);
        assertThat(sampan().run("image", "ls", "-l", "made:1", "/dev/null")
                        .succeeds()
                        .out())
                .startsWith("c");
    }

    @Test
    void pacstrapsRootIsImported() throws IOException {
        write(
                "tiny/.PKGINFO",
                "pkgname = tiny\npkgbase = tiny\npkgver = 1.0-1\npkgdesc = tiny\nurl = none\nbuilddate = 1700000000\n"
                        + "packager = nobody\nsize = 1000\narch = x86_64\n");
        Files.createDirectories(work.resolve("arch"));
        DockerRegistry.run(
                "tar", "-C", work + "/tiny", "-czf", work + "/arch/tiny.pkg.tar.gz", ".PKGINFO", "bin", "etc");
        Files.delete(work.resolve("tiny/.PKGINFO"));
        write("database/tiny-1.0-1/desc", FIELDS);
        DockerRegistry.run("tar", "-C", work + "/database", "-czf", work + "/arch/test.db", "tiny-1.0-1");
        Path config = write(
                "pacman.conf",
                "[options]\nArchitecture = x86_64\nSigLevel = Never\n[test]\nServer = file://" + work + "/arch\n");
        Path root = Files.createDirectories(work.resolve("pacstrap"));
        String line = "unshare -m pacstrap -C " + config + " -c -G -M " + root + " tiny --noconfirm";
        DockerRegistry.run(line.split(" "));
        isImported(packed(root));
        assertThat(sampan().run("image", "ls", "made:1", "/var/lib/pacman/local")
                        .succeeds()
                        .out())
                .contains("tiny-1.0-1");
    }
}
