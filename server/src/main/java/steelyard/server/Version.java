package steelyard.server;

/** Which build this is. */
final class Version {
    private Version() {
    }

    /** The version in the jar's manifest, or {@code development} outside a jar. */
    static String software() {
        final String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
