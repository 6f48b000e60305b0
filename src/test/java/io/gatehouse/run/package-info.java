/**
 * The whole run in parts that do not know each other, each of them run by one process at a time: a part starts Gatehouse once and
 * keeps it, which a process that is handed single classes cannot do. Every test is in one part, by its package and its name.
 */
package io.gatehouse.run;
