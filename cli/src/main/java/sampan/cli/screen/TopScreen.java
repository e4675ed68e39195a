package sampan.cli.screen;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import sampan.cli.front.AttachFlag;
import sampan.cli.front.CallerGone;
import sampan.cli.front.FrontSession;
import sampan.core.Engine;
import sampan.kernel.socket.UnixSocket;
import sampan.kernel.terminal.Terminal;

/** A table of containers that lives, in the caller's terminal. It may be opened again after something else had the terminal. */
public final class TopScreen implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TopScreen.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int USUAL_ROWS = 24;
    private static final int USUAL_COLUMNS = 80;
    /** The other screen, no cursor, no wrapping; and back. */
    private static final String ENTER = "\033[?1049h\033[?25l\033[?7l\033[2J";

    private static final String LEAVE = "\033[?7h\033[?25h\033[0m\033[?1049l";

    private final FrontSession session;
    private final ZoneId zone;
    private final Board board;
    private final Page.Machine machine;
    private final Paint paint;
    private final View view = new View();
    private int rows;
    private int columns;
    private List<Row> known = List.of();
    private List<String> log = List.of();

    public TopScreen(Engine engine, FrontSession session, ZoneId zone) throws IOException {
        this.session = session;
        this.zone = zone;
        this.board = new Board(engine);
        this.machine = board.machine();
        this.paint = Paint.of(session.request().environment());
        resize(session.rows(), session.columns());
    }

    /** Returns when the user wants no more of it: empty, or the id of the container that a shell is wanted in. */
    public Optional<String> show() throws IOException {
        AtomicReference<String> shell = new AtomicReference<>("");
        byte[] settings = Terminal.settings(session.stdin());
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM)) {
            Thread drawing =
                    Thread.ofPlatform().daemon().name("screen").start(() -> draw(new Link(pair.first()), shell));
            try {
                session.attach(
                        pair.second(),
                        EnumSet.of(AttachFlag.STDIN, AttachFlag.STDOUT, AttachFlag.RAW),
                        new byte[0],
                        _ -> {});
            } finally {
                UnixSocket.shutdownWrite(pair.second());
                join(drawing);
            }
        } catch (CallerGone gone) {
            leaveAlone(settings);
            throw gone;
        }
        return Optional.of(shell.get()).filter(id -> !id.isEmpty());
    }

    /** The front was killed, and could put nothing back. */
    private void leaveAlone(byte[] settings) {
        try {
            Terminal.restoreIfRaw(session.stdin(), settings);
            session.out().print(LEAVE);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the terminal is gone", e);
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void draw(Link link, AtomicReference<String> shell) {
        try {
            link.write(ENTER);
            if (live(link)) {
                view.selected().map(Row::id).ifPresent(shell::set);
            }
            link.write(LEAVE);
            link.end();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the terminal went away", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether a shell is wanted */
    private boolean live(Link link) throws IOException, InterruptedException {
        long next = System.nanoTime();
        while (true) {
            long now = System.nanoTime();
            if (now >= next) {
                look();
                next = now + INTERVAL.toNanos();
            }
            link.write(frame());
            for (Link.Input input : link.read(Duration.ofNanos(Math.max(0, next - System.nanoTime())))) {
                Optional<Boolean> end = take(input);
                if (end.isPresent()) {
                    return end.get();
                }
            }
        }
    }

    private void look() throws InterruptedException {
        known = board.look();
        view.show(known);
        readLog();
    }

    private void readLog() {
        log = view.mode() == View.Mode.LOGS
                ? view.selected().map(Row::id).map(board::log).orElse(List.of())
                : List.of();
    }

    /** @return present at the end: whether a shell is wanted */
    private Optional<Boolean> take(Link.Input input) {
        return switch (input) {
            case Link.Input.Closed _ -> Optional.of(false);
            case Link.Input.Resized(int newRows, int newColumns) -> {
                resize(newRows, newColumns);
                yield Optional.empty();
            }
            case Link.Input.Typed(String text) -> press(text);
        };
    }

    private Optional<Boolean> press(String typed) {
        for (Key key : Key.parse(typed)) {
            View.Mode before = view.mode();
            View.Request request = view.press(key);
            if (request != View.Request.NOTHING) {
                return Optional.of(request == View.Request.SHELL);
            }
            view.show(known);
            if (view.mode() != before) {
                readLog();
            }
        }
        return Optional.empty();
    }

    private void resize(int newRows, int newColumns) {
        rows = newRows > 0 ? newRows : USUAL_ROWS;
        columns = newColumns > 0 ? newColumns : USUAL_COLUMNS;
    }

    /** Line over line: a screen that is wiped first would flicker. A line is wiped before it is written: behind it the cursor is on its last character. */
    private String frame() {
        Page page = new Page(paint, rows, columns);
        view.page(page.visible());
        List<String> lines = switch (view.mode()) {
            case TABLE, FILTER -> page.table(view, machine, LocalTime.now(zone));
            case LOGS -> page.logs(view, log);
            case HELP -> page.help();
        };
        return "\033[H\033[K" + String.join("\r\n\033[K", lines.subList(0, Math.min(rows, lines.size())));
    }

    @Override
    public void close() {
        board.close();
    }
}
