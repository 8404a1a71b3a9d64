package steelyard.node;

/** A sub-account and its name. */
public record SubAccountView(int accountId, String name) {
}
