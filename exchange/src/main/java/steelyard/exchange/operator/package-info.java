/** Commands of operators and price sources. {@code docs/rules.md}, sections 2 and 3. */
package steelyard.exchange.operator;
