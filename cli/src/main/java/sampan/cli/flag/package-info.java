/**
 * Command lines as Docker's users type them: {@code -it}, {@code -eA=1}, {@code --env=A}, {@code --rm=false}.
 *
 * <p>Read {@link sampan.cli.flag.Flag} (one flag, and the type its text becomes) and {@link sampan.cli.flag.FlagParser}. The grammar is that of GNU's getopt_long with
 * two differences: a switch takes a value only after {@code =}, and any other flag takes the next word whatever it looks like, {@code --} too. Errors name the flag
 * as it was written, the first one wins. The general parsers for Java were tried: none has all of this, and building a model of a hundred options costs each
 * {@code run} half a millisecond. Here a model is a constant and parsing takes microseconds. This package knows no command.
 */
@NullMarked
package sampan.cli.flag;

import org.jspecify.annotations.NullMarked;
