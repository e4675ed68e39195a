package sampan.api.image;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import sampan.api.call.Json;
import sampan.api.http.Client;
import sampan.core.image.archive.LoadProgress;
import sampan.core.image.transfer.Pulled;
import sampan.core.image.transfer.TransferProgress;
import sampan.oci.image.Digest;
import tools.jackson.databind.node.ObjectNode;

/** How a transfer goes on, line by line, as clients draw it. */
final class Progress implements TransferProgress, LoadProgress {
    private static final int SHORT = 12;
    private static final int WIDTH = 50;
    private static final double KILO = 1000;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    private final OutputStream out;
    private final Client client;

    Progress(OutputStream out, Client client) {
        this.out = out;
        this.client = client;
    }

    void status(String text) throws IOException {
        Json.line(out, Json.object().put("status", text));
    }

    void stream(String text) throws IOException {
        Json.line(out, Json.object().put("stream", text));
    }

    /** What went wrong, when it is too late for a status of HTTP. */
    void error(String text) throws IOException {
        ObjectNode line = Json.object();
        line.putObject("errorDetail").put("message", text);
        Json.line(out, line.put("error", text));
    }

    /** More for programs than for people. */
    void aux(ObjectNode value) throws IOException {
        ObjectNode line = Json.object();
        line.putObject("progressDetail");
        line.set("aux", value);
        Json.line(out, line);
    }

    @Override
    public void check() throws IOException {
        if (client.isGone()) {
            throw new IOException("the client is gone");
        }
    }

    @Override
    public void tag(String tag, String repository) throws IOException {
        Json.line(out, Json.object().put("status", "Pulling from " + repository).put("id", tag));
    }

    @Override
    public void layer(String layer, Stage stage, long done, long total) throws IOException {
        check();
        step(stage.label(), layer, done, total);
    }

    @Override
    public void layer(Digest diffId, long done, long total) throws IOException {
        check();
        step("Loading layer", diffId.hex().substring(0, SHORT), done, total);
    }

    private void step(String status, String id, long done, long total) throws IOException {
        ObjectNode line = Json.object().put("status", status);
        ObjectNode detail = line.putObject("progressDetail");
        if (done > 0) {
            detail.put("current", done).put("total", total);
            line.put("progress", bar(done, total));
        }
        Json.line(out, line.put("id", id));
    }

    @Override
    public void mounted(String layer, String from) throws IOException {
        ObjectNode line = Json.object().put("status", "Mounted from " + from);
        line.putObject("progressDetail");
        Json.line(out, line.put("id", layer));
    }

    @Override
    public void image(Pulled pulled) throws IOException {
        status("Digest: " + pulled.digest());
    }

    private static String bar(long done, long total) {
        if (total <= 0) {
            return String.format(Locale.ROOT, "%8s", size(done));
        }
        int filled = (int) Math.min(WIDTH, done * WIDTH / total);
        String arrow = "=".repeat(filled) + (filled < WIDTH ? ">" : "") + " ".repeat(Math.max(0, WIDTH - filled - 1));
        return String.format(Locale.ROOT, "[%s] %8s/%s", arrow, size(done), size(total));
    }

    /** Three digits, as Docker's. */
    private static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= KILO && unit < UNITS.length - 1) {
            value /= KILO;
            unit++;
        }
        String digits = String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
        return (digits.contains(".") ? digits.replaceAll("\\.?0+$", "") : digits) + UNITS[unit];
    }
}
