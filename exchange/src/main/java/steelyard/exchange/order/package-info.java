/**
 * Orders: what a trading command asks for, the checks, matching with its settlement, and what becomes of the rest. The
 * only place where an order touches money. {@code docs/rules.md}, sections 4, 6 and 8.
 */
package steelyard.exchange.order;
