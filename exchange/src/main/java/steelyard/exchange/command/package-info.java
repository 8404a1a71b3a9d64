/** The command under way: its bytes, whose it is, and why it was refused if it was. */
package steelyard.exchange.command;
