/** What fills cost: schedules of fee groups, traded volumes by day, and the rates that follow. */
package steelyard.risk.fee;
