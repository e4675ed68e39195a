/**
 * Which callers of the command line may give which commands, and what is told of it.
 *
 * <p>Read {@link sampan.cli.admission.Admission} first. It asks the same {@link sampan.core.policy.Gate} as the API does; {@link sampan.cli.admission.CommandNeeds} says what
 * each command takes, and a command that it does not name is for those who may do everything.
 */
@NullMarked
package sampan.cli.admission;

import org.jspecify.annotations.NullMarked;
