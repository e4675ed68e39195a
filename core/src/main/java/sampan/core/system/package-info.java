/**
 * What Sampan and the machine under it are: the facts behind {@code version} and {@code info}, the same for the command line and for the API.
 *
 * <p>Read {@link sampan.core.system.VersionReport}, then {@link sampan.core.system.SystemReport}: records in the form of Docker's answers.
 * {@link sampan.core.system.SystemSurvey} fills them in. Nothing here starts or changes anything.
 */
@NullMarked
package sampan.core.system;

import org.jspecify.annotations.NullMarked;
