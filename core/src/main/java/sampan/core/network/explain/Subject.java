package sampan.core.network.explain;

import java.util.Collection;
import sampan.core.network.endpoint.Attachment;

/**
 * The container that is asked about, while it runs.
 *
 * @param pid its first process, as this host numbers it
 * @param pids all of them
 */
public record Subject(String name, int pid, Collection<Integer> pids, Attachment attachment) {}
