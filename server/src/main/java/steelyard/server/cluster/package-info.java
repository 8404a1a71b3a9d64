/**
 * Aeron Cluster around the state machine: driver, archive, consensus module and service of one member in this process,
 * and the client that the sequencer offers through. A cluster of one and a member of several differ in configuration
 * only.
 */
package steelyard.server.cluster;
