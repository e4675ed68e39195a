package sampan.cli.call;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import sampan.cli.container.Elsewhere;
import sampan.cli.container.Invoker;
import sampan.cli.flag.Flag;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.front.CallerGone;
import sampan.cli.front.CallerOutput;
import sampan.cli.front.FrontSession;
import sampan.core.Engine;

/** One call of a command: what was typed, by whom, for which engine, which may still be opening. */
public record Call(Supplier<Engine> opened, FrontSession session, ParsedFlags flags) {
    /** Waits for an engine that is still opening. */
    public Engine engine() {
        return opened.get();
    }

    public List<String> operands() {
        return flags.operands();
    }

    public boolean on(Flag<Boolean> flag) {
        return flags.on(flag);
    }

    public <T> Optional<T> value(Flag<T> flag) {
        return flags.value(flag);
    }

    public CallerOutput out() {
        return session.out();
    }

    public CallerOutput err() {
        return session.err();
    }

    /** Shows a text that is to be read: in the caller's pager when the terminal is too small for it. */
    public void show(String text) throws IOException {
        Optional<CallerOutput> pager = outgrows(text) ? session.pager() : Optional.empty();
        try (CallerOutput reader = pager.orElse(null)) {
            (reader == null ? out() : reader).print(text);
        } catch (CallerGone read) {
            // Whoever leaves the pager has read enough; a pipe that is gone is another matter.
            if (pager.isEmpty()) {
                throw read;
            }
        }
    }

    private boolean outgrows(String text) {
        int columns = Math.max(1, session.columns());
        return session.request().isTerminal(1)
                && session.rows() > 0
                && text.lines()
                                .mapToInt(line -> 1 + Math.max(0, line.length() - 1) / columns)
                                .sum()
                        >= session.rows();
    }

    public Invoker invoker() {
        return new Invoker(
                session.request().overSsh() ? new Elsewhere() : session.caller().files(),
                session.request().directory(),
                session.request().environment(),
                session.rows(),
                session.columns());
    }

    /** The caller's variables, with a PATH, for a program that runs on their behalf: {@code NAME=value}. */
    public List<String> programEnvironment() {
        Map<String, String> all = new TreeMap<>(session.request().environment());
        all.putIfAbsent("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        return all.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }
}
