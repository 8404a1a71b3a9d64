/**
 * Drills: a cluster on this machine under load, something bad that happens to it, and an account of every order from the
 * client's side that is held against the journals afterwards.
 */
package steelyard.server.drill;
