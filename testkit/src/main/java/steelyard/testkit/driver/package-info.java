/** A state machine in memory, driven command by command under the eyes of the ledger. */
package steelyard.testkit.driver;
