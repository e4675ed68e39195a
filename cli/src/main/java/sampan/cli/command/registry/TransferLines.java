package sampan.cli.command.registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.front.CallerOutput;
import sampan.cli.table.ProgressBar;
import sampan.core.image.transfer.Pulled;
import sampan.core.image.transfer.TransferProgress;

/** A transfer as Docker's client shows it: on a terminal one line a layer, which changes; elsewhere one line a step. */
final class TransferLines implements TransferProgress {
    private static final int USUAL_WIDTH = 200;

    private final Call call;
    private final CallerOutput out;
    private final boolean terminal;
    private final List<String> layers = new ArrayList<>();

    /** @param stream 1 or 2 */
    TransferLines(Call call, int stream) {
        this.call = call;
        out = stream == 1 ? call.out() : call.err();
        terminal = call.session().request().isTerminal(stream);
    }

    @Override
    public void check() throws IOException {
        call.session().checkCancelled();
    }

    @Override
    public synchronized void tag(String tag, String repository) throws IOException {
        layers.clear();
        out.println(tag + ": Pulling from " + repository);
    }

    @Override
    public synchronized void layer(String layer, Stage stage, long done, long total) throws IOException {
        boolean moving = stage == Stage.DOWNLOADING || stage == Stage.PUSHING;
        if (moving && !terminal) {
            check();
        } else {
            show(layer, stage.label() + (moving ? " " + ProgressBar.of(done, total, columns()) : ""));
        }
    }

    @Override
    public synchronized void mounted(String layer, String from) throws IOException {
        show(layer, "Mounted from " + from);
    }

    private int columns() {
        return call.session().columns() > 0 ? call.session().columns() : USUAL_WIDTH;
    }

    private void show(String layer, String status) throws IOException {
        check();
        String text = layer + ": " + status;
        if (terminal) {
            draw(layer, text.substring(0, Math.min(text.length(), columns() - 1)));
        } else {
            out.println(text);
        }
    }

    private void draw(String layer, String text) throws IOException {
        int line = layers.indexOf(layer);
        if (line < 0) {
            layers.add(layer);
            out.println(text);
            return;
        }
        int up = layers.size() - line;
        out.print("\u001b[" + up + "A\u001b[2K\r" + text + "\u001b[" + up + "B\r");
    }

    @Override
    public synchronized void image(Pulled pulled) throws IOException {
        out.println("Digest: " + pulled.digest());
        status(pulled.newer(), pulled.name().familiar());
    }

    void status(boolean newer, String name) throws IOException {
        out.println("Status: " + (newer ? "Downloaded newer image for " : "Image is up to date for ") + name);
    }
}
