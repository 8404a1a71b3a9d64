/**
 * What a node and an exchange are started with: the node's configuration, which never reaches the state machine, and
 * the genesis, which is the state machine's first command. Both are YAML files; whatever is wrong with them is told
 * with file, line and key.
 */
package steelyard.server.config;
