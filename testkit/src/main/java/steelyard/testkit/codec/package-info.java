/** Records to SBE messages and back by the names of their fields, for templates that need nothing else. */
package steelyard.testkit.codec;
