package sampan.core.container;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerState;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.timing.Timings;

/** How a container goes: by hand, or by itself when its process has ended. It is gone for everybody before what it leaves is. */
final class Removing {
    private final Parts parts;
    private final Life life;
    private final Life.Index index;
    private final AtomicBoolean gone = new AtomicBoolean();
    private volatile boolean kept;
    private volatile boolean expected;
    private volatile boolean byItself;
    private final CompletableFuture<Integer> removal = new CompletableFuture<>();

    Removing(Parts parts, Life life, Life.Index index) {
        this.parts = parts;
        this.life = life;
        this.index = index;
    }

    boolean isGone() {
        return gone.get();
    }

    /** Its last exit code, once it is gone. */
    CompletableFuture<Integer> removal() {
        return removal;
    }

    /** Whether it stays at its end although it was to be removed then: it is being started again. */
    void keep(boolean whileRestarted) {
        kept = whileRestarted;
    }

    /** It is being killed to be removed. */
    void expect(boolean now) {
        expected = now;
    }

    /** What is noted of its end nobody will read; should it stay after all, the monitor's exit file tells the same. */
    boolean isExpected() {
        return expected;
    }

    void byHand(boolean volumes) {
        try (Timings.Span _ = parts.timings().begin(Timings.Action.DELETE)) {
            life.exclusively(_ -> remove(volumes));
        }
    }

    private void remove(boolean volumes) {
        life.current().awaitTold();
        ContainerState state = life.state();
        if (state.isUp()) {
            throw new EngineException.Conflict("You cannot remove a " + state.status() + " container " + life.id()
                    + (state.isPaused() ? ". Unpause and then stop" : ". Stop")
                    + " the container before attempting removal or force remove");
        }
        remains().leaveVolumes();
        if (volumes) {
            remains().removeVolumes();
        }
        vanish(state instanceof ContainerState.Stopped stopped ? stopped.exitCode() : 0);
        life.client().close();
        remains().forget();
        parts.later(() -> life.quietly(
                _ -> {
                    life.forwarding().finish();
                    remains().clearAway();
                    remains().remove();
                },
                "cannot remove what is left"));
    }

    /** Its process has ended: it goes if it was to go then. What it leaves is for later. */
    void atEnd(int code) {
        if (life.record().autoRemove() && !kept) {
            remains().leaveVolumes();
            byItself = vanish(code);
        }
    }

    /** Whether it went because its process ended: the volumes that were made for it go then, too. Who removes it by hand says whether they do. */
    boolean isByItself() {
        return byItself;
    }

    /** At once. */
    void withAll(int code) {
        vanish(code);
        remains().leaveVolumes();
        remains().removeVolumes();
        remains().remove();
    }

    /**
     * Once: a start that fails when its process ran already, and that process's end, both take it away.
     *
     * @return false when it was gone
     */
    private boolean vanish(int code) {
        boolean first = gone.compareAndSet(false, true);
        if (first) {
            index.forget(life);
            life.news().tell(Action.DESTROY);
            removal.complete(code);
        }
        return first;
    }

    private Remains remains() {
        return new Remains(parts, life.record());
    }
}
