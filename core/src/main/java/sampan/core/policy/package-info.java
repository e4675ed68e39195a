/**
 * What callers may do who are not to do everything: a policy file gives a socket or a caller less.
 *
 * <p>Read {@link sampan.core.policy.Gate} first, where every front door asks, then {@link sampan.core.policy.Grant}, what a rule allows, and
 * {@link sampan.core.policy.HarmlessRequest}, which reads the very object that a container is made of. What nobody has called harmless is refused. The package knows
 * neither HTTP nor command lines.
 */
@NullMarked
package sampan.core.policy;

import org.jspecify.annotations.NullMarked;
