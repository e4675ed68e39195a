package sampan.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Somebody with a key of GnuPG, in a folder of their own. */
final class Gpg implements AutoCloseable {
    static final String IDENTITY = "tester@example.com";

    private final Path home;

    Gpg(Path home) throws IOException {
        this.home = home;
        Files.createDirectory(home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        // Of RSA, which every version of everybody can read.
        gpg("--quick-generate-key", IDENTITY, "rsa2048", "sign", "never");
    }

    /** For programs that call gpg themselves. */
    Path home() {
        return home;
    }

    private void gpg(String... arguments) throws IOException {
        List<String> line = new ArrayList<>(
                List.of("gpg", "--homedir", home.toString(), "--batch", "--yes", "--quiet", "--passphrase", ""));
        line.addAll(List.of("--pinentry-mode", "loopback"));
        line.addAll(List.of(arguments));
        DockerRegistry.run(line.toArray(String[]::new));
    }

    /** With armour. */
    Path publicKey() throws IOException {
        Path file = home.resolve("public.asc");
        gpg("--armor", "--output", file.toString(), "--export", IDENTITY);
        return file;
    }

    /** Detached, with armour, as for an ACI. */
    void sign(Path file, Path signature) throws IOException {
        gpg("--armor", "--output", signature.toString(), "--detach-sign", file.toString());
    }

    /** The agent that gpg starts does not end by itself. */
    @Override
    public void close() throws IOException {
        DockerRegistry.run("gpgconf", "--homedir", home.toString(), "--kill", "all");
    }
}
