/**
 * Commands as values: what the SBE messages of templates 1 to 99 say, in records that can be compared, printed, kept in
 * lists and written into buffers. For tests, simulation and benches; nothing here promises not to allocate.
 */
package steelyard.testkit.command;
