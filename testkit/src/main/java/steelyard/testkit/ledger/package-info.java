/**
 * Books of account and of orders kept from the events alone, with arithmetic of their own, that refuse events which
 * cannot be true: money that does not add up, a book that is crossed, a maker that was not first in line, numbers with
 * a gap. An engine's mistake cannot hide in it, because it shares nothing with any engine.
 */
package steelyard.testkit.ledger;
