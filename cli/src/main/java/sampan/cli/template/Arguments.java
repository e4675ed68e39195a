package sampan.cli.template;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sampan.cli.go.Value;

/**
 * What is given to a function or method, not yet evaluated.
 *
 * @param last evaluated already: the result of the command before; null when there is none
 */
record Arguments(
        Value dot, List<Node.Operand> operands, @Nullable Value last) {
    boolean isEmpty() {
        return operands.isEmpty() && last == null;
    }

    int count() {
        return operands.size() + (last == null ? 0 : 1);
    }
}
