package steelyard.bench;
/** x. */
public final class Main { private Main() {} public static void main(final String[] a) throws Exception { org.openjdk.jmh.Main.main(a); } }
