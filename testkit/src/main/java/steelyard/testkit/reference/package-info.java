/**
 * The state machine a second time: slow, obvious, and written only from {@code docs/rules.md}, one class per section of
 * that page. It shares no code with the fast one beyond the words of {@code model}. It keeps nothing that can be worked
 * out: books, margins and prices are made anew from the list of resting orders, the positions and the publications
 * whenever they are needed.
 */
package steelyard.testkit.reference;
