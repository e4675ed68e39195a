@NullMarked
package sampan.runtime;

import org.jspecify.annotations.NullMarked;
