package sampan.core.container;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.core.caller.Caller;
import sampan.core.container.start.Parts;
import sampan.core.container.start.Spare;
import sampan.core.container.start.SpecMaker;
import sampan.core.container.start.Starter;
import sampan.core.container.state.ContainerFolder;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
import sampan.core.error.EngineException;
import sampan.core.launch.Run;
import sampan.core.timing.Timings;
import sampan.kernel.Fd;

/** How a container comes to have a process. */
final class Starting {
    private final Parts parts;
    private final Life life;
    private final SpecMaker maker;
    private final Relinking relinking;
    private @Nullable Spare spare;

    Starting(Parts parts, Life life, SpecMaker maker, Relinking relinking) {
        this.parts = parts;
        this.life = life;
        this.maker = maker;
        this.relinking = relinking;
    }

    /** It was made of this: some of its first start is done. */
    void madeOf(Spare ready) {
        spare = ready;
    }

    /** Somebody wants it to run. */
    void byHand(Caller caller) {
        life.exclusively(record -> {
            if (life.state().isPaused()) {
                throw new EngineException.Conflict("cannot start a paused container, try unpause instead");
            }
            if (life.state().isUp()) {
                throw new EngineException.NotModified("Container already started");
            }
            life.restarts().reset();
            record.note(ContainerRecord.Restarted.NEVER);
            launch(record, caller);
        });
    }

    /** Its restart policy wants it to run. */
    void again() {
        life.quietly(
                record -> {
                    if (!life.isGone() && life.state() instanceof ContainerState.Restarting) {
                        launch(record, Caller.local());
                    }
                },
                "cannot start a container again");
    }

    private void launch(RecordFile record, Caller caller) {
        life.current().awaitTold();
        if (life.current().isOpen()) { // what comes after the last end has not been done yet
            life.current().close();
            new Remains(parts, record.now()).clearAway();
        }
        Run next = new Run(life.watching());
        Optional<Spare> made = Optional.ofNullable(spare);
        spare = null;
        try (Timings.Span _ = parts.timings().begin(Timings.Action.START);
                Fd folder = record.openFolder();
                Fd runFolder = ContainerFolder.make(parts.places().runs(), life.id())) {
            life.forwarding().connect();
            ContainerFolder.forgetExit(folder);
            record.starting(folder);
            life.current().begin(next);
            life.news().starting();
            Starter.Launched launch = new Starter(parts, record.now(), caller, made)
                    .start(
                            new Starter.Folders(folder, runFolder),
                            maker,
                            life.client().take(),
                            next);
            life.current().launched(launch);
            relinking.started(record.now());
        } catch (EngineException e) {
            failed(record, next, e);
            throw e;
        } catch (IOException | RuntimeException e) {
            EngineException failure = new EngineException.SystemError("cannot start container " + life.id(), e);
            failed(record, next, failure);
            throw failure;
        }
    }

    /** As before, with the reason noted; a container that is removed at its end has had it. */
    private void failed(RecordFile record, Run failed, EngineException reason) {
        failed.close();
        life.current().close();
        life.client().close();
        int code = reason instanceof EngineException.StartFailure start ? start.exitCode() : 128;
        new Remains(parts, record.now()).clearAway();
        if (record.now().autoRemove()) {
            life.removing().withAll(code);
            return;
        }
        record.failed(code, String.valueOf(reason.getMessage()));
        if (life.state() instanceof ContainerState.Restarting waited) {
            life.changes(waited, waited.stopped());
        }
    }
}
