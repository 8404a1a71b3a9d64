/** Margin checks by themselves, and what moves of marks cost an exchange of many accounts. */
package steelyard.bench.risk;
