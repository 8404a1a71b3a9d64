/** Recorded order-by-order data: files, rows of one form for all of them, and the book that they describe. */
package steelyard.flow.recording;
