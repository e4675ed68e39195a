/**
 * Scopes: the cgroups that systemd makes for processes it did not start, so that a container stands in its slices, its accounting and
 * its listings as every other unit does.
 *
 * <p>Read {@link sampan.runtime.systemd.Scope} first, a place in systemd's tree by name, then {@link sampan.runtime.systemd.Scopes}, which
 * has them made and ended. Limits are written by {@code sampan.kernel.cgroup}, as on any host; {@link
 * sampan.runtime.systemd.ScopeProperties} tells systemd the same numbers, or it would write its own when it next looks.
 *
 * <p>Must not know: what a container is.
 */
@NullMarked
package sampan.runtime.systemd;

import org.jspecify.annotations.NullMarked;
