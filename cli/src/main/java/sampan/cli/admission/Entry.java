package sampan.cli.admission;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sampan.core.Engine;
import sampan.core.audit.AuditLog;
import sampan.core.audit.Deed;
import sampan.core.container.Container;
import sampan.core.error.EngineException;
import sampan.core.policy.Access;

/** A command that was let in, and the engine as it has it. A class and no lambda: the first caller of a new engine would wait for it. */
public final class Entry implements Supplier<Engine>, Consumer<Container> {
    static final int FAILED = 1;

    private final Supplier<Engine> engine;
    private final Access access;
    private final Optional<AuditLog> log;
    private volatile Deed deed;

    Entry(Supplier<Engine> engine, Access access, Optional<AuditLog> log, Deed deed) {
        this.engine = engine;
        this.access = access;
        this.log = log;
        this.deed = deed;
        if (access.changes()) {
            tell(Deed.Outcome.BEGUN, 0, "");
        }
    }

    @Override
    public Engine get() {
        return engine.get().as(access, this);
    }

    /** A container was made. */
    @Override
    public void accept(Container made) {
        deed = deed.to(Optional.of(Deed.Named.of(made)));
    }

    /** The command failed for this. */
    public void failed(Throwable reason) {
        if (reason instanceof EngineException.Forbidden) {
            tell(Deed.Outcome.REFUSED, FAILED, String.valueOf(reason.getMessage()));
        }
    }

    /** The command's end. */
    public void ended(int status) {
        if (access.changes()) {
            tell(status == 0 ? Deed.Outcome.DONE : Deed.Outcome.FAILED, status, "");
        }
    }

    private void tell(Deed.Outcome outcome, int status, String more) {
        if (log.isPresent()) {
            log.get().tell(deed, outcome, status, more);
        }
    }
}
