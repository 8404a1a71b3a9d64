/** Where prices come from: the last one of every publisher, and the median that is made from them. */
package steelyard.risk.price;
