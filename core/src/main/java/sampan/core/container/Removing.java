package sampan.core.container;

import sampan.core.error.EngineException;
import sampan.core.event.Action;

/** How a container goes: by hand, or by itself when its process has ended. It is gone for everybody before what it leaves is. */
final class Removing {
    private final Parts parts;
    private final Life life;
    private final Life.Index index;
    private volatile boolean gone;
    private volatile boolean kept;

    Removing(Parts parts, Life life, Life.Index index) {
        this.parts = parts;
        this.life = life;
        this.index = index;
    }

    boolean isGone() {
        return gone;
    }

    /** Whether it stays at its end although it was to be removed then: it is being started again. */
    void keep(boolean whileRestarted) {
        kept = whileRestarted;
    }

    void byHand(boolean volumes) {
        life.exclusively(record -> {
            ContainerState state = life.state();
            if (state.isUp()) {
                throw new EngineException.Conflict("You cannot remove a " + state.status() + " container " + life.id()
                        + (state.isPaused() ? ". Unpause and then stop" : ". Stop")
                        + " the container before attempting removal or force remove");
            }
            vanish();
            life.client().close();
            if (volumes) {
                remains().removeVolumes();
            }
            remains().forget();
            parts.later(() -> life.quietly(
                    _ -> {
                        remains().clearAway();
                        remains().remove();
                    },
                    "cannot remove what is left"));
        });
    }

    /** Its process has ended: it goes if it was to go then. What it leaves is for later. */
    void atEnd() {
        if (life.record().autoRemove() && !kept) {
            vanish();
        }
    }

    /** At once. */
    void withAll() {
        vanish();
        remains().removeVolumes();
        remains().remove();
    }

    private void vanish() {
        gone = true;
        index.forget(life);
        life.news().tell(Action.DESTROY);
    }

    private Remains remains() {
        return new Remains(parts, life.record());
    }
}
