/**
 * The commands that look into images: {@code image ls IMAGE PATH}, {@code cat}, {@code diff}, {@code why}, {@code tree} and {@code sbom}.
 *
 * <p>What they show is read by {@link sampan.core.content} and {@link sampan.core.sbom}; here it is put into lines and tables. Names of files
 * come from the image: a terminal gets them through {@link sampan.cli.command.content.FileNames}, anything else byte for byte.
 */
@NullMarked
package sampan.cli.command.content;

import org.jspecify.annotations.NullMarked;
