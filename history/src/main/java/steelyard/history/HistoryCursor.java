package steelyard.history;

/**
 * How far the store has come: everything up to here is committed in it, nothing beyond.
 *
 * @param eventSequence last event, 0 if none
 * @param logPosition   log position of the message with the command of that event, 0 if none
 */
public record HistoryCursor(long eventSequence, long logPosition) {
}
