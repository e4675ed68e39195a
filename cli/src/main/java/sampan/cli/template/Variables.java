package sampan.cli.template;

import java.util.ArrayList;
import java.util.List;
import sampan.cli.go.Value;

/** The variables of one template's execution, the newest last. */
final class Variables {
    private final List<String> names = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();

    Variables(Value dollar) {
        push("$", dollar);
    }

    void push(String name, Value value) {
        names.add(name);
        values.add(value);
    }

    int mark() {
        return names.size();
    }

    void pop(int mark) {
        names.subList(mark, names.size()).clear();
        values.subList(mark, values.size()).clear();
    }

    boolean set(String name, Value value) {
        int index = names.lastIndexOf(name);
        if (index >= 0) {
            values.set(index, value);
        }
        return index >= 0;
    }

    void setTop(int distance, Value value) {
        values.set(values.size() - distance, value);
    }

    Value get(String name) {
        int index = names.lastIndexOf(name);
        return index < 0 ? Value.INVALID : values.get(index);
    }
}
