/** What changes nothing: {@code state}, {@code list}, {@code ps}, {@code events}, {@code features} and {@code explain}. */
@NullMarked
package sampan.runtime.command.look;

import org.jspecify.annotations.NullMarked;
