package sampan.cli.go;

/** Text that is being made, within a budget. */
public final class Text {
    private final StringBuilder text = new StringBuilder();
    private final Budget budget;

    public Text(Budget budget) {
        this.budget = budget;
    }

    public Text add(String more) throws GoError {
        budget.spend(more.length());
        text.append(more);
        return this;
    }

    Text add(char one) throws GoError {
        budget.spend(1);
        text.append(one);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
