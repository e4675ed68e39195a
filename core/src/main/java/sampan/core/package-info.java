@NullMarked
package sampan.core;

import org.jspecify.annotations.NullMarked;
