/**
 * How commands and events are laid out: framing around the SBE messages of {@code steelyard.xml}, and the conversions
 * that more than one module needs.
 */
package steelyard.protocol;
