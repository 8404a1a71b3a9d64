/**
 * Events as values: what the SBE messages of templates 100 to 199 say, in records that can be compared and printed.
 */
package steelyard.testkit.event;
