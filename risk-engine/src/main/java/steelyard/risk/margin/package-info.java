/**
 * Accounts, positions and the margin between them.
 *
 * <p>An account's margin is a sum of terms, one per position: its value at the mark, what it requires, and what its
 * resting orders would lose at their limits. Terms are exact integers, kept with the position and summed with the
 * account, and changed by differences; a change of a mark makes them out of date, and they are worked out again when
 * the account is next looked at. All of that is derived: {@code CrossMargin.dropDerived} may forget it at any moment.
 * The formulas are those of {@code docs/rules.md}, sections 5 and 7.
 */
package steelyard.risk.margin;
