/**
 * What an account owns and owes. {@link steelyard.risk.margin} holds accounts, positions, margin and settlement,
 * {@link steelyard.risk.price} the prices that positions are valued at, {@link steelyard.risk.table} the storage that
 * both stand on. Nothing here knows an order book, a wire format or a clock; everything belongs to one thread and
 * allocates nothing once its tables have grown.
 */
package steelyard.risk;
