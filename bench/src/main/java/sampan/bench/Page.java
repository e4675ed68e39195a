package sampan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page of documentation that shows the figures: between two marks they are replaced. */
final class Page {
    private static final String BEGIN = "<!-- bench/run writes from here -->\n";
    private static final String END = "<!-- to here -->\n";

    private Page() {}

    /** @throws IOException when the page has no such place */
    static void write(Path page, String figures) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " has no place for figures");
        }
        Files.writeString(
                page, text.substring(0, begin + BEGIN.length()) + "\n" + figures + "\n" + text.substring(end));
    }
}
