@NullMarked
package sampan.kernel;

import org.jspecify.annotations.NullMarked;
