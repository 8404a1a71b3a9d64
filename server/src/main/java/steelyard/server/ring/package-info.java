/**
 * The two rings at the edges of the log, on LMAX Disruptor: what goes in from many threads becomes one sequence, what
 * comes out of the state machine is read by consumers in stages. Both hold byte entries of any length over consecutive
 * slots of {@value steelyard.server.ring.SlotMemory#SLOT_LENGTH} bytes; an entry is always contiguous in memory.
 */
package steelyard.server.ring;
