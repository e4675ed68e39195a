/**
 * Who has changed what, and who was refused: one line of JSON each, for whoever answers for the host.
 *
 * <p>Read {@link sampan.core.audit.Deed}, what is told, then {@link sampan.core.audit.AuditLog}, where it is kept. What a request says beside its operation and what that is
 * done to, variables and passwords among it, never comes here.
 */
@NullMarked
package sampan.core.audit;

import org.jspecify.annotations.NullMarked;
