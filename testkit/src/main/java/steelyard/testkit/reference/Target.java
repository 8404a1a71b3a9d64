package steelyard.testkit.reference;

/** An open order of an account: a resting one, or a trigger order that has not fired. */
record Target(Order order, TriggerOrder trigger) {
    static Target of(final Order order) {
        return new Target(order, null);
    }

    static Target of(final TriggerOrder trigger) {
        return new Target(trigger.order, trigger);
    }

    long id() {
        return order.id();
    }

    boolean rests() {
        return trigger == null;
    }
}
