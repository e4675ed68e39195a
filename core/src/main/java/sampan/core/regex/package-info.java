/** Regular expressions that others wrote. */
@NullMarked
package sampan.core.regex;

import org.jspecify.annotations.NullMarked;
