package sampan.core.container.list;

import java.time.Instant;
import java.util.Map;
import sampan.core.container.Container;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
import sampan.core.network.endpoint.EndpointSettings;

/**
 * What the {@link ContainerSummary} of a container without ports is made of: less to make and to compare, and clients ask for lists again and again.
 *
 * @param record what is kept of it
 * @param status for people: {@code Up 3 minutes}
 * @param endpoints what it has on each network, by their names
 */
public record SummaryFacts(
        ContainerRecord record, ContainerState state, String status, Map<String, EndpointSettings> endpoints) {
    public static SummaryFacts of(Container container, Instant now) {
        return new SummaryFacts(
                container.record(), container.state(), ContainerSummary.status(container, now), container.endpoints());
    }

    /** Equal facts make equal summaries; others may, too, which is then made for nothing: a record and a state are replaced, never changed. */
    @Override
    @SuppressWarnings("ReferenceEquality") // to compare each part would take longer than all else of a list
    public boolean equals(Object other) {
        return other instanceof SummaryFacts that
                && record == that.record
                && state == that.state
                && status.equals(that.status)
                && endpoints.equals(that.endpoints);
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(record);
    }
}
