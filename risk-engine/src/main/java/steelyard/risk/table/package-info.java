/** Storage without objects: rows of longs that never move, and the set of rows that were changed. */
package steelyard.risk.table;
