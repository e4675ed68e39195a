package sampan.api.container;

import java.time.Instant;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.container.Container;
import sampan.core.container.list.ContainerSummary;
import sampan.core.container.state.ContainerState;

/**
 * By how little it is seen that nothing of a container is otherwise than it was.
 *
 * @param status for people, with its age
 * @param told how many events there had been: each change of networks is one
 */
record Glance(Wanted wanted, ContainerState state, String status, long told) {
    /** What was asked of it. */
    record Wanted(String name, ContainerConfig config, HostConfig host) {
        @SuppressWarnings("ReferenceEquality")
        boolean is(Wanted other) {
            return config == other.config && host == other.host && name.equals(other.name);
        }
    }

    /** @param told from before: what happens meanwhile is seen the next time */
    static Glance at(Container container, Instant now, long told) {
        Wanted wanted = new Wanted(container.name(), container.config(), container.hostConfig());
        return new Glance(wanted, container.state(), ContainerSummary.status(container, now), told);
    }

    /** By identity: these never change in place. */
    @SuppressWarnings("ReferenceEquality")
    boolean sees(Glance before) {
        return wanted.is(before.wanted) && state == before.state && told == before.told && status.equals(before.status);
    }
}
