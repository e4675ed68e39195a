package sampan.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import sampan.cli.complete.Scripts;

/** Writes what belongs into a {@code share} folder: manual pages and the completion scripts of shells. The build runs it. */
public final class ShareFolder {
    private static final Map<String, String> SCRIPTS = Map.of(
            "bash", "bash-completion/completions/sampan",
            "fish", "fish/vendor_completions.d/sampan.fish",
            "zsh", "zsh/site-functions/_sampan");

    private ShareFolder() {}

    /** @param arguments the folder */
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]));
    }

    static void write(Path folder) throws IOException {
        for (Map.Entry<String, String> page : ManPage.all().entrySet()) {
            write(folder.resolve("man/man1").resolve(page.getKey()), page.getValue());
        }
        for (Map.Entry<String, String> script : SCRIPTS.entrySet()) {
            write(folder.resolve(script.getValue()), Scripts.of(script.getKey()).orElseThrow());
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
