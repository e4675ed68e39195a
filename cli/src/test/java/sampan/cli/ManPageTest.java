package sampan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import sampan.cli.command.Catalogue;
import sampan.cli.command.Commands;

final class ManPageTest {
    @TempDir
    Path folder;

    @Test
    void everyCommandHasAPageWithAllOfItsFlags() {
        Map<String, String> pages = ManPage.all();
        assertThat(pages).containsKeys("sampan.1", "sampan-run.1", "sampan-container-ls.1", "sampan-image-rm.1");
        for (String name : Catalogue.topLevel()) {
            String page = String.valueOf(pages.get("sampan-" + name + ".1"));
            Commands.find(name)
                    .orElseThrow()
                    .usage()
                    .flags()
                    .forEach(flag ->
                            assertThat(page).contains("\\fB\\-\\-" + flag.name().replace("-", "\\-") + "\\fR"));
        }
    }

    @Test
    @EnabledIf("manIsHere")
    void manShowsThemWithoutAWarning() throws IOException, InterruptedException {
        ShareFolder.write(folder);
        List<String> check = new ArrayList<>(List.of("groff", "-man", "-Tutf8", "-ww", "-z"));
        ManPage.all().keySet().forEach(name -> check.add(page(name)));
        assertThat(run(check)).isEmpty();
        assertThat(run(List.of("man", "--warnings=w", "-P", "cat", "-l", page("sampan-run.1"))))
                .contains("NAME")
                .contains("sampan-run - Create and run a new container from an image")
                .contains("--cap-add");
    }

    private String page(String name) {
        return folder.resolve("man/man1").resolve(name).toString();
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LANG", "C.UTF-8");
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return text.replaceAll(".\b", "");
    }

    private static boolean manIsHere() {
        return Files.isExecutable(Path.of("/usr/bin/man")) && Files.isExecutable(Path.of("/usr/bin/groff"));
    }

    @Test
    void theCompletionScriptsLieWhereShellsLookForThem() throws IOException {
        ShareFolder.write(folder);
        for (String script : List.of(
                "bash-completion/completions/sampan",
                "fish/vendor_completions.d/sampan.fish",
                "zsh/site-functions/_sampan")) {
            assertThat(folder.resolve(script)).isNotEmptyFile();
        }
    }
}
